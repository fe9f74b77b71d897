"""The tab that leads to what somebody was asked, beside what she sent or what was handed over to her."""

from django.urls import reverse

from core.access import Actor
from signals.models import Question


def question_tab(actor: Actor, *, current: bool) -> dict[str, object]:
    """With the number that waits for an answer. One query."""
    waiting = Question.objects.asked_of(actor).open().count()
    return {"label": "Vragen aan u", "url": reverse("signals:questions"), "current": current, "count": waiting or ""}
