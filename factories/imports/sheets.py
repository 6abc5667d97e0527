"""One sheet of a workbook of returns, read: each box as a value, or a problem with its cell."""

from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter, range_boundaries

from committees.models import Organization, OrganizationKind
from factories import contents, workbooks
from factories.imports import archives, cells
from factories.models import EquipmentItem, Material, MaterialOrder, StatusReturn, WorkPackage
from factories.workbooks import FIRST_BOX, MACHINE

MOST_COLUMNS = 9
MOST_PEOPLE = 2**31 - 1
MOST_PIECES = 2**15 - 1
LARGEST = Decimal(10) ** 12
FIELDS = {
    "package": "package_{}", "delay": "delay_{}", "delivery": "delivery row {}", "expenditure": "expenditure_{}",
    "equipment": "equipment_{}", "incident": "incident row {}", "value": "{}",
}  # fmt: skip
"""{kind of row: the field by which factories/judging.py calls it}."""


def rows_of(sheet):
    """The rows of a sheet within the caps. Raises Unreadable where its XML does not hold."""
    try:
        yield from islice(sheet.iter_rows(max_row=archives.MOST_ROWS, max_col=MOST_COLUMNS), archives.MOST_ROWS)
    except Exception as error:  # whatever a broken reference or style makes of the library: the file is at fault
        raise archives.Unreadable(archives.damaged()) from error


class Lists:
    """What words of lists stand for, and what belongs to each project: five queries for any number of them."""

    def __init__(self, projects):
        self.words = {name: {} for name in workbooks.words()}
        for lists in workbooks.in_every_language(workbooks.words):
            for name, rows in lists.items():
                self.words[name] |= {cells.key(value): value for value, _word in rows}
                self.words[name] |= {cells.key(word): value for value, word in rows}
        self.words["supplier"] = _by_name(Organization.objects.filter(kind=OrganizationKind.SUPPLIER))
        self.words["material"] = _by_name(Material.objects.all())
        keys = [project.pk for project in projects]
        self.packages = _by_project(WorkPackage.objects.filter(project__in=keys).order_by("order"))
        self.items = _by_project(EquipmentItem.objects.filter(project__in=keys))
        self.orders = {
            (order.project_id, cells.key(order.reference)): order.pk
            for order in MaterialOrder.objects.filter(project__in=keys).in_force().order_by("-pk")
        }


def _by_name(rows):
    """{word: pk}: by the code, as the list shows it, and by a name that only one has."""
    rows, names, found = list(rows), {}, {}
    for row in rows:
        for name in {row.name_en, row.name_ko} - {""}:
            names.setdefault(cells.key(name), []).append(row.pk)
    found = {name: keys[0] for name, keys in names.items() if len(keys) == 1}
    for row in rows:
        found[cells.key(row.code)] = row.pk
        found |= {cells.key(f"{row.code} · {name}"): row.pk for name in (row.name_en, row.name_ko)}
    return found


def _by_project(rows):
    found = {}
    for row in rows:
        found.setdefault(row.project_id, {})[row.pk] = row
    return found


class Grid:
    """The rows of a sheet by their keys; `strays` are rows where something stands that nothing asks for."""

    def __init__(self, sheet, merged):
        self.head, self.rows, self.strays, self.twice = None, {}, [], []
        self.merged = [bounds for bounds in map(_bounds, merged) if bounds]
        for number, row in enumerate(rows_of(sheet), 1):
            key = row[0].value if row else None
            if number == 1:
                self.head = _head(key)
            elif key is None or not (key == "-" or workbooks.boxes(str(key))):
                self.strays += [number] if any(cell.value not in (None, "") for cell in row) else []
            elif key in self.rows:
                self.twice.append(number)
            elif key != "-":
                self.rows[str(key)] = (number, row)

    def merge_over(self, row, column):
        """The merged range that covers a cell, as D12:E13; “” if none."""
        for left, top, right, bottom in self.merged:
            if left <= column <= right and top <= row <= bottom:
                return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        return ""


def _bounds(text):
    try:
        found = range_boundaries(text)
    except (ValueError, TypeError):
        return None
    return found if None not in found else None


def _head(key):
    """(layout, period, base, project code) of a sheet of ours, else None."""
    parts = str(key or "").split("|", 4)
    return tuple(parts[1:]) if len(parts) == 5 and parts[0] == MACHINE else None


def _field(key):
    """The field by which factories/judging.py calls what a row says; those of lists are numbered as they are filled."""
    kind, _colon, which = key.partition(":")
    return FIELDS[kind].format(which)


def read(title, grid, project, lists, say):
    """The entry that a sheet makes in a batch's content; None where no box is filled. `say(cell, sentence)` of each."""
    return _Sheet(title, grid, project, lists, say).read()


