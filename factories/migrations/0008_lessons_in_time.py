"""When a lesson was written down and since when it is asked no more, from the history of what stands already."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

KNOWN = """
update factories_lessonevent set
    taught_at = coalesce((
        select min(first.pgh_created_at) from factories_lessonevent first
        where first.pgh_obj_id = factories_lessonevent.pgh_obj_id
    ), now()),
    retired_at = case when retired then coalesce((
        select min(first.pgh_created_at) from factories_lessonevent first
        where first.pgh_obj_id = factories_lessonevent.pgh_obj_id and first.retired
    ), now()) end;
update factories_lesson set
    taught_at = coalesce((
        select min(pgh_created_at) from factories_lessonevent where pgh_obj_id = factories_lesson.id
    ), now()),
    retired_at = case when retired then coalesce((
        select min(pgh_created_at) from factories_lessonevent where pgh_obj_id = factories_lesson.id and retired
    ), now()) end;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('factories', '0007_standing'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='lesson',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lesson',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='lesson',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='lesson',
            name='retired_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='no longer asked since'),
        ),
        migrations.AddField(
            model_name='lesson',
            name='taught_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='written down'),
        ),
        migrations.AddField(
            model_name='lessonevent',
            name='retired_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='no longer asked since'),
        ),
        migrations.AddField(
            model_name='lessonevent',
            name='taught_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='written down'),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='lesson',
            name='retired',
        ),
        migrations.RemoveField(
            model_name='lessonevent',
            name='retired',
        ),
        migrations.AlterField(
            model_name='lesson',
            name='taught_at',
            field=models.DateTimeField(editable=False, verbose_name='written down'),
        ),
        migrations.AlterField(
            model_name='lessonevent',
            name='taught_at',
            field=models.DateTimeField(editable=False, verbose_name='written down'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lesson',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "factories_lessonevent" ("cause", "check_en", "check_ko", "demonstration", "factory_type_id", "gate", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_year_id", "retired_at", "taught_at", "what") VALUES (NEW."cause", NEW."check_en", NEW."check_ko", NEW."demonstration", NEW."factory_type_id", NEW."gate", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."program_year_id", NEW."retired_at", NEW."taught_at", NEW."what"); RETURN NULL;', hash='410a7e177898483d65b987039cf7b70c18ce402c', operation='INSERT', pgid='pgtrigger_insert_insert_052f6', table='factories_lesson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lesson',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "factories_lessonevent" ("cause", "check_en", "check_ko", "demonstration", "factory_type_id", "gate", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_year_id", "retired_at", "taught_at", "what") VALUES (NEW."cause", NEW."check_en", NEW."check_ko", NEW."demonstration", NEW."factory_type_id", NEW."gate", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."program_year_id", NEW."retired_at", NEW."taught_at", NEW."what"); RETURN NULL;', hash='535f4a6b7b93c595428a100172a95f35b2480bf3', operation='UPDATE', pgid='pgtrigger_update_update_64e2d', table='factories_lesson', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lesson',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "factories_lessonevent" ("cause", "check_en", "check_ko", "demonstration", "factory_type_id", "gate", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_year_id", "retired_at", "taught_at", "what") VALUES (OLD."cause", OLD."check_en", OLD."check_ko", OLD."demonstration", OLD."factory_type_id", OLD."gate", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."program_year_id", OLD."retired_at", OLD."taught_at", OLD."what"); RETURN NULL;', hash='5882d04d5e41ce03490e010d6029598ba2bceca0', operation='DELETE', pgid='pgtrigger_delete_delete_e8348', table='factories_lesson', when='AFTER')),
        ),
    ]
