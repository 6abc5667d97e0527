"""API tokens: shown once, kept as a digest, ending by themselves, revoked by whom they belong to."""

from datetime import timedelta

import pytest

from committees.actions import tokens
from committees.models import ApiToken
from committees.models.tokens import digest
from committees.rights import Role
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db


def made(post=None, **values):
    values = {"name": "nightly", "scope": "read", "days": 30, "at": make.moment(), **values}
    return tokens.make(by=post or make.post(), **values)


def test_a_token_is_shown_once_and_only_its_digest_is_kept():
    token, secret = made()

    kept = ApiToken.objects.values().get()
    assert (secret.startswith("r2010_"), len(secret)) == (True, 49)
    assert (kept["digest"], secret in str(kept)) == (digest(secret), False)
    assert token.expires_at == make.moment() + timedelta(days=30)


def test_two_tokens_are_never_alike():
    post = make.post()

    assert len({made(post)[1] for _number in range(20)}) == 20


@pytest.mark.parametrize("days", [0, -1, 91, 10**9])
def test_everything_wrong_with_a_token_is_said_at_once(days):
    with action_refuses(
        "A token lasts 1 to 90 days.", "This field cannot be blank.", "Value 'all' is not a valid choice.",
        days="A token lasts 1 to 90 days.", name="This field cannot be blank.",
        scope="Value 'all' is not a valid choice.",
    ):  # fmt: skip
        made(name="  ", scope="all", days=days)

    assert not ApiToken.objects.exists()


def test_a_token_is_valid_until_it_ends_or_is_revoked():
    post = make.post()
    token, revoked = made(post)[0], made(post)[0]
    end = token.expires_at

    tokens.revoke(revoked, by=post, at=make.moment(hour=13))
    revoked.refresh_from_db()

    states = [(row.state(end - timedelta(seconds=1)), row.state(end)) for row in (token, revoked)]
    assert states == [("valid", "ended"), ("revoked", "revoked")]
    assert list(ApiToken.objects.valid(end - timedelta(seconds=1))) == [token]
    assert list(ApiToken.objects.valid(end)) == []


def test_a_token_is_revoked_once_through_any_post_of_its_person():
    post = make.post()
    other = make.post(Role.ANALYST, user_=post.official.user)
    token, _secret = made(post)

    tokens.revoke(token, by=other, at=make.moment(hour=13))
    tokens.revoke(token, by=post, at=make.moment(hour=14))

    assert ApiToken.objects.get().revoked_at == make.moment(hour=13)


def test_nobody_revokes_the_token_of_another():
    token, _secret = made()

    with action_forbids("Only the person a token belongs to revokes it."):
        tokens.revoke(token, by=make.post(), at=make.moment())

    assert ApiToken.objects.get().revoked_at is None


def test_an_administrator_who_reads_no_data_makes_no_token():
    post = make.post(Role.ADMINISTRATOR)

    with pytest.raises(Exception, match=f"The post “{post}” may not do this. Ask: Committee staff, "):
        made(post)


def test_the_database_holds_that_a_token_ends_after_it_is_made_and_is_one_of_its_kind():
    token, other = made()[0], made()[0]

    with database_refuses("token_ends_after_it_is_made"):
        ApiToken.objects.filter(pk=token.pk).update(expires_at=token.created_at)
    with database_refuses("committees_apitoken_digest"):
        ApiToken.objects.filter(pk=token.pk).update(digest=other.digest)


def test_one_sees_ones_own_tokens_only(client):
    mine, theirs = made(name="mine")[0], made(name="theirs")[0]
    client.force_login(mine.post.official.user)

    page = client.get("/en/data/tokens/").content.decode()
    refused = client.post(f"/en/data/tokens/{theirs.pk}/revoke/")

    assert ("mine" in page, "theirs" in page, refused.status_code) == (True, False, 404)
