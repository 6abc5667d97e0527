"""Translations: `python -m regional20x10.translations compile`, or `check [FOLDER]`. Needs no gettext."""

import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdifg](?![a-z])|\{\w*\}|%%")


def catalogues(root):
    return sorted(Path(root).glob("locale/*/LC_MESSAGES/*.po"))


def compile_all(root=ROOT):
    """Write each catalogue's .mo beside it where it is older than its .po; return what was written."""
    written = []
    for path in catalogues(root):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))
            written.append(target)
    return written


def faults(root=ROOT):
    """One sentence for each entry that is untranslated, unsure, or loses or invents a placeholder."""
    return [
        f"{path.relative_to(root)}, {entry.msgid!r}: {fault}"
        for path in catalogues(root)
        for entry in polib.pofile(str(path))
        if not entry.obsolete
        for fault in entry_faults(entry)
    ]


def entry_faults(entry):
    if entry.fuzzy:
        yield "marked fuzzy; read the translation and remove the mark."
    forms = entry.msgstr_plural or {0: entry.msgstr}
    if not all(forms.values()):
        yield "not translated."
        return
    several = placeholders(entry.msgid_plural or entry.msgid)
    allowed = (several, placeholders(entry.msgid))
    for text in forms.values():
        if placeholders(text) not in allowed:
            yield f"the translation has the placeholders {placeholders(text)}, the original {several}."


def placeholders(text):
    """The placeholders of a text. `%(first).0s` takes one and shows nothing, where a language does not need it."""
    return sorted(found.replace(".0s", "s") for found in PLACEHOLDER.findall(text))


def main(words):
    match words:
        case ["compile"]:
            for path in compile_all():
                sys.stdout.write(f"{path.relative_to(ROOT)} written\n")
        case ["check", *folder]:
            found = faults(Path(folder[0]).resolve() if folder else ROOT)
            sys.stdout.writelines(f"{fault}\n" for fault in found)
            return 1 if found else 0
        case _:
            sys.stderr.write("usage: python -m regional20x10.translations compile | check [FOLDER]\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
