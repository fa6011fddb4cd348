"""Official records are protected in the database too, whoever writes SQL.

SQLite loses triggers when a later migration rebuilds one of these tables: such a migration must end with the same
operations. `manage.py verify_issues` reports a missing trigger.
"""

from django.db import migrations

from document_control.triggers import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("document_control", "0001_initial")]

    operations = [
        ProtectTable("IssuedVersion"),
        ProtectTable("Withdrawal"),
        ProtectTable("FrozenFile"),
        ProtectTable("VersionFile"),
        ProtectTable("LegalCitation"),
    ]
