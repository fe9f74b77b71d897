"""What the search field finds for who has no list: by its number, what she sent in, what was handed over to her, what she was asked.

Each through its own gate. A number that is another one's answers as one that does not exist.
"""

from django.urls import reverse
from django.utils.timezone import localtime

from audit.recording import record_search
from core.access import Actor, may
from core.references import number_of
from core.search import Found, Hit

from .events import SignalEvent
from .models import Handover, Question, Signal, Submission
from .policies import SignalAction

BY_OWN_NUMBER = (
    "Op het hele nummer van wat u instuurde, van een doormelding aan u, van een vraag aan u of van een agendapunt. Het staat in de "
    "brief of op de pagina waar u het las."
)


def find_sent(actor: Actor, words: str) -> Found | None:
    """What she, or her organisation, sent in: she was told the number of the signal, and sees no more than its stand."""
    number = number_of("S", words)
    if number is None or not may(actor, SignalAction.VIEW_SUBMISSIONS):
        return None
    rows = Submission.objects.visible_to(actor).filter(reference=number).select_related("municipality")
    hits = [
        Hit(
            number,
            reverse("signals:submission", args=[row.pk]),
            (str(row.municipality), f"ingestuurd {localtime(row.sent_at):%d-%m-%Y}"),
            by_number=True,
            why="nummer",
        )
        for row in rows
    ]
    record_search(SignalEvent.SUBMISSION_VIEWED, actor=actor, query=words, rows=len(hits))
    return Found("Ingestuurd", hits, len(hits), reverse("signals:submissions"))


def find_received(actor: Actor, words: str) -> Found | None:
    """What was handed over to her organisation; of what was withdrawn its page says just that."""
    number = number_of("D", words)
    if number is None or not may(actor, SignalAction.LIST_HANDOVERS):
        return None
    rows = Handover.objects.addressed_to(actor).filter(reference=number).select_related("municipality")
    hits = [
        Hit(
            number,
            reverse("postbox:handover", args=[row.pk]),
            (f"van gemeente {row.municipality}", row.get_state_display()),
            by_number=True,
            why="nummer",
        )
        for row in rows
    ]
    record_search(SignalEvent.HANDOVER_VIEWED, actor=actor, query=words, rows=len(hits))
    return Found("Doormeldingen", hits, len(hits), reverse("postbox:inbox"))


def find_asked(actor: Actor, words: str) -> Found | None:
    """What she, or her organisation, was asked; where she sees the signal it is about, that one is found instead (finding.py)."""
    number = number_of("V", words)
    if number is None or not may(actor, SignalAction.LIST_QUESTIONS):
        return None
    rows = Question.objects.asked_of(actor).filter(reference=number).select_related("municipality")
    if may(actor, SignalAction.LIST):
        rows = rows.exclude(signal__in=Signal.objects.visible_to(actor).order_by().values("pk"))
    hits = [
        Hit(
            number,
            reverse("signals:question", args=[row.pk]),
            (f"van gemeente {row.municipality}", row.get_state_display()),
            by_number=True,
            why="nummer",
        )
        for row in rows
    ]
    record_search(SignalEvent.QUESTION_VIEWED, actor=actor, query=words, rows=len(hits))
    return Found("Vragen aan u", hits, len(hits), reverse("signals:questions"))
