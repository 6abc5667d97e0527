"""Raw-material bases: what they yield, how they are raised, what they reported, and which factories they feed."""

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from factories.models.entries import Entry, EntryQuerySet, positive
from factories.models.places import County, Named
from factories.models.projects import FactoryProject

TONNES = {"max_digits": 10, "decimal_places": 1}
HECTARES = {"max_digits": 9, "decimal_places": 1}
EVEN = [round(1 / 12, 4)] * 11 + [round(1 - 11 * round(1 / 12, 4), 4)]
"""The shares of a year's supply by month, where a season is not known."""


def even_season():
    return list(EVEN)


class BaseKind(models.TextChoices):
    """What a base is; fields, orchards, forests and waters have an area, the others a capacity alone."""

    FIELD = "field", _("fields")
    ORCHARD = "orchard", _("orchards")
    FOREST = "forest", _("forest")
    FISHERY = "fishery", _("fishery and sea farming")
    LIVESTOCK = "livestock", _("livestock")
    PLANT = "plant", _("another factory")


class RawMaterialBaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The bases of the places one may see, and those that feed a factory one may see."""
        links = SupplyLink.objects.filter(project__in=FactoryProject.objects.visible_to(user))
        return self.filter(Q(county__in=County.objects.visible_to(user)) | Q(pk__in=links.values("base")))

    def editable_by(self, user):
        return self.filter(county__in=County.objects.editable_by(user))

    def for_list(self):
        return self.select_related("county__province").order_by("code").fetch_mode(models.FETCH_RAISE)


def _checked_season(value):
    shares = isinstance(value, list) and all(isinstance(share, int | float) and share >= 0 for share in value)
    if not shares or len(value) != 12 or abs(sum(value) - 1) > 0.005:
        raise ValidationError(_("A season has twelve shares, January to December, which add up to 100 %."))


@pghistory.track()
class RawMaterialBase(Named):
    """A base of one raw material. What it can supply a year is area × yield, or its capacity where it has no area."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="bases", verbose_name=_("county"))
    kind = models.CharField(_("kind"), max_length=10, choices=BaseKind)
    material = models.CharField(
        _("raw material"), max_length=60, help_text=_("By the name it has in the norms of the factory types.")
    )
    area_ha = models.DecimalField(_("area, ha"), null=True, blank=True, **HECTARES)
    yield_t_ha = models.DecimalField(_("yield, t a ha and year"), max_digits=7, decimal_places=2, null=True, blank=True)
    capacity_t_year = models.DecimalField(_("capacity without an area, t a year"), null=True, blank=True, **TONNES)
    target_t_year = models.DecimalField(_("target, t a year"), null=True, blank=True, **TONNES)
    season = models.JSONField(
        _("share of the year’s supply, by month"), default=even_season, validators=[_checked_season]
    )
    note = models.TextField(_("note"), blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = RawMaterialBaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("raw-material base")
        verbose_name_plural = _("raw-material bases")
        constraints = [
            models.CheckConstraint(
                name="base_area_with_its_yield",
                condition=Q(area_ha__isnull=True, yield_t_ha__isnull=True)
                | Q(area_ha__isnull=False, yield_t_ha__isnull=False, capacity_t_year__isnull=True),
                violation_error_message=_(
                    "Give the area with its yield, or the capacity of a base without an area: not both."
                ),
            ),
            models.CheckConstraint(
                name="base_not_below_zero",
                condition=(Q(area_ha__isnull=True) | Q(area_ha__gte=0))
                & (Q(yield_t_ha__isnull=True) | Q(yield_t_ha__gte=0))
                & (Q(capacity_t_year__isnull=True) | Q(capacity_t_year__gte=0))
                & (Q(target_t_year__isnull=True) | Q(target_t_year__gte=0)),
                violation_error_message=_("Area, yield, capacity and target are 0 or more."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("base", args=[self.code])

    @property
    def supply_t_year(self):
        """Tonnes a year as it is now; None while it is not known."""
        if self.area_ha is not None and self.yield_t_ha is not None:
            return self.area_ha * self.yield_t_ha
        return self.capacity_t_year


class OfABaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(base__in=RawMaterialBase.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(base__in=RawMaterialBase.objects.editable_by(user))


@pghistory.track()
class BaseMeasure(models.Model):
    """Something planned to raise what a base yields: how much, by when, and who answers for it."""

    base = models.ForeignKey(RawMaterialBase, models.PROTECT, related_name="measures")
    what = models.CharField(_("what is done"), max_length=200)
    adds_t_year = models.DecimalField(_("adds, t a year"), **TONNES)
    due_on = models.DateField(_("by"))
    owner = models.ForeignKey(
        "committees.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers"),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = OfABaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure at a base")
        verbose_name_plural = _("measures at bases")
        ordering = ["due_on", "pk"]
        constraints = [positive("adds_t_year", "base_measure_positive", _("A measure adds more than 0 tonnes a year."))]

    def __str__(self):
        return self.what


class BaseReturnQuerySet(EntryQuerySet, OfABaseQuerySet):
    visible_to = OfABaseQuerySet.visible_to
    editable_by = OfABaseQuerySet.editable_by


class BaseReturn(Entry):
    """What a base planted, harvested and lost in a quarter. Corrected by another that replaces it."""

    base = models.ForeignKey(RawMaterialBase, models.PROTECT, related_name="returns")
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    planted_ha = models.DecimalField(_("planted, ha"), null=True, blank=True, **HECTARES)
    harvested_t = models.DecimalField(_("harvested, t"), **TONNES)
    losses_t = models.DecimalField(_("lost, t"), default=0, **TONNES)

    objects = BaseReturnQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("quarterly return of a base")
        verbose_name_plural = _("quarterly returns of bases")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["base", "year", "quarter"],
                condition=Q(replaces__isnull=True),
                name="base_return_once_per_quarter",
                violation_error_message=_("This quarter was reported already: correct that entry."),
            ),
            models.CheckConstraint(
                name="base_return_quarter_1_to_4",
                condition=Q(quarter__gte=1, quarter__lte=4),
                violation_error_message=_("A year has four quarters, 1 to 4."),
            ),
            models.CheckConstraint(
                name="base_return_in_order",
                condition=Q(harvested_t__gte=0, losses_t__gte=0, losses_t__lte=models.F("harvested_t"))
                & (Q(planted_ha__isnull=True) | Q(planted_ha__gte=0)),
                violation_error_message=_(
                    "Planted and harvested are 0 or more, and no more is lost than was harvested."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.base} {self.year}/{self.quarter}"


class SupplyLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user)) | self.filter(
            base__county__in=County.objects.visible_to(user)
        )

    def editable_by(self, user):
        return self.filter(base__in=RawMaterialBase.objects.editable_by(user))

    def for_list(self):
        return (
            self.select_related("base__county", "project__factory_type", "project__plan__county__province")
            .order_by("base__code", "project__code", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


@pghistory.track()
class SupplyLink(models.Model):
    """The share of a base's supply that goes to a factory. The shares of a base add up to 100 % at most."""

    base = models.ForeignKey(RawMaterialBase, models.PROTECT, related_name="links", verbose_name=_("base"))
    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="links", verbose_name=_("factory"))
    share_percent = models.DecimalField(_("share, %"), max_digits=5, decimal_places=2)

    objects = SupplyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("supply of a factory by a base")
        verbose_name_plural = _("supplies of factories by bases")
        ordering = ["base", "project"]
        triggers = [
            pgtrigger.Trigger(
                name="shares_within_the_whole",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=pgtrigger.Func(
                    """
                    PERFORM FROM factories_rawmaterialbase WHERE id = NEW.base_id FOR NO KEY UPDATE;
                    IF NEW.share_percent + COALESCE((SELECT sum(share_percent) FROM factories_supplylink
                            WHERE base_id = NEW.base_id AND id <> NEW.id), 0) > 100 THEN
                        RAISE EXCEPTION 'a base feeds factories with 100 %% at most' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                    """
                ),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["base", "project"],
                name="supply_link_once",
                violation_error_message=_("This base feeds this factory already: change its share."),
            ),
            models.CheckConstraint(
                name="supply_link_share_in_range",
                condition=Q(share_percent__gt=0, share_percent__lte=100),
                violation_error_message=_("A share, in percent, is more than 0 and at most 100."),
            ),
        ]

    def __str__(self):
        return f"{self.base} – {self.project}"
