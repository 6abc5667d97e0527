"""The admin of reports: superusers look, nobody changes."""

from django.contrib import admin

from regional20x10.shared.admin import ReadOnlyAdmin
from reports.models import AnnualReport, ProvincialReport


@admin.register(AnnualReport)
class AnnualReportAdmin(ReadOnlyAdmin):
    list_display = ["year", "as_of", "language", "status", "created_at"]


@admin.register(ProvincialReport)
class ProvincialReportAdmin(ReadOnlyAdmin):
    list_display = ["program_year", "province", "state", "submitted_at", "decided_at"]
    list_select_related = ["program_year", "province"]
