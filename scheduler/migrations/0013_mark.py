from __future__ import annotations

from django.db import migrations, models

import scheduler.models.delivery


class Migration(migrations.Migration):
    dependencies = [
        ("scheduler", "0012_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="mark",
            field=models.CharField(
                db_default="",
                default=scheduler.models.delivery.new_mark,
                editable=False,
                max_length=8,
            ),
        ),
    ]
