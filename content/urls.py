from __future__ import annotations

from django.urls import path

from content import views

app_name = "content"
urlpatterns = [
    path("media/<int:media_id>/", views.media, name="media"),
    path("media/<int:media_id>/<int:width>/", views.thumb, name="thumb"),
    path(
        "media/<int:media_id>/<int:width>/<int:left>-<int:top>-<int:right>-<int:bottom>/",
        views.cut,
        name="cut",
    ),
    path("pinjam/<str:token>.jpg", views.loan, name="loan"),
    path("pinjam/<str:token>.png", views.loan),
]
