from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    contracts = "only one more choice: the column stays as it is"
    dependencies = [("scheduler", "0010_fewer_indexes")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="cause",
            field=models.CharField(
                max_length=12,
                choices=[
                    ("terputus", "Akun terputus"),
                    ("belum-pasti", "Belum pasti"),
                    ("ditolak", "Ditolak jaringan"),
                    ("tangan", "Kerjakan di aplikasinya"),
                    ("terlewat", "Terlewat"),
                    ("ditahan", "Ditahan"),
                    ("surel", "Surel tidak terkirim"),
                ],
            ),
        )
    ]
