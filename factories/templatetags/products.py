"""Products and raw materials, which the norms name, in the reader's language."""

from django import template

from factories import norms

register = template.Library()


@register.filter
def in_words(name, factory_type):
    """{{ row.product|in_words:project.factory_type }}"""
    return norms.in_words(factory_type, name)
