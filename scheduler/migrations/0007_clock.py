from __future__ import annotations

from django.db import migrations, models

import scheduler.models.record


class Migration(migrations.Migration):
    dependencies = [("scheduler", "0006_recurring")]

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        default=scheduler.models.record.new_identity, max_length=32, unique=True
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("witnessed", models.BooleanField(default=False)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="SafeMode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("restored", "Dipulihkan dari cadangan"),
                            ("unsure", "Tidak dapat dipastikan bahwa catatan ini yang terbaru"),
                        ],
                        max_length=10,
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("recorded_until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["-entered_at", "-id"]},
        ),
    ]
