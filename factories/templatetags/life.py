"""How far a factory or a place has come, as sign and word: a vocabulary beside those of forecasts and of gates."""

from django import template
from django.utils.html import format_html

from factories import counting
from factories.counting import Stage
from regional20x10.templatetags.ui import icon

register = template.Library()

SIGNS = {
    Stage.BUILDING: "half", Stage.BUILT: "built", Stage.COMMISSIONED: "commissioned", Stage.OPERATING: "operating",
    Stage.COUNTING: "counting", Stage.FALLEN_OUT: "fallen",
}  # fmt: skip


@register.simple_tag
def stage_mark(stage, text=None):
    """{% stage_mark row.stage %}: sign and word of a counting.Stage; `text` says more in place of the word."""
    stage = Stage(stage)
    return format_html(
        '<span class="gate life-{}">{}<span>{}</span></span>', stage.value, icon(SIGNS[stage]), text or stage.label
    )


@register.simple_tag
def stage_sign(stage):
    """{% stage_sign place.stage %}: the sign alone where the page has its key; its word is for who does not see it."""
    stage = Stage(stage)
    said = format_html('<span class="vh">{}: </span>', stage.label)
    return format_html('<span class="gate life-{}">{}{}</span>', stage.value, icon(SIGNS[stage]), said)


@register.filter
def stage_of(standing):
    """{{ row|stage_of }}: the counting.Stage of a factory's standing."""
    return counting.stage(standing)
