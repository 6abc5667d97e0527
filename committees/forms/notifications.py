"""How a user wants to hear of what concerns them."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from committees.models import Topic
from factories.forms.gates import Reasoned


class ChoiceForm(Reasoned):
    email = forms.CharField(
        label=_("E-mail address"), required=False, max_length=254,
        help_text=_("Of the office rather than of a person. Without one no e-mail is sent."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    digest = forms.BooleanField(label=_("One digest a day by e-mail"), required=False)
    urgent_mail = forms.BooleanField(label=_("Urgent ones at once by e-mail"), required=False)
    muted = forms.MultipleChoiceField(
        label=_("Not by e-mail"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(topic.value, capfirst(topic.label)) for topic in Topic],
        help_text=_("What is chosen here is told in the application only."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of e-mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
