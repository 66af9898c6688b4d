from __future__ import annotations

from django.urls import path, re_path

from newsroom import feeds, photos, views
from newsroom.opml import opml

app_name = "newsroom"
urlpatterns = [
    path("", views.front, name="front"),
    path("wartawan/", views.press, name="press"),
    path("kabar/<slug:slug>/", views.item, name="item"),
    path("kabar/<slug:slug>/teks/", views.item_text, name="item_text"),
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
