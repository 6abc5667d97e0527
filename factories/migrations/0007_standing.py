"""The function standing(as_of) with what a factory waits for: requests to other bodies that are late or have climbed."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("factories", "0006_standing"), ("committees", "0005_roles")]
    operations = [
        migrations.RunSQL((SQL / "0007_standing.sql").read_text(), (SQL / "0006_standing.sql").read_text()),
    ]
