"""What one says of a new API token."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from committees.models import ApiToken


def _longest():
    return gettext("1 to %(longest)s days; then make another.") % {"longest": settings.API_TOKEN_LIFETIME.days}


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("What it is for, such as “quarterly tables”.")
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("It may"), choices=ApiToken.Scope, initial=ApiToken.Scope.READ, widget=forms.RadioSelect
    )
    days = forms.IntegerField(label=gettext_lazy("It lasts, in days"), initial=30, help_text=lazy(_longest, str)())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        longest = settings.API_TOKEN_LIFETIME.days
        self.fields["days"].validators += [MinValueValidator(1), MaxValueValidator(longest)]
