"""The admin of reports: superusers look, nobody changes."""

from django.contrib import admin

from regional20x10.shared.admin import ReadOnlyAdmin
from reports.models import AnnualReport, Pack, ProvincialReport, Seal


@admin.register(AnnualReport)
class AnnualReportAdmin(ReadOnlyAdmin):
    list_display = ["year", "as_of", "language", "status", "created_at"]


@admin.register(Pack)
class PackAdmin(ReadOnlyAdmin):
    list_display = ["kind", "year", "as_of", "status", "created_at"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "year", "as_of", "sealed_at", "sha256"]
    exclude = ["content"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


@admin.register(ProvincialReport)
class ProvincialReportAdmin(ReadOnlyAdmin):
    list_display = ["program_year", "province", "state", "submitted_at", "decided_at"]
    list_select_related = ["program_year", "province"]
