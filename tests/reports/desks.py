"""The desk of a post, as the page gives it."""

from django.test import Client

from tests.make import DAY as TODAY


def desk(post):
    client = Client()
    client.force_login(post.official.user)
    return client.get("/en/desk/")


def sections(post):
    """{section of the post's desk: how many things it says there are}."""
    return {section.name: section.total for section in desk(post).context["sections"]}


def section(post, name):
    return next(found for found in desk(post).context["sections"] if found.name == name)


__all__ = ["TODAY", "desk", "section", "sections"]
