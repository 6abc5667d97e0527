"""A decision as a form: what is decided, who owes it by when, and what it concerns; and the steps of one."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.actions.decisions import MISSING
from committees.forms.concerns import ConcernsField, codes
from committees.models import Organization
from factories.forms.documents import DocumentsField
from factories.forms.gates import DAY, Reasoned
from factories.forms.inspections import NoteForm
from factories.imports.files import TAKEN

TEXT = 4000


def bodies(day):
    """The bodies that are in being on `day`, by their names in the reader's language."""
    name = "name_ko" if get_language() == "ko" else "name_en"
    return Organization.objects.in_being(day).order_by(name, "name_en", "pk")


class DecideForm(Reasoned):
    """`item` and `request`: the point of the agenda and the request that are settled, if any; they fill in what they
    know."""

    text = forms.CharField(
        label=_("What is decided"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a sentence or two: who does what. It stands so in the minutes and on the owner’s desk."),
        error_messages={"required": MISSING["text"]},
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Owner"), empty_label=_("choose"),
        help_text=_("The one body that owes it. It says that it is done; another body closes it."),
        error_messages={"required": MISSING["owner"]},
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Due"), help_text=_("The last day, as 2026-10-20."), input_formats=DAY["input_formats"],
        error_messages=DAY["error_messages"] | {"required": MISSING["due_on"]},
    )  # fmt: skip

    def __init__(self, data=None, *, user, day, item=None, request=None, about=()):
        super().__init__(data, initial=_known(item, request, day, about))
        self.fields["owner"].queryset = bodies(day)
        self.fields["concerns"] = ConcernsField(
            user, label=_("Factories and counties that it concerns"), widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Their codes, with commas between: 26-KIMHWA-FOOD, KIMHWA. It stands on their pages."),
        )  # fmt: skip

    def clean(self):
        """The values as decisions.decide takes them."""
        given = super().clean()
        given["projects"], given["counties"] = given.pop("concerns", None) or ((), ())
        return given


def _known(item, request, day, about):
    """What the form begins with."""
    found = {"concerns": codes(*about, *(_subjects(item) if item else ()), *(_subjects(request) if request else ()))}
    if request:
        due_on = request.due_on if request.due_on > day else None
        found |= {"text": request.what, "owner": request.owed_by_id, "due_on": due_on}
    return found


def _subjects(row):
    return [subject for subject in (row.project, row.county) if subject]


class DoneForm(NoteForm):
    """What the owner did, with the files that show it."""

    def __init__(self, data=None, files=None, *, label, **kwargs):
        super().__init__(data, label=label, **kwargs)
        self.files = files or {}
        said = _("{kinds}; up to {most} MB each. What a file is follows from its content.")
        self.fields["files"] = DocumentsField(
            label=_("Evidence"), help_text=format_lazy(said, kinds=TAKEN, most=settings.DOCUMENT_MAX_MB)
        )

    @property
    def lost_files(self):
        """Whether files were sent that a browser does not send again by itself."""
        return bool(self.errors and self.files)


class MoveForm(NoteForm):
    """The new day, with the reason."""

    needed = ("due_on", "note")
    due_on = forms.DateField(label=_("New day"), required=False, help_text=_("Written as 2026-10-20."), **DAY)
    field_order = ("due_on", "note")
