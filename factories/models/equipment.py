"""Equipment of a project: what it is to have, on which level against the reference, and how far each item is."""

import pghistory
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from factories.models.entries import Entry, positive
from factories.models.places import Named
from factories.models.projects import FactoryProject


class Level(models.IntegerChoices):
    """How modern an item is; the reference county's factories set the level that each type requires."""

    MANUAL = 1, _("1, by hand")
    MECHANISED = 2, _("2, mechanised")
    SEMI_AUTOMATIC = 3, _("3, semi-automatic")
    AUTOMATIC = 4, _("4, automatic")
    INTEGRATED = 5, _("5, automatic and centrally controlled")


class EquipmentItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def below(self):
        """Those known to be below their reference level."""
        return self.filter(level__lt=F("reference_level"))


@pghistory.track()
class EquipmentItem(Named):
    """A kind of machine that a factory is to have: how many, on which level, from whom, and how it is to be kept."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="equipment")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.SlugField(_("code"), max_length=40)
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1)
    reference_level = models.PositiveSmallIntegerField(_("reference level"), choices=Level)
    level = models.PositiveSmallIntegerField(_("level of what is chosen"), choices=Level, null=True, blank=True)
    supplier = models.ForeignKey(
        "committees.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("supplier")
    )
    maintenance = models.TextField(_("maintenance plan"), blank=True)

    objects = EquipmentItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipment item")
        verbose_name_plural = _("equipment items")
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "code"],
                name="equipment_code_once_per_project",
                violation_error_message=_("This project has an item of this code: change that one."),
            ),
            positive("quantity", "equipment_quantity_positive", _("There is at least one of each item.")),
        ]

    @property
    def is_below(self):
        """Whether the level chosen is known and below the reference level."""
        return self.level is not None and self.level < self.reference_level


class EquipmentStep(Entry):
    """Pieces of an item ordered, tested or commissioned on a day; deliveries and installation are in the returns."""

    class Stage(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        TESTED = "tested", _("tested")
        COMMISSIONED = "commissioned", _("commissioned")

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="equipment_steps")
    item = models.ForeignKey(EquipmentItem, models.PROTECT, related_name="steps", verbose_name=_("item"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    quantity = models.PositiveSmallIntegerField(_("how many"))
    on = models.DateField(_("on"))
    reference = models.CharField(_("document"), max_length=80, blank=True)

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("equipment step")
        verbose_name_plural = _("equipment steps")
        constraints = [
            *Entry.Meta.constraints,
            positive("quantity", "equipment_step_positive", _("A step concerns at least one piece.")),
        ]

    def __str__(self):
        return f"{self.item}: {self.get_stage_display()} {self.quantity}"
