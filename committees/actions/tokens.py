"""API tokens: made by and for one's own post, shown once, revoked at any time."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from committees.models import ApiToken
from committees.models.tokens import digest, new_secret
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed


@action("export")
def make(*, name, scope, days, by, at):
    """(token, its secret) that acts as the post `by` for `days`. The secret is kept nowhere: show it once."""
    longest = settings.API_TOKEN_LIFETIME.days
    held = 1 <= days <= longest
    also = {} if held else {"days": [_("A token lasts 1 to %(longest)s days.") % {"longest": longest}]}
    secret = new_secret()
    token = ApiToken(
        post=by,
        name=name.strip(),
        scope=scope,
        digest=digest(secret),
        created_at=at,
        expires_at=at + timedelta(days=days if held else 1),
    )
    checked(token, also).save()
    return token, secret


@action()
def revoke(token, *, by, at):
    """End a token now, for good. Through any post of the person it belongs to; twice is once."""
    token = ApiToken.objects.select_for_update(of=["self"]).select_related("post").get(pk=token.pk)
    if token.post.official_id != by.official_id:
        raise NotAllowed(_("Only the person a token belongs to revokes it."))
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
    return token
