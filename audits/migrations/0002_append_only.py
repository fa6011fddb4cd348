from django.db import migrations

from document_control.triggers import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("audits", "0001_initial")]
    operations = [
        ProtectTable("ItemAnswer"),
        ProtectTable("ActionVerification"),
        ProtectTable("FindingVersion"),
        ProtectTable("EvidencePack"),
        ProtectTable("ObjectiveMeasurement"),
    ]
