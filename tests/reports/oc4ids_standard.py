"""The structure of OC4IDS 0.9.5 as far as our file uses it, restated, for the validator to read without a network.

The validator (libcoveoc4ids) asks for the schema and its codelists at an address. A test serves these at one of this
machine; nothing of the validator is replaced. Whoever has the standard's own files can have the same tests read those
instead: OC4IDS_SCHEMA=directory with project-package-schema.json, project-schema.json and codelists/. What the schema
here does not name is reported as an additional field, so a misspelt or invented field fails.
"""

import json
import os
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from libcoveoc4ids.api import oc4ids_json_output
from libcoveoc4ids.config import LibCoveOC4IDSConfig

TEXT, MOMENT, ADDRESS = {"type": "string", "minLength": 1}, {"type": "string", "format": "date-time"}, {
    "type": "string", "format": "uri",
}  # fmt: skip
NUMBER, WHOLE = {"type": "number"}, {"type": "integer"}


def _code(name, *, open_):
    return {"type": "string", "codelist": f"{name}.csv", "openCodelist": open_}


def _many(item, least=1):
    return {"type": "array", "minItems": least, "items": item, "uniqueItems": True}


def _codes(name, *, open_):
    return {"type": "array", "minItems": 1, "items": {"type": "string"}, "codelist": f"{name}.csv",
            "openCodelist": open_}  # fmt: skip


def _object(required=(), **properties):
    said = {"type": "object", "minProperties": 1, "properties": properties}
    return said | ({"required": list(required)} if required else {})


VALUE = _object(amount=NUMBER, currency=_code("currency", open_=False))
PERIOD = _object(startDate=MOMENT, endDate=MOMENT, maxExtentDate=MOMENT, durationInDays=WHOLE)
REFERENCE = _object(name=TEXT, id=TEXT)
UNIT = _object(name=TEXT, scheme=_code("unitClassificationScheme", open_=True), id=TEXT, uri=ADDRESS)
OBSERVATION = _object(["id"], id=TEXT, period=PERIOD, value=VALUE, measure={"type": "string"}, unit=UNIT,
                      dimensions={"type": "object"}, notes=TEXT)  # fmt: skip
