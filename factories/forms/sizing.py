"""What is said of a sizing study: year, share, the capacity chosen and why; and why it is sent back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.actions.sizing import against, digest
from factories.forms.conditions import Amount
from factories.forms.gates import Reasoned
from regional20x10.shared.errors import Conflict


class BasisForm(Reasoned):
    """The year of the county's conditions, among those recorded, and the share of them for this factory."""

    year = forms.TypedChoiceField(label=_("Local conditions of"), coerce=int)
    share_percent = Amount(
        2, label=_("Share for this factory"), required=True,
        help_text=_("Of the county’s power, water and workforce. All factories of a county share 100 %."),
    )  # fmt: skip

    def __init__(self, data=None, *, project, years, **kwargs):
        super().__init__(data, auto_id="f-%s", **kwargs)
        self.project = project
        self.fields["year"].choices = [(year, str(year)) for year in years]

    def clean(self):
        given = super().clean()
        if self.errors:  # what cannot be read is not all that is wrong
            values = [given.get(name) for name in ("year", "share_percent", "chosen_t_year")]
            for name, sentences in against(self.project, *values).items():
                for sentence in () if name in self.errors else sentences:
                    self.add_error(name, sentence)
        return given

    @property
    def boxes(self):
        """[(bound box, unit)] in their order."""
        units = {"share_percent": "%", "chosen_t_year": _("t a year")}
        return [(box, units.get(box.name, "")) for box in self.visible_fields()]


class StudyForm(BasisForm):
    chosen_t_year = Amount(1, label=_("Capacity chosen"), help_text=_("A draft may leave it empty."))
    reason = forms.CharField(
        label=_("Why another capacity than the recommended"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where the choice is more than 25 % off."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, data=None, *, study, **kwargs):
        names = ("year", "share_percent", "chosen_t_year", "reason")
        initial = {name: getattr(study, name) for name in names} | {"seen": digest(study)}
        super().__init__(data, project=study.project, initial=initial, **kwargs)

    conflict = None
    """What the action raised, if somebody else saved first."""

    def clean(self):
        given = super().clean()
        return given | {"seen": given.get("seen") or None}

    def refuse(self, refused):
        if isinstance(refused, Conflict):
            self.conflict = refused
        super().refuse(refused)

    def again(self, *, study):
        """The same entries as a form of its own, started from what is saved now: sent again, it replaces that."""
        data = self.data.copy()
        data["seen"] = digest(study)
        form = StudyForm(data, study=study, years=[year for year, _label in self.fields["year"].choices])
        form.conflict = self.conflict
        return form


class SendBackForm(Reasoned):
    note = forms.CharField(
        label=_("What is to be corrected"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is to be corrected when sending a study back.")},
    )
