"""Gates: what a factory needs before it may be built, commissioned, operated and counted, as data.

Each requirement says what must hold, who can supply it and where, and how it is found out. `manage.py draw` draws the
documentation's diagram from the same tables. Nothing here writes; passing and waiving are in actions/gates.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from committees.rights import Deed
from factories import (
    agreements,
    bases,
    closing,
    equipment,
    funds,
    inspections,
    norms,
    siting,
    sizing,
    standing,
    trials,
    workforce,
)
from factories.models import FactoryProject, Gate, GatePass, Waiver
from regional20x10.shared import clock, words

MET, MISSING, NO_DATA, WAIVED = "met", "missing", "no_data", "waived"


@dataclass(frozen=True)
class Finding:
    """How a requirement stands: its state, and a sentence with the evidence or with what is missing."""

    state: str
    said: str


def met(said):
    return Finding(MET, said)


def missing(said):
    return Finding(MISSING, said)


NOTHING_KNOWN = _("No data yet: %(what)s.")


def no_data(what):
    """A requirement whose evidence nobody can enter yet."""
    return Finding(NO_DATA, NOTHING_KNOWN % {"what": what})


class Facts:
    """What is known of a project at the end of `day`, each thing read when first asked for."""

    def __init__(self, project, day, **known):
        self.project, self.day = project, day
        self.moment = clock.end_of(day)
        self.__dict__ |= known

    @cached_property
    def study(self):
        return self._ours(sizing.in_force(self.project, self.moment))

    @cached_property
    def needs(self):
        return sizing.needs(self.study) if self.study else None

    @cached_property
    def site(self):
        return self._ours(siting.approved(self.project, self.moment))

    def _ours(self, row):
        """The row with the project that is here already, so that nothing is read twice."""
        if row is not None:
            row.project = self.project
        return row

    @cached_property
    def judgement(self):
        return siting.judged(self.site, self.needs, self.moment) if self.needs and self.site else None

    @cached_property
    def agreement(self):
        return agreements.state(self.project, self.moment)

    @cached_property
    def standing(self):
        return standing.on(self.day, [self.project.pk]).first()

    @cached_property
    def funds(self):
        return funds.of_project(self.project, self.day)

    @cached_property
    def equipment(self):
        return equipment.of_project(self.project, self.day)

    @cached_property
    def cover(self):
        return bases.of_project(self.project, self.day)

    @cached_property
    def workforce(self):
        return workforce.of_project(self.project, self.day)

    @cached_property
    def trials(self):
        """The trials.Trials: its trial operations and quality samples."""
        return trials.of_project(self.project, self.day)

    @cached_property
    def findings(self):
        """The inspections.Counts of its findings; None if it was never inspected."""
        return inspections.counts([self.project.pk], self.moment).get(self.project.pk)

    @cached_property
    def lessons(self):
        """What earlier years taught a factory like this, each with its check as known then."""
        return closing.lessons_for(self.project, self.moment)

    @cached_property
    def passes(self):
        return {row.gate: row for row in GatePass.objects.filter(project=self.project, at__lte=self.moment)}

    @cached_property
    def waivers(self):
        """{(gate, requirement): the waiver in force that ends last}."""
        rows = Waiver.objects.filter(project=self.project).in_force(self.day, self.moment).order_by("until", "pk")
        return {(row.gate, row.requirement): row for row in rows}


# --- how each requirement is found out -------------------------------------------------------------------------------
def _sized(facts):
    if not facts.study:
        return missing(_("No sizing study of this factory is approved."))
    slots = {"capacity": words.number(facts.study.chosen_t_year, 1), "day": words.day(facts.study.approved_at)}
    return met(_("%(capacity)s t a year, approved on %(day)s.") % slots)


def _sited(facts):
    if not facts.study:
        return missing(_("A site can be judged only once the size is approved."))
    if not facts.site:
        return missing(_("No site is approved."))
    failed = [condition.said for condition in facts.judgement.conditions if condition.state != "met"]
    if failed:
        return missing(
            _("The approved site %(site)s does not meet the needs: %(reasons)s")
            % {"site": facts.site.name, "reasons": " ".join(failed)}
        )
    return met(_("%(site)s meets all four conditions.") % {"site": facts.site.name})


def _agreed(facts):
    agreement = facts.agreement
    if agreement.revision is None:
        return missing(_("There is no design revision to sign."))
    if not agreement.open:
        return met(_("All three units signed revision %(letter)s.") % {"letter": agreement.revision.letter})
    said = {}
    for side, clause in agreement.open:
        said.setdefault(side, []).append(str(clause.get_kind_display()))
    parts = [
        _("the %(side)s has not signed: %(clauses)s") % {"side": side.label, "clauses": ", ".join(clauses)}
        for side, clauses in said.items()
    ]
    slots = {"letter": agreement.revision.letter, "parts": "; ".join(parts)}
    return missing(_("Revision %(letter)s is not agreed: %(parts)s.") % slots)


def _built(facts):
    row = facts.standing
    if row and row.finished_on:
        return met(_("All work was verified as finished on %(day)s.") % {"day": words.day(row.finished_on)})
    if row is None or row.verified_percent is None:
        return missing(_("No building work is verified."))
    return missing(
        _("%(verified)s of the building is verified, not 100%%.") % {"verified": words.percent(row.verified_percent)}
    )


def _utilities(facts):
    if facts.judgement is None:
        return missing(_("Power and water are measured against the need of an approved size at an approved site."))
    rows = [row for row in facts.judgement.conditions if row.code in ("power", "water")]
    failed = [row.said for row in rows if row.state != "met"]
    return missing(" ".join(failed)) if failed else met(" ".join(row.said for row in rows))


def _funded(facts):
    year = facts.project.plan.program_year.year
    amount = facts.funds.of_year(year)
    if not amount:
        return missing(_("No funds are allocated for %(year)s.") % {"year": year})
    slots = {"amount": words.number(amount, 2), "currency": facts.funds.currency, "year": year}
    return met(_("%(amount)s %(currency)s allocated for %(year)s.") % slots)


def _equipped(facts):
    if not facts.equipment.rows:
        return missing(_("No equipment is listed for this factory."))
    if facts.equipment.against:
        return missing(" ".join(facts.equipment.against))
    pieces = words.number(facts.equipment.needed)
    return met(_("All %(pieces)s pieces are installed, none below its reference level.") % {"pieces": pieces})


def _covered(facts):
    cover = facts.cover
    if not cover.linked:
        return no_data(_("no raw-material bases are linked"))
    if cover.percent is None:
        return no_data(_("the capacity of the factory, or what its bases supply, is not known"))
    return met(cover.said) if cover.enough else missing(cover.said)


def _no_critical(facts):
    found = facts.findings
    if found is None:
        return no_data(_("this factory was never inspected"))
    if not found.critical:
        return met(_("Inspected, and no critical finding is open."))
    return missing(
        ngettext(
            "%(count)s critical finding is not closed: who is to mend it says so, the inspection closes it.",
            "%(count)s critical findings are not closed: who is to mend them says so, the inspection closes them.",
            found.critical,
        )
        % {"count": words.number(found.critical)}
    )


def _tried(facts):
    row = facts.trials.latest
    if row is None:
        return missing(_("No trial operation is recorded."))
    slots = {"number": row.protocol, "day": words.day(row.ended_on)}
    if not row.passed:
        return missing(_("The latest trial operation, %(number)s of %(day)s, was not passed.") % slots)
    return met(_("The trial operation %(number)s was passed on %(day)s.") % slots)


def _staffed(facts):
    found = facts.workforce
    if not found.needed:
        return missing(_("The posts are not known: they follow from the approved size and the norms of the type."))
    slots = {"filled": words.number(found.filled), "needed": words.number(found.needed)}
    if found.filled is None:
        return missing(_("%(needed)s posts are to be filled, and no training is reported.") % slots)
    if not found.missing:
        return met(_("There are certified workers for all %(needed)s posts.") % slots)
    slots["trades"] = ", ".join(f"{row.trade.name} {words.number(row.missing)}" for row in found.short)
    return missing(_("Certified workers for %(filled)s of %(needed)s posts. Missing: %(trades)s.") % slots)


def _sampled(facts):
    rows = facts.trials.latest_samples
    if not rows:
        return missing(_("No quality sample is recorded."))
    said = {
        passed: ", ".join(
            _("%(product)s (%(number)s, %(day)s)")
            % {"product": norms.in_words(facts.project.factory_type, row.product), "number": row.certificate,
               "day": words.day(row.taken_on)}
            for row in rows if row.passed == passed
        )
        for passed in (True, False)
    }  # fmt: skip
    if said[False]:
        return missing(_("The latest sample was not passed: %(samples)s.") % {"samples": said[False]})
    return met(_("The latest sample of each product sampled was passed: %(samples)s.") % {"samples": said[True]})


def _checked(lesson):
    if lesson.checked is None:
        slots = {"year": lesson.program_year.year, "what": lesson.what}
        return missing(_("Not checked at this factory yet. In %(year)s it was learnt: %(what)s") % slots)
    slots = {"day": words.day(lesson.checked.at), "note": lesson.checked.note}
    if lesson.checked.holds:
        return met(_("Checked on %(day)s and in order: %(note)s") % slots)
    return missing(_("Checked on %(day)s and not in order: %(note)s") % slots)


def _produced(facts):
    """Whether the months looked at are reported, as the standing has it."""
    row, months = facts.standing, facts.project.plan.program_year.production_months
    if row is None or row.produced_until is None:
        return no_data(_("no production returns"))
    if row.operates_since is None:
        return missing(_("Months of production count from when the factory operates."))
    slots = {"reported": words.number(row.months_reported), "months": words.number(months),
             "until": words.day(row.produced_until, "YEAR_MONTH_FORMAT")}  # fmt: skip
    if row.months_reported < months:
        return missing(
            _("Of the last %(months)s months since it operates, %(reported)s are reported and verified.") % slots
        )
    return met(_("The last %(months)s months are reported and verified, until %(until)s.") % slots)


def _utilised(facts):
    row, least = facts.standing, facts.project.plan.program_year.utilisation_percent
    if row is None or not row.months_reported:
        return no_data(_("no production returns"))
    if row.utilisation_percent is None:
        return missing(_("The capacity of the factory is not known: it comes with the approved sizing."))
    slots = {"percent": words.percent(row.utilisation_percent), "least": words.percent(least, 0)}
    if row.utilisation_percent < least:
        return missing(_("Utilisation of these months is %(percent)s, not the %(least)s asked for.") % slots)
    return met(_("Utilisation of these months is %(percent)s; %(least)s is asked for.") % slots)


def _before(gate):
    def found(facts):
        row = facts.passes.get(gate)
        if row is None:
            return missing(_("The gate “%(gate)s” has not been passed.") % {"gate": gate.label})
        return met(_("“%(gate)s” was passed on %(day)s.") % {"gate": gate.label, "day": words.day(row.at)})

    return found


# --- the table -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Requirement:
    code: str
    label: str
    find: Callable
    deed: str = ""
    """Who can supply it: the posts that may do this."""
    route: str = ""
    """Where: the name of an address that takes the project's code."""
    waivable: bool = True


