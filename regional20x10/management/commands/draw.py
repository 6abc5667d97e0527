"""`manage.py draw`: the gates and the states, drawn into the documentation from the tables that the code goes by."""

from itertools import pairwise

from django.core.management.base import BaseCommand
from django.utils import translation

from committees.models import REQUEST_MOVES
from committees.rights import who_may
from factories.gates import GATES
from factories.models.inspections import FINDING_MOVES
from factories.models.ladder import STATES
from factories.models.sizing import STUDY_STATES
from regional20x10 import env
from reports.models.reports import MOVES

PLACE = env.ROOT / "docs" / "gates.md"
HEAD = """# Gates and states

Written by `manage.py draw` from the tables of the code (`factories/gates.py`, `factories/models`, `reports/models`); a
test holds the two together. What each gate asks for is found out anew at every look; a requirement can be waived by a
committee member, with a reason and until a day.
"""


class Command(BaseCommand):
    """Writes docs/gates.md."""

    help = "Draw the gates and states into docs/gates.md."

    def handle(self, **options):
        PLACE.write_text(drawn(), encoding="utf-8")
        self.stdout.write(f"{PLACE.relative_to(env.ROOT)} written")


def drawn():
    """The page: a table and a diagram of the gates, then a diagram for each thing that has states."""
    with translation.override("en"):
        parts = [HEAD, _gates(), _order()]
        parts += [_states("Ten-day return", STATES), _states("Sizing study", STUDY_STATES)]
        parts += [_moves("Finding of an inspection", FINDING_MOVES), _moves("Annual report", MOVES)]
        parts += [_moves("Request between bodies", REQUEST_MOVES)]
        return "\n".join(parts)


def _gates():
    lines = [
        "## What each gate asks for\n",
        "| gate | requirement | who can supply it | waivable |",
        "|---|---|---|---|",
    ]
    for gate, rows in GATES.items():
        for row in rows:
            who = who_may(row.deed) if row.deed else "nobody yet"
            lines.append(f"| {gate.label} | {row.label} | {who} | {'yes' if row.waivable else 'no'} |")
    return "\n".join([*lines, ""])


def _order():
    lines = ["```mermaid", "flowchart LR"]
    gates = list(GATES)
    lines += [f"    {gate.value}[{gate.label}]" for gate in gates]
    lines += [f"    {first.value} --> {then.value}" for first, then in pairwise(gates)]
    lines += [f"    {gate.value}_{row.code}([{row.label}]) -.-> {gate.value}" for gate in gates for row in GATES[gate]]
    return "\n".join([*lines, "```", ""])


def _diagram(title, arrows):
    lines = [f"## {title}\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {start} --> {to}: {deed.replace('_', ' ')}" for start, deed, to in arrows]
    return "\n".join([*lines, "```", ""])


def _states(title, table):
    arrows = [(start.value, deed, to.value) for start, deeds in table.items() for deed, to in deeds.items()]
    return _diagram(title, arrows)


def _moves(title, table):
    arrows = [(start.value, deed, to.value) for deed, (starts, to, _said) in table.items() for start in starts]
    return _diagram(title, arrows)
