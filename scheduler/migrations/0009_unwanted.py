from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduler", "0008_distributed")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="unwanted",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
