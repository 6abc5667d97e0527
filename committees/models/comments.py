"""Comments at a factory, a return, a finding or a decision, with the posts they call and the files they bring."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models.decisions import Decision, DecisionStep
from regional20x10.shared.facts import NO_CHANGE

SUBJECTS = ("project", "status_return", "production_return", "finding", "decision")
"""The fields of a comment that name what it is about: always one of them."""


def _exactly_one(names):
    """The condition that one of these fields is given and the others are not."""
    found = Q()
    for name in names:
        found |= Q(**{f"{other}__isnull": other != name for other in names})
    return found


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about what one sees: the subject's own rule, whatever it is."""
        seen = Q(pk__in=[])
        for name in SUBJECTS:
            rows = self.model._meta.get_field(name).related_model.objects.visible_to(user)
            seen |= Q(**{f"{name}__in": rows})
        return self.filter(seen)

    def about(self, subject):
        """Those about this one thing."""
        names = {self.model._meta.get_field(name).related_model: name for name in SUBJECTS}
        return self.filter(**{names[type(subject)]: subject})

    def of_factory(self, project):
        """Those about a factory, its returns and the findings there."""
        parts = ("status_return", "production_return", "finding")
        return self.filter(reduce(or_, (Q(**{f"{name}__project": project}) for name in parts), Q(project=project)))

    def then(self, moment):
        """Those written by `moment`."""
        return self.filter(at__lte=moment)

    def standing(self):
        """Without those that were taken back."""
        return self.filter(withdrawal__isnull=True)

    def for_list(self):
        rows = self.select_related("by__province", "by__county", "by__organization", "withdrawal")
        return rows.order_by("at", "pk").fetch_mode(models.FETCH_RAISE)


class Comment(models.Model):
    """One comment. A fact: it can be withdrawn by who wrote it, and stays to be seen as withdrawn."""

    project = models.ForeignKey("factories.FactoryProject", models.PROTECT, null=True, related_name="comments")
    status_return = models.ForeignKey("factories.StatusReturn", models.PROTECT, null=True, related_name="comments")
    production_return = models.ForeignKey(
        "factories.ProductionReturn", models.PROTECT, null=True, related_name="comments"
    )
    finding = models.ForeignKey("factories.Finding", models.PROTECT, null=True, related_name="comments")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="comments")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same comment.")
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("written"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="comment_about_one_thing",
                condition=_exactly_one(SUBJECTS),
                violation_error_message=_("A comment is about one thing: open its page and write there."),
            ),
            models.CheckConstraint(
                name="comment_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write the comment."),
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def subject(self):
        """What it is about."""
        return next(getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id"))


class Withdrawal(models.Model):
    """That a comment was taken back by who wrote it."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = [NO_CHANGE]

    def __str__(self):
        return f"{self.comment_id} {self.at}"


class Mention(models.Model):
    """A post that a comment calls to it."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="mentions")
    post = models.ForeignKey("committees.Post", models.PROTECT, related_name="mentions")

    class Meta:
        ordering = ["pk"]
        triggers = [NO_CHANGE]
        constraints = [models.UniqueConstraint(fields=["comment", "post"], name="mentioned_once_per_comment")]

    def __str__(self):
        return f"{self.post}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of comments and decisions that one sees."""
        comments, decisions = Comment.objects.visible_to(user), Decision.objects.visible_to(user)
        return self.filter(Q(comment__in=comments) | Q(step__decision__in=decisions))


class Attachment(models.Model):
    """A file handed in with a comment, or as the evidence of a step of a decision. Kept under its SHA-256."""

    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="attachments")
    step = models.ForeignKey(DecisionStep, models.PROTECT, null=True, related_name="attachments")
    name = models.CharField(_("file name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=4)
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.PositiveBigIntegerField(_("size"))
    path = models.CharField(max_length=200, help_text="In the default storage.")
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="attachment_of_one_thing",
                condition=_exactly_one(("comment", "step")),
                violation_error_message=_("A file belongs to one comment or to one step."),
            ),
            models.CheckConstraint(
                name="attachment_not_empty",
                condition=Q(bytes__gt=0, sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("The file is empty: choose another."),
            ),
        ]

    def __str__(self):
        return self.name
