from __future__ import annotations

from django.urls import path, re_path

from newsroom import feeds, mail, photos, views
from newsroom.opml import opml

app_name = "newsroom"
urlpatterns = [
    path("", views.front, name="front"),
    path("wartawan/", views.press, name="press"),
    path("kabar/<slug:slug>/", views.item, name="item"),
    path("kabar/<slug:slug>/teks/", views.item_text, name="item_text"),
    path("kiriman/<uuid:post>/", views.of_post, name="of_post"),
    path("surel/<slug:code>/", mail.sign_up, name="mail_sign_up"),
    path("surel/<slug:code>/terkirim/", mail.asked, name="mail_asked"),
    path("konfirmasi/<str:token>/", mail.confirm, name="mail_confirm"),
    path("berhenti/<str:token>/", mail.leave, name="mail_leave"),
    path("hapus/<str:token>/", mail.erase, name="mail_erase"),
    path("kantor/<slug:code>/", views.office, name="office"),
    path("kantor/<slug:code>/umpan.xml", feeds.office_feed, name="office_feed"),
    path("topik/<slug:topic>/", views.topic, name="topic"),
    path("topik/<slug:topic>/umpan.xml", feeds.topic_feed, name="topic_feed"),
    path("umpan.xml", feeds.feed, name="feed"),
    path("umpan.opml", opml, name="opml"),
    path("foto/<slug:slug>/<slug:short>/<slug:size>.<slug:extension>", photos.photo, name="photo"),
    path("foto/<slug:slug>/<slug:short>/unduh/", photos.photo_download, name="photo_download"),
    re_path(r"^.+/$", views.missing),  # anything else here that ends as a page does
]
