"""What is said of a raw-material base: the base itself, a measure, a quarterly return, and a link to a factory."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from committees.models import Organization
from factories import norms
from factories.forms.boxes import AmountField
from factories.forms.entries import begun, versioned
from factories.forms.gates import DAY, Reasoned
from factories.models import BaseKind, FactoryProject

TOGETHER = 0.005
"""How far the shares of a season may be from the whole: they are given rounded."""


class Season(forms.CharField):
    """Twelve percentages, January to December, as they are written: 0 0 5.5 ... or with commas or slashes between."""

    default_error_messages = {
        "invalid": _("Give twelve percentages, January to December, with spaces between them, which add up to 100.")
    }

    def prepare_value(self, value):
        return " ".join(f"{100 * share:.4g}" for share in value) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            shares = [float(part) / 100 for part in text.replace(";", " ").replace("/", " ").split()]
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
        if len(shares) != 12 or min(shares) < 0 or not abs(sum(shares) - 1) <= TOGETHER:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return shares


class BaseForm(Reasoned):
    """A new base; with `base` what is known of it, and the reason why that changes."""

    needed = ("name_en", "name_ko")
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Latin letters, digits and hyphens; it stays."))
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=BaseKind.choices)
    material = forms.ChoiceField(label=_("Raw material"))
    area_ha = AmountField(10, label=_("Area, ha"), help_text=_("Of fields, orchards, forests and waters."))
    yield_t_ha = AmountField(9, label=_("Yield, t a ha and year"))
    capacity_t_year = AmountField(11, label=_("Capacity, t a year"), help_text=_("Of a base without an area."))
    target_t_year = AmountField(11, label=_("Target, t a year"))
    season = Season(
        label=_("Share of the year’s supply by month, %"), required=False, max_length=200,
        help_text=_("Twelve figures, January to December, with spaces between them. Empty: the same every month."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    reason = forms.CharField(label=_("Why it changes"), required=False, max_length=300)
    sure = forms.BooleanField(label=_("The new figures are right, though they differ that much"), required=False)

    def __init__(self, data=None, *, base=None):
        names = set(self.base_fields) - {"reason", "sure"}
        super().__init__(data, initial={name: getattr(base, name) for name in names} if base else None)
        for name in ["code"] if base else ["reason", "sure"]:
            del self.fields[name]
        self.fields["material"].choices = materials(base)
        if base:
            self.fields["reason"].widget.is_required = True
            self.fields["sure"].widget = forms.CheckboxInput() if self.data.get("sure") else forms.HiddenInput()

    def refuse(self, refused):
        """The box that confirms is shown once the question was asked."""
        if "sure" in refused.fields:
            self.fields["sure"].widget = forms.CheckboxInput()
        super().refuse(refused)


def materials(base=None):
    """[(raw material of the norms, in the reader's language)]; that of `base` too, whatever the norms say now."""
    found = norms.listed_in_words()
    if base and base.material not in found:
        found[base.material] = base.material
    return list(found.items())


class MeasureForm(Reasoned):
    needed = ("what", "due_on", "adds_t_year")
    what = forms.CharField(label=_("What is done"), max_length=200, required=False)
    adds_t_year = AmountField(11, label=_("Adds, t a year"))
    due_on = forms.DateField(label=_("By"), required=False, help_text=_("Written as 2026-10-02."), **DAY)
    owner = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Who answers for it"), required=False, empty_label=_("not named")
    )

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.fields["owner"].queryset = Organization.objects.visible_to(user).order_by("name_en", "pk")


class MeasureDoneForm(Reasoned):
    needed = ("done_on",)
    done_on = forms.DateField(label=_("Done on"), required=False, help_text=_("Written as 2026-10-02."), **DAY)


class ReturnForm(Reasoned):
    """`key` makes a return that is sent twice one return; a correction has `why` instead, and stays in its quarter."""

    needed = ("harvested_t", "losses_t")
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), coerce=int,
        choices=[(1, _("1: January to March")), (2, _("2: April to June")), (3, _("3: July to September")),
                 (4, _("4: October to December"))],
    )  # fmt: skip
    planted_ha = AmountField(10, label=_("Planted, ha"))
    harvested_t = AmountField(11, label=_("Harvested, t"))
    losses_t = AmountField(11, label=_("Of that lost, t"), help_text=_("0 if nothing was lost."))
    because = forms.CharField(
        label=_("Why it differs so much from what was expected"), required=False, max_length=300,
        help_text=_("Only where the figures are five times, or a fifth of, what was to be expected."),
    )  # fmt: skip

    def __init__(self, data=None, *, initial=None, corrects=None):
        names = ("planted_ha", "harvested_t", "losses_t")
        read = corrects and {name: getattr(corrects, name) for name in names}
        super().__init__(data, initial=begun(read) | (initial or {}))
        for name in ("year", "quarter", "because") if corrects else ():
            del self.fields[name]
        versioned(self, corrects)


class LinkForm(Reasoned):
    """Which factory a base feeds, and with which share; of a `link` that is there, its share."""

    needed = ("share_percent",)
    project = forms.ModelChoiceField(
        FactoryProject.objects.none(), label=_("Factory"), to_field_name="code", empty_label=_("choose one")
    )
    share_percent = AmountField(7, label=_("Share of what the base has, %"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, data=None, *, user, base, link=None):
        super().__init__(data, initial=link and {"share_percent": link.share_percent})
        if link:
            del self.fields["project"]
            return
        uses = {"factory_type__norms__raw_material_t_per_t__has_key": base.material}
        rows = FactoryProject.objects.visible_to(user).filter(**uses).exclude(links__base=base)
        self.fields["project"].queryset = rows.select_related("factory_type", "plan__county").order_by("code")
        self.fields["project"].label_from_instance = lambda row: f"{row.code}: {row}"


class UnlinkForm(Reasoned):
    needed = ("reason",)
    reason = forms.CharField(label=_("Why the base feeds it no more"), required=False, max_length=300)
