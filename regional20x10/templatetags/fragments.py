"""Fragments with a template each, in templates/ui: fields, notices, figures, charts, pager, as-of picker.

Loaded as a builtin. Block tags end with `end…`: {% notice "warn" _("Figures are from 30 September") %}…{% endnotice %}.
"""

from django import template
from django.forms import (
    CheckboxInput,
    CheckboxSelectMultiple,
    NumberInput,
    RadioSelect,
    Select,
    TextInput,
)
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from regional20x10.templatetags import ui

register = template.Library()

NOTICE_ICONS = {"error": "error", "warn": "warn", "info": "info", "": "check"}


def inner(content):
    """What stands between a block tag and its end: rendered, and escaped, by the template engine."""
    return mark_safe(content.strip())  # noqa: S308


def drawn(svg):
    """A chart of our own drawing: its texts were escaped by the drawing library."""
    return mark_safe(svg or "")  # noqa: S308


def joined(parts):
    return format_html_join("", "{}", ((part,) for part in parts))


# --- notices, empty boxes, figures -----------------------------------------------------------------------------------
@register.simple_block_tag
def notice(content, kind="", title="", css=""):
    """{% notice "error" title %}text{% endnotice %}; kinds: error, warn, info and "" (plain)."""
    return format_html(
        '<div class="{}" role="note">{}{}<div>{}</div></div>',
        " ".join(["note", *([f"note-{kind}"] if kind else []), *css.split()]),
        ui.icon(NOTICE_ICONS.get(kind, "info")),
        format_html("<b>{}</b>", title) if title else "",
        inner(content),
    )


@register.simple_block_tag
def empty_box(content, title):
    """{% empty_box title %}why, and one link{% endempty_box %}"""
    return format_html('<div class="empty-box"><b>{}</b><div class="small muted">{}</div></div>', title, inner(content))


@register.simple_tag
def figure(label, value, unit="", note=""):
    """One key figure in <dl class="figs">: value is written already ({{ x|percent }}), note is its comparison."""
    small = format_html(" <small>{}</small>", unit) if unit else ""
    beside = format_html('<dd class="n">{}</dd>', note) if note else ""
    return format_html('<div><dt>{}</dt><dd class="v">{}{}</dd>{}</div>', label, ui.or_dash(value), small, beside)


@register.simple_block_tag
def figure_with(content, label, value, unit=""):
    """{% figure_with label value %}note with marks{% endfigure_with %}"""
    return figure(label, value, unit, inner(content))


@register.simple_tag
def crumbs(*pairs):
    """{% crumbs _("Counties") counties_url county.name %}: (words, address) pairs and the words of this page."""
    links = [format_html('<li><a href="{}">{}</a></li>', pairs[i + 1], pairs[i]) for i in range(0, len(pairs) - 1, 2)]
    here = format_html('<li aria-current="page">{}</li>', pairs[-1])
    label = ui._("Breadcrumb")
    return format_html('<nav aria-label="{}"><ol class="plain crumbs">{}{}</ol></nav>', label, joined(links), here)


# --- lists -----------------------------------------------------------------------------------------------------------
@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context, page, target="", words=""):
    """{% pager page %} under a table; with target="#rows" htmx swaps that element. `page` is a Paginator's page."""
    query = context["request"].GET.copy()

    def address(to):
        query["page"] = to
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "target": target,
        "words": words,
    }


@register.inclusion_tag("ui/downloads.html", takes_context=True)
def downloads(context, **addresses):
    """{% downloads JSON=json_url CSV=csv_url Parquet=parquet_url %}: with the page's own filters."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    tail = f"?{query.urlencode()}" if query else ""
    return {"links": [(name, f"{url}{tail}") for name, url in addresses.items() if url]}


@register.inclusion_tag("ui/as_of.html", takes_context=True)
def as_of_picker(context):
    """{% as_of_picker %}: the date everything on the page is asked for; keeps the page's other filters."""
    request = context["request"]
    kept = [(key, value) for key, values in request.GET.lists() if key not in ("as_of", "page") for value in values]
    query = request.GET.copy()
    for key in ("as_of", "page"):
        query.pop(key, None)
    today = f"{request.path}?{query.urlencode()}" if query else request.path
    return {key: context.get(key) for key in ("as_of", "today", "is_today", "as_of_error")} | {
        "kept": kept,
        "today_url": today,
        "path": request.path,
    }


# --- forms -----------------------------------------------------------------------------------------------------------
def _css(widget):
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return ""
    return "form-select" if isinstance(widget, Select) else "form-control"


@register.simple_tag
def field(bound, unit="", css="", hint=""):
    """{% field form.since %}: label above, hint, input, message. Optional fields say so; required ones do not."""
    widget, attrs, instead = bound.field.widget, {}, None
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    if css_class := _css(widget):
        attrs["class"] = f"{css_class} {widget.attrs.get('class', '')}".strip()
    if isinstance(
        widget, NumberInput
    ):  # a text box keeps what was typed, and takes the figure with either decimal sign
        instead, attrs["inputmode"] = TextInput(), "decimal"
    return render_to_string(
        "ui/field.html",
        {
            "field": bound,
            "input": bound if group else bound.as_widget(instead, attrs=attrs),
            "one_box": isinstance(widget, CheckboxInput),
            "group": group,
            "unit": unit,
            "css": css,
            "hint": hint or bound.help_text,
        },
    )


@register.simple_tag
def filter_field(bound):
    """{% filter_field form.province %}: label over its box, with no word on being optional: no filter is required."""
    many = isinstance(bound.field.widget, CheckboxSelectMultiple)
    box = "" if many else bound.as_widget(attrs={"class": _css(bound.field.widget)})
    return render_to_string("ui/filter_field.html", {"field": bound, "many": many, "input": box})


@register.simple_tag
def fields(form):
    """{% fields form %}: every field of a form, in its order, hidden ones included."""
    return joined([*(bound.as_hidden() for bound in form.hidden_fields()), *map(field, form.visible_fields())])


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form=None, reasons=(), title=""):
    """{% error_summary form %}: what stands against it, each with a link to its field. `reasons` are an action's."""
    links = []
    if form is not None:
        links = [(bound.id_for_label, bound.label, error) for bound in form.visible_fields() for error in bound.errors]
        reasons = [*form.non_field_errors(), *(error for b in form.hidden_fields() for error in b.errors), *reasons]
    return {"links": links, "reasons": reasons, "title": title}


# --- charts ----------------------------------------------------------------------------------------------------------
@register.simple_block_tag
def chart(content, wide, narrow="", says="", caption="", source=""):
    """{% chart svg narrow=svg2 says=sentence caption=text source=json_url %}<table>…</table>{% endchart %}

    `wide` and `narrow` come from charts.svg(); `says` is the sentence of the result, for a screen reader; `source`
    answers the Vega-Lite spec as JSON, with which the chart becomes live on hover; the block holds its table.
    """
    return render_to_string(
        "ui/chart.html",
        {
            "wide": drawn(wide),
            "narrow": drawn(narrow),
            "says": says,
            "caption": caption,
            "source": source,
            "table": inner(content),
        },
    )
