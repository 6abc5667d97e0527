"""Calling the API in tests: as the program that holds a token of a post."""

from django.test import Client

from committees.actions import tokens
from tests.make import DAY, moment


def token(post, scope="write", **values):
    """The secret of a token of `post`."""
    return tokens.make(**{"name": "test", "scope": scope, "days": 30, "by": post, "at": moment(), **values})[1]


class Caller(Client):
    """A client that acts as `post` by a token and sends JSON; addresses are those under /api/v1/."""

    def __init__(self, post=None, scope="write", **values):
        headers = {"Authorization": f"Bearer {token(post, scope)}"} if post else {}
        super().__init__(headers={**headers, **values.pop("headers", {})}, **values)

    def generic(self, method, path, data="", content_type="application/json", **extra):
        path = path if path.startswith("/") else f"/api/v1/{path}"
        return super().generic(method, path, data, content_type, **extra)

    def get(self, path, *args, **extra):
        return super().get(path if path.startswith("/") else f"/api/v1/{path}", *args, **extra)

    def post(self, path, data=None, content_type="application/json", **extra):
        return super().post(path if path.startswith("/") else f"/api/v1/{path}", data or {}, content_type, **extra)

    def put(self, path, data="", content_type="application/json", **extra):
        return super().put(path, data, content_type, **extra)

    def patch(self, path, data="", content_type="application/json", **extra):
        return super().patch(path, data, content_type, **extra)

    def delete(self, path, data="", content_type="application/json", **extra):
        return super().delete(path, data, content_type, **extra)


def sentences(answer):
    """{field: sentence} of a problem."""
    return {item["field"]: item["detail"] for item in answer.json()["errors"]}


__all__ = ["DAY", "Caller", "sentences", "token"]
