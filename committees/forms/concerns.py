"""The box in which factories and counties are named by their codes: as many as a thing concerns."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from factories.models import County, FactoryProject
from regional20x10.shared import pages

MOST = 60


class ConcernsField(forms.CharField):
    """Codes of factories and counties, apart by commas or spaces; cleaned to (projects, counties) that `user` sees."""

    def __init__(self, user, **values):
        super().__init__(required=False, max_length=3000, **values)
        self.user = user

    def clean(self, value):
        codes = list(dict.fromkeys(re.split(r"[\s,;]+", super().clean(value).strip()))) if value else []
        codes = [code for code in codes if code]
        projects = FactoryProject.objects.visible_to(self.user).filter(code__in=codes)
        counties = County.objects.visible_to(self.user).filter(code__in=codes)
        projects, counties = list(projects.order_by("code")), list(counties.order_by("code"))
        unknown = [code for code in codes if code not in {row.code for row in (*projects, *counties)}]
        if unknown:
            said = ngettext(
                "This is no factory or county that you see: %(codes)s.",
                "These are no factories or counties that you see: %(codes)s.",
                len(unknown),
            )
            raise ValidationError(said % {"codes": ", ".join(code[:40] for code in unknown[:10])})
        if len(codes) > MOST:
            raise ValidationError(_("Name at most %(most)s: of more, name the counties.") % {"most": MOST})
        return projects, counties


def codes(*rows):
    """What the box holds for these factories and counties."""
    return ", ".join(dict.fromkeys(row.code for row in rows))


def named_in(request):
    """The factory and the county that an address names as ?project= and ?county=; 404 for what one does not see."""
    asked = ((FactoryProject, request.GET.get("project")), (County, request.GET.get("county")))
    return [pages.found(model.objects.visible_to(request.user), code=code) for model, code in asked if code]
