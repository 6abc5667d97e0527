"""Live fields: in a text of a report `[[key]]` stands for a computed figure, which nobody can type over."""

import re

TOKEN = re.compile(r"\[\[([a-z][a-z0-9_]{0,39})\]\]")
"""A live field as a text holds it."""
PARAGRAPHS = re.compile(r"\n{2,}")


def tokens(text):
    """The keys of the live fields in a text, each once, in their order."""
    return list(dict.fromkeys(TOKEN.findall(text)))


def pieces(text, known):
    """[str or Figure] of a text; `known`: {key: Figure}. A key that nobody knows stays as it is written."""
    found, at = [], 0
    for match in TOKEN.finditer(text):
        if match[1] in known:
            found += [text[at : match.start()], known[match[1]]]
            at = match.end()
    return [piece for piece in [*found, text[at:]] if piece != ""]


def paragraphs(text, known):
    """The pieces() of each paragraph of a text."""
    return [pieces(part, known) for part in PARAGRAPHS.split(text.strip()) if part.strip()]


def resolved(text, known, unknown="–"):
    """A text with each live field in words."""
    return "".join(piece if isinstance(piece, str) else piece.said or unknown for piece in pieces(text, known))
