"""Addresses of reports."""

from django.urls import path

from reports.views import desk, reports, scorecards, seal_pages, seals

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/request/", reports.report_request, name="report_request"),
    path("reports/scorecards/", scorecards.scorecards_now, name="scorecards_now"),
    path("reports/scorecards/<int:year>/", scorecards.scorecards_of_year, name="scorecards"),
    path("reports/scorecards/<int:year>.<slug:kind>", scorecards.scorecards_file, name="scorecards_file"),
    path("reports/scorecards/<int:year>/<code:code>/", scorecards.scorecard, name="scorecard"),
    path("reports/schemas/annual-report-1.json", reports.report_schema, name="report_schema"),
    path("reports/schemas/seal-1.json", seals.seal_schema, name="seal_schema"),
    path("reports/seals/", seals.seals, name="seals"),
    path("reports/seals/<int:number>/", seals.seal, name="seal"),
    path("reports/seals/<int:number>/content.json", seals.seal_content, name="seal_content"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/cancel/", reports.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/rebuild/", reports.report_rebuild, name="report_rebuild"),
    path("reports/<int:pk>/<slug:kind>/", reports.report_file, name="report_file"),
    path("reports/seals/<int:number>/pages/<path:path>", seal_pages.seal_page, name="seal_page"),
    path("reports/seals/<int:number>/figures/<path:name>/", seal_pages.seal_figure, name="seal_figure"),
]
