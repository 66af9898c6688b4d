from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from scheduler import converters  # noqa: F401 - "day"
from scheduler.acts import Act
from scheduler.views import (
    accounts,
    by_hand,
    calendar,
    candidates,
    clock,
    deliveries,
    desk,
    holidays,
    machine,
    moving,
    needs,
    notices,
    occasion,
    planning,
    restored,
    resuming,
    series,
    series_form,
    stops,
)


class ActConverter:
    regex = "|".join(Act)

    def to_python(self, value: str) -> Act:
        return Act(value)

    def to_url(self, value: str) -> str:
        return str(value)


class SeriesActConverter(StringConverter):
    regex = "|".join(series.ACTS)


class OccasionActConverter(StringConverter):
    regex = "lewati|kembalikan|pindahkan"


register_converter(ActConverter, "act")
register_converter(SeriesActConverter, "series_act")
register_converter(OccasionActConverter, "occasion_act")

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
    path("kalender/libur/", holidays.page, name="holidays"),
    path("kalender/rutin/", series.series_list, name="series_list"),
    path("kalender/rutin/<int:series_id>/", series.series, name="series"),
    path("kalender/rutin/<int:series_id>/ubah/", series_form.change, name="series_change"),
    path("kalender/rutin/<int:series_id>/<series_act:act>/", series.act, name="series_act"),
    path("kalender/rutin/<int:series_id>/<day:day>/", occasion.occasion, name="occasion"),
    path(
        "kalender/rutin/<int:series_id>/<day:day>/<occasion_act:act>/",
        occasion.act,
        name="occasion_act",
    ),
    path("kiriman/<uuid:public_id>/rutin/", series_form.new, name="series_new"),
    path("kiriman/<uuid:public_id>/rutin/tanggal/", series_form.preview, name="series_preview"),
    path("pengantaran/", deliveries.deliveries, name="deliveries"),
    path("pengantaran/tindakan/", needs.page, name="needs"),
    path("pengantaran/<int:delivery_id>/", deliveries.delivery, name="delivery"),
    path("pengantaran/<int:delivery_id>/kerjakan/", by_hand.page, name="kit"),
    path("pengantaran/<int:delivery_id>/<act:act>/", deliveries.act, name="act"),
    path("kanal/", accounts.accounts, name="accounts"),
    path("kanal/<int:account_id>/", accounts.account, name="account"),
    path("kanal/<int:account_id>/periksa/", accounts.check, name="check"),
    path("mesin/", machine.page, name="machine"),
    path("jam/", clock.page, name="clock"),
    path("jam/benar/", clock.confirm, name="clock_confirm"),
    path("dipulihkan/", restored.page, name="restored"),
    path("pemberitahuan/", notices.page, name="notices"),
    path("pemberitahuan/dibaca/", notices.read, name="notices-read"),
    path("pemberitahuan/surel/", notices.wish, name="notices-wish"),
    path("henti/", stops.page, name="stops"),
    path("henti/<int:stop_id>/", resuming.resume, name="resume"),
    path("henti/<int:stop_id>/berjalan/", stops.under_way, name="under-way"),
    path("henti/<int:stop_id>/lanjut/", resuming.lift, name="lift"),
]
