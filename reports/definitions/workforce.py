"""Figures of the people who will run the factories."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

SOURCE = "docs/domain.md"
_LATEST = _("By the latest training return of each trade that is in force. Above: the sum of factories that reported.")

DEFINITIONS = {
    "workers_places": Definition(_("Training places"), "count", _("Places of all planned courses."), SOURCE),
    "workers_enrolled": Definition(_("Enrolled"), "count", _LATEST, SOURCE),
    "workers_trained": Definition(_("Certified"), "count", _LATEST, SOURCE),
    "workers_placed": Definition(_("Placed in the factory"), "count", _LATEST, SOURCE),
    "workers_left": Definition(_("Left the factory"), "count", _LATEST, SOURCE),
    "workers_missing": Definition(
        _("Posts without a certified worker"), "count",
        _("Posts to be filled less those with a certified worker, trade by trade and factory by factory."),
        SOURCE,
    ),
    "workers_percent": Definition(
        _("Posts with a certified worker, %"), "percent",
        _("Posts for which there is a certified worker / posts to be filled by the norms at the capacity."), SOURCE,
    ),
    "workers_unknown": Definition(
        _("Factories whose posts are not known"), "count", _("Their capacity or the norms are not known."), SOURCE,
    ),
    "workers_silent": Definition(
        _("Factories without a training return"), "count", _("Nothing was reported of any trade."), SOURCE,
    ),
}  # fmt: skip

MISSING = {
    "posts_unknown": _("Its posts are not known: it has no approved capacity, or its type no norm."),
    "training": _("No return of training for it is entered."),
}
