"""Fetching and handing in a workbook of returns."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from factories import deadlines, workbooks
from factories.forms.gates import Reasoned


class FetchForm(forms.Form):
    """Which workbook: of one factory, or for a county's post of all its factories; and of which period."""

    period = forms.ChoiceField(label=_("Period"))
    project = forms.ChoiceField(label=_("Factory"), required=False)

    def __init__(self, *args, post, day, **kwargs):
        super().__init__(*args, auto_id="fetch-%s", **kwargs)
        self.projects = {project.code: project for project in workbooks.reporting(workbooks.projects_of(post))}
        self.periods = {period.code: period for period in _taking(self.projects.values(), day)}
        self.fields["period"].choices = [(code, period.label) for code, period in self.periods.items()]
        self.fields["project"].choices = [
            *([("", _("All factories of the county"))] if post.county_id else []),
            *(
                (code, f"{code}, {row.factory_type.name}, {row.plan.county.name}")
                for code, row in self.projects.items()
            ),
        ]
        self.fields["project"].required = not post.county_id
        self.fields["project"].widget.is_required = True  # one is always chosen: a factory, or all of them
        for name, said in {"period": _("Choose a period that is open."), "project": _("Choose a factory.")}.items():
            self.fields[name].error_messages |= {"required": said, "invalid_choice": said}


def _taking(projects, day):
    """The periods for which any of `projects` may report: one kept open for another place only is not offered."""
    periods = list(deadlines.taking(day))
    closings = deadlines.closings(projects, periods, day)
    return [
        period for period in periods
        if not closings or any(not closings[project.pk, period.pk].passed(day) for project in projects)
    ]  # fmt: skip


class HandInForm(Reasoned):
    """A workbook as it was filled in; `key` makes sending it twice sending it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={
        "invalid": _("The form’s key is damaged: load the page again."),
        "required": _("The form’s key is damaged: load the page again."),
    })  # fmt: skip
    file = forms.FileField(
        label=_("Workbook"), allow_empty_file=True, max_length=None,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose the workbook you filled in.")},
        help_text=_("An .xlsx file of at most 10 MB. Nothing is reported before you confirm it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"key": uuid.uuid4})
        super().__init__(*args, auto_id="hand-%s", **kwargs)
