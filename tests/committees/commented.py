"""Whatever can be commented on."""

from tests import build, make, produce, work


def subjects():
    """{kind: a subject of it}, all of one project with every unit."""
    project, owner = build.supervised(), work.body()
    return {
        "project": project,
        "status_return": make.submitted(project),
        "production_return": produce.begun(produce.factory(project.plan), produce.month(2026, 9)),
        "finding": build.finding(build.inspection(project)),
        "decision": work.decision(owner, projects=[project], counties=[make.county()]),
    }
