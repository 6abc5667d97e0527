"""Workbooks that were handed in: what each would change, and everything that stands against it, judged as of now.

A batch keeps what its file said as plain values; they are judged anew whenever they are shown or confirmed, so that a
period that closed meanwhile, or a waybill reported meanwhile, is seen.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from factories import contents, deadlines, doubts, judging, plausibility, prior, workbooks
from factories.judging import Judged, Known, Said
from factories.models import FactoryProject, ReturnBatch, State, StatusReturn

PARTS = ["deliveries", "expenditures", "equipment", "incidents", "delays"]


# --- what would change -----------------------------------------------------------------------------------------------
@dataclass
class Change:
    """What a sheet would make of one project's return."""

    project: FactoryProject
    entry: dict
    said: Said
    known: Known
    judged: Judged
    standing: StatusReturn | None
    """The version that it replaces."""
    draft: StatusReturn | None
    """A draft that somebody writes on the page; its photos are counted as photo_count."""
    sent_back: StatusReturn | None
    """The version that was sent back and not corrected since: its note is to be looked at."""
    newest: int
    same: bool
    """It says what the standing version says: nothing is written."""

    @property
    def last(self):
        """Physical progress of the last period; None without one."""
        lines = {pk: (percent, "") for pk, percent in self.known.last.items()}
        return plausibility.physical(Said(lines=lines), self.known)

    @property
    def percent(self):
        return plausibility.physical(self.said, self.known)

    @property
    def counts(self):
        """{part: how many rows}."""
        return {name: len(getattr(self.said, name)) for name in PARTS}

    @property
    def asked(self):
        """Sentences of what looks wrong but may be right: it does not stand against the workbook."""
        names = {("package", row.pk): row.name for row in self.known.packages}
        names |= {("item", pk): item.name for pk, item in self.known.items.items()}
        told = [
            f"{names.get((kind, row[kind]), '')}: {doubts.told(row)}"
            for row in self.judged.questions if not row.get("answer")
            for kind in ("package", "item") if kind in row
        ]  # fmt: skip
        return told + [plausibility.told(warning) for warning in self.judged.warnings]


@dataclass
class Preview:
    """A batch beside what is known now."""

    changes: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    """[{sheet, cell, said}], in the order of the workbook."""

    @property
    def written(self):
        return [change for change in self.changes if not change.same]

    @property
    def drafts(self):
        """The drafts that confirming throws away."""
        return [change.draft for change in self.written if change.draft]


def preview(batch, day):
    """The Preview of a batch on `day`. The same number of queries however many projects it has."""
    entries, period = batch.content, batch.period
    projects = _projects([entry["project"] for entry in entries])
    entries = [entry for entry in entries if entry["project"] in projects]
    versions = workbooks.bases(projects, period)
    given = {entry["project"]: contents.said(entry) for entry in entries}
    wanted = [(projects[pk], period, versions.get(pk, (0, 0))[1] + 1) for pk in given]
    waybills = [(row["supplier_id"], row["waybill"]) for one in given.values() for row in one.deliveries]
    known = prior.known(wanted, waybills)
    standing, drafts, sent_back = _standing(projects, period), _drafts(projects, period), _sent_back(projects, period)
    found = Preview()
    for entry in entries:
        pk = entry["project"]
        row = standing.get(pk)
        same = row is not None and contents.same(contents.said_by(row), given[pk])
        judged = Judged() if same else judging.judge(given[pk], known[pk])
        found.changes.append(
            Change(
                projects[pk], entry, given[pk], known[pk], judged, standing=row, draft=drafts.get(pk),
                sent_back=sent_back.get(pk), newest=versions.get(pk, (0, 0))[1], same=same,
            )
        )  # fmt: skip
    found.problems = _in_order([*batch_problems(batch), *_against(found.written, batch, day)], batch)
    return found


def same_file(batch):
    """The last workbook of the same content that the same post handed in before; None without one."""
    rows = ReturnBatch.objects.filter(sha256=batch.sha256, read_by=batch.read_by_id, pk__lt=batch.pk).defer("content")
    return rows.order_by("-pk").first()


def batch_problems(batch):
    """What stood in the file itself, whatever is known."""
    return [row for row in batch.problems if row.get("of") == "file"]


def _projects(keys):
    rows = FactoryProject.objects.filter(pk__in=keys).select_related(
        "plan__county__province", "plan__program", "factory_type", "construction_unit"
    )
    return {row.pk: row for row in rows}


def _standing(projects, period):
    rows = StatusReturn.objects.filter(project__in=projects, period=period)
    rows = rows.filter(submitted_at__isnull=False, returned_at__isnull=True).order_by("project", "-version")
    rows = rows.distinct("project").select_related("submitted_by").prefetch_related(
        "lines", "delays", "deliveries", "expenditures", "equipment_lines", "incidents", "photos",
    )  # fmt: skip
    return {row.project_id: row for row in rows}


def _sent_back(projects, period):
    """Those whose newest version, a draft apart, was sent back."""
    rows = StatusReturn.objects.filter(project__in=projects, period=period).exclude(state=State.DRAFT)
    newest = rows.order_by("project", "-version").distinct("project")
    return {row.project_id: row for row in newest if row.state == State.RETURNED}