METRIC = _object(
    ["id"], id=_code("metricID", open_=True), title=TEXT, description=TEXT, observations=_many(OBSERVATION)
)
MILESTONE = _object(
    ["id"], id=TEXT, title=TEXT, type=_code("milestoneType", open_=True), description=TEXT, code=TEXT, dueDate=MOMENT,
    dateMet=MOMENT, dateModified=MOMENT, status=_code("milestoneStatus", open_=False),
)  # fmt: skip
DOCUMENT = _object(
    ["id"], id=TEXT, documentType=_code("documentType", open_=True), title=TEXT, description=TEXT, url=ADDRESS,
    datePublished=MOMENT, dateModified=MOMENT, format=TEXT, language=TEXT, author=TEXT,
)  # fmt: skip
MODIFICATION = _object(
    ["id"], id=TEXT, date=MOMENT, description=TEXT, rationale=TEXT, type=_code("modificationType", open_=True),
    releaseID=TEXT, oldContractValue=VALUE, newContractValue=VALUE, oldContractPeriod=PERIOD, newContractPeriod=PERIOD,
)  # fmt: skip
SUMMARY = _object(
    ocid=TEXT, externalReference=TEXT, nature=_codes("contractNature", open_=False), title=TEXT, description=TEXT,
    status=_code("contractingProcessStatus", open_=False), suppliers=_many(REFERENCE), contractValue=VALUE,
    contractPeriod=PERIOD, finalValue=VALUE, documents=_many(DOCUMENT), modifications=_many(MODIFICATION),
    milestones=_many(MILESTONE),
)  # fmt: skip
LOCATION = _object(
    ["id"], id=TEXT, description=TEXT, uri=ADDRESS,
    geometry=_object(type=_code("geometryType", open_=False), coordinates={"type": "array", "items": NUMBER}),
    address=_object(streetAddress=TEXT, locality=TEXT, region=TEXT, postalCode=TEXT, countryName=TEXT),
)  # fmt: skip
BREAKDOWN = _object(["id"], id=TEXT, description=TEXT, amount=VALUE, period=PERIOD, sourceParty=REFERENCE)
PROJECT = _object(
    ["id"], id=TEXT, identifiers=_many(_object(id=TEXT, scheme=TEXT)), updated=MOMENT, title=TEXT, description=TEXT,
    status=_code("projectStatus", open_=False), period=PERIOD, sector=_codes("projectSector", open_=True), purpose=TEXT,
    type=_code("projectType", open_=False), locations=_many(LOCATION),
    budget=_object(description=TEXT, amount=VALUE, requestDate=MOMENT, approvalDate=MOMENT,
                   budgetBreakdown=_many(BREAKDOWN)),
    forecasts=_many(METRIC), publicAuthority=REFERENCE, documents=_many(DOCUMENT), metrics=_many(METRIC),
    parties=_many(_object(name=TEXT, id=TEXT, roles=_codes("partyRole", open_=True))), milestones=_many(MILESTONE),
    contractingProcesses=_many(_object(["id"], id=TEXT, summary=SUMMARY)),
    completion=_object(endDate=MOMENT, endDateDetails=TEXT, finalValue=VALUE, finalValueDetails=TEXT, finalScope=TEXT,
                       finalScopeDetails=TEXT),
)  # fmt: skip
CODES = {
    "currency": ["KPW"],
    "projectStatus": ["identification", "preparation", "implementation", "completion", "completed", "cancelled"],
    "projectSector": ["education", "health", "energy", "economy", "transport", "waterAndWaste", "governance"],
    "projectType": ["construction", "rehabilitation", "replacement", "expansion"],
    "metricID": ["financialProgress", "physicalProgress"],
    "milestoneType": ["preProcurement", "approval", "engagement", "assessment", "delivery", "reporting", "financing"],
    "milestoneStatus": ["scheduled", "met", "notMet", "partiallyMet"],
    "modificationType": ["duration", "value", "scope"],
    "contractNature": ["design", "construction", "supervision"],
    "contractingProcessStatus": ["pre-award", "active", "closed"],
    "partyRole": ["buyer", "procuringEntity", "supplier", "tenderer", "funder", "publicAuthority",
                  "administrativeEntity", "payer", "payee"],
    "unitClassificationScheme": ["UNCEFACT", "QUDT"],
    "geometryType": ["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"],
    "documentType": ["projectScope", "feasibilityStudy", "technicalAuditReport"],
}  # fmt: skip


def _package(host):
    """A schema of the package whose projects are those of project-schema.json at `host`."""
    publisher = _object(["name"], name=TEXT, scheme=TEXT, uid=TEXT, uri=ADDRESS)
    return _object(
        ["uri", "publisher", "publishedDate", "projects", "version"], uri=ADDRESS, publishedDate=MOMENT,
        version={"type": "string", "pattern": r"^(\d+\.)(\d+)$"}, publisher=publisher, license=ADDRESS,
        publicationPolicy=ADDRESS,
        projects={"type": "array", "minItems": 1, "items": {"$ref": f"{host}project-schema.json"}, "uniqueItems": True},
    ) | {"$schema": "http://json-schema.org/draft-04/schema#"}  # fmt: skip


def _written(directory, host):
    (directory / "codelists").mkdir()
    for name, codes in CODES.items():
        lines = ["Code,Title", *(f"{code},{code}" for code in codes)]
        (directory / "codelists" / f"{name}.csv").write_text("\n".join(lines) + "\n")
    (directory / "project-package-schema.json").write_text(json.dumps(_package(host)))
    project = PROJECT | {"$schema": "http://json-schema.org/draft-04/schema#"}
    (directory / "project-schema.json").write_text(json.dumps(project))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Says nothing."""


@contextmanager
def _served(directory):
    own = os.environ.get("OC4IDS_SCHEMA")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=own or str(directory)))
    host = f"http://127.0.0.1:{server.server_port}/"
    if not own:
        _written(directory, host)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def checked(content, directory):
    """What the validator says of the bytes of a package; `directory`: an empty Path."""
    with _served(Path(directory)) as host:
        config = LibCoveOC4IDSConfig({"schema_host": host, "schema_codelists": {"0.9": f"{host}codelists/"}})
        return oc4ids_json_output(str(directory), json_data=json.loads(content), lib_cove_oc4ids_config=config)
