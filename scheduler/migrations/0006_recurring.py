from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_network"),
        ("content", "0005_carried_picture"),
        ("scheduler", "0005_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="tanggal")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="nama")),
                ("shared_leave", models.BooleanField(default=False, verbose_name="cuti bersama")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=200)),
                ("first", models.DateField()),
                ("clock", models.TimeField()),
                ("zone", models.CharField(max_length=40)),
                (
                    "mode",
                    models.CharField(
                        choices=[("serentak", "Serentak"), ("setempat", "Waktu setempat")],
                        default="serentak",
                        max_length=8,
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("biasa", "Tetap keluar"),
                            ("lewati", "Lewati"),
                            ("sebelum", "Maju ke hari kerja sebelumnya"),
                            ("sesudah", "Mundur ke hari kerja berikutnya"),
                        ],
                        default="biasa",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("decided_to", models.DateField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("orang", "Diakhiri"),
                            ("diubah", "Diganti jadwal yang baru"),
                            ("selesai", "Selesai: tanggal terakhirnya sudah lewat"),
                            ("batal", "Jadwal kirimannya dibatalkan"),
                            ("ditarik", "Kirimannya ditarik atau dibuang"),
                        ],
                        max_length=8,
                    ),
                ),
                ("request_key", models.UUIDField(editable=False, null=True, unique=True)),
                ("accounts", models.ManyToManyField(related_name="series", to="channels.account")),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="content.post",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                ("day", models.DateField()),
                ("clock", models.TimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Direncanakan"),
                            ("done", "Selesai"),
                            ("holiday", "Libur"),
                            ("merged", "Digabung"),
                            ("skipped", "Dilewati"),
                            ("coalesced", "Terlewat, sudah ada yang lebih baru"),
                            ("lapsed", "Tidak keluar: belum disetujui"),
                            ("cancelled", "Dibatalkan"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("holiday", models.CharField(blank=True, max_length=120)),
                ("touched", models.BooleanField(default=False)),
                ("meanwhile", models.BooleanField(default=False)),
                (
                    "own",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to="content.post",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occurrences",
                        to="scheduler.series",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "date"],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("replaced", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.account",
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="part",
                        to="scheduler.delivery",
                    ),
                ),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="scheduler.occurrence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced", False)),
                        fields=("occurrence", "account"),
                        name="part_one_per_account",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["series", "due_at"], name="occurrence_due"),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.UniqueConstraint(fields=("series", "date"), name="occurrence_once"),
        ),
    ]
