"""What the committee's work concerns, a factory or a county, and who sees it for that."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.rights import NATION, NOTHING

ABOUT = ("project__plan__county__province", "project__factory_type", "county__province")
"""What a list joins to say which factory or county a row concerns."""


class Concerning(models.Model):
    """A row about one factory, or about a county as a whole, or about neither."""

    project = models.ForeignKey(
        "factories.FactoryProject", models.PROTECT, null=True, blank=True, verbose_name=_("factory")
    )
    county = models.ForeignKey("factories.County", models.PROTECT, null=True, blank=True, verbose_name=_("county"))

    class Meta:
        abstract = True

    @property
    def place(self):
        """The county it concerns, directly or by its factory; None if neither."""
        return self.project.plan.county if self.project_id else self.county


def one_subject(name):
    """The constraint that a row names a factory or a county, not both."""
    return models.CheckConstraint(
        name=name,
        condition=Q(project__isnull=True) | Q(county__isnull=True),
        violation_error_message=_("Name the factory or the county, not both: a factory has its county."),
    )


@dataclass(frozen=True)
class Reader:
    """Whoever acts through a post, for `visible_to`: what the post sees, whether or not its holder is there."""

    post: object
    is_authenticated = True

    @property
    def reads_anything(self):
        return self.post.rule.reads != NOTHING


def post_of(user):
    return user.post if user.is_authenticated and user.reads_anything else None


def own_body(user):
    """The primary key of the body for which the user acts; None without one."""
    post = post_of(user)
    return post and post.acts_for_id


def of_the_nation(queryset, user):
    """All rows for who edits the nation; none for others."""
    post = post_of(user)
    return queryset.all() if post and post.rule.edits == NATION else queryset.none()


def concerning(model, user, also=None):
    """Rows of the model (a Concerning) about what the user sees; `also`: a filter on what they see besides."""
    post = post_of(user)
    if post is None:
        return Q(pk__in=[])
    if post.rule.reads == NATION:
        return Q()
    projects, counties = (
        model._meta.get_field(name).related_model.objects.visible_to(user) for name in ("project", "county")
    )
    about = Q(project__in=projects) | Q(county__in=counties)
    return about | also if also is not None else about
