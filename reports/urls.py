"""Addresses of reports."""

from django.urls import path

from reports.views import desk, packs, provincial, reports, schedules, schemas, scorecards, seal_pages, seals

PROVINCIAL = "reports/provincial/<int:year>/<str:code>"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/request/", reports.report_request, name="report_request"),
    path("reports/scorecards/", scorecards.scorecards_now, name="scorecards_now"),
    path("reports/scorecards/<int:year>/", scorecards.scorecards_of_year, name="scorecards"),
    path("reports/scorecards/<int:year>.<slug:kind>", scorecards.scorecards_file, name="scorecards_file"),
    path("reports/scorecards/<int:year>/<code:code>/", scorecards.scorecard, name="scorecard"),
    path("reports/schemas/annual-report-1.json", reports.report_schema, name="report_schema"),
    path("reports/schedule/", schedules.schedule_list, name="schedule_list"),
    path("reports/schedule/<slug:kind>/", schedules.schedule, name="schedule"),
    path("reports/schemas/pack-1.json", schemas.pack_schema, name="pack_schema"),
    path("reports/schemas/seal-1.json", seals.seal_schema, name="seal_schema"),
    path("reports/seals/", seals.seals, name="seals"),
    path("reports/seals/<int:number>/", seals.seal, name="seal"),
    path("reports/seals/<int:number>/content.json", seals.seal_content, name="seal_content"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/cancel/", reports.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/rebuild/", reports.report_rebuild, name="report_rebuild"),
    path("reports/<int:pk>/<slug:kind>/", reports.report_file, name="report_file"),
    path("reports/packs/", packs.pack_list, name="pack_list"),
    path("reports/packs/new/", packs.pack_new, name="pack_new"),
    path("reports/packs/seals/<int:number>/", packs.pack_of_seal, name="pack_of_seal"),
    path("reports/packs/<int:pk>/", packs.pack, name="pack"),
    path("reports/packs/<int:pk>/cancel/", packs.pack_cancel, name="pack_cancel"),
    path("reports/packs/<int:pk>/retry/", packs.pack_retry, name="pack_retry"),
    path("reports/packs/<int:pk>/rebuild/", packs.pack_rebuild, name="pack_rebuild"),
    path("reports/packs/<int:pk>/files/<slug:key>/", packs.pack_file, name="pack_file"),
    path("reports/seals/<int:number>/pages/<path:path>", seal_pages.seal_page, name="seal_page"),
    path("reports/seals/<int:number>/figures/<path:name>/", seal_pages.seal_figure, name="seal_figure"),
    path("reports/provincial/", provincial.provincial_reports, name="provincial_reports"),
    path("reports/provincial/<int:year>/days/", provincial.provincial_days, name="provincial_days"),
    path("reports/provincial/all.<slug:kind>", provincial.provincial_reports_file, name="provincial_reports_file"),
    path(f"{PROVINCIAL}/", provincial.provincial_report, name="provincial_report"),
    path(f"{PROVINCIAL}/open/", provincial.provincial_open, name="provincial_open"),
    path(
        f"{PROVINCIAL}/sections/<slug:key>/",
        provincial.provincial_section,
        name="provincial_section",
    ),
    path(
        f"{PROVINCIAL}/sections/<slug:key>/comment/",
        provincial.provincial_comment,
        name="provincial_comment",
    ),
    path(f"{PROVINCIAL}/sign/", provincial.provincial_sign, name="provincial_sign"),
    path(
        f"{PROVINCIAL}/take-back/",
        provincial.provincial_take_back,
        name="provincial_take_back",
    ),
    path(f"{PROVINCIAL}/decide/", provincial.provincial_decide, name="provincial_decide"),
    path(f"{PROVINCIAL}/report.docx", provincial.provincial_docx, name="provincial_docx"),
]
