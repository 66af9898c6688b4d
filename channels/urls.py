from __future__ import annotations

from django.urls import path

from channels.practice import views as practice

app_name = "channels"
urlpatterns = [
    path("papan/", practice.board, name="practice"),
    path("papan/<int:post_id>/", practice.one, name="practice_post"),
    path("papan/<int:post_id>/gambar/<int:number>/", practice.picture, name="practice_picture"),
]
