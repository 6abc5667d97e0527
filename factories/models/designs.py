"""Design revisions, their clauses, and who signed which: the tripartite agreement. Signed content never changes."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from factories.models.documents import Document
from factories.models.projects import FactoryProject
from regional20x10.shared.facts import NO_CHANGE


class DesignRevisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def for_list(self):
        rows = self.select_related("project__plan__county__province", "project__factory_type")
        return rows.order_by("project__code", "-number", "-pk").fetch_mode(models.FETCH_RAISE)


class DesignRevision(models.Model):
    """Revision A, B, C … of a project's design. The highest number is in force; it supersedes the one before."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("number"))
    changed = models.TextField(_("what changed"))
    files = models.ManyToManyField(Document, related_name="revisions", through="RevisionFile")
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")
    demonstration = models.BooleanField(default=False)

    objects = DesignRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("design revision")
        verbose_name_plural = _("design revisions")
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="revision_number_once",
                violation_error_message=_(
                    "Another revision was issued meanwhile: look at it, then issue yours after it."
                ),
            ),
            models.CheckConstraint(
                name="revision_number_from_1",
                condition=Q(number__gte=1, number__lte=702),
                violation_error_message=_("Revisions go from A to ZZ."),
            ),
            models.CheckConstraint(
                name="revision_says_what_changed",
                condition=~Q(changed=""),
                violation_error_message=_("Say what this revision changes, or that it is the first."),
            ),
        ]

    def __str__(self):
        return self.letter

    def get_absolute_url(self):
        return reverse("revision", args=[self.pk])

    @property
    def letter(self):
        """A … Z, AA … ZZ."""
        first, last = divmod(self.number - 1, 26)
        return (chr(64 + first) if first else "") + chr(65 + last)


class RevisionFile(models.Model):
    """A document that belongs to a revision. A file that did not change is handed on to the next one."""

    revision = models.ForeignKey(DesignRevision, models.PROTECT, related_name="contents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a design revision")
        verbose_name_plural = _("files of design revisions")
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "document"],
                name="revision_file_once",
                violation_error_message=_("This file already belongs to the revision: name it once."),
            )
        ]

    def __str__(self):
        return str(self.document)


class ClauseKind(models.TextChoices):
    CAPACITY = "capacity", _("capacity")
    LAYOUT = "layout", _("layout")
    UTILITIES = "utilities", _("power, water and heating")
    INPUTS = "inputs", _("raw materials and inputs")
    CONDITIONS = "conditions", _("working conditions")
    OTHERS = "others", _("others")


class AgreementClause(models.Model):
    """What a revision says of one matter. Its digest is what is signed; the same text keeps its signatures."""

    revision = models.ForeignKey(DesignRevision, models.PROTECT, related_name="clauses")
    kind = models.CharField(_("matter"), max_length=10, choices=ClauseKind)
    text = models.TextField(_("text"))
    digest = models.CharField("SHA-256", max_length=64, help_text="Of project, matter and text: agreements.digest().")

    class Meta:
        verbose_name = _("clause of the agreement")
        verbose_name_plural = _("clauses of the agreement")
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "kind"],
                name="clause_once_per_revision_and_kind",
                violation_error_message=_("A revision has one clause of each matter: put both texts into one."),
            ),
            models.CheckConstraint(
                name="clause_not_empty",
                condition=~Q(text="") & Q(digest__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("A clause has a text: write “none” where there is nothing to agree."),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class ClauseComment(models.Model):
    """A remark on a clause."""

    clause = models.ForeignKey(AgreementClause, models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"))
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("comment on a clause")
        verbose_name_plural = _("comments on clauses")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="comment_not_empty", condition=~Q(text=""), violation_error_message=_("Write the comment.")
            )
        ]

    def __str__(self):
        return self.text[:60]


class Side(models.TextChoices):
    """The three units that agree before building starts."""

    DESIGN = "design", _("design unit")
    CONSTRUCTION = "construction", _("construction unit")
    OPERATION = "operation", _("operation unit")


class Signature(models.Model):
    """One side's signature under one clause: unit, post with its official, time and the digest that was signed.

    It holds for every revision whose clause of that matter has the same digest, as long as its unit is the project's.
    Withdrawing is written beside it once.
    """

    clause = models.ForeignKey(AgreementClause, models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=12, choices=Side)
    unit = models.ForeignKey(
        "committees.Organization", models.PROTECT, related_name="signatures", verbose_name=_("unit")
    )
    digest = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="signed_is_a_fact",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.withdrawn_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by_id',"
                    " 'withdrawn_reason'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['withdrawn_at', 'withdrawn_by_id',"
                    " 'withdrawn_reason']"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "side", "unit"],
                condition=Q(withdrawn_at__isnull=True),
                name="signature_once_per_clause_and_side",
                violation_error_message=_("This unit has already signed the clause for this side."),
            ),
            models.CheckConstraint(
                name="signature_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                violation_error_message=_("A signature is withdrawn by a post and with a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()}: {self.clause_id}"
