"""What is said of a training course, and of how far the training of a trade is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from factories import norms
from factories.forms.boxes import CountField
from factories.forms.entries import begun, versioned
from factories.forms.gates import DAY, Reasoned
from factories.models import Trade

WRITTEN = _("Written as 2026-10-02.")
COURSE = ("trade", "institution", "places", "starts_on", "ends_on")
MOST = 32_767


def _trades(project, chosen=None):
    """The trades of the type's norms, and the one chosen already."""
    codes = {*norms.trades(project.factory_type), *([chosen.code] if chosen else [])}
    return Trade.objects.filter(code__in=codes).order_by("code")


class TradeField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(Trade.objects.none(), label=_("Trade"), **kwargs)

    def label_from_instance(self, trade):
        return trade.name


class CourseForm(Reasoned):
    """A course that is planned, or one that is changed, with the reason."""

    trade = TradeField()
    institution = forms.CharField(label=_("Where"), max_length=160, help_text=_("The school, university or factory."))
    places = forms.IntegerField(label=_("Training places"), min_value=1, max_value=MOST)
    starts_on = forms.DateField(label=_("From"), help_text=WRITTEN, **DAY)
    ends_on = forms.DateField(label=_("Until"), help_text=WRITTEN, **DAY)

    def __init__(self, data=None, *, project, course=None):
        super().__init__(data, initial={name: getattr(course, name) for name in COURSE} if course else {})
        self.fields["trade"].queryset = _trades(project, course and course.trade)
        if course:
            self.fields["reason"] = forms.CharField(label=_("Why it changes"), max_length=300, required=False)
            self.fields["reason"].widget.is_required = True


class DropForm(Reasoned):
    needed = ("reason",)
    reason = forms.CharField(
        label=_("Why it is taken out"), max_length=300, required=False, help_text=_("It stays in the history.")
    )


class TrainingForm(Reasoned):
    """`key` makes an entry that is sent twice one entry; a correction has `why` in its place."""

    trade = TradeField()
    on = forms.DateField(label=_("As at"), help_text=WRITTEN, **DAY)
    enrolled = CountField(MOST, label=_("Enrolled since the start"))
    certified = CountField(MOST, label=_("Certified since the start"))
    placed = CountField(MOST, label=_("Placed in the factory since the start"))
    left = CountField(MOST, label=_("Left the factory since the start"))

    def __init__(self, data=None, *, project, corrects=None, trade=None, on=None):
        names = ("trade", "on", "enrolled", "certified", "placed", "left")
        read = corrects and {name: getattr(corrects, name) for name in names}
        super().__init__(data, initial={"trade": trade, "on": on, "placed": 0, "left": 0} | begun(read))
        self.fields["trade"].queryset = _trades(project, corrects and corrects.trade)
        for name in names[2:]:
            self.fields[name].required = True
        versioned(self, corrects)
