from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0008_oauth"),
        ("content", "0005_carried_picture"),
        ("scheduler", "0013_mark"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gauge",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="gauge",
                        serialize=False,
                        to="channels.account",
                    ),
                ),
                ("rest_until", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=40)),
                ("missing", models.CharField(blank=True, max_length=200)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Measured",
            fields=[
                ("views", models.PositiveBigIntegerField(null=True, verbose_name="tayangan")),
                ("reach", models.PositiveBigIntegerField(null=True, verbose_name="jangkauan")),
                ("likes", models.PositiveBigIntegerField(null=True, verbose_name="reaksi")),
                ("replies", models.PositiveBigIntegerField(null=True, verbose_name="balasan")),
                ("reposts", models.PositiveBigIntegerField(null=True, verbose_name="dibagikan")),
                ("clicks", models.PositiveBigIntegerField(null=True, verbose_name="klik")),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="measured",
                        serialize=False,
                        to="scheduler.delivery",
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("verb", models.CharField(max_length=8)),
                ("topic", models.CharField(blank=True, max_length=40)),
                ("template", models.CharField(blank=True, max_length=40)),
                ("sent_at", models.DateTimeField()),
                ("measured_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("network", "Jaringan ini tidak memberi angka."),
                            (
                                "no-post",
                                "Kirimannya tidak dikenal jaringannya, jadi tidak dapat ditanyakan.",
                            ),
                            ("gone", "Kirimannya sudah tidak ada di jaringannya."),
                            ("retired", "Akunnya tidak dipakai lagi."),
                            ("done", "Pembacaan angkanya sudah selesai."),
                        ],
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured",
                        to="channels.account",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured",
                        to="content.office",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="content.post",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measured",
                        to="content.post",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "measured",
                "ordering": ["-sent_at", "-delivery"],
                "indexes": [
                    models.Index(fields=["sent_at", "office"], name="measured_by_time"),
                    models.Index(fields=["office", "sent_at"], name="measured_of_office"),
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at", "account"],
                        name="measured_next",
                    ),
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["account", "next_at"],
                        name="measured_of_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("views", models.PositiveBigIntegerField(null=True, verbose_name="tayangan")),
                ("reach", models.PositiveBigIntegerField(null=True, verbose_name="jangkauan")),
                ("likes", models.PositiveBigIntegerField(null=True, verbose_name="reaksi")),
                ("replies", models.PositiveBigIntegerField(null=True, verbose_name="balasan")),
                ("reposts", models.PositiveBigIntegerField(null=True, verbose_name="dibagikan")),
                ("clicks", models.PositiveBigIntegerField(null=True, verbose_name="klik")),
                ("read_at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="scheduler.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["read_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "read_at"), name="one_reading_at_a_time"
                    )
                ],
            },
        ),
    ]
