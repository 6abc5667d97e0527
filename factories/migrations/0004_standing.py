"""The function standing(as_of) with what is known while building: inspected %, supplies, funds, equipment, findings."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("factories", "0003_building")]
    operations = [
        migrations.RunSQL(
            (SQL / "0004_standing.sql").read_text(),
            "DROP FUNCTION standing(date, bigint[]), standing_of(date, bigint[]), standing_many(date, bigint[])",
        ),
    ]
