from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_network"), ("scheduler", "0003_engine")]

    operations = [
        migrations.RemoveConstraint(model_name="stop", name="stop_names_what_it_reaches"),
        migrations.AddField(
            model_name="stop",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stops",
                to="channels.account",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="topic",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="stop",
            name="under_way",
            field=models.JSONField(default=list, null=True),
        ),
        migrations.AlterField(
            model_name="stop",
            name="reach",
            field=models.CharField(
                choices=[
                    ("all", "Semua pengiriman"),
                    ("office", "Satu kantor dan di bawahnya"),
                    ("channel", "Satu kanal"),
                    ("account", "Satu akun"),
                    ("topic", "Satu topik"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reach", "all"),
                    models.Q(("office__isnull", False), ("reach", "office")),
                    models.Q(("reach", "channel"), models.Q(("kind", ""), _negated=True)),
                    models.Q(
                        ("account__isnull", False),
                        ("office__isnull", False),
                        ("reach", "account"),
                    ),
                    models.Q(("reach", "topic"), models.Q(("topic", ""), _negated=True)),
                    _connector="OR",
                ),
                name="stop_names_what_it_reaches",
            ),
        ),
    ]
