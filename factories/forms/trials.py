"""What is said of a trial operation and of a quality sample, and of their corrections."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from factories import norms
from factories.forms.boxes import AmountField
from factories.forms.documents import DocumentsField
from factories.forms.entries import begun, versioned
from factories.forms.gates import DAY, Reasoned
from factories.imports.files import TAKEN

WRITTEN = _("Written as 2026-10-02.")


class PassedField(forms.TypedChoiceField):
    """Passed or not: nothing is chosen beforehand."""

    def __init__(self, **kwargs):
        choices = [("", _("choose")), ("yes", _("passed")), ("no", _("not passed"))]
        super().__init__(label=_("Result"), choices=choices, coerce=lambda value: value == "yes", **kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)


class EntryForm(Reasoned):
    """`key` makes an entry that is sent twice one entry; a correction has `why` in its place."""

    def __init__(self, data=None, files=None, *, project, corrects=None):
        read = corrects and {name: getattr(corrects, name) for name in self.base_fields if hasattr(corrects, name)}
        super().__init__(data, files, initial=begun(read))
        self.project = project
        versioned(self, corrects)


class TrialForm(EntryForm):
    began_on = forms.DateField(label=_("Began on"), help_text=WRITTEN, **DAY)
    ended_on = forms.DateField(label=_("Ended on"), help_text=WRITTEN, **DAY)
    output_t = AmountField(10, label=_("Output, t"))
    passed = PassedField()
    protocol = forms.CharField(label=_("Number of the protocol"), max_length=80)
    remarks = forms.CharField(
        label=_("What was remarked"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where the trial was not passed."),
    )  # fmt: skip
    files = DocumentsField(
        label=_("The protocol itself"),
        help_text=format_lazy(
            _("One file, {kinds}, up to {most} MB. What a file is follows from its content."),
            kinds=TAKEN, most=settings.DOCUMENT_MAX_MB,
        ),
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, project, corrects=None):
        super().__init__(data, files, project=project, corrects=corrects)
        self.fields["output_t"].required = True

    @property
    def lost_files(self):
        """Whether a file was sent that a browser does not send again by itself."""
        return bool(self.errors and self.files)


class SampleForm(EntryForm):
    product = forms.ChoiceField(label=_("Product"))
    taken_on = forms.DateField(label=_("Taken on"), help_text=WRITTEN, **DAY)
    laboratory = forms.CharField(label=_("Laboratory"), max_length=160)
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=80)
    passed = PassedField()
    grade = forms.TypedChoiceField(
        label=_("Grade"), required=False, coerce=int, empty_value=None,
        choices=[("", _("not graded")), (1, "1"), (2, "2"), (3, "3")],
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, project, corrects=None):
        super().__init__(data, files, project=project, corrects=corrects)
        kind = project.factory_type
        self.fields["product"].choices = [(name, norms.in_words(kind, name)) for name in norms.products(kind)]
