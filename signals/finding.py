"""What the search field of the frame finds among the signals; also by the number of a handover or a question about it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from audit.recording import record_search
from core.access import Actor, may
from core.references import number_of
from core.search import MOST, Found, Hit
from core.words import FIELD, seal_words

from .events import SignalEvent
from .models import Handover, Signal
from .policies import SignalAction


def find(actor: Actor, words: str) -> Found | None:
    """Signals with this number or these words that the actor may see, newest first."""
    if not may(actor, SignalAction.LIST):
        return None
    # By its number also what emergency access opened; by words what the list behind it holds.
    seen = Signal.objects.visible_to if number_of("S", words) else Signal.objects.listed_for
    found = seen(actor).matching(words)
    rows = list(found.for_list().order_by("-received_at", "id")[: MOST + 1])
    count = found.count() if len(rows) > MOST else len(rows)
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(rows[:MOST]))
    list_url = f"{reverse('signals:list')}?{urlencode({'tab': 'alles', FIELD: seal_words(words, actor)})}"
    return Found("Signalen", [_hit(signal, words) for signal in rows[:MOST]], count, list_url)


def _hit(signal: Signal, words: str) -> Hit:
    received = f"ontvangen {timezone.localtime(signal.received_at):%d-%m-%Y}"
    about = (str(signal.municipality), signal.get_state_display(), received)
    by_number = number_of("S", words) == signal.reference
    return Hit(signal.reference, reverse("signals:detail", args=[signal.pk]), about, by_number)


def find_handover(actor: Actor, words: str) -> Found | None:
    """The signal of the handover with this number, for who may see it."""
    number = number_of("D", words)
    if number is None or not may(actor, SignalAction.LIST):
        return None
    handovers = Handover.objects.visible_to(actor).filter(reference=number)
    hits = [_handover_hit(handover) for handover in handovers.select_related("signal__municipality", "partner")]
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(hits))
    return Found("Doormeldingen", hits, len(hits), reverse("signals:list"))


def _handover_hit(handover: Handover) -> Hit:
    signal = handover.signal
    about = (f"bij signaal {signal.reference}", str(signal.municipality), f"aan {handover.partner}")
    url = f"{reverse('signals:detail', args=[signal.pk])}#doormeldingen"
    return Hit(handover.reference, url, about, by_number=True)


def find_question(actor: Actor, words: str) -> Found | None:
    """The signal that the question with this number is about, for who may see it: who was asked names the number."""
    number = number_of("V", words)
    if number is None or not may(actor, SignalAction.LIST):
        return None
    # Whoever was only asked something does not see the signal, so nor its place in a list.
    signals = Signal.objects.visible_to(actor).filter(question_set__reference=number).select_related("municipality")
    hits = [
        Hit(number, f"{reverse('signals:detail', args=[signal.pk])}#vragen", _beside(signal), by_number=True)
        for signal in signals
    ]
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(hits))
    return Found("Vragen", hits, len(hits), reverse("signals:list"))


def _beside(signal: Signal) -> tuple[str, ...]:
    return (f"bij signaal {signal.reference}", str(signal.municipality))
