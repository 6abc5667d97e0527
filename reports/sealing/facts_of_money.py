"""Entries of funds and of supplies: those in force on the day, each a fact with who entered it."""

from factories.models import Commitment, Delivery, Disbursement, Dispatch, FundAllocation, Material, MaterialOrder
from reports.sealing.book import names
from reports.sealing.evidence import page

FUNDS = (
    ("allocation", FundAllocation, "project_funds", None, ("year", "source", "amount", "currency", "reference")),
    ("disbursement", Disbursement, "project_funds", "paid_on", ("source", "amount", "currency", "reference")),
    ("commitment", Commitment, "project_funds", "committed_on", ("line", "amount", "currency", "contract")),
    ("order", MaterialOrder, "supplies", "ordered_on", ("reference", "quantity", "promised_on")),
    ("dispatch", Dispatch, "supplies", "dispatched_on", ("waybill", "quantity", "expected_on")),
)
"""Kind of fact, model, the page of its project, the column with its day, the columns of what it says."""
MATERIALS = {"order": "material", "dispatch": "order__material"}
IN_CURRENCY = ("allocation", "disbursement", "commitment")


def collect(book, scope, evidence):
    """Write the entries in force, and what the standing returns say was received. Seven queries."""
    for entry in FUNDS:
        _entries(book, scope, evidence, *entry)
    _deliveries(book, scope, evidence)
    rows = Material.objects.order_by("code")
    book.part("materials", [{"code": row.code, "names": names(row), "unit": row.unit} for row in rows])


def _entries(book, scope, evidence, kind, model, view, day, columns):
    rows = model.objects.in_force(scope.until).filter(project__in=scope.projects).order_by("project__code", "at", "pk")
    material = MATERIALS.get(kind)
    asked = ["pk", "project_id", "chain", "at", "by_id", *columns, *filter(None, [day])]
    asked += [f"{material}__code", f"{material}__unit"] if material else []
    pages = {pk: page(view, project.code) for pk, project in scope.projects.items()}
    for row in rows.values(*asked).iterator(chunk_size=2000):
        project = row["project_id"]
        values = {column: row[column] for column in columns}
        if material:
            values |= {"material": row[f"{material}__code"], "unit": row[f"{material}__unit"]}
        name = book.fact(
            kind, row["pk"], subject=scope.subjects[project], values=values, on=row[day] if day else None,
            steps=[("entered", row["at"], scope.posts.get(row["by_id"]))], url=pages[project],
        )  # fmt: skip
        if kind not in IN_CURRENCY or row["currency"] == scope.projects[project].currency:
            evidence.add(project, kind, name)


def _deliveries(book, scope, evidence):
    """Materials received, by the returns that stand."""
    told = {int(name.partition(":")[2]) for name in evidence.all("told")}
    rows = Delivery.objects.filter(status_return__in=told).order_by("status_return__project__code", "pk")
    columns = ("waybill", "quantity", "material__code", "material__unit")
    about = ("pk", "received_on", "status_return_id", "status_return__project_id")
    for row in rows.values(*about, *columns).iterator(chunk_size=2000):
        project = row["status_return__project_id"]
        told_by = book.facts[f"return:{row['status_return_id']}"]
        values = {"waybill": row["waybill"], "quantity": row["quantity"], "unit": row["material__unit"],
                  "material": row["material__code"]}  # fmt: skip
        name = book.fact(
            "delivery", row["pk"], subject=scope.subjects[project],
            values=values | {"told_by": f"return:{row['status_return_id']}"}, on=row["received_on"], steps=(),
            url=told_by["url"],
        )  # fmt: skip
        evidence.add(project, "delivery", name)
