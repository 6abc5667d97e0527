from factories.models.lines import Delay, DelayCause, FigureReason, ProgressLine
from factories.models.milestones import Milestone
from factories.models.periods import ReportingPeriod
from factories.models.places import County, LocalConditions, Province
from factories.models.program import CountyPlan, Program, ProgramYear
from factories.models.projects import Baseline, FactoryProject, FactoryType, PackageTemplate, WorkPackage
from factories.models.returns import State, StatusReturn
from factories.models.standings import Colour, Standing

__all__ = [
    "Baseline",
    "Colour",
    "County",
    "CountyPlan",
    "Delay",
    "DelayCause",
    "FactoryProject",
    "FactoryType",
    "FigureReason",
    "LocalConditions",
    "Milestone",
    "PackageTemplate",
    "Program",
    "ProgramYear",
    "ProgressLine",
    "Province",
    "ReportingPeriod",
    "Standing",
    "State",
    "StatusReturn",
    "WorkPackage",
]
