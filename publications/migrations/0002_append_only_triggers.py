"""Official records of publications are protected in the database too (see document_control migration 0002)."""

from django.db import migrations

from document_control.triggers import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [
        ProtectTable("ControlledCopy"),
        ProtectTable("CopyReturn"),
        ProtectTable("HandbookEdition"),
        ProtectTable("HandbookEntry"),
        ProtectTable("Posting"),
        ProtectTable("ReadReceipt"),
        ProtectTable("TakeDown"),
    ]
