"""The admin of places, plans and returns: superusers look, nobody changes."""

from django.contrib import admin

from factories import models
from regional20x10.shared.admin import ReadOnlyAdmin

SHOWN = {
    models.Province: ["code", "name_en", "name_ko"],
    models.County: ["code", "name_en", "name_ko", "kind"],
    models.Program: ["code", "name_en", "start_year", "years"],
    models.ProgramYear: ["year", "target", "state"],
    models.FactoryType: ["code", "name_en", "name_ko"],
    models.FactoryProject: ["code", "plan_id", "demonstration"],
    models.WorkPackage: ["project_id", "order", "name_en", "weight", "starts_on", "finishes_on"],
    models.Baseline: ["project_id", "number", "finishes_on", "approved_at"],
    models.Milestone: ["kind", "county_id", "met_on", "source"],
    models.ReportingPeriod: ["year", "number", "starts_on", "ends_on", "closes_on"],
    models.StatusReturn: ["project_id", "period_id", "version", "state", "percent", "submitted_at"],
    models.Standing: ["project_id", "as_of", "colour", "verified_percent"],
}

for model, columns in SHOWN.items():
    admin.site.register(model, ReadOnlyAdmin, list_display=columns)
