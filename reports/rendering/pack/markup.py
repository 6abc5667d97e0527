"""How a figure came about and what a fact says, as markup: for pages of the application and the pack alike.

Written here and not in a template, since one pack tells some 100,000 of each. Everything that is not ours is escaped.
"""

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regional20x10.shared import words
from regional20x10.templatetags import ui
from reports.definitions import published

PRINTED, SHOWN = 'font-family="Pretendard"', "font-family=\"Pretendard, 'Noto Sans KR', sans-serif\""
"""The font of a drawing: on paper it is there, on a screen perhaps not."""


def on_screen(svg):
    """A drawing for a screen, which may have other fonts."""
    return svg.replace(PRINTED, SHOWN)


class Markup:
    """The markup of lineages and facts, with the addresses of `to`, in the language of `site`."""

    def __init__(self, site, to):
        self.sealed, self.lineages, self.to = site.sealed, site.lineages, to
        self._own = {name: str(escape(said)) for name, said in _own_words().items()}
        self._kept = {}

    def kept(self, text):
        """`text`, escaped: the same few labels and sentences come again and again."""
        if text not in self._kept:
            self._kept[text] = str(escape(text))
        return self._kept[text]

    # --- figures -----------------------------------------------------------------------------------------------------
    def value(self, name):
        """The value of a figure: a colour with its mark."""
        said = self.lineages.said(name)
        value = self.sealed.figures[name]["value"] if name in self.sealed.figures else None
        if isinstance(value, str) and said == words.STATUS.get(value):
            return mark_safe(ui.status(value))  # noqa: S308 (markup of our own)
        return mark_safe(self.kept(said))  # noqa: S308

    def details(self, name):
        """A figure that opens on how it came about."""
        found = self.lineages.of(name)
        return (
            f'<details id="{escape(name)}"><summary><span>{self.kept(found.label)}</span> <b>{self.value(name)}</b>'
            f"</summary>\n{self.lineage(found)}</details>\n"
        )

    def folded(self, name):
        """A figure whose lineage stands on a page of its own."""
        label = self.kept(self.lineages.label(name.rpartition("/")[2]))
        return f'<p class="shut"><span>{label}</span> <b><a href="{self._href(name)}">{self.value(name)}</a></b></p>\n'

    def lineage(self, found, *, facts=True):
        """Formula, arithmetic, inputs, what is missing, facts (by name, if `facts`), and what rests on it."""
        parts = []
        if found.formula:
            source = published(found.source)
            source = f" <cite>{self.kept(source)}</cite>" if source else ""
            parts.append(f"<p>{self.kept(found.formula)}{source}</p>\n")
        if found.arithmetic:
            parts.append(f'<p class="sum">{escape(found.arithmetic)}</p>\n')
        if found.inputs:
            parts.append(self._list("inputs", self._inputs(found)))
        if found.missing:
            parts.append(self._list("missing", [self.kept(said) for said in found.missing]))
        if facts and found.facts:
            parts.append(self._line("facts", [self._fact_link(name) for name in found.facts]))
        if found.resting:
            parts.append(self._line("used", [self.link(row, found) for row in found.resting]))
        return mark_safe("".join(parts))  # noqa: S308

    def _list(self, own, items):
        return f"<p><b>{self._own[own]}</b></p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>\n"

    def _line(self, own, items):
        return f"<p><b>{self._own[own]}</b> {'; '.join(items)}</p>\n"

    def _href(self, name):
        return self.kept(self.to.figure(name))

    def _inputs(self, found):
        """What it is made of, a line for each subject: "Kujang: 77.1%; factories known: 3", the numbers links."""
        lines = {}
        for row in found.inputs:
            value = self.kept(row.words)
            if row.name in self.sealed.figures:
                value = f'<a href="{self._href(row.name)}">{value}</a>'
            same = row.name.endswith(f"/{found.key}")
            lines.setdefault(row.subject, []).append(value if same else f"{self.kept(row.label)}: {value}")
        return [self._line_of(subject, values) for subject, values in lines.items()]

    def _line_of(self, subject, values):
        return f"{self.kept(subject)}{': ' if values[0].startswith('<a') else ', '}{'; '.join(values)}"

    def link(self, row, found=None):
        """A figure as a link: whose it is and what it is of, but for what it shares with `found`."""
        subject, label = self.kept(row.subject), self.kept(row.label)
        if found and row.name.endswith(f"/{found.key}"):
            said = subject
        else:
            said = label if found and row.subject == found.subject_words else f"{subject}, {label}"
        return f'<a href="{self._href(row.name)}">{said}</a>'

    # --- facts -------------------------------------------------------------------------------------------------------
    def _fact_link(self, name):
        row = self.sealed.facts[name]
        said = ", ".join(filter(None, (self.lineages.kind(row["kind"]), self.lineages.moment(row["on"]))))
        return f'<a href="{self.kept(self.to.fact(name))}">{self.kept(said)}</a>'

    def fact(self, name, *, used=False):
        """What a fact says, its steps and its page; with the figures that rest on it, if `used`."""
        found = self.lineages.fact(name)
        head = escape(found.label)
        if found.version is not None:
            head += f", {self._version(found.version)}"
        if found.superseded:
            head += f' <span class="muted">{self._own["superseded"]}</span>'
        said = " · ".join(f"{self.kept(label)}: <b>{escape(value)}</b>" for label, value in found.said)
        steps = "".join(f"<li>{self._step(step)}</li>" for step in found.steps)
        steps = f'<ul class="plain">{steps}</ul>\n' if steps else ""
        last = [f'<a href="{escape(self.to.live(found.url))}">{self._own["page"]}</a>'] if found.url[:1] == "/" else []
        stated = self.lineages.stated.get(name, ()) if used else ()
        if stated:
            links = "; ".join(self.link(self.lineages.named(figure)) for figure in stated)
            last.append(f"<b>{self._own['used']}</b> {links}")
        return mark_safe(  # noqa: S308
            f'<article class="fact" id="{escape(name)}"><h3>{head}</h3>\n<p>{said}</p>\n'
            f"{steps}<p>{' · '.join(last)}</p></article>\n"
        )

    def _version(self, version):
        return self.kept(_("version %(version)s") % {"version": version})

    def _step(self, step):
        when = f', <time datetime="{self.kept(step.at)}">{self.kept(step.when)}</time>' if step.at else ""
        return f"{self.kept(step.words)}{f': {self.kept(step.by)}' if step.by else ''}{when}"


def _own_words():
    return {
        "inputs": _("Made of"), "missing": pgettext("of a figure", "Missing"), "facts": _("Facts"),
        "used": _("Used in"), "superseded": _("(superseded)"), "page": _("Its page in the application"),
    }  # fmt: skip
