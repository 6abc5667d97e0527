"""The filters of the committee's lists, shared by pages and API. Kinds of filter are those of factories/filters.py."""

import django_filters as filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, HiddenInput
from django.utils.translation import gettext_lazy

from committees.models import Level, Organization, Request, RequestState
from factories.filters import ANY, COUNTY, PROJECT, PROVINCE, Coded, List, Sort, Words, Year
from factories.models import County, CountyPlan, FactoryProject, Province


# --- requests --------------------------------------------------------------------------------------------------------
class Concerned(Coded):
    """What a row concerns, by the place `path` of its county: that of its factory, or the county itself."""

    def filter(self, qs, value):
        if not value:
            return qs
        paths = [f"{start}{self.field_name}".rstrip("_") for start in ("project__plan__county__", "county__")]
        return qs.filter(Q(**{paths[0]: value}) | Q(**{paths[1]: value}))


class OfYear(Year):
    """What concerns a factory of the programme year, or a county in it."""

    def __init__(self):
        super().__init__("project__plan__program_year__year", gettext_lazy("Programme year"))

    def filter(self, qs, value):
        if value is None:
            return qs
        counties = CountyPlan.objects.filter(program_year__year=value).values("county")
        return qs.filter(Q(project__plan__program_year__year=value) | Q(county__in=counties))


class Owing(Coded):
    """Who owed it then, as Request.objects.then() tells."""

    def filter(self, qs, value):
        return qs.filter(owed_then=value.pk) if value else qs


class RequestFilter(List):
    """Requests as they stood at the moment the queryset was made for (`Request.objects.then`)."""

    q = Words("number", "what", "project__code", "project__plan__county__name_en", "project__plan__county__name_ko",
              "county__name_en", "county__name_ko")  # fmt: skip
    state = filters.MultipleChoiceFilter(
        field_name="state_then", choices=RequestState.choices, label=gettext_lazy("State"),
        widget=CheckboxSelectMultiple,
    )  # fmt: skip
    level = filters.TypedMultipleChoiceFilter(
        field_name="level_then", choices=Level.choices, coerce=int, label=gettext_lazy("Climbed to"),
        widget=CheckboxSelectMultiple,
    )  # fmt: skip
    owed_by = Owing(Organization, "owed_by", gettext_lazy("Blocked by"))
    asked_by = Coded(Organization, "asked_by", gettext_lazy("Owed to"))
    year = OfYear()
    province = Concerned(Province, "province", PROVINCE)
    county = Concerned(County, "", COUNTY, widget=HiddenInput)
    project = Coded(FactoryProject, "project", PROJECT, widget=HiddenInput)
    overdue = filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("overdue")), ("no", gettext_lazy("not overdue"))],
        label=gettext_lazy("Day it is due"), empty_label=ANY, method="by_overdue",
    )  # fmt: skip
    sort = Sort(
        ["due_on", "number", "pk"], number="number", due="due_on", asked="asked_on", delay="delay_days",
        level="level_then",
    )  # fmt: skip

    class Meta:
        model = Request
        fields = ()

    def by_overdue(self, qs, name, value):
        return qs.filter(overdue=value == "yes") if value else qs


class BoardFilter(List):
    """Which requests the board counts."""

    year = OfYear()
    province = Concerned(Province, "province", PROVINCE)

    class Meta:
        model = Request
        fields = ()
