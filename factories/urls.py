"""Addresses of places, plans, returns and standings."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from factories.views import (
    agreements,
    board,
    charts,
    conditions,
    counties,
    data,
    designs,
    documents,
    drafts,
    gates,
    overview,
    projects,
    provinces,
    records,
    returns,
    sites,
    sizing,
    verification,
    workbooks,
    years,
)


class CodeConverter(StringConverter):
    """What stands in an address for a code: any text but one with a NUL, which no column holds."""

    regex = r"[^/\x00]+"


register_converter(CodeConverter, "code")

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("years/<int:year>/", years.year, name="year"),
    path("years/<int:year>.<slug:kind>", years.year_file, name="year_file"),
    path("board/", board.board, name="board"),
    path("board.<slug:kind>", board.board_file, name="board_file"),
    path("provinces/", provinces.province_list, name="province_list"),
    path("provinces.<slug:kind>", provinces.province_list_file, name="province_list_file"),
    path("provinces/<code:code>/", provinces.province, name="province"),
    path("counties/", counties.county_list, name="county_list"),
    path("counties.<slug:kind>", counties.county_list_file, name="county_list_file"),
    path("counties/<code:code>/", counties.county, name="county"),
    path("counties/<code:code>/conditions/<int:year>/", conditions.conditions, name="conditions"),
    path("projects/", projects.project_list, name="project_list"),
    path("projects.<slug:kind>", projects.project_list_file, name="project_list_file"),
    path("projects/<code:code>/", projects.project, name="project"),
    path("projects/<code:code>/finish/", gates.finish_move, name="finish_move"),
    path("projects/<code:code>/sizing/", sizing.study_list, name="study_list"),
    path("sizing/<int:pk>/", sizing.study, name="study"),
    path("sizing/<int:pk>/approve/", sizing.study_approve, name="study_approve"),
    path("sizing/<int:pk>/send-back/", sizing.study_send_back, name="study_send_back"),
    path("projects/<code:code>/sites/", sites.site_list, name="site_list"),
    path("projects/<code:code>/sites/propose/", sites.site_propose, name="site_propose"),
    path("sites/<int:pk>/measure/", sites.site_measure, name="site_measure"),
    path("sites/<int:pk>/approve/", sites.site_approve, name="site_approve"),
    path("sites/<int:pk>/reject/", sites.site_reject, name="site_reject"),
    path("projects/<code:code>/gates/<slug:gate>/pass/", gates.gate_pass, name="gate_pass"),
    path("projects/<code:code>/gates/<slug:gate>/<slug:requirement>/waive/", gates.gate_waive, name="gate_waive"),
    path("projects/<code:code>/designs/", designs.design_list, name="design_list"),
    path("designs/<int:pk>/", designs.revision, name="revision"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("projects/<code:code>/agreement/", agreements.agreement, name="agreement"),
    path("projects/<code:code>/agreement.pdf", agreements.agreement_file, name="agreement_file"),
    path("projects/<code:code>/agreement/sign/", agreements.agreement_sign, name="agreement_sign"),
    path("projects/<code:code>/agreement/<slug:side>/", agreements.agreement_withdraw, name="agreement_withdraw"),
    path("clauses/<int:pk>/comment/", agreements.clause_comment, name="clause_comment"),
    path("returns/", records.return_list, name="return_list"),
    path("returns.<slug:kind>", records.return_list_file, name="return_list_file"),
    path("data/", data.data, name="data"),
    path("how/", data.how, name="how"),
    path("charts/<slug:scope>/<code:code>.json", charts.chart_spec, name="chart_spec"),
    path("projects/<code:code>/returns/", drafts.return_begin, name="return_begin"),
    path("returns/<int:pk>/", returns.return_page, name="return"),
    path("returns/<int:pk>/edit/", drafts.return_edit, name="return_edit"),
    path("returns/<int:pk>/save/", drafts.return_save, name="return_save"),
    path("returns/<int:pk>/verify/", returns.return_verify, name="return_verify"),
    path("returns/<int:pk>/accept/", returns.return_accept, name="return_accept"),
    path("returns/<int:pk>/send-back/", returns.return_send_back, name="return_send_back"),
    path("verification/", verification.verification, name="verification"),
    path("workbooks/", workbooks.workbook_list, name="workbook_list"),
    path("workbooks/template.xlsx", workbooks.workbook_template, name="workbook_template"),
    path("workbooks/<int:pk>/", workbooks.workbook, name="workbook"),
    path("workbooks/<int:pk>/confirm/", workbooks.workbook_confirm, name="workbook_confirm"),
    path("workbooks/<int:pk>/undo/", workbooks.workbook_undo, name="workbook_undo"),
]