def _drafts(projects, period):
    rows = StatusReturn.objects.filter(project__in=projects, period=period, state=State.DRAFT)
    rows = rows.select_related("saved_by__organization", "saved_by__county", "saved_by__province")
    return {row.project_id: row for row in rows.annotate(photo_count=Count("photos"))}


# --- what stands against it ------------------------------------------------------------------------------------------
def _against(changes, batch, day):
    started = deadlines.started([change.project for change in changes])
    mine = _mine(batch, changes)
    closings = deadlines.closings([change.project for change in changes], [batch.period], day)
    for change in changes:
        entry = change.entry
        deadline = closings[change.project.pk, batch.period.pk]
        for text in _against_project(change, batch.period, day, started, mine, deadline):
            yield {"sheet": entry["sheet"], "cell": "A1", "said": text}
        broken = set(entry["broken"]) | ({"delays"} if any(map(_of_a_delay, entry["broken"])) else set())
        for name, sentences in change.judged.fields.items():
            for sentence in dict.fromkeys(sentences) if name not in broken else ():
                yield {"sheet": entry["sheet"], "cell": entry["cells"].get(name, "A1"), "said": str(sentence)}
    yield from _waybills_twice(changes)


def _of_a_delay(field):
    return field.startswith("delay_")


def _mine(batch, changes):
    """The projects that the post may report on today: the county or the builder may have changed."""
    keys = [change.project.pk for change in changes]
    rows = workbooks.projects_of(batch.read_by, county=batch.county) if batch.read_by else FactoryProject.objects
    return set(rows.filter(pk__in=keys).values_list("pk", flat=True))


def _against_project(change, period, day, started, mine, deadline):
    code = change.project.code
    if change.project.pk not in mine:
        yield _("Your post does not report on the factory %(code)s: take its sheet out.") % {"code": code}
    yield from deadlines.unready(started=change.project.pk in started, planned=bool(change.known.packages))
    yield from deadlines.refusals(change.project, period, day, deadline)
    now = change.standing.version if change.standing else 0
    if now != change.entry["base"]:
        slots = {"version": now, "code": code}
        yield (
            _(
                "Version %(version)s of the return of %(code)s was submitted after this workbook was made: fetch a new "
                "workbook and copy your figures into it."
            )
            if now
            else _("The return of %(code)s that this workbook corrects was sent back: fetch a new workbook.")
        ) % slots
    if change.draft and change.draft.photo_count:
        slots = {"code": code, "post": change.draft.saved_by}
        yield (
            _("There is a draft of %(code)s with photos, by %(post)s: submit that one, or discard it, on its own page.")
            % slots
        )


def _waybills_twice(changes):
    """A waybill in two sheets: the file itself contradicts it."""
    first = {}
    for change in changes:
        entry = change.entry
        for number, row in enumerate(change.said.deliveries, 1):
            place = (entry["sheet"], entry["cells"].get(f"delivery_{number}", "A1"))
            other = first.setdefault((row["supplier_id"], row["waybill"]), place)
            if other[0] != place[0] and row["supplier_id"] and row["waybill"]:
                slots = {"waybill": row["waybill"], "sheet": other[0], "cell": other[1]}
                said = _(
                    "Waybill %(waybill)s of this supplier is in sheet %(sheet)s, cell %(cell)s, too: give it once."
                )
                yield {"sheet": place[0], "cell": place[1], "said": said % slots}


def _in_order(problems, batch):
    """As the sheets stand in the workbook, then down the rows."""
    sheets = {}
    for row in (*batch.content, *problems):
        sheets.setdefault(row["sheet"], len(sheets))
    return sorted(problems, key=lambda row: (sheets[row["sheet"]], _place(row["cell"])))


def _place(cell):
    found = re.match(r"([A-Z]*)([0-9]*)", cell)
    return (int(found[2] or 0), found[1])


# --- what was built on a confirmed one -------------------------------------------------------------------------------
def built_on(rows):
    """Why a batch with these returns cannot be undone: a sentence for each thing that was built on it."""
    reasons = []
    for row in rows:
        slots = {"code": row.project.code, "state": row.get_state_display()}
        if row.state != State.SUBMITTED:
            reasons.append(_("The return of %(code)s is %(state)s: correct it by a new version.") % slots)
    newer, later = _after(rows)
    reasons += [
        _("Version %(version)s of the return of %(code)s was begun on it: correct that one.")
        % {"version": row.version, "code": row.project.code}
        for row in newer
    ]
    reasons += [
        _("The return of %(code)s for %(period)s was begun after it: correct this one by a new version.")
        % {"code": row.project.code, "period": row.period.label}
        for row in later
    ]
    return reasons


def _after(rows):
    """(newer versions, returns of later periods) of the projects of these returns, without those sent back."""
    if not rows:
        return [], []
    mine, period = {row.project_id: row.version for row in rows}, rows[0].period
    others = StatusReturn.objects.filter(project__in=mine, period__ends_on__gte=period.ends_on)
    others = others.exclude(state=State.RETURNED).exclude(pk__in=[row.pk for row in rows])
    found = list(others.select_related("project", "period").order_by("project__code", "period__ends_on", "version"))
    newer = [row for row in found if row.period_id == period.pk and row.version > mine[row.project_id]]
    return newer, [row for row in found if row.period_id != period.pk]
