"""Pictures cut from a photo for a network, found again by what they were cut from and how."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    contracts = "only one more choice: the column stays as it is"
    dependencies = [("content", "0005_carried_picture")]
    operations = [
        migrations.AddField(
            model_name="media",
            name="recipe",
            field=models.CharField(blank=True, db_default="", db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="media",
            name="role",
            field=models.CharField(
                choices=[
                    ("photo", "Foto"),
                    ("card", "Kartu"),
                    ("logo", "Logo"),
                    ("fitted", "Potongan"),
                ],
                default="photo",
                max_length=8,
            ),
        ),
    ]
