"""The admin of everything that is not kept there: superusers may look, nobody changes."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shown to superusers only; what changes does so through actions, pages and the API."""

    list_per_page = 40
    show_full_result_count = False

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission
