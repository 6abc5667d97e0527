"""Users, officials and posts: made, given and ended. An end is a date; nothing is erased."""

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from committees.models import Official, Post, User
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked, not_allowed
from regional20x10.shared.errors import Refused


@action("manage_posts")
def create_user(username, *, password=None, hashed="", by):
    """Somebody who can sign in. `hashed`: the password as another system or an earlier call hashed it."""
    user = User(username=username)
    if hashed:
        user.password = hashed
    else:
        _check_password(password, user)
        user.set_password(password)
    if not is_password_usable(user.password):
        raise Refused(_("This is no hashed password: give the password itself."))
    checked(user).save(force_insert=True)
    return user


def _check_password(password, user):
    try:
        validate_password(password or "", user)
    except ValidationError as error:
        raise Refused(error.messages, fields={"password": error.messages}) from error


@action("manage_posts")
def register_official(reference, *, user=None, demonstration=False, by):
    """A person who can hold posts, by the reference the cadre register gives."""
    official = checked(Official(reference=reference, user=user, demonstration=demonstration))
    official.save(force_insert=True)
    return official


@action("manage_posts")
def appoint(official, role, *, starts_on, by, body=None, reason="", **scope):
    """Give the official a post from `starts_on`. `scope`: the province, county or organization the role asks for.

    `body`: the one in whose name a post without an organization of its own asks and answers; None if it does not.
    """
    post = Post(official=official, role=role, starts_on=starts_on, body=body, **scope)
    checked(post, _against_body(post)).save(force_insert=True)
    return post


def _against_body(post):
    """{field: sentences} against the body of a post: that of a unit acts for its own."""
    also = {}
    if post.organization_id and post.body_id:
        also["body"] = [_("A unit’s post acts for its unit: leave “acts for” empty.")]
    for name in ("organization", "body"):
        body = getattr(post, name)
        if body and body.ended_on and (post.ends_on is None or post.ends_on > body.ended_on):
            said = _("%(body)s ended on %(day)s: choose a body in being.")
            also.setdefault(name, []).append(said % {"body": body, "day": words.day(body.ended_on)})
    return also


@action("manage_posts")
def appoint_deputy(post, official, *, starts_on, ends_on, by, reason=""):
    """Let the official stand in for the post from a day to a day: the same role, within the same scope and body."""
    also = _against_deputy(post, official, starts_on, ends_on)
    deputy = Post(
        official=official, role=post.role, province=post.province, county=post.county, organization=post.organization,
        body=post.body, starts_on=starts_on, ends_on=ends_on, deputy=True, deputy_of=post,
    )  # fmt: skip
    checked(deputy, also).save(force_insert=True)
    return deputy


def _against_deputy(post, official, starts_on, ends_on):
    also = {}
    if post.deputy_of_id:
        also["deputy_of"] = [_("A deputy has no deputy: choose the post that is stood in for.")]
    if post.official_id == official.pk:
        also["official"] = [_("Nobody stands in for oneself: choose another official.")]
    if starts_on < post.starts_on:
        said = _("The post itself is held from %(day)s: a deputy begins then or later.")
        also["starts_on"] = [said % {"day": words.day(post.starts_on)}]
    if post.ends_on and (ends_on is None or ends_on > post.ends_on):
        said = _("The post itself ends on %(day)s: a deputy ends then or before.")
        also["ends_on"] = [said % {"day": words.day(post.ends_on)}]
    return also


@action("manage_posts")
def end_post(post, *, ends_on, by, reason=""):
    """Let the post end with the day `ends_on`. What was done through it stays signed by it."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.ends_on and post.ends_on < ends_on:
        raise Refused(_("This post already ended on %(day)s: give a new post instead.") % {"day": post.ends_on})
    post.ends_on = ends_on
    checked(post).save(update_fields=["ends_on"])
    return post


@action("manage_posts")
def open_account(user, *, active, by):
    """Let the user sign in, or no longer. What they did stays signed by their posts."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = active
    user.save(update_fields=["is_active"])
    return user


@action()
def set_email(user, email, *, by):
    """Where the user gets e-mails; empty for none. Users say so themselves, or who keeps the posts says it for them."""
    if by is not None and by.user_id != user.pk and not by.may("manage_posts"):
        raise not_allowed(by, "manage_posts")
    user = User.objects.select_for_update().get(pk=user.pk)
    user.email = email.strip()
    checked(user, _unfit_email(user.email)).save(update_fields=["email"])
    return user


def _unfit_email(email):
    try:
        if email:
            validate_email(email)
    except ValidationError:
        said = _("“%(email)s” is no e-mail address: write it as office@example.org, or leave it empty.")
        return {"email": [said % {"email": email[:80]}]}
    return {}


@action("manage_posts")
def link_user(official, user, *, by):
    """Let the official sign in as `user`; None takes the way in away. One user belongs to one official."""
    official = Official.objects.select_for_update().get(pk=official.pk)
    official.user = user
    checked(official).save(update_fields=["user"])
    return official
