"""Tables of reports to be downloaded."""

from reports.exports.provincial import provincial_table
from reports.exports.scorecards import scorecards

__all__ = ["provincial_table", "scorecards"]
