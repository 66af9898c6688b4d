from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from channels import views
from channels.oauth import views as oauth
from channels.practice import views as practice
from channels.press import views as press


class ReaderActConverter(StringConverter):
    regex = "tanya|berhenti|hapus"


register_converter(ReaderActConverter, "reader_act")

app_name = "channels"
urlpatterns = [
    path("kanal/sambungkan/", views.connect, name="connect"),
    path("kanal/sambungkan/masuk/", oauth.start, name="oauth_start"),
    path("kanal/sambungkan/kembali/<slug:provider>/", oauth.back, name="oauth_back"),
    path("kanal/sambungkan/<int:pk>/", oauth.away, name="oauth_away"),
    path("kanal/sambungkan/<int:pk>/pilih/", oauth.found, name="oauth_found"),
    path("kanal/<int:account_id>/penerima/", press.recipients, name="press_list"),
    path("kanal/<int:account_id>/penerima/tambah/", press.add, name="press_add"),
    path("kanal/<int:account_id>/penerima/impor/", press.bring_in, name="press_import"),
    path("kanal/<int:account_id>/penerima/unduh/", press.export, name="press_export"),
    path("kanal/<int:account_id>/penerima/<int:reader_id>/", press.reader, name="press_reader"),
    path(
        "kanal/<int:account_id>/penerima/<int:reader_id>/<reader_act:what>/",
        press.act,
        name="press_act",
    ),
    path("kanal/<int:account_id>/siaran/<int:issue_id>/", press.issue, name="press_issue"),
    path(
        "kanal/<int:account_id>/siaran/<int:issue_id>/lagi/<int:copy_id>/",
        press.again,
        name="press_again",
    ),
    path("papan/", practice.board, name="practice"),
    path("papan/<int:post_id>/", practice.one, name="practice_post"),
    path("papan/<int:post_id>/gambar/<int:number>/", practice.picture, name="practice_picture"),
]
