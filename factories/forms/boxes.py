"""Boxes of the ten-day return: figures, money and days as people write them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

NBSP = "\N{NO-BREAK SPACE}"
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")


class PercentField(forms.DecimalField):
    """0 to 100, written with a point or a comma, with or without a sign."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a percentage from 0 to 100, such as 62 or 62.5."),
        "max_decimal_places": gettext_lazy("Enter at most two figures after the point."),
    }
    default_validators = [
        MinValueValidator(0, gettext_lazy("A percentage is not below 0: enter 0 to 100.")),
        MaxValueValidator(100, gettext_lazy("A percentage is not above 100: enter 0 to 100.")),
    ]

    def __init__(self, **kwargs):
        super().__init__(decimal_places=2, required=False, **kwargs)

    def to_python(self, value):
        text = str(value or "").replace(",", ".").replace("%", "").replace(NBSP, "").strip()
        if len(text) > 20:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(text)


class CountField(forms.IntegerField):
    """A whole number of people or days; spaces, or a comma between thousands, are let pass."""

    default_error_messages = {"invalid": gettext_lazy("Enter a whole number, such as 64.")}

    def __init__(self, largest, **kwargs):
        super().__init__(required=False, **kwargs)
        self.validators = [
            MinValueValidator(0, gettext_lazy("Enter 0 or more.")),
            MaxValueValidator(largest, gettext_lazy("Enter %(limit_value)s or less.")),
        ]

    def to_python(self, value):
        text = "".join(str(value or "").split())
        if text.count(",") == 1 and len(text.rpartition(",")[2]) == 3:
            text = text.replace(",", "")
        if len(text) > 20:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(text)


class AmountField(forms.DecimalField):
    """Money or a quantity: 1250000, 1,250,000.50 or 12,5; commas stand between thousands where they can."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a number, such as 1250000 or 12.5."),
        "max_decimal_places": gettext_lazy("Enter at most two figures after the point."),
        "max_digits": gettext_lazy("This number is too large: check it."),
        "max_whole_digits": gettext_lazy("This number is too large: check it."),
    }

    def __init__(self, digits, places=2, **kwargs):
        super().__init__(max_digits=digits, decimal_places=places, required=False, **kwargs)
        if places == 1:
            self.error_messages["max_decimal_places"] = gettext_lazy("Enter at most one figure after the point.")
        self.validators.append(MinValueValidator(0, gettext_lazy("Enter 0 or more.")))

    def to_python(self, value):
        text = "".join(str(value or "").split())
        text = text.replace(",", "" if THOUSANDS.fullmatch(text) else ".")
        if len(text) > 20:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(text)


class DayField(forms.DateField):
    """A day as 2026-10-02, 2026.10.02 or 2026/10/02."""

    default_error_messages = {"invalid": gettext_lazy("Enter the day as 2026-10-02.")}

    def __init__(self, **kwargs):
        super().__init__(required=False, input_formats=["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d"], **kwargs)
