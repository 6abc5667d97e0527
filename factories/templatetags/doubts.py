"""Doubts kept with a return, in the reader's language."""

from django import template

from factories import doubts, plausibility
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


@register.filter
def warned(kept):
    """{{ warning|warned }}: its sentence."""
    return plausibility.told(kept)


@register.filter
def about(kept, names):
    """{{ doubt|about:names }}: the work package or the equipment it is about; `names` as desk.names_in_doubts."""
    kind = "item" if "item" in kept else "package"
    return names[kind].get(kept.get(kind), "")
