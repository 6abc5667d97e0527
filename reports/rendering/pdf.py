"""The report as a tagged PDF."""

from regional20x10.shared import paper
from reports.rendering import pages


def render(dataset):
    """The same dataset gives the same bytes: the only date in the file is the as-of day."""
    return paper.pdf("reports/typst/annual.typ", pages.presented(dataset))
