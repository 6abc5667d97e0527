"""Every text has its translation, with the placeholders it needs."""

import polib
import pytest

from regional20x10 import translations


def test_every_text_is_translated():
    assert translations.faults() == []


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
