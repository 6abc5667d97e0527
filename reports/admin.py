"""The admin of reports: superusers look, nobody changes."""

from django.contrib import admin

from regional20x10.shared.admin import ReadOnlyAdmin
from reports.models import AnnualReport, Seal


@admin.register(AnnualReport)
class AnnualReportAdmin(ReadOnlyAdmin):
    list_display = ["year", "as_of", "language", "status", "created_at"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "year", "as_of", "sealed_at", "sha256"]
    exclude = ["content"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")
