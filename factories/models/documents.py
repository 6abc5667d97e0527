"""Files that people hand in: kept outside the web root under their SHA-256, served within their project's scope."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.models.projects import FactoryProject
from regional20x10.shared.facts import NO_CHANGE


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))


class Document(models.Model):
    """One file of a project, as it was handed in. Never changed: a new file is a new document."""

    class Kind(models.TextChoices):
        """What the file is by its content, never by its name."""

        PDF = "pdf", "PDF"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        DWG = "dwg", "DWG"
        DXF = "dxf", "DXF"
        IFC = "ifc", "IFC"

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="documents")
    name = models.CharField(_("file name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.PositiveBigIntegerField(_("size"))
    path = models.CharField(max_length=200, help_text="In the default storage.")
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="document_not_empty",
                condition=Q(bytes__gt=0, sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("The file is empty: choose another."),
            )
        ]

    def __str__(self):
        return self.name