FINDINGS = Requirement("findings", _("No open critical finding"), _no_critical, Deed.INSPECT, "project_inspections")
"""Asked for when a factory is commissioned, and again before it operates: a finding may be made in between."""

GATES = {
    Gate.START: (
        Requirement("size", _("Sizing approved"), _sized, Deed.APPROVE_SIZE, "study_list"),
        Requirement("site", _("Site approved on all four conditions"), _sited, Deed.APPROVE_SITES, "site_list"),
        Requirement(
            "agreement", _("Three units signed the current revision"), _agreed, Deed.SIGN_AGREEMENT, "agreement"
        ),
        Requirement("funds", _("First-year funds allocated"), _funded, Deed.MANAGE_FUNDS, "project_funds"),
    ),
    Gate.COMMISSION: (
        Requirement("started", _("Building was allowed to start"), _before(Gate.START), waivable=False),
        Requirement("building", _("Building 100 % verified"), _built, Deed.VERIFY_RETURNS, "project"),
        FINDINGS,
        Requirement(
            "equipment", _("All equipment installed, none below its reference level"), _equipped,
            Deed.MANAGE_EQUIPMENT, "project_equipment",
        ),
        Requirement("utilities", _("Measured power and water as needed"), _utilities, Deed.PROPOSE_SITES, "site_list"),
    ),
    Gate.OPERATE: (
        Requirement("commissioned", _("The factory was commissioned"), _before(Gate.COMMISSION), waivable=False),
        FINDINGS,
        Requirement("trial", _("Trial operation passed"), _tried, Deed.RECORD_TRIALS, "project_trials"),
        Requirement(
            "raw_material", _("Raw material as far as the programme year asks"), _covered,
            Deed.MANAGE_BASES, "project_raw_material",
        ),
        Requirement(
            "workforce", _("Certified workers for every post"), _staffed, Deed.MANAGE_TRAINING, "project_workforce"
        ),
        Requirement("quality", _("A quality sample passed"), _sampled, Deed.SAMPLE_QUALITY, "project_trials"),
    ),
    Gate.COUNTS: (
        Requirement("operating", _("The factory operates"), _before(Gate.OPERATE), waivable=False),
        Requirement(
            "production", _("The last monthly production returns are verified"), _produced, Deed.ENTER_PRODUCTION,
            "project_production", waivable=False,
        ),
        Requirement(
            "utilisation", _("Utilisation of these months high enough"), _utilised, Deed.ENTER_PRODUCTION,
            "project_production", waivable=False,
        ),
    ),
}  # fmt: skip
"""What each gate asks for, in the order in which it is shown."""

