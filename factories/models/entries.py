"""Entries: facts that a post records one by one. One is never changed; a correction is another that replaces it."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from factories.models.projects import FactoryProject
from regional20x10.shared.facts import NO_CHANGE


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def in_force(self, moment=None):
        """Entries that neither a later one replaces nor that were withdrawn, as known by `moment` (now without)."""
        later = self.model._default_manager.filter(replaces=OuterRef("pk"))
        rows = self.filter(withdrawn=False)
        if moment is not None:
            rows, later = rows.filter(at__lt=moment), later.filter(at__lt=moment)
        return rows.filter(~Exists(later))


class Entry(models.Model):
    """What every entry has: when and by which post it was made, and which earlier one it replaces, with the reason.

    All versions of one entry share their `chain`. A version that is `withdrawn` says that the thing never was so.
    """

    chain = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    why = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    at = models.DateTimeField(_("entered"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("entered by"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_corrected_with_a_reason",
                condition=Q(replaces__isnull=True) | ~Q(why=""),
                violation_error_message=_("Say why the entry is corrected: both versions are kept."),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_replaces",
                condition=Q(withdrawn=False) | Q(replaces__isnull=False),
                violation_error_message=_("Only an entry that was made can be withdrawn."),
            ),
        ]


def positive(field, name, said):
    """The constraint that `field` is more than 0, with its sentence."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__gt": 0}), violation_error_message=said)
