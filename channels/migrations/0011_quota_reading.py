from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0010_returned_mail")]

    operations = [
        migrations.AlterField(
            model_name="keptsession",
            name="lasts_until",
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.CreateModel(
            name="QuotaReading",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quota_reading",
                        serialize=False,
                        to="channels.account",
                    ),
                ),
                ("used", models.PositiveIntegerField(default=0)),
                ("most", models.PositiveIntegerField(default=0)),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("ask_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
