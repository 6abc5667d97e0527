"""Addresses of reports."""

from django.urls import path

from reports.views import desk, provincial, reports

PROVINCIAL = "reports/provincial/<int:year>/<str:code>"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/request/", reports.report_request, name="report_request"),
    path("reports/schemas/annual-report-1.json", reports.report_schema, name="report_schema"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/cancel/", reports.report_cancel, name="report_cancel"),
    path("reports/<int:pk>/rebuild/", reports.report_rebuild, name="report_rebuild"),
    path("reports/<int:pk>/<slug:kind>/", reports.report_file, name="report_file"),
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
