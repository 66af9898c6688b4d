from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_kept_session")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="breath_until",
            field=models.DateTimeField(null=True, blank=True),
        )
    ]
