"""How a test says that something is refused: by the database itself, or by an action with these sentences."""

import re
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from regional20x10.shared.errors import NotAllowed, Refused


@contextmanager
def database_refuses(word):
    """The database refuses what is done inside, naming `word`: a constraint or what a trigger says. All is undone."""
    with pytest.raises(DatabaseError, match=re.escape(word)), transaction.atomic():
        yield


def sql(statement, *parameters):
    """Run a statement past every action and model, as somebody with a database shell would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@contextmanager
def action_refuses(*sentences, **fields):
    """An action raises Refused with exactly these sentences at once, and those of `fields` beside their fields."""
    with pytest.raises(Refused) as refused, transaction.atomic():
        yield refused
    assert refused.value.reasons == list(sentences)
    if fields:
        assert refused.value.fields == {name: [sentence] for name, sentence in fields.items()}


@contextmanager
def action_forbids(reason):
    """An action raises NotAllowed with exactly this reason."""
    with pytest.raises(NotAllowed) as forbidden, transaction.atomic():
        yield
    assert forbidden.value.reason == reason
