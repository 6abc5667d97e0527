"""The admin: users, officials and posts, kept by administrators through the actions. Nothing is deleted."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from committees.actions import people
from committees.models import ApiToken, Official, Organization, Post, User
from committees.rights import Deed
from regional20x10.shared.admin import ReadOnlyAdmin


def keeper(user):
    """The post through which a user keeps users and posts. None: a superuser without one acts as the system."""
    return next((post for post in user.posts if post.may(Deed.MANAGE_POSTS)), None)


def may_enter(request):
    user = request.user
    return user.is_active and user.is_authenticated and (user.is_superuser or keeper(user) is not None)


admin.site.has_permission = may_enter
admin.site.login = secure_admin_login(admin.site.login)  # one way in, with its rate limits
admin.site.site_header = admin.site.site_title = _("Users and posts")
admin.site.unregister([Group, EmailAddress])


class Kept:
    """Kept by administrators: made and changed by actions, never deleted."""

    list_per_page = 40

    def has_module_permission(self, request):
        return may_enter(request)

    def has_view_permission(self, request, obj=None):
        return may_enter(request)

    def has_add_permission(self, request):
        return may_enter(request)

    def has_change_permission(self, request, obj=None):
        return may_enter(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        act = self.changed if change else self.made
        saved = act(obj, form.cleaned_data, by=keeper(request.user))
        obj.pk, obj._state.adding = saved.pk, False


@admin.register(User)
class PeopleAdmin(Kept, UserAdmin):
    list_display = ["username", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username"]
    fieldsets = [(None, {"fields": ["username", "password", "is_active", "last_login"]})]
    add_fieldsets = [(None, {"fields": ["username", "usable_password", "password1", "password2"]})]
    filter_horizontal = []

    def get_readonly_fields(self, request, obj=None):
        return ["username", "last_login"] if obj else []

    def made(self, user, given, *, by):
        return people.create_user(user.username, hashed=user.password, by=by)

    def changed(self, user, given, *, by):
        return people.open_account(user, active=given["is_active"], by=by)


@admin.register(Official)
class OfficialAdmin(Kept, admin.ModelAdmin):
    list_display = ["reference", "user", "demonstration"]
    list_select_related = ["user"]
    search_fields = ["reference", "user__username"]
    ordering = ["reference"]
    autocomplete_fields = ["user"]
    fields = ["reference", "user"]

    def get_readonly_fields(self, request, obj=None):
        return ["reference"] if obj else []

    def made(self, official, given, *, by):
        return people.register_official(official.reference, user=given["user"], by=by)

    def changed(self, official, given, *, by):
        return people.link_user(official, given["user"], by=by)


class PostForm(forms.ModelForm):
    """A new post; that of a deputy is the post stood in for, within the same scope and for the same body."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "deputy_of" in self.fields:  # a new one
            self.fields["role"].required = False

    def clean(self):
        given = super().clean()
        if "deputy_of" not in self.fields:
            return given
        if post := given.get("deputy_of"):
            given |= {name: getattr(post, name) for name in (*SCOPE, "role")} | {"deputy": True}
        elif not given.get("role"):
            self.add_error("role", _("Choose a role, or the post that a deputy stands in for."))
        return given


SCOPE = ("province", "county", "organization", "body")


@admin.register(Post)
class PostAdmin(Kept, admin.ModelAdmin):
    """A post once given changes only by its end."""

    form = PostForm
    list_display = ["role", "official", *SCOPE, "starts_on", "ends_on", "deputy"]
    list_select_related = ["official", *SCOPE]
    list_filter = ["role", "deputy"]
    search_fields = ["official__reference", "official__user__username"]
    autocomplete_fields = ["official", "deputy_of"]
    fields = ["official", "role", *SCOPE, "starts_on", "ends_on", "deputy", "deputy_of"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.fields if name != "ends_on"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields["ends_on"].required = bool(obj)
        return form

    def made(self, post, given, *, by):
        if stood_for := given["deputy_of"]:
            span = {name: given[name] for name in ("starts_on", "ends_on")}
            return people.appoint_deputy(stood_for, given["official"], **span, by=by)
        scope = {name: given[name] for name in (*SCOPE, "ends_on", "deputy")}
        return people.appoint(given["official"], given["role"], starts_on=given["starts_on"], by=by, **scope)

    def changed(self, post, given, *, by):
        return people.end_post(post, ends_on=given["ends_on"], by=by)


@admin.register(Organization)
class OrganizationAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_en", "kind"]
    search_fields = ["code", "name_en", "name_ko"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    list_display = ["name", "post", "scope", "expires_at", "revoked_at"]
    list_select_related = ["post__province", "post__county", "post__organization"]
    exclude = ["digest"]
