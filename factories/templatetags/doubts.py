"""Doubts kept with a return, in the reader's language."""

from django import template

from factories import doubts
from factories.models import FigureReason

register = template.Library()


@register.filter
def told(kept):
    """{{ doubt|told }}: its sentence."""
    return doubts.told(kept)


@register.filter
def answer(kept):
    """{{ doubt|answer }}: the reason chosen, in words."""
    return dict(FigureReason.choices).get(kept.get("answer"), "")
