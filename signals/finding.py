"""What the search field of the frame finds among the signals; also by the number of a handover or a question about it."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from audit.recording import record_search
from core.access import Actor, may
from core.nearest import nearest
from core.references import meant, number_of
from core.search import MOST, Found, Hit, count_some
from core.words import FIELD, seal_words

from .at_address import is_known, url_at
from .by_key import found_by_key
from .events import SignalEvent
from .explaining import Explanation, explain, explained
from .models import Handover, Signal, TablePaper
from .policies import SignalAction
from .querysets import SignalQuerySet
from .searching import numbered_nearly, resembling

# Shorter words resemble too much.
_LEAST_ALIKE = 4
# Of numbers that are nearly the one that was typed.
MOST_NEAR = 5


def find(actor: Actor, words: str) -> Found | None:
    """Signals with this number or these words that the actor may see, newest first; also by a whole plate, number or name.

    When there is none, those of which company or place is spelt nearly so.
    """
    if not may(actor, SignalAction.LIST):
        return None
    # By its number also what emergency access opened; by words what the list behind it holds.
    seen = Signal.objects.visible_to if number_of("S", words) else Signal.objects.listed_for
    keys = found_by_key(actor, words)
    found = seen(actor).matching(words, also=keys)
    rows = _first(explained(found.for_list(), words), actor)
    hits = [_hit(signal, explain(signal, words, keys.get(signal.pk, ())), words) for signal in rows[:MOST]]
    count = count_some(found) if len(rows) > MOST else len(rows)
    if not rows and len(words) >= _LEAST_ALIKE and not number_of("S", words):
        return _numbered_nearly(actor, words) if meant(words).startswith("S") else _nearly(actor, words)
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(hits))
    return Found("Signalen", hits, count, _list_of(words, actor))


def _nearly(actor: Actor, words: str) -> Found:
    rows = _first(resembling(Signal.objects.listed_for(actor), words).for_list(), actor)[:MOST]
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(rows))
    why = Explanation("bedrijf of plaats lijkt op wat u typte")
    return Found("Signalen die erop lijken", [_hit(signal, why, words) for signal in rows], len(rows), "")


def _numbered_nearly(actor: Actor, words: str) -> Found:
    """For who misheard or mistyped a number."""
    rows = list(numbered_nearly(Signal.objects.listed_for(actor).for_list(), meant(words))[:MOST_NEAR])
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(rows))
    why = Explanation("nummer lijkt op wat u typte")
    return Found("Signalen met zo’n nummer", [_hit(signal, why, words) for signal in rows], len(rows), "")


def _first(signals: SignalQuerySet, actor: Actor) -> list[Signal]:
    """As many as are shown, and one more when there is."""
    return nearest(signals, ("-received_at", "id"), MOST + 1, actor)


def _list_of(words: str, actor: Actor) -> str:
    return f"{reverse('signals:list')}?{urlencode({'tab': 'alles', FIELD: seal_words(words, actor)})}"


def _hit(signal: Signal, found: Explanation, words: str) -> Hit:
    received = f"ontvangen {timezone.localtime(signal.received_at):%d-%m-%Y}"
    about = (str(signal.municipality), signal.get_state_display(), received)
    by_number = number_of("S", words) == signal.reference
    url = reverse("signals:detail", args=[signal.pk])
    return Hit(signal.reference, url, about, by_number, found.why, found.excerpt)


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
    return Hit(handover.reference, url, about, by_number=True, why="nummer")


def find_question(actor: Actor, words: str) -> Found | None:
    """The signal that the question with this number is about, for who may see it: who was asked names the number."""
    number = number_of("V", words)
    if number is None or not may(actor, SignalAction.LIST):
        return None
    # Whoever was only asked something does not see the signal, so nor its place in a list.
    signals = Signal.objects.visible_to(actor).filter(question_set__reference=number).select_related("municipality")
    hits = [
        Hit(
            number,
            f"{reverse('signals:detail', args=[signal.pk])}#vragen",
            _beside(signal),
            by_number=True,
            why="nummer",
        )
        for signal in signals
    ]
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(hits))
    return Found("Vragen", hits, len(hits), reverse("signals:list"))


def _beside(signal: Signal) -> tuple[str, ...]:
    return (f"bij signaal {signal.reference}", str(signal.municipality))


def find_point(actor: Actor, words: str) -> Found | None:
    """The paper of the agenda point with this number, for whom it was written: people name it at the table."""
    number = number_of("T", words)
    if number is None or not may(actor, SignalAction.LIST_MEETINGS):
        return None
    papers = TablePaper.objects.listed_for(actor).filter(reference=number).select_related("from_municipality")
    hits = [
        Hit(
            number,
            reverse("signals:paper", args=[paper.pk]),
            ("agendapunt", str(paper.from_municipality), paper.get_state_display()),
            by_number=True,
            why="nummer",
        )
        for paper in papers
    ]
    record_search(SignalEvent.PAPER_VIEWED, actor=actor, query=words, rows=len(hits))
    return Found("Agendapunten", hits, len(hits), reverse("signals:meetings"))


def find_address(actor: Actor, words: str) -> Found | None:
    """The way to all that plays at an address that was typed whole, as far as the actor may see anything there."""
    url = url_at(actor, words)
    if not url or not is_known(actor, words):
        return None
    hit = Hit("Wat speelt er op dit adres?", url, ("signalen en casussen, het nieuwste eerst",), by_number=False)
    return Found("Adres", [hit], 1, "")
