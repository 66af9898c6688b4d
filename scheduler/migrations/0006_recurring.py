from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scheduler", "0005_notices")]

    operations = []
