"""The parts every page is made of. Loaded as a builtin: no template needs `{% load %}`.

Filters write figures and dates (None becomes a dash with hidden words, never zero); tags write marks, small graphics
and the shared fragments in templates/ui. The page /patterns/ shows each of them.
"""

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regional20x10.shared import graphics, words

register = template.Library()

NAVIGATION = [
    ("overview", gettext_lazy("Overview")),
    ("board", gettext_lazy("Board")),
    ("county_list", gettext_lazy("Counties")),
    ("project_list", gettext_lazy("Projects")),
    ("supply_list", gettext_lazy("Supplies")),
    ("operating_list", gettext_lazy("Production")),
    ("committee", gettext_lazy("Committee")),
    ("period_board", gettext_lazy("Periods")),
    ("desk", gettext_lazy("My desk")),
    ("verification", gettext_lazy("Verification")),
    ("report_list", gettext_lazy("Reports")),
    ("data", gettext_lazy("Data")),
]
"""The masthead: (name of the URL, words). A name that has no URL is left out."""


# --- figures and dates -----------------------------------------------------------------------------------------------
def or_dash(text, missing=None):
    """The text, or a dash which a screen reader hears as words."""
    if text is None or text == "":
        return format_html(
            '<span class="muted" aria-hidden="true">{}</span><span class="vh">{}</span>',
            words.EN_DASH,
            missing or _("not reported"),
        )
    return text


@register.filter
def dash(value, missing=None):
    """{{ value|dash }}, {{ value|dash:_("no cause given") }}"""
    return or_dash(value, missing)


@register.filter
def number(value, places=0):
    """{{ 1234|number }} 1,234; {{ x|number:1 }}"""
    return or_dash(words.number(value, places))


@register.filter
def amount(value):
    """{{ 60.5|amount }} 60.5: a measured quantity, two decimals at most"""
    return or_dash(words.amount(value), _("not known"))


@register.filter
def percent(value, places=1):
    """{{ 64|percent }} 64.0%: takes 0 to 100."""
    return or_dash(words.percent(value, places))


@register.filter
def chance(value):
    """{{ 0.07|chance }} 7%: takes 0 to 1."""
    return or_dash(words.chance(value))


@register.filter
def points(value, places=1):
    """{{ -27.2|points }} −27.2: a signed difference; a shortfall is marked."""
    text = words.points(value, places)
    if text is not None and text.startswith(words.MINUS):
        return format_html('<span class="neg">{}</span>', text)
    return or_dash(text)


@register.filter
def signed(value, places=0):
    """{{ 9|signed }} +9: a signed number without judgement, such as days of change."""
    return or_dash(words.points(value, places))


@register.filter
def day(value, form=None):
    """{{ date|day }} 31 Dec 2026; {{ date|day:"short" }} 31 Dec; {{ date|day:"month" }} December 2026"""
    forms = {"short": "MONTH_DAY_FORMAT", "month": "YEAR_MONTH_FORMAT"}
    return or_dash(words.day(value, forms.get(form, "DATE_FORMAT")), _("no date"))


@register.filter
def moment(value):
    """{{ datetime|moment }} 10 Oct 2026, 18:00"""
    return or_dash(words.moment(value), _("no date"))


@register.simple_tag
def span(first, last):
    """{% span period.first_on period.last_on %} 1–10 Oct 2026"""
    return or_dash(words.span(first, last), _("no date"))


@register.filter
def days_late(value):
    """{{ 3|days_late }} 3 days late; 0 on time; −2: 2 days early"""
    return or_dash(words.days_late(value), _("not known"))


@register.filter
def days_left(value):
    """{{ 3|days_left }} in 3 days; 0 today; −2: 2 days ago"""
    return or_dash(words.days_left(value), _("no date"))


@register.filter
def item(mapping, key):
    """{{ mapping|item:key }}"""
    return mapping.get(key) if mapping else None


# --- marks and small graphics ----------------------------------------------------------------------------------------
@register.simple_tag
def icon(name, css=""):
    """{% icon "print" %}, {% icon "check" "ic-14" %}: always decoration; words stand beside it."""
    css = f"ic {css}" if css else "ic"
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
def status(state, text=None, css=""):
    """{% status "risk" %}: shape and word. Other words may replace its own: {% status "miss" sentence "st-lg" %}"""
    state = state if state in words.STATUS else "none"
    css = f"st st-{state} {css}" if css else f"st st-{state}"
    return format_html('<span class="{}">{}{}</span>', css, icon(state), text or words.STATUS[state])


@register.filter
def status_word(state):
    """{{ "risk"|status_word }} At risk"""
    return words.STATUS.get(state, words.STATUS["none"])


@register.filter
def facility(code):
    """{{ "service_centre"|facility }} service centre"""
    return words.FACILITY.get(code, code)


@register.simple_tag
def below_reference(count, css="sub"):
    """{% below_reference standing.equipment_below %}: mark and words where equipment is below its reference level.

    Stands everywhere the project is; nothing where none is below, or nobody knows.
    """
    if not count:
        return ""
    said = ngettext(
        "%(count)s equipment item below the reference level",
        "%(count)s equipment items below the reference level",
        count,
    )
    words_ = said % {"count": words.number(count)}
    return format_html('<span class="{} late-tag">{} {}</span>', css, icon("warn", "ic-14"), words_)