class _Sheet:
    def __init__(self, title, grid, project, lists, say):
        self.grid, self.project, self.lists, self.say = grid, project, lists, say
        base = grid.head[2]
        self.entry = contents.blank(project, title, int(base) if base.isascii() and base.isdigit() else 0)
        self.filled = False
        """Whether anything stands in a box, whether it can be read or not."""
        self.broken = set()
        """Keys of rows with a box that cannot be read."""

    def read(self):
        rows = [(key, self._boxes(key, *place)) for key, place in self.grid.rows.items()]
        if not self.filled:
            return None
        for number in self.grid.strays:
            self.say(f"B{number}", _("This row is none of the form and is not read: take it out."))
        for number in self.grid.twice:
            self.say(f"B{number}", _("This row stands in the sheet twice: take one out."))
        self._check_rows()
        take = {
            "package": self._package, "value": self._answer, "delay": self._delay, "delivery": self._delivery,
            "expenditure": self._expenditure, "equipment": self._equipment, "incident": self._incident,
        }  # fmt: skip
        for key, values in rows:
            kind, _colon, which = key.partition(":")
            take[kind](key, which, values)
        self._check_pace()
        self.entry["broken"] = sorted(map(_field, self.broken))
        return self.entry

    # --- boxes -------------------------------------------------------------------------------------------------------
    def _boxes(self, key, number, row):
        """{box: value} of a row; a problem for each that cannot be read."""
        values, kind = {}, key.partition(":")[0]
        for column, box in enumerate(workbooks.boxes(key), FIRST_BOX + 1):
            cell = row[column - 1] if column <= len(row) else None
            values[box.name] = None
            self.filled |= cell is not None and cell.value not in (None, "")
            try:
                if merged := self.grid.merge_over(number, column):
                    said = _("The cells %(cells)s are merged: split them and write each value in its own cell.")
                    raise cells.Unclear(said % {"cells": merged})
                values[box.name] = self._value(box, cell, kind)
            except cells.Unclear as unclear:
                self.broken.add(key)
                self.say(f"{get_column_letter(column)}{number}", unclear)
        self.entry["cells"][_field(key)] = f"C{number}"
        return values

    def _value(self, box, cell, kind):
        match box.kind:
            case "percent":
                return cells.number(cell, percent=True)
            case "amount":
                return cells.number(cell, largest=LARGEST)
            case "whole":
                return cells.whole(cell, largest=MOST_PIECES if kind == "equipment" else MOST_PEOPLE)
            case "day":
                return cells.day(cell)
            case "choice":
                return cells.choice(cell, self.lists.words.get(box.of, {}))
        return cells.text(cell, longest=box.longest)

    def _check_rows(self):
        """Every work package and machine of the project has its row, and no other."""
        here = {"package": self.lists.packages, "equipment": self.lists.items}
        for kind, known in here.items():
            wanted = {f"{kind}:{pk}": row for pk, row in known.get(self.project.pk, {}).items()}
            for key in [key for key in self.grid.rows if key.startswith(f"{kind}:") and key not in wanted]:
                number, _row = self.grid.rows[key]
                self.broken.add(key)
                self.say(
                    f"B{number}", _("This row is of another factory, or is no longer planned: fetch a new workbook.")
                )
            for key in sorted(wanted.keys() - self.grid.rows.keys()):
                self.broken.add(key)
                said = _("The row “%(name)s” is missing in the sheet: fetch a new workbook.")
                self.say("A1", said % {"name": wanted[key].name})

    # --- rows as parts of the return ---------------------------------------------------------------------------------
    def _package(self, key, which, values):
        if key not in self.broken:
            percent = values["percent"]
            self.entry["lines"][which] = [None if percent is None else str(percent), values["reason"]]

    def _answer(self, key, which, values):
        value = values["value"]
        if which == "overspent_because":
            self.entry["overspent_because"] = value or ""
        else:
            self.entry["values"][which] = value.isoformat() if which == "slowed_since" and value else value

    def _delay(self, key, which, values):
        days, note = values["days"], values["note"]
        if key in self.broken or (days is None and not note):
            return
        if days is None:
            self.broken.add(key)
            self.say(
                self.entry["cells"][f"delay_{which}"], _("Enter the days lost to this cause, or take the note away.")
            )
            return
        self.entry["delays"].append([which, days, note])

    def _delivery(self, key, which, values):
        if not any(values.values()) and values["quantity"] is None:
            return
        order = values["order"] and self.lists.orders.get((self.project.pk, cells.key(values["order"])))
        if values["order"] and not order:
            said = _("There is no order “%(order)s” of this factory: correct the number, or leave it empty.")
            self._say_of(key, 5, said % {"order": values["order"]})
        self._listed("deliveries", "delivery", key, {
            "supplier_id": values["supplier"] or None, "waybill": values["waybill"] or "",
            "material_id": values["material"] or None,
            "quantity": None if values["quantity"] is None else str(values["quantity"]),
            "received_on": values["received_on"] and values["received_on"].isoformat(), "order_id": order or None,
        })  # fmt: skip

    def _expenditure(self, key, which, values):
        if values["amount"] is not None:
            self.entry["expenditures"][which] = str(values["amount"])

    def _equipment(self, key, which, values):
        if key not in self.broken and (values["delivered"], values["installed"]) != (None, None):
            self.entry["equipment"][which] = [values["delivered"], values["installed"]]

    def _incident(self, key, which, values):
        if not any(values.values()) and values["people_hurt"] is None:
            return
        self._listed("incidents", "incident", key, {
            "kind": values["kind"] or "", "on": values["on"] and values["on"].isoformat(),
            "people_hurt": values["people_hurt"] or 0, "text": values["text"] or "",
        })  # fmt: skip

    def _listed(self, part, field, key, values):
        """A row of a list: judged by its number among those that are filled. One with a broken box is told already."""
        if key not in self.broken:
            self.entry[part].append(values)
            self.entry["cells"][f"{field}_{len(self.entry[part])}"] = f"C{self.grid.rows[key][0]}"

    def _say_of(self, key, box, said):
        self.broken.add(key)
        self.say(f"{get_column_letter(FIRST_BOX + 1 + box)}{self.grid.rows[key][0]}", said)

    def _check_pace(self):
        pace, values = self.entry["values"].get("pace"), self.entry["values"]
        if pace == StatusReturn.Pace.NORMAL and (self.entry["delays"] or values.get("slowed_since")):
            said = _("The answer is “%(answer)s”, but a delay is given: change the answer, or take the delay out.")
            self.say(self.entry["cells"]["pace"], said % {"answer": StatusReturn.Pace.NORMAL.label})
