from __future__ import annotations

from django.urls import path, register_converter

from composer.cards.model import Format
from composer.views import card, choose, posts, rewording, steps, write
from content.workflow import Step
from scheduler import converters  # noqa: F401 - "day"


class FormatConverter:
    regex = "|".join(Format)

    def to_python(self, value: str) -> Format:
        return Format(value)

    def to_url(self, value: str) -> str:
        return str(value)


class StepConverter:
    regex = "|".join(Step.values)

    def to_python(self, value: str) -> Step:
        return Step(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(FormatConverter, "card_format")
register_converter(StepConverter, "step")

app_name = "composer"
urlpatterns = [
    path("tulis/", choose.choose, name="choose"),
    path("tulis/mulai/<slug:template_key>/", choose.start, name="start"),
    path("tulis/<uuid:public_id>/", write.write, name="write"),
    path("tulis/<uuid:public_id>/gambar/", write.upload, name="upload"),
    path("tulis/<uuid:public_id>/kartu/<card_format:fmt>.jpg", card.card, name="card"),
    path("kiriman/", posts.posts, name="posts"),
    path("kiriman/<uuid:public_id>/", posts.post, name="post"),
    path("kiriman/<uuid:public_id>/banding/", posts.compare, name="compare"),
    path("kiriman/<uuid:public_id>/langkah/<step:step>/", steps.take, name="step"),
    path("kiriman/<uuid:public_id>/turunkan/", steps.take_down, name="take_down"),
    path("kiriman/<uuid:public_id>/gema/", steps.repost, name="repost"),
    path("tulis/rutin/<int:series_id>/<day:day>/", rewording.reword, name="reword"),
    path("calon/<int:item_id>/gema/", steps.repost_item, name="repost_item"),
]
