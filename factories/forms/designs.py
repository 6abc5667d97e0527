"""What a design unit says of a new revision: its clauses begin as those of the last one."""

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from factories.forms.documents import DocumentsField
from factories.forms.gates import Reasoned
from factories.imports.files import TAKEN
from factories.models import ClauseKind

TEXT = 10_000
HINTS = {
    ClauseKind.CAPACITY: _("Tonnes a year by product, shifts, days a year."),
    ClauseKind.LAYOUT: _("Halls and lines, floor area, what stands where, room to extend."),
    ClauseKind.UTILITIES: _("kW, m³ a day, steam, where they come from and where they enter."),
    ClauseKind.INPUTS: _("Raw materials by kind, tonnes a year, storage."),
    ClauseKind.CONDITIONS: _("Light, air, noise, washing and rest rooms, safety."),
    ClauseKind.OTHERS: _("Write “none” if there is nothing else to agree."),
}


def _area(rows):
    return forms.Textarea(attrs={"rows": rows})


class DesignForm(Reasoned):
    """The form of the revision after `last` (None: the first)."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    changed = forms.CharField(
        label=_("What this revision changes"), max_length=TEXT, widget=_area(3),
        error_messages={"required": _("Say what this revision changes, or that it is the first.")},
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, last=None, held=()):
        super().__init__(data, files, initial={"after": last.number if last else 0})
        texts = {row.kind: row.text for row in last.clauses.all()} if last else {}
        if last is None:
            self.fields["changed"].help_text = _("For the first revision: that it is the first, and what it rests on.")
            self.fields["changed"].initial = _("First revision.")
        for kind in ClauseKind:
            label = format_lazy("{}{}", kind.label[:1].upper(), kind.label[1:])
            self.fields[kind.value] = forms.CharField(
                label=label, help_text=HINTS[kind], max_length=TEXT, widget=_area(4), initial=texts.get(kind.value, ""),
                error_messages={"required": _("Write “none” where there is nothing to agree.")},
            )  # fmt: skip
        self._add_files(held)

    def _add_files(self, held):
        if held:
            choices = [(row.pk, f"{row.name}, {filesizeformat(row.bytes)}") for row in held]
            self.fields["kept"] = forms.TypedMultipleChoiceField(
                label=_("Files of the last revision that still hold"), choices=choices, coerce=int, required=False,
                initial=[row.pk for row in held], widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        said = _("{kinds}; up to {most} MB each. What a file is follows from its content.")
        self.fields["files"] = DocumentsField(
            label=_("New files"), help_text=format_lazy(said, kinds=TAKEN, most=settings.DOCUMENT_MAX_MB)
        )

    def clean(self):
        """The values as designs.issue takes them."""
        given = super().clean()
        given["clauses"] = {kind: given.pop(kind.value, "") for kind in ClauseKind}
        return given

    @property
    def lost_files(self):
        """Whether files were sent that a browser does not send again by itself."""
        return bool(self.errors and self.files)

    @property
    def clause_boxes(self):
        return [self[kind.value] for kind in ClauseKind]