DECIDED = (Gate.START, Gate.COMMISSION, Gate.OPERATE)
"""Gates that a project passes by a decision; whether it counts follows from the facts alone."""
DECIDED_CHOICES = [(gate.value, gate.label) for gate in DECIDED]


def asked(facts, gate):
    """What the gate asks of this project: the table's, and what earlier years taught until the gate is passed."""
    taught = [] if gate.value in facts.passes else [row for row in facts.lessons if row.gate == gate]
    return [*GATES[gate], *map(_taught, taught)]


def _taught(lesson):
    """What a lesson asks for at its gate."""
    return Requirement(lesson.code, lesson.asked, lambda facts: _checked(lesson), Deed.CHECK_LESSONS, "project_lessons")


def requirement(gate, code, facts=None):
    """The requirement of that code, None if the gate has none such; with `facts`, those of lessons too."""
    rows = asked(facts, gate) if facts else GATES[gate]
    return next((row for row in rows if row.code == code), None)


# --- how a project stands at its gates -------------------------------------------------------------------------------
@dataclass
class Standing:
    """One requirement of one project on one day."""

    requirement: Requirement
    finding: Finding
    waiver: Waiver | None
    project: FactoryProject

    @property
    def url(self):
        """Where the requirement is supplied; nothing where nobody can yet."""
        return reverse(self.requirement.route, args=[self.project.code]) if self.requirement.route else ""

    @property
    def state(self):
        return WAIVED if self.waiver and self.finding.state != MET else self.finding.state

    @property
    def holds(self):
        return self.state in (MET, WAIVED)


