from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scheduler", "0011_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="kept",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="delivery",
            name="kept_for",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
