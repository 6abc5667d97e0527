"""The county's two signatures under a return that states what the county answers for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from committees.rights import Role
from factories.models.ladder import State
from factories.models.lines import COUNTY_CAUSES, Delay
from factories.models.returns import StatusReturn
from regional20x10.shared.facts import NO_CHANGE


class CountySignature(models.Model):
    """The county's chief secretary or chair vouches for what a return says of the county's part."""

    class Side(models.TextChoices):
        SECRETARY = "secretary", _("chief secretary")
        CHAIR = "chair", _("chair of the people’s committee")

    SIGNS_AS = {Role.COUNTY_SECRETARY: Side.SECRETARY, Role.COUNTY_CHAIR: Side.CHAIR}

    status_return = models.ForeignKey(StatusReturn, models.PROTECT, related_name="county_signatures")
    side = models.CharField(_("signed as"), max_length=10, choices=Side)
    at = models.DateTimeField(_("signed"))
    by = models.ForeignKey("committees.Post", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature of the county")
        verbose_name_plural = _("signatures of the county")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(
                fields=["status_return", "side"],
                name="county_signs_once",
                violation_error_message=_("This side of the county has signed already: load the page again."),
            )
        ]

    def __str__(self):
        return self.get_side_display()

    @classmethod
    def asked_for(cls, rows):
        """Of `rows`, returns, those that concern the county: they came with its workbook or name what is its matter."""
        return rows.filter(cls._concerned())

    @classmethod
    def marked(cls, rows):
        """`rows` with waits_for_county: whether they are not verified yet and a signature of the county is missing."""
        signed = [
            models.Exists(cls.objects.filter(status_return=models.OuterRef("pk"), side=side)) for side in cls.Side
        ]
        waits = cls._concerned() & models.Q(state=State.SUBMITTED) & ~models.Q(*signed)
        return rows.annotate(waits_for_county=models.ExpressionWrapper(waits, models.BooleanField()))

    @staticmethod
    def _concerned():
        named = Delay.objects.filter(status_return=models.OuterRef("pk"), cause__in=COUNTY_CAUSES)
        return models.Q(models.Exists(named)) | models.Q(batch__county__isnull=False)

    @classmethod
    def missing(cls, row):
        """The sides that must still sign the return `row`, in order; none if it is no matter of the county."""
        if not cls.asked_for(StatusReturn.objects.filter(pk=row.pk)).exists():
            return []
        signed = set(cls.objects.filter(status_return=row.pk).values_list("side", flat=True))
        return [side for side in cls.Side if side not in signed]
