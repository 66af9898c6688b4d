from __future__ import annotations

from django.urls import include, path

from web import views
from web.appearance import set_theme
from web.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("tema/", set_theme, name="theme"),
    path("gaya/", styleguide, name="styleguide"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("content.urls")),
    path("", include("composer.urls")),
    path("", include("scheduler.urls")),
    path("", include("channels.urls")),
    path("ruang-berita/", include("newsroom.urls")),
]
