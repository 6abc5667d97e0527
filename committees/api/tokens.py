"""How a program or a browser signs in to the API."""

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions

from committees.models import ApiToken
from committees.models.tokens import digest
from regional20x10.shared import clock


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer r2010_…`: acts as the token's post while the post is held and the token valid."""

    def authenticate(self, request):
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        now = clock.now()
        token = (
            ApiToken.objects.valid(now)
            .select_related("post__official__user", "post__province", "post__county", "post__organization")
            .filter(digest=digest(secret.strip()))
            .first()
        )
        today = clock.today()
        if token is None or not token.post.official.user or not token.post.official.user.is_active:
            raise exceptions.AuthenticationFailed(_("This token is unknown, ended or revoked: make a new one."))
        if token.post.starts_on > today or (token.post.ends_on and token.post.ends_on < today):
            raise exceptions.AuthenticationFailed(
                _("The post of this token is not held today: make a token for another.")
            )
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        user = token.post.official.user
        user.post = token.post
        return user, token

    def authenticate_header(self, request):
        return 'Bearer realm="regional20x10"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's own session; writing needs the CSRF token."""

    def authenticate_header(self, request):
        return 'Bearer realm="regional20x10"'


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A token made under “Data”."}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
