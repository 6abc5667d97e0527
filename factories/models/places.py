"""Places: provinces, counties, and what each county has to offer a factory."""

import pghistory
from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """A thing with an English and a Korean name."""

    name_en = models.CharField(_("name in English"), max_length=120)
    name_ko = models.CharField(_("name in Korean"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the reader's language."""
        return self.name_ko if get_language() == "ko" else self.name_en


class ProvinceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The provinces in which there is a county one may see."""
        return self.filter(pk__in=County.objects.visible_to(user).values("province"))

    def for_list(self):
        return self.order_by("code").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Province(Named):
    """A province or city under central rule, by its ISO 3166-2:KP code."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["code"]

    def get_absolute_url(self):
        return reverse("province", args=[self.code])


class CountyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self._reached(user, edit=False)

    def editable_by(self, user):
        return self._reached(user, edit=True)

    def _reached(self, user, edit):
        post = user.post if user.is_authenticated else None
        return self.filter(post.reach(edit=edit)) if post else self.none()

    def for_list(self):
        rows = self.select_related("province", "parent").order_by("province__code", "code")
        return rows.fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class County(Named):
    """A city, county or district. Names repeat (there are two Unsans): `code` is what tells them apart."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        COUNTY = "county", _("county")
        DISTRICT = "district", _("district")

    code = models.CharField(_("code"), max_length=8, unique=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="counties", verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="districts")
    population = models.PositiveIntegerField(_("population, census of 2008"), null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = CountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")

    def get_absolute_url(self):
        return reverse("county", args=[self.code])

    @property
    def point(self):
        """(lat, lon); a district without a point of its own stands at its city's. None where neither is known."""
        if self.lat is not None and self.lon is not None:
            return self.lat, self.lon
        return self.parent.point if self.parent_id else None


CONDITIONS = ["population", "workforce", "electricity_kw", "water_m3_day", "terrain", "rail_km", "trunk_road_km"]
FIRST_YEAR, LAST_YEAR = 2008, 2100
"""Years of which conditions may be recorded: from the last census on."""

UNSOURCED = (
    '$.* ? (!exists(@.value) || @.value.type() != "number" || @.value < 0'
    ' || !exists(@.source) || @.source.type() != "string" || @.source == "")'
)
"""JSON path of the rows that are not {"value": 0 or more, "source": words}."""


def _each_sourced(name):
    """Whether each row of the JSON column `name` has a value and its source, as a condition on the table."""
    found = Func(
        F(name), template=f"jsonb_path_exists(%(expressions)s, '{UNSOURCED}'::jsonpath)", output_field=BooleanField()
    )
    return ~Q(found)


class LocalConditionsQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(county__in=County.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(county__in=County.objects.editable_by(user))


@pghistory.track()
class LocalConditions(models.Model):
    """What a county has in a year. A value that is not known is empty, never zero; a known value names its source."""

    class Terrain(models.TextChoices):
        MOUNTAIN = "mountain", _("mountain")
        PLAIN = "plain", _("plain")
        COAST = "coast", _("coast")

    county = models.ForeignKey(County, models.PROTECT, related_name="conditions")
    year = models.PositiveSmallIntegerField(_("year"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    workforce = models.PositiveIntegerField(_("workforce available"), null=True, blank=True)
    electricity_kw = models.PositiveIntegerField(_("electricity available, kW"), null=True, blank=True)
    water_m3_day = models.PositiveIntegerField(_("industrial water available, m³ a day"), null=True, blank=True)
    terrain = models.CharField(_("terrain"), max_length=8, choices=Terrain, null=True, blank=True)
    rail_km = models.DecimalField(_("distance to rail, km"), max_digits=6, decimal_places=1, null=True, blank=True)
    trunk_road_km = models.DecimalField(
        _("distance to a trunk road, km"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    demand_per_head = models.JSONField(
        _("annual demand per head"),
        default=dict,
        blank=True,
        help_text=_("Product group to its kilograms a year and their source: {value, source}."),
    )
    raw_materials_t_year = models.JSONField(
        _("raw materials available, t a year"),
        default=dict,
        blank=True,
        help_text=_("Raw material to its tonnes a year and their source: {value, source}."),
    )
    sources = models.JSONField(_("sources"), default=dict, blank=True, help_text=_("Name of the value to its source."))
    demonstration = models.BooleanField(default=False)

    objects = LocalConditionsQuerySet.as_manager()

    class Meta:
        verbose_name = _("local conditions")
        verbose_name_plural = _("local conditions")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year"],
                name="conditions_once_per_county_and_year",
                violation_error_message=_("This county’s conditions of this year are already recorded: correct those."),
            ),
            models.CheckConstraint(
                name="conditions_each_with_a_source",
                condition=Q(
                    *(
                        Q(**{f"{name}__isnull": True}) | (Q(sources__has_key=name) & ~Q(**{f"sources__{name}": ""}))
                        for name in CONDITIONS
                    )
                ),
                violation_error_message=_("Each value needs its source: name it, or leave the value empty."),
            ),
            models.CheckConstraint(
                name="conditions_demand_with_sources",
                condition=_each_sourced("demand_per_head"),
                violation_error_message=_("Each product group needs its kilograms, 0 or more, and their source."),
            ),
            models.CheckConstraint(
                name="conditions_raw_materials_with_sources",
                condition=_each_sourced("raw_materials_t_year"),
                violation_error_message=_("Each raw material needs its tonnes, 0 or more, and their source."),
            ),
            models.CheckConstraint(
                name="conditions_distances_not_negative",
                condition=(Q(rail_km__isnull=True) | Q(rail_km__gte=0))
                & (Q(trunk_road_km__isnull=True) | Q(trunk_road_km__gte=0)),
                violation_error_message=_("A distance is 0 km or more."),
            ),
            models.CheckConstraint(
                name="conditions_year_in_range",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("Conditions are recorded for a year from 2008 to 2100."),
            ),
        ]

    def __str__(self):
        return f"{self.county} {self.year}"

    def get_absolute_url(self):
        return reverse("conditions", args=[self.county.code, self.year])

    @property
    def missing(self):
        """The names of the values nobody has given."""
        return [name for name in CONDITIONS if getattr(self, name) is None]
