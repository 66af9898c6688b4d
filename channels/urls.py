from __future__ import annotations

from django.urls import path

from channels import views
from channels.practice import views as practice

app_name = "channels"
urlpatterns = [
    path("kanal/", views.accounts, name="accounts"),
    path("kanal/sambungkan/", views.connect, name="connect"),
    path("kanal/<int:account_id>/", views.account, name="account"),
    path("kanal/<int:account_id>/periksa/", views.check, name="check"),
    path("papan/", practice.board, name="practice"),
    path("papan/<int:post_id>/", practice.one, name="practice_post"),
    path("papan/<int:post_id>/gambar/<int:number>/", practice.picture, name="practice_picture"),
]