@register.simple_tag
def gate_mark(state, text=None):
    """{% gate_mark "passed" %}; states: passed, progress, stopped, void, condition, open."""
    state = state if state in words.GATE else "open"
    name, word = words.GATE[state]
    if text:
        word = format_html('<span class="vh">{}: </span>{}', word, text)
    return format_html('<span class="gate gate-{}">{}<span>{}</span></span>', state, icon(name), word)


@register.simple_tag
def return_state(state):
    """{% return_state "verified" %}: mark and word of a ten-day return's state."""
    name, word = words.RETURN[state]
    return format_html('<span class="gate ret-{}">{}<span>{}</span></span>', state, icon(name), word)


@register.simple_tag
def bullet(done, planned=None):
    """{% bullet verified planned %}: share, points to plan, bar with the plan's tick. Both 0 to 100."""
    gap = None if done is None or planned is None else float(done) - float(planned)
    return format_html(
        '<span class="blt"><span class="nb"><b>{}</b></span>{}<span class="nb muted gap">{}</span></span>',
        percent(done),
        graphics.bar(done, planned),
        "" if gap is None else words.points(gap),
    )


@register.simple_tag
def meter(value, target=None, low=None, width=110, full=100):
    """{% meter cover 70 %}: a bar with a tick at the target; red under `low`, orange under the target."""
    css = "bar"
    if value is not None and low is not None and float(value) < float(low):
        css = "bar-bad"
    elif value is not None and target is not None and float(value) < float(target):
        css = "bar-warn"
    return graphics.bar(value, target, width=width, full=full, css=css)


@register.simple_tag
def progress_bar(done, total):
    """{% progress_bar job.done job.total %}: as wide as its place."""
    share = 0 if not total else 100 * float(done) / float(total)
    return format_html(
        '<svg class="mini" viewBox="0 0 400 8" preserveAspectRatio="none" width="100%" height="8" aria-hidden="true">'
        '<rect class="trk" width="400" height="8"/><rect class="bar" width="{}" height="8"/></svg>',
        f"{4 * min(100, share):.0f}",
    )


@register.simple_tag
def distbar(counts):
    """{% distbar counts %}: counts is {state: number}; the page's only key of states."""
    keys = [
        format_html(
            '<li class="st st-{}">{}<span>{} <b>{}</b></span></li>', state, icon(state), word, counts.get(state, 0)
        )
        for state, word in words.STATUS.items()
        if counts.get(state) or state != "none"
    ]
    return format_html(
        '<div class="dist">{}<ul class="plain dist-key">{}</ul></div>',
        graphics.distribution(counts),
        format_html("{}" * len(keys), *keys),
    )


@register.simple_tag
def axis_head(axis):
    """{% axis_head axis %}: the months over a column of whiskers; axis is a graphics.DateAxis made in the view."""
    return axis.head()


@register.simple_tag
def whisker(axis, low, middle, high, state):
    """{% whisker axis row.low row.middle row.high row.state %}: forecast date with its 80 % range."""
    if middle is None:
        text = short = _("No forecast")
    elif low is None or high is None:
        text = short = words.day(middle)
    else:
        facts = {"middle": words.day(middle), "low": words.day(low), "high": words.day(high)}
        text = _("Middle %(middle)s, range %(low)s to %(high)s") % facts
        brief = {
            key: words.day(value, "MONTH_DAY_FORMAT" if value.year == axis.due.year else "DATE_FORMAT")
            for key, value in (("middle", middle), ("low", low), ("high", high))
        }
        short = _("Finish %(middle)s, range %(low)s to %(high)s") % brief
    return format_html(
        '{}<span class="vh wh-sr">{}</span><span class="wh-txt" aria-hidden="true">{}</span>',
        axis.row(low, middle, high, state),
        text,
        short,
    )


# --- addresses -------------------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def navigation(context):
    """The masthead's entries as dicts: url, words, current, count."""
    request, counts = context.get("request"), context.get("nav_counts") or {}
    post = getattr(context.get("user"), "post", None)
    path = request.path if request else ""
    entries = []
    for name, label in NAVIGATION:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if name == "verification" and post and not (post.may("verify_returns") or post.may("accept_returns")):
            continue
        current = path == url or (name != "overview" and path.startswith(url))
        entries.append({"url": url, "label": label, "current": current, "count": counts.get(name)})
    return entries


@register.simple_tag(takes_context=True)
def other_language(context):
    """The same page in the other language: {code, name, url}."""
    request = context.get("request")
    code = "ko" if translation.get_language() != "ko" else "en"
    here = request.get_full_path() if request else "/"
    url = translate_url(here, code)
    if url == here:  # a page outside the language prefixes
        url = f"/{code}/"
    return {"code": code, "name": words.LANGUAGE[code], "url": url}


@register.simple_tag
def build(name):
    """{% build "app.css" %}: the address of a built file, also where the manifest lacks it: error pages must stand."""
    try:
        return staticfiles_storage.url(f"build/{name}")
    except ValueError:
        return f"{settings.STATIC_URL}build/{name}"


@register.simple_tag(takes_context=True)
def sort_header(context, key, label, css="", parameter="sort"):
    """{% sort_header "chance" _("Chance") "num" %}: a column head that sorts by a link, and back by a second press."""
    query = context["request"].GET.copy()
    now = query.get(parameter, "")
    query[parameter] = f"-{key}" if now == key else key
    query.pop("page", None)
    state = {key: "ascending", f"-{key}": "descending"}.get(now)
    return format_html(
        '<th scope="col" role="columnheader" class="{}"{}><a class="sort-link" href="?{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', state) if state else "",
        query.urlencode(),
        label,
        icon("chev") if state else "",
    )
