"""The tripartite agreement of a project, as actions on the project's address."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import agreements
from factories.actions import agreements as deeds
from factories.models import AgreementClause, ClauseKind, DesignRevision, Side
from factories.views.agreements import comments, pdf_response
from factories.views.designs import projects
from regional20x10.shared import clock
from regional20x10.shared.api import AS_OF, Body, Whatever, as_of, refuse_unknown
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA

UNREVISED = OpenApiResponse(PROBLEM_SCHEMA, description="There is no design revision by that day.")


class SignatureTold(serializers.Serializer):
    id = serializers.IntegerField()
    side = serializers.ChoiceField(Side.choices)
    unit = serializers.CharField(help_text="Code of the body.")
    post = serializers.IntegerField()
    role = serializers.CharField()
    official = serializers.CharField(help_text="Reference of the official.")
    at = serializers.DateTimeField()
    revision = serializers.CharField(help_text="Letter of the revision under which it was given.")
    digest = serializers.CharField()


class RemarkTold(serializers.Serializer):
    text = serializers.CharField()
    at = serializers.DateTimeField()
    role = serializers.CharField()
    revision = serializers.CharField(help_text="Letter of the revision it was made on.")


class ClauseTold(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ClauseKind.choices)
    label = serializers.CharField()
    text = serializers.CharField()
    digest = serializers.CharField(help_text="SHA-256 of project code, kind and text, a line each; this is signed.")
    since = serializers.CharField(help_text="Letter of the revision that brought this text.")
    signatures = SignatureTold(many=True, help_text="Those that hold.")
    open = serializers.ListField(child=serializers.ChoiceField(Side.choices), help_text="Sides that have not signed.")
    remarks = RemarkTold(many=True)


class AgreementTold(serializers.Serializer):
    in_force = serializers.BooleanField()
    in_force_since = serializers.DateTimeField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Who has not signed what.")
    revision = serializers.IntegerField(allow_null=True, help_text="Id of the current revision; null without one.")
    letter = serializers.CharField(allow_null=True)
    clauses = ClauseTold(many=True)


class SeenBody(Body):
    kind = serializers.ChoiceField(ClauseKind.choices)
    digest = serializers.RegexField("^[0-9a-f]{64}$", help_text="As you read it: nothing else is signed.")


class SignBody(Body):
    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="Id of the revision you read.")
    side = serializers.ChoiceField(Side.choices)
    clauses = SeenBody(many=True, max_length=len(ClauseKind))


class WithdrawBody(Body):
    side = serializers.ChoiceField(Side.choices)
    clauses = serializers.ListField(child=serializers.ChoiceField(ClauseKind.choices), max_length=len(ClauseKind))
    reason = serializers.CharField(max_length=2000)


class RemarkBody(Body):
    clause = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="Its id in the revision.")
    text = serializers.CharField(max_length=4000)


def told(project, day):
    """The agreement of `project` at the end of `day`, as the API tells it."""
    moment = clock.end_of(day)
    state, remarks = agreements.state(project, moment), comments(project, moment)
    return {
        "in_force": state.in_force,
        "in_force_since": state.in_force_since,
        "missing": agreements.missing(state),
        "revision": state.revision and state.revision.pk,
        "letter": state.revision and state.revision.letter,
        "clauses": [_clause(row, remarks[row.clause.kind]) for row in state.clauses],
    }


def _clause(row, remarks):
    return {
        "id": row.clause.pk,
        "kind": row.clause.kind,
        "label": row.clause.get_kind_display(),
        "text": row.clause.text,
        "digest": row.clause.digest,
        "since": row.since.letter,
        "signatures": [_signature(given) for given in row.signatures.values() if given],
        "open": [side.value for side, given in row.signatures.items() if not given],
        "remarks": [_remark(said) for said in remarks],
    }


def _signature(row):
    return {
        "id": row.pk, "side": row.side, "unit": row.unit.code, "post": row.by_id, "role": row.by.role,
        "official": row.by.official.reference, "at": row.at, "revision": row.clause.revision.letter,
        "digest": row.digest,
    }  # fmt: skip


def _remark(row):
    return {"text": row.text, "at": row.at, "role": row.by and row.by.role, "revision": row.clause.revision.letter}


class AgreementOfProject:
    """What ProjectViewSet adds for the agreement."""

    @extend_schema(parameters=[AS_OF], responses=AgreementTold, filters=False)
    @action(detail=True, pagination_class=None)
    def agreement(self, request, code):
        """The current revision against three signatures under each clause, on a day."""
        return Response(told(self._seen(request), as_of(request)))

    def _seen(self, request):
        refuse_unknown(request, {"as_of"})
        project = self.lookup(projects().visible_to(request.user)).first()
        if project is None:
            raise Http404
        return project

    @extend_schema(
        parameters=[AS_OF],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, (409, PROBLEM): UNREVISED},
        filters=False,
    )
    @action(
        detail=True, url_path="agreement/file", url_name="agreement-file", pagination_class=None,
        content_negotiation_class=Whatever,
    )  # fmt: skip
    def agreement_file(self, request, code):
        """The printable agreement, as a PDF; 409 before the first revision."""
        return pdf_response(self._seen(request), as_of(request))

    @extend_schema(request=SignBody, responses=AgreementTold)
    @action(detail=True, methods=["post"], url_path="agreement/sign", url_name="agreement-sign")
    def agreement_sign(self, request, code):
        """Sign clauses for your own side by the digests you read. What is signed already stays as it is."""
        project, said = self.get_object(), self.body(SignBody)
        revision = DesignRevision.objects.filter(project=project, pk=said["revision"]).first()
        if revision is None:
            raise exceptions.ValidationError({"revision": _("This project has no such revision.")})
        seen = {row["kind"]: row["digest"] for row in said["clauses"]}
        deeds.sign(revision, side=said["side"], seen=seen, by=request.user.post, at=clock.now())
        return self._agreed(project)

    @extend_schema(request=WithdrawBody, responses=AgreementTold)
    @action(detail=True, methods=["post"], url_path="agreement/withdraw", url_name="agreement-withdraw")
    def agreement_withdraw(self, request, code):
        """Take your side's signatures back, with the reason: the clauses are open again."""
        project, said = self.get_object(), self.body(WithdrawBody)
        given = {"side": said["side"], "kinds": said["clauses"], "reason": said["reason"]}
        deeds.withdraw(project, **given, by=request.user.post, at=clock.now())
        return self._agreed(project)

    @extend_schema(request=RemarkBody, responses=AgreementTold)
    @action(detail=True, methods=["post"], url_path="agreement/remark", url_name="agreement-remark")
    def agreement_remark(self, request, code):
        """Put a remark to a clause of the current revision."""
        project, said = self.get_object(), self.body(RemarkBody)
        rows = AgreementClause.objects.select_related("revision__project")
        clause = rows.filter(revision__project=project, pk=said["clause"]).first()
        if clause is None:
            raise exceptions.ValidationError({"clause": _("This project has no such clause.")})
        deeds.comment(clause, text=said["text"], by=request.user.post, at=clock.now())
        return self._agreed(project)

    def _agreed(self, project):
        return Response(told(projects().get(pk=project.pk), clock.today()))
