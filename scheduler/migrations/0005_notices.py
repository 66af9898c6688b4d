from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_network"),
        ("content", "0005_carried_picture"),
        ("scheduler", "0004_stops"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Teller",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("event", models.BigIntegerField(default=0)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("rest_until", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("terputus", "Akun terputus"),
                            ("belum-pasti", "Belum pasti"),
                            ("ditolak", "Ditolak jaringan"),
                            ("terlewat", "Terlewat"),
                            ("ditahan", "Ditahan"),
                            ("surel", "Surel tidak terkirim"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
                ("news", models.PositiveIntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.account",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="content.office",
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("news", models.PositiveIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="scheduler.notice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("rings", models.BooleanField(default=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="scheduler.delivery",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="scheduler.notice",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("segera", "Segera, paling sering tiap 20 menit"),
                            ("harian", "Sekali sehari, pukul 07.00"),
                            ("tidak", "Jangan kirim surel"),
                        ],
                        default="segera",
                        max_length=8,
                    ),
                ),
                ("language", models.CharField(default="id", max_length=5)),
                ("line", models.BigIntegerField(default=0)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("after", models.BigIntegerField()),
                ("upto", models.BigIntegerField()),
                ("message_id", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["next_try_at"],
                        name="letter_next",
                    ),
                    models.Index(fields=["person", "-made_at"], name="letter_recent"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["closed_at", "-last_at"], name="notice_recent"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("key",), name="notice_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(fields=("person", "notice"), name="look_once"),
        ),
        migrations.AddConstraint(
            model_name="noticeline",
            constraint=models.UniqueConstraint(
                fields=("delivery", "version"), name="notice_line_once"
            ),
        ),
    ]
