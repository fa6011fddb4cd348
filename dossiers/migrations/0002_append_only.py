from django.db import migrations

from document_control.triggers import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [ProtectTable("DossierEvent"), ProtectTable("Slip")]
