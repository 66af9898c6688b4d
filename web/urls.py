from __future__ import annotations

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from web import accounts, feeds, office_edit, office_import, offices, people, signin, views
from web.appearance import set_theme
from web.awareness import views as awareness
from web.styleguide import styleguide


class FeedActConverter(StringConverter):
    regex = "jeda|lanjut|baca"


class SwitchConverter(StringConverter):
    regex = "nonaktifkan|aktifkan"


register_converter(FeedActConverter, "feed_act")
register_converter(SwitchConverter, "switch")

urlpatterns = [
    path("", views.home, name="home"),
    path("akun/email/", signin.own_address),  # in front of allauth's
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("tema/", set_theme, name="theme"),
    path("gaya/", styleguide, name="styleguide"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("readyz/mesin", views.engine_ready, name="engine_ready"),
    path("gaung/", awareness.page, name="awareness"),
    path("gaung/<slug:key>.csv", awareness.sheet, name="awareness_sheet"),
    path("kantor/", offices.offices, name="offices"),
    path("kantor/impor/", office_import.offices_import, name="offices_import"),
    path("kantor/daftar.csv", offices.export, name="offices_export"),
    path("kantor/<slug:code>/", offices.office, name="office"),
    path("kantor/<slug:code>/ubah/", office_edit.office_edit, name="office_edit"),
    path("kantor/<slug:code>/umpan/", feeds.add, name="feed_add"),
    path("umpan/<int:feed_id>/<feed_act:what>/", feeds.act, name="feed_act"),
    path("orang/", people.people_list, name="people"),
    path("orang/tambah/", people.person_add, name="person_add"),
    path("orang/<int:person_id>/", people.person, name="person"),
    path("orang/<int:person_id>/ubah/", people.person_edit, name="person_edit"),
    path("orang/<int:person_id>/tautan/", people.person_link, name="person_link"),
    path("orang/<int:person_id>/tugas/", people.membership_give, name="membership_give"),
    path("orang/<int:person_id>/<switch:what>/", people.person_switch, name="person_switch"),
    path("tugas/<int:membership_id>/akhiri/", people.membership_end, name="membership_end"),
    path("kanal/<int:account_id>/sambungkan-lagi/", accounts.reconnect, name="account_reconnect"),
    path(
        "kanal/<int:account_id>/sambungkan-lagi/<int:pk>/",
        accounts.reconnect_found,
        name="account_reconnect_found",
    ),
    path("kanal/<int:account_id>/berhenti/", accounts.retire, name="account_retire"),
    path("", include("content.urls")),
    path("", include("composer.urls")),
    path("", include("scheduler.urls")),
    path("", include("channels.urls")),
    path("ruang-berita/", include("newsroom.urls")),
]
