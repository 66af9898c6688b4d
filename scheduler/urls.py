from __future__ import annotations

from django.urls import path, register_converter

from scheduler.acts import Act
from scheduler.views import (
    calendar,
    candidates,
    clock,
    deliveries,
    desk,
    moving,
    needs,
    planning,
    restored,
    resuming,
    stops,
)


class ActConverter:
    regex = "|".join(Act)

    def to_python(self, value: str) -> Act:
        return Act(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(ActConverter, "act")

app_name = "scheduler"
urlpatterns = [
    path("antrean/", desk.queue, name="queue"),
    path("antrean/belum-terjadwal/", desk.unplanned, name="unplanned"),
    path("antrean/calon/", candidates.candidates, name="candidates"),
    path("antrean/calon/<int:item_id>/lewati/", candidates.dismiss, name="dismiss"),
    path("antrean/calon/<int:item_id>/kembalikan/", candidates.restore, name="restore"),
    path("antrean/<uuid:public_id>/", desk.review, name="review"),
    path("antrean/<uuid:public_id>/putuskan/", desk.decide, name="decide"),
    path("kiriman/<uuid:public_id>/jadwal/", planning.planning, name="plan"),
    path("kiriman/<uuid:public_id>/jadwal/arti/", planning.meaning, name="meaning"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/pindah/", moving.move, name="move"),
    path("pengantaran/", deliveries.deliveries, name="deliveries"),
    path("pengantaran/tindakan/", needs.page, name="needs"),
    path("pengantaran/<int:delivery_id>/", deliveries.delivery, name="delivery"),
    path("pengantaran/<int:delivery_id>/<act:act>/", deliveries.act, name="act"),
    path("jam/", clock.page, name="clock"),
    path("jam/benar/", clock.confirm, name="clock_confirm"),
    path("dipulihkan/", restored.page, name="restored"),
    path("henti/", stops.page, name="stops"),
    path("henti/<int:stop_id>/", resuming.resume, name="resume"),
    path("henti/<int:stop_id>/berjalan/", stops.under_way, name="under-way"),
    path("henti/<int:stop_id>/lanjut/", resuming.lift, name="lift"),
]
