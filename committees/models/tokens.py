"""API tokens: shown once, kept as a digest, ending by themselves."""

import hashlib
import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PREFIX = "r2010_"


def digest(secret):
    """SHA-256 of a token's secret, in hex. The secret has 256 random bits, so no salt or stretching is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret():
    return PREFIX + secrets.token_urlsafe(32)


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(post__official__user=user.pk) if user.is_authenticated else self.none()

    editable_by = visible_to

    def valid(self, at):
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)

    def for_list(self):
        posts = ["post__province", "post__county", "post__organization"]
        return self.select_related(*posts).order_by("-created_at", "-pk").fetch_mode(models.FETCH_RAISE)


class ApiToken(models.Model):
    """A key with which a program acts through one post, to read or to read and write."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        ENDED = "ended", _("ended")
        REVOKED = "revoked", _("revoked")

    post = models.ForeignKey("committees.Post", models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                name="token_ends_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message=_("A token must end after it is made."),
            )
        ]

    def __str__(self):
        return self.name

    def state(self, at):
        """Whether it can still be used at the moment `at`."""
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.VALID if self.expires_at > at else self.State.ENDED
