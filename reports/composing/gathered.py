"""The computed figures of all sections together, as they are shown and as they are signed."""

from dataclasses import replace

from reports import chain
from reports.composing import building, running
from reports.composing.computed import Scope, said
from reports.models import SectionKey


def figures(province, program_year, as_of):
    """{section key: Computed} of the province in the year at the end of `as_of`, in the order of the sections."""
    scope = Scope(province, program_year, as_of)
    made = {**building.sections(scope), **running.sections(scope)}
    return {key.value: made[key] for key in SectionKey}


def values(computed):
    """{key: plain value} of all sections: what is signed."""
    return {row.key: row.value for part in computed.values() for row in part.figures}


def version(computed):
    """The first digits of the digest of the values: the same until one of them changes."""
    return chain.digest(chain.canonical(values(computed)))[:10]


def shown(computed, signed):
    """The same, each figure with the value that was signed."""
    return {key: replace(part, figures=[_with(row, signed) for row in part.figures]) for key, part in computed.items()}


def _with(row, signed):
    if row.key not in signed:
        return row
    return replace(row, value=signed[row.key], said=said(signed[row.key], row.unit))
