from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    contracts = "only one more choice: the column stays as it is"
    dependencies = [("scheduler", "0015_reply")]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="cause",
            field=models.CharField(
                choices=[
                    ("terputus", "Akun terputus"),
                    ("belum-pasti", "Belum pasti"),
                    ("ditolak", "Ditolak jaringan"),
                    ("tangan", "Kerjakan di aplikasinya"),
                    ("terlewat", "Terlewat"),
                    ("ditahan", "Ditahan"),
                    ("berakhir", "Izin segera berakhir"),
                    ("surel", "Surel tidak terkirim"),
                ],
                max_length=12,
            ),
        ),
    ]
