from django.db import migrations, models

import kit.uuids


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_objection_channel")]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="uuid",
            field=models.UUIDField(default=kit.uuids.uuid7, editable=False, unique=True),
        ),
    ]