@dataclass
class GateState:
    """One gate of one project on one day."""

    gate: Gate
    passed: GatePass | None
    requirements: list = field(default_factory=list)

    @property
    def missing(self):
        """The sentences of what neither holds nor is waived."""
        return [str(row.finding.said) for row in self.requirements if not row.holds]

    @property
    def brought_in(self):
        """Whether it counts as passed because building had begun before this record: nothing here was its evidence."""
        return bool(self.passed) and any(row["code"] == "brought_in" for row in self.passed.evidence)

    @property
    def held(self):
        """How many requirements are met or waived."""
        return sum(row.holds for row in self.requirements)

    @property
    def mark(self):
        """Its word among the gate marks: passed, condition, void, progress or open."""
        waived = any(row.state == WAIVED for row in self.requirements)
        if self.passed or (self.gate not in DECIDED and not self.missing):
            return "void" if self.missing and not self.brought_in else "condition" if waived else "passed"
        return "progress" if any(row.holds for row in self.requirements) else "open"


def states(project, day, **known):
    """[GateState] of every gate at the end of `day`; `known`: Facts that the caller has read already."""
    facts = Facts(project, day, **known)
    return [state_of(facts, gate) for gate in GATES]


def of_projects(projects, day):
    """{pk: [GateState]} of `projects`, rows of FactoryProject with type, county and year. As many queries for many."""
    rows, pks, moment = list(projects), [row.pk for row in projects], clock.end_of(day)
    studies, sites = sizing.in_force_of(pks, moment), siting.approved_of(pks, moment)
    measured = siting.measured([row.pk for row in sites.values()], moment)
    known = {
        "standing": standing.standings(day, pks), "funds": funds.of_projects(rows, day),
        "equipment": equipment.of_projects(rows, day), "cover": bases.of_projects(rows, day),
        "workforce": workforce.of_projects(rows, day), "trials": trials.of_projects(rows, day),
        "findings": inspections.counts(pks, moment), "agreement": agreements.states(rows, moment),
        "lessons": closing.lessons_of(rows, moment),
        "passes": _by_project(GatePass.objects.filter(at__lte=moment), pks),
        "waivers": _by_project(Waiver.objects.in_force(day, moment).order_by("until", "pk"), pks),
    }  # fmt: skip
    found = {}
    for row in rows:
        facts = Facts(row, day, **{name: of.get(row.pk) for name, of in known.items()})
        facts.__dict__ |= {"study": facts._ours(studies.get(row.pk)), "site": facts._ours(sites.get(row.pk))}
        if facts.needs and facts.site:
            facts.judgement = siting.judged(facts.site, facts.needs, moment, measured.get(facts.site.pk, {}))
        found[row.pk] = [state_of(facts, gate) for gate in GATES]
    return found


def _by_project(rows, projects):
    """{project pk: {gate, or (gate, requirement): row}}, an empty one too for each of the projects."""
    found = {pk: {} for pk in projects}
    for row in rows.filter(project__in=projects):
        key = (row.gate, row.requirement) if isinstance(row, Waiver) else row.gate
        found[row.project_id][key] = row
    return found


def missing_for(project, gate, day):
    """What stands against passing `gate`: all the sentences, none if nothing does."""
    return state_of(Facts(project, day), gate).missing


def state_of(facts, gate):
    rows = [
        Standing(row, row.find(facts), facts.waivers.get((gate.value, row.code)), facts.project)
        for row in asked(facts, gate)
    ]
    return GateState(gate, facts.passes.get(gate.value), rows)
