"""The county's two signatures under a return that states what the county answers for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from factories.models.projects import NO_CHANGE
from factories.models.returns import StatusReturn


class CountySignature(models.Model):
    """The county's chief secretary or chair vouches for what a return says of the county's part."""

    class Side(models.TextChoices):
        SECRETARY = "secretary", _("chief secretary")
        CHAIR = "chair", _("chair of the people’s committee")

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
