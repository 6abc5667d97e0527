"""What notifications say: one sentence for each code, in the language that is on. Codes are kept, sentences made anew.

Values are JSON and words of neither language: codes, numbers, days as 2026-10-12. A function makes the sentence.
"""

from committees.notices import charges, comments, decisions, meetings, packs, reports, requests, returns

SENTENCES = {
    **charges.SENTENCES,
    **comments.SENTENCES,
    **decisions.SENTENCES,
    **meetings.SENTENCES,
    **packs.SENTENCES,
    **reports.SENTENCES,
    **requests.SENTENCES,
    **returns.SENTENCES,
}
"""{code: values -> sentence}."""


def said(notification):
    """What a notification says; its code where nobody here knows the code, or its values are of another time."""
    try:
        return SENTENCES[notification.code](notification.values)
    except (LookupError, TypeError, ValueError):
        return notification.code
