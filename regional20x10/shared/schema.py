"""The API's description of itself: what every endpoint shares is added here once."""

from functools import cache

from django.utils.translation import get_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.response import Response

from regional20x10.shared.problems import PROBLEM, TITLES

TEXT = {"type": "string"}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "A problem detail (RFC 9457) with all that is wrong at once.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "enum": [f"/api/problems/{name}/" for name in TITLES]},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "code", "field"],
                "properties": {
                    "detail": TEXT,
                    "code": TEXT,
                    "field": {"type": ["string", "null"], "description": "Lists count from 0: lines.0.percent."},
                },
            },
        },
        "mine": {"type": "object", "description": "Of a conflict: what you sent."},
        "theirs": {"type": "object", "description": "Of a conflict: what is saved."},
        "saved_by": TEXT,
        "saved_at": {"type": "string", "format": "date-time"},
    },
}
READING, WRITING = ["400", "401", "403", "404", "406", "429"], ["409", "413", "415"]
_SAID = {str(status): str(title) for status, title in reversed(TITLES.values())}


def add_problems(result, generator, request, public):
    """Every operation may answer with a problem; the caller's mistakes are all documented."""
    result["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
    for path in result["paths"].values():
        for method, operation in path.items():
            for status in READING + (WRITING if method != "get" else []):
                content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": _SAID[status], "content": content})
    return result


def refuse_unknown_fields(result, generator, request, public):
    """A body with a field nobody knows is refused, so its schema says so."""
    for path in result["paths"].values():
        for operation in path.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                _close(media["schema"], result["components"]["schemas"])
    return result


def _close(schema, components):
    if reference := schema.get("$ref"):
        schema = components[reference.rpartition("/")[2]]
    if schema.get("type") == "object":
        schema["additionalProperties"] = False
    for part in schema.get("properties", {}).values():
        _close(part, components)
    if "items" in schema:
        _close(schema["items"], components)


ANYTHING_OR_NULL = [{}, {"type": "null"}]


def allow_null_once(result, generator, request, public):
    """What may be anything may be null: said as one of both, a null would hold twice and so not at all."""
    for schema in result["components"]["schemas"].values():
        for part in schema.get("properties", {}).values():
            if part.get("oneOf") == ANYTHING_OR_NULL:
                del part["oneOf"]
    return result


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON. Made once a process and language: it does not change while it runs."""

    def _get_schema_response(self, request):
        return Response(self._made(get_language()))

    @classmethod
    @cache
    def _made(cls, language):
        return cls.generator_class(urlconf=cls.urlconf).get_schema(request=None, public=True)


class DocsView(SpectacularSwaggerSplitView):
    """The schema to browse and try, from this server alone."""

    url_name = "api:schema"
