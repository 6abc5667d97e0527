"""The admin of reports: superusers look, nobody changes."""

from django.contrib import admin

from regional20x10.shared.admin import ReadOnlyAdmin
from reports.models import AnnualReport, Pack


@admin.register(AnnualReport)
class AnnualReportAdmin(ReadOnlyAdmin):
    list_display = ["year", "as_of", "language", "status", "created_at"]


@admin.register(Pack)
class PackAdmin(ReadOnlyAdmin):
    list_display = ["kind", "year", "as_of", "status", "created_at"]
