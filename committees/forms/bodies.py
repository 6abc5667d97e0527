"""What is said of a body: founded, renamed, changed, merged; and of the parts that bodies have in a factory."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from committees.models import UNIT_PARTS, Organization, OrganizationKind, Part
from factories.forms.gates import DAY, Reasoned
from factories.models import County, Province

WRITTEN = _("Written as 2026-10-02.")
KEPT = _("It stays in the history of the body.")
PLACES = ("parent", "province", "county")


def _reason(label):
    return forms.CharField(
        label=label, max_length=300, required=False, help_text=KEPT, widget=forms.Textarea(attrs={"rows": 3})
    )


def _in_being(day, without=None):
    """The bodies that one may choose on the day, by their names."""
    rows = Organization.objects.in_being(day).order_by("name_en", "pk")
    return rows.exclude(pk=without.pk) if without else rows


class BodyField(forms.ModelChoiceField):
    """A body, by its code."""

    def __init__(self, **kwargs):
        super().__init__(Organization.objects.none(), to_field_name="code", **kwargs)


class Placed(Reasoned):
    """The kind of a body, of which it is a part, and where it is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("choose")), *OrganizationKind.choices])
    parent = BodyField(label=_("Part of"), required=False, empty_label=_("no other body"))
    province = forms.ModelChoiceField(
        Province.objects.order_by("code"), label=_("Province"), to_field_name="code", required=False,
        empty_label=_("none"), help_text=_("Of a body of one province."),
    )  # fmt: skip
    county = forms.ModelChoiceField(
        County.objects.order_by("name_en", "code"), label=_("County"), to_field_name="code", required=False,
        empty_label=_("none"), help_text=_("Of a body of one county or city."),
    )  # fmt: skip


class FoundForm(Placed):
    needed = ("name_en",)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=200, required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=60, required=False,
        help_text=_("Latin letters, digits and hyphens; it stays. Empty: made from the English name."),
    )  # fmt: skip
    field_order = ("name_en", "name_ko", "kind")

    def __init__(self, data=None, *, on):
        super().__init__(data)
        self.fields["parent"].queryset = _in_being(on)


class RenameForm(Reasoned):
    needed = ("name_en", "on", "reason")
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    name_ko = forms.CharField(label=_("Name in Korean"), max_length=200, required=False)
    on = forms.DateField(label=_("Holds from"), help_text=WRITTEN, **DAY)
    reason = _reason(_("Why it is renamed"))

    def __init__(self, data=None, *, body, on):
        super().__init__(data, initial={"name_en": body.name_en, "name_ko": body.name_ko, "on": on})


class ChangeForm(Placed):
    needed = ("reason",)
    reason = _reason(_("Why it changes"))

    def __init__(self, data=None, *, body, on):
        named = {name: getattr(getattr(body, name), "code", None) for name in PLACES}
        super().__init__(data, initial={"kind": body.kind, **named})
        self.fields["parent"].queryset = _in_being(on, body)


class MergeForm(Reasoned):
    needed = ("reason",)
    into = BodyField(label=_("Into"), empty_label=_("choose"))
    on = forms.DateField(
        label=_("Holds from"), help_text=_("The first day on which there is one body. Written as 2026-10-02."), **DAY
    )
    reason = _reason(_("Why it is merged"))

    def __init__(self, data=None, *, body, on):
        super().__init__(data, initial={"on": on})
        self.fields["into"].queryset = _in_being(on, body)


# --- parts in a factory ----------------------------------------------------------------------------------------------
def _parts(units):
    return [("", _("choose")), *((part.value, capfirst(part.label)) for part in Part if (part in UNIT_PARTS) == units)]


class RoleForm(Reasoned):
    organization = BodyField(label=_("Body"), empty_label=_("choose"))
    part = forms.ChoiceField(label=_("What it does for the factory"))
    starts_on = forms.DateField(label=_("From"), help_text=WRITTEN, **DAY)
    ends_on = forms.DateField(label=_("Last day"), required=False, help_text=_("If it is known."), **DAY)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data=None, *, on):
        super().__init__(data, initial={"starts_on": on})
        self.fields["organization"].queryset = _in_being(on)
        self.fields["part"].choices = _parts(units=False)


class RoleEndForm(Reasoned):
    needed = ("reason",)
    ends_on = forms.DateField(label=_("Last day"), help_text=WRITTEN, **DAY)
    reason = _reason(_("Why it ends"))

    def __init__(self, data=None, *, on):
        super().__init__(data, initial={"ends_on": on})


class UnitForm(Reasoned):
    needed = ("reason",)
    part = forms.ChoiceField(label=_("Which unit"))
    organization = BodyField(label=_("The new body"), empty_label=_("choose"))
    from_on = forms.DateField(label=_("From"), help_text=WRITTEN, **DAY)
    reason = _reason(_("Why the unit changes"))

    def __init__(self, data=None, *, on):
        super().__init__(data, initial={"from_on": on})
        self.fields["organization"].queryset = _in_being(on)
        self.fields["part"].choices = _parts(units=True)
