"""Every text has its translation, with the placeholders it needs."""

import ast
from pathlib import Path

import polib
import pytest

from regional20x10 import translations

SOURCES = [path for app in ("regional20x10", "committees", "factories", "reports") for path in Path(app).rglob("*.py")]
GATHERED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def test_every_text_is_translated():
    assert translations.faults() == []


def test_no_text_stands_within_an_f_string_where_it_would_not_be_gathered():
    found = [
        f"{path}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue)
        and any(isinstance(part, ast.Name) and part.id in GATHERED for part in ast.walk(node))
    ]

    assert len(SOURCES) > 300
    assert found == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"msgid": "Save", "msgstr": ""}, "not translated."),
        (
            {"msgid": "Save", "msgstr": "보관", "flags": ["fuzzy"]},
            "marked fuzzy; read the translation and remove the mark.",
        ),
        (
            {"msgid": "%(count)s late", "msgstr": "%(n)s 지연"},
            "the translation has the placeholders ['%(n)s'], the original ['%(count)s'].",
        ),
        (
            {"msgid": "one", "msgid_plural": "{count} of them", "msgstr_plural": {0: "모두"}},
            None,
        ),
        (
            {"msgid": "{n} day", "msgid_plural": "{n} days", "msgstr_plural": {0: "일"}},
            "the translation has the placeholders [], the original ['{n}'].",
        ),
        ({"msgid": "%(first)s–%(last)s Oct", "msgstr": "10월 상순%(first).0s%(last).0s"}, None),
    ],
)
def test_a_faulty_entry_is_told(tmp_path, given, fault):
    folder = tmp_path / "locale" / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(**given))
    catalogue.save(str(folder / "django.po"))

    found = translations.faults(tmp_path)

    assert found == ([f"locale/ko/LC_MESSAGES/django.po, {given['msgid']!r}: {fault}"] if fault else [])
