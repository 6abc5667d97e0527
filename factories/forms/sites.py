"""What is said of a site and of a measurement there."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from factories.forms.documents import DocumentsField
from factories.forms.gates import DAY, Reasoned
from factories.models import Measure, RoadClass


class Figure(forms.DecimalField):
    """A measured value, written with a point or a comma; empty is not measured."""

    default_error_messages = {"invalid": _("Enter a number, such as 480 or 2.5.")}

    def __init__(self, **kwargs):
        super().__init__(required=False, max_digits=10, decimal_places=2, min_value=0, **kwargs)

    def to_python(self, value):
        return super().to_python(str(value or "")[:30].replace(",", ".").strip())


class SiteForm(Reasoned):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As people there call the place."))
    lat = forms.FloatField(label=_("Latitude, degrees"), required=False, help_text=_("Such as 38.5012"))
    lon = forms.FloatField(label=_("Longitude, degrees"), required=False, help_text=_("Such as 125.2203"))
    notes = forms.CharField(label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class MeasureForm(Reasoned):
    measured_on = forms.DateField(label=_("Measured on"), help_text=_("Written as 2026-10-02."), **DAY)
    measured_by = forms.CharField(label=_("Measured by"), max_length=160, help_text=_("The post or body, no names."))
    road_class = forms.ChoiceField(
        label=_("Class of the road"), required=False,
        choices=[("", _("Choose, if you give its distance")), *RoadClass.choices],
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    files = DocumentsField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for measure in Measure:
            self.fields[measure.value] = Figure(label=capfirst(measure.label))
        names = [measure.value for measure in Measure]
        names.insert(names.index(Measure.ROAD_KM) + 1, "road_class")
        self.order_fields(names)

    def clean(self):
        """The measured values together, as the action takes them: {Measure: value}, without what was left empty."""
        given = super().clean()
        values = {measure: given.pop(measure.value, None) for measure in Measure}
        return given | {"values": {measure: value for measure, value in values.items() if value is not None}}


class RejectForm(Reasoned):
    needed = ("reason",)
    reason = forms.CharField(
        label=_("Why it is rejected"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
