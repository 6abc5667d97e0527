"""Photos: the original as it was taken, kept under its hash, with the time and place that the camera wrote."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.models.inspections import Finding, Inspection
from factories.models.ladder import State
from factories.models.lines import only_in_a_draft
from factories.models.projects import FactoryProject, WorkPackage
from factories.models.returns import StatusReturn


class PhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Photos of the projects one may see; those of a draft only to those who may see the draft."""
        drafts = StatusReturn.objects.visible_to(user).filter(state=State.DRAFT)
        shown = Q(status_return__isnull=True) | ~Q(status_return__state=State.DRAFT) | Q(status_return__in=drafts)
        return self.filter(shown, project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.visible_to(user).filter(project__in=FactoryProject.objects.editable_by(user))


class Photo(models.Model):
    """One photo of a return or of an inspection. Its original is never changed; smaller ones are made from it."""

    class Kind(models.TextChoices):
        """What the file is by its content, never by its name."""

        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        HEIC = "heic", "HEIC"

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="photos")
    status_return = models.ForeignKey(StatusReturn, models.CASCADE, null=True, blank=True, related_name="photos")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="photos")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="photos")
    package = models.ForeignKey(
        WorkPackage, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("work package")
    )
    name = models.CharField(_("file name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    bytes = models.PositiveBigIntegerField(_("size"))
    path = models.CharField(max_length=200, help_text="In the default storage.")
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True, help_text="By the camera's clock.")
    lat = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    at = models.DateTimeField(_("handed in"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        triggers = [
            only_in_a_draft(),
            pgtrigger.Protect(
                name="of_an_inspection_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__inspection__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["status_return", "sha256"],
                name="photo_once_per_return",
                violation_error_message=_("This return has this photo already."),
            ),
            models.CheckConstraint(
                name="photo_of_a_return_or_an_inspection",
                condition=Q(status_return__isnull=False, inspection__isnull=True)
                | Q(status_return__isnull=True, inspection__isnull=False),
                violation_error_message=_("A photo belongs to a return or to an inspection."),
            ),
            models.CheckConstraint(
                name="photo_place_is_whole",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                violation_error_message=_("A place has a latitude from −90 to 90 and a longitude from −180 to 180."),
            ),
        ]

    def __str__(self):
        return self.caption or self.name


class Thumbnail(models.Model):
    """The smaller picture of an original, by the original's hash; made by a job, and made again if it is lost."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    path = models.CharField(max_length=200, blank=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    queued_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=200, blank=True, help_text="Why none could be made.")

    class Meta:
        verbose_name = _("thumbnail")
        verbose_name_plural = _("thumbnails")
        indexes = [
            models.Index(fields=["queued_at"], name="thumbnail_to_make", condition=Q(made_at__isnull=True, failed=""))
        ]

    def __str__(self):
        return self.sha256[:12]
