"""The function standing(as_of) with what is known of production: raw material, workers, output, and what counts."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("factories", "0005_production")]
    operations = [
        migrations.RunSQL(
            (SQL / "0006_standing.sql").read_text(),
            (SQL / "0004_standing.sql").read_text() + "DROP FUNCTION counting_months(date, bigint[]);",
        ),
    ]
