"""A county's conditions as a form: a value and its source for each thing that is asked for."""

import re
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from factories import conditions
from factories.actions import conditions as deeds
from factories.actions.conditions import LONGEST_SOURCE, digest
from factories.conditions import LISTS
from factories.forms.gates import Reasoned
from factories.models import LocalConditions
from factories.models.places import CONDITIONS
from regional20x10.shared.errors import Conflict

WHOLE = ("population", "workforce", "electricity_kw", "water_m3_day")
LONGEST = 20
"""Figures of a number as it is typed."""


def plain_number(text):
    """The digits of a number as people type it: 28 500, 28,500 and 6,5 are 28500, 28500 and 6.5.

    Raises for what can be read both ways (0,500).
    """
    text = "".join(str(text or "").split())
    if len(text) > LONGEST:
        raise ValidationError(_("Enter a number, such as 28500 or 6.5."), "invalid")
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        return text.replace(",", "")
    if re.fullmatch(r"\d+,\d{3}", text):
        raise ValidationError(_("The comma can be read both ways: write 1250, or 1.25."), "invalid")
    return text.replace(",", ".")


class Amount(forms.DecimalField):
    """0 or more; empty is not known."""

    default_error_messages = {"invalid": _("Enter a number, such as 28500 or 6.5.")}

    def __init__(self, places, **kwargs):
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        kwargs = {"required": False, "min_value": 0, "max_digits": 12, "widget": box, **kwargs}
        super().__init__(decimal_places=places, **kwargs)

    def prepare_value(self, value):
        """25, not 25.00."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value):
        return super().to_python(plain_number(value))


@dataclass
class Row:
    """A value with its source, as a line of the form."""

    label: str
    unit: str
    value: forms.BoundField
    source: forms.BoundField
    before: str | None
    """The value of an earlier year."""


class ConditionsForm(Reasoned):
    """Fields: value_<key> and source_<key> of every key that is asked for; `seen` is what the writer started from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    conflict = None
    """What the action raised, if somebody else recorded first."""

    def __init__(self, data=None, *, county, year, asked, row=None, before=None):
        super().__init__(data, auto_id="f-%s")
        self.of = (county, year, row)
        self.before = before or {}
        self.asked, self.boxes = asked, {key: _box(key) for key in asked.keys}
        self.initial = {"seen": digest(row)}
        for key, box in self.boxes.items():
            words = conditions.in_words(key, asked.names_ko)
            self.fields[f"value_{box}"] = _field(key, words)
            self.fields[f"source_{box}"] = forms.CharField(
                label=_("Source: %(what)s") % {"what": words}, required=False, max_length=LONGEST_SOURCE
            )
            for kind, css in (
                ("value", "form-select" if key == "terrain" else "form-control"),
                ("source", "form-control"),
            ):
                field = self.fields[f"{kind}_{box}"]
                field.widget.attrs |= {"class": css, "aria-label": field.label, "autocomplete": "off"}
            value, source = conditions.value_of(row, key)
            self.initial |= {f"value_{box}": "" if value is None else value, f"source_{box}": source}

    def clean(self):
        """What record() takes."""
        given = super().clean()
        pairs = {key: (given.get(f"value_{box}"), given.get(f"source_{box}", "")) for key, box in self.boxes.items()}
        pairs = {key: (None if value == "" else value, source) for key, (value, source) in pairs.items()}
        said = {
            "values": {key: pairs[key][0] for key in CONDITIONS},
            "sources": {key: pairs[key][1] for key in CONDITIONS},
            **{kind: {key.partition(".")[2]: said for key, said in pairs.items() if key.startswith(f"{kind}.")}
               for kind in LISTS},
        }  # fmt: skip
        if self.errors:  # what cannot be read is not all that is wrong
            self._place(deeds.against(*self.of, **said))
        return said | {"seen": given.get("seen") or None}

    def _place(self, fields):
        """Each sentence to the box of its key; none about a value that could not even be read."""
        for name, sentences in fields.items():
            key = name.removesuffix(".source")
            box = self.boxes.get(key)
            if f"value_{box}" in self.errors:
                continue
            for sentence in sentences:
                self.add_error(box and f"{'source' if key != name else 'value'}_{box}", sentence)

    def again(self, **kwargs):
        """The same entries as a form of its own, started from what is recorded now: sent again, it replaces that."""
        data = self.data.copy()
        data["seen"] = digest(kwargs["row"])
        form = type(self)(data, county=self.of[0], year=self.of[1], **kwargs)
        form.conflict = self.conflict
        return form

    def refuse(self, refused):
        """Each sentence to the box of its key."""
        if isinstance(refused, Conflict):
            self.conflict = refused
        self._place(refused.fields)
        if not refused.fields:
            super().refuse(refused)

    def rows(self, kind=None):
        """The lines of a list (DEMAND, RAW), or of the columns."""
        keys = [key for key in self.boxes if (key.startswith(f"{kind}.") if kind else key in CONDITIONS)]
        return [self._row(key, self.boxes[key], key.partition(".")[2]) for key in keys]

    def _row(self, key, box, name):
        label = conditions.named(name, self.asked.names_ko) if name else conditions.in_words(key)
        before = conditions.written(key, self.before.get(key))
        return Row(label, conditions.unit_of(key), self[f"value_{box}"], self[f"source_{box}"], before)

    @property
    def sections(self):
        """[(heading, rows)] of the form, those without rows left out."""
        found = [
            (_("People, power, water and roads"), self.rows()),
            (_("Demand per head and year"), self.rows(conditions.DEMAND)),
            (_("Raw materials available a year"), self.rows(conditions.RAW)),
        ]
        return [section for section in found if section[1]]


def _box(key):
    """The name of a key's boxes: names of products may have any letters."""
    return f"{slugify(key)}-{crc32(key.encode()):08x}" if "." in key else key


def _field(key, label):
    if key == "terrain":
        choices = [("", _("not known")), *LocalConditions.Terrain.choices]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return Amount({"rail_km": 1, "trunk_road_km": 1}.get(key, 0 if key in WHOLE else 3), label=label)
