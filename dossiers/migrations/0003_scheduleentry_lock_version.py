from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="scheduleentry",
            name="lock_version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
