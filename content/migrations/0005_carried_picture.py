"""Which revision carries which picture; the ones written so far are read once, here."""

from __future__ import annotations

import json

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    carried = apps.get_model("content", "CarriedPicture")
    revisions = apps.get_model("content", "Revision").objects.order_by().values_list("pk", "body")
    for number, body in revisions.iterator(chunk_size=200):
        hashes = {picture["sha256"] for picture in json.loads(body).get("media", ())}
        carried.objects.bulk_create(carried(revision_id=number, sha256=one) for one in hashes)


class Migration(migrations.Migration):
    dependencies = [("content", "0004_post_live")]
    operations = [
        migrations.CreateModel(
            name="CarriedPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="content.revision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sha256", "revision"), name="carried_picture_once"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
