"""The units that projects name today, as roles: from the first day of the project's programme year on."""

from django.db import migrations

PARTS = {
    "design": "design_unit_id", "construction": "construction_unit_id", "operation": "operation_unit_id",
    "inspection": "inspection_id",
}  # fmt: skip


def roles_of_units(apps, schema_editor):
    roles = apps.get_model("committees", "ProjectRole").objects
    projects = apps.get_model("factories", "FactoryProject").objects.select_related("plan__program_year")
    roles.bulk_create(
        apps.get_model("committees", "ProjectRole")(
            project=project, organization_id=getattr(project, column), part=part, demonstration=project.demonstration,
            starts_on=f"{project.plan.program_year.year}-01-01",
        )
        for project in projects
        for part, column in PARTS.items()
        if getattr(project, column)
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("committees", "0004_committee")]
    operations = [migrations.RunPython(roles_of_units, migrations.RunPython.noop)]
