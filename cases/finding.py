"""What the search field of the frame finds among the cases: by number or working name, never by who it is about."""

from urllib.parse import urlencode

from django.urls import reverse

from audit.recording import record_search
from core.access import Actor, may
from core.search import MOST, Found, Hit
from core.words import FIELD, seal_words

from .events import CaseEvent
from .models import Case
from .policies import CaseAction


def find(actor: Actor, words: str) -> Found | None:
    """Cases with this number or working name that the actor may see, ended ones too."""
    if not may(actor, CaseAction.LIST):
        return None
    found = Case.objects.visible_to(actor).matching(words)
    rows = list(found.for_list().order_by("working_name", "id")[: MOST + 1])
    count = found.count() if len(rows) > MOST else len(rows)
    record_search(CaseEvent.LISTED, actor=actor, query=words, rows=len(rows[:MOST]))
    list_url = f"{reverse('cases:list')}?{urlencode({FIELD: seal_words(words, actor)})}"
    return Found("Casussen", [_hit(case) for case in rows[:MOST]], count, list_url)


def _hit(case: Case) -> Hit:
    title = f"{case.working_name} {case.reference}"
    return Hit(title, reverse("cases:detail", args=[case.pk]), (str(case.municipality), case.get_phase_display()))
