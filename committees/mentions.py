"""Whom a comment may call: the posts that see what it is about, found at once and not one by one.

Who sees what is the rule of `visible_to` of each subject. Here it is asked the other way round, and a test holds both
to the same answer for every role.
"""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Decision, Post, ProjectRole, Request
from committees.rights import COUNTY, NATION, NOTHING, OWN, PROVINCE, RULES, Role
from factories.models import County, FactoryProject, ProductionReturn, State, StatusReturn

UNITS = ("design_unit", "construction_unit", "operation_unit", "inspection")
GROUPS = {
    OWN: gettext_lazy("Units and other bodies"),
    COUNTY: gettext_lazy("County"),
    PROVINCE: gettext_lazy("Province"),
    NATION: gettext_lazy("The whole programme"),
}
"""{scope of a post: what those of it are called}, the nearest first."""
PLACES = ("province", "county", "organization", "body")


def mentionable(subject, day):
    """The posts, held on `day` by somebody who can sign in, that see the subject: a queryset."""
    held = Post.objects.current(day).filter(official__user__is_active=True)
    return held.filter(_seeing(subject)).select_related("official", *PLACES).order_by("role", "pk")


def grouped(posts):
    """[(words of the group, [(post, its words)])]; two that would read alike are told apart by their number."""
    posts = list(posts)
    said = {post: _words(post) for post in posts}
    alike = list(said.values())
    groups = {scope: [] for scope in GROUPS}
    for post in posts:
        text = said[post]
        if alike.count(text) > 1:
            text = _("%(post)s, no. %(number)s") % {"post": text, "number": post.pk}
        groups[post.rule.scope].append((post, text))
    return [(str(GROUPS[scope]), found) for scope, found in groups.items() if found]


def _words(post):
    return f"{post} ({post.body.name})" if post.body_id else str(post)


# --- who sees it -----------------------------------------------------------------------------------------------------
def _seeing(subject):
    """A filter on posts: those that see the subject."""
    if isinstance(subject, Decision):
        return _of_decision(subject)
    pk = subject.pk if isinstance(subject, FactoryProject) else subject.project_id
    projects = FactoryProject.objects.filter(pk=pk)
    counties = County.objects.filter(plans__projects=pk)
    reads = _reaching(projects, counties, "reads")
    if isinstance(subject, StatusReturn | ProductionReturn) and subject.state == State.DRAFT:
        writers = [role for role, rule in RULES.items() if subject.WRITTEN_BY in rule.may]
        return reads & Q(role__in=writers) & _reaching(projects, counties, "edits")
    return reads


def _of_decision(decision):
    counties, named = decision.counties.all(), decision.projects.all()
    places = County.objects.filter(Q(pk__in=counties.values("pk")) | Q(plans__projects__in=named.values("pk")))
    projects = FactoryProject.objects.filter(Q(pk__in=named.values("pk")) | Q(plan__county__in=counties.values("pk")))
    bodies = {decision.owner_id}
    if decision.request_id:
        bodies |= {decision.request.owed_by_id, decision.request.asked_by_id}
    of_bodies = Q(organization__in=bodies) | Q(body__in=bodies)
    return _reaching(projects, places, "reads") | (of_bodies & ~Q(role__in=_roles("reads", NOTHING)))


def _roles(what, scope):
    return [role for role, rule in RULES.items() if getattr(rule, what) == scope]


def _reaching(projects, counties, what):
    """A filter on posts that reach one of the projects or counties by what they read or edit (Post.reach, inverted)."""
    units = Q()
    for name in UNITS:
        units |= Q(organization__in=projects.filter(**{f"{name}__isnull": False}).values(name))
    asked = Request.objects.filter(project__in=projects)
    others = Q(organization__in=ProjectRole.objects.filter(project__in=projects).values("organization"))
    others |= Q(organization__in=asked.values("owed_by")) | Q(organization__in=asked.values("asked_by"))
    own = set(_roles(what, OWN))
    return (
        Q(role__in=_roles(what, NATION))
        | Q(role__in=_roles(what, PROVINCE), province__in=counties.values("province"))
        | Q(role__in=_roles(what, COUNTY), county__in=counties.values("pk"))
        | (Q(role__in=own - {Role.INSTITUTION}) & units)
        | (Q(role__in=own & {Role.INSTITUTION}) & others)
    )
