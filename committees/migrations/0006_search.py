"""The index of what can be found: its table, the functions that fold words, and the triggers that keep it."""

from pathlib import Path

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "0006_search.sql").read_text(encoding="utf-8")
BACK = """
    DROP FUNCTION search_changed(), search_gone(), search_renamed(), search_follows() CASCADE;
    DROP FUNCTION search_like(text), search_rebuild(), search_kinds(), search_refresh(text, bigint[]),
        search_source(text, bigint[]), search_sounds(text, text), search_sound(text), search_said(text),
        search_south(text), search_alike(text), search_roman(text), search_fold(text), search_jamo(text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('committees', '0005_roles'),
        ('factories', '0006_standing'),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('county', 'Cities, counties and districts'), ('province', 'Provinces'), ('project', 'Factories'), ('body', 'Bodies'), ('decision', 'Decisions'), ('request', 'Requests'), ('guidance', 'Guidance notes'), ('meeting', 'Meetings'), ('visit', 'Visits'), ('document', 'Documents'), ('attachment', 'Files of comments and decisions')], max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('code', models.CharField(blank=True, max_length=60)),
                ('label_en', models.CharField(max_length=300)),
                ('label_ko', models.CharField(blank=True, max_length=300)),
                ('also', models.TextField(blank=True, help_text='What else it is found by, such as former names.')),
                ('folded', models.TextField()),
                ('sound', models.TextField(blank=True)),
                ('dated_on', models.DateField(null=True)),
                ('county', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='factories.county')),
                ('province', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='factories.province')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='search_folded', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(fields=['sound'], name='search_sound', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='found_once')],
            },
        ),
        migrations.RunSQL(SQL, BACK),
    ]
