"""The function standing(as_of). A later version is a new migration with a new file: this one stays as it was."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("factories", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "0002_standing.sql").read_text(),
            "DROP FUNCTION standing(date, bigint[]), standing_of(date, bigint[]), standing_many(date, bigint[])",
        ),
    ]
