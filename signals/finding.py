"""What the search field of the frame finds among the signals; by the number of something about one, see finding_numbered."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from audit.recording import record_search
from core.access import Actor, may
from core.nearest import nearest
from core.references import meant, number_of
from core.search import MOST, NEARLY, Found, Hit, count_some
from core.words import FIELD, seal_words

from .at_address import is_known, url_at
from .by_key import found_by_key
from .events import SignalEvent
from .explaining import Explanation, explain, explained
from .models import Signal
from .policies import SignalAction
from .querysets import SignalQuerySet
from .searching import numbered_nearly, resembling
from .spelt import streets_found

# Shorter words resemble too much.
_LEAST_ALIKE = 4
# Of numbers that are nearly the one that was typed.
MOST_NEAR = 5


def find(actor: Actor, words: str) -> Found | None:
    """Signals with this number or these words that the actor may see, newest first; also by a whole plate, number or name.

    When there is none, those of which company, place or street is spelt nearly so.
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
    """What has that street or nearly that one, and then what has a company or place that is spelt so."""
    listed = Signal.objects.listed_for(actor)
    streets = streets_found(actor, words)
    rows = _first(listed.filter(pk__in=list(streets)).for_list(), actor)[:MOST] if streets else []
    hits = [_hit(signal, Explanation(streets[signal.pk]), words) for signal in rows]
    if left := MOST - len(hits):
        alike = _first(resembling(listed.exclude(pk__in=list(streets)), words).for_list(), actor)[:left]
        why = Explanation("bedrijf of plaats lijkt op wat u typte")
        hits += [_hit(signal, why, words) for signal in alike]
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(hits))
    return Found("Signalen die erop lijken", hits, len(hits), "")


def _numbered_nearly(actor: Actor, words: str) -> Found:
    """For who misheard or mistyped a number."""
    rows = list(numbered_nearly(Signal.objects.listed_for(actor).for_list(), meant(words))[:MOST_NEAR])
    record_search(SignalEvent.LISTED, actor=actor, query=words, rows=len(rows))
    why = Explanation(NEARLY)
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


def find_address(actor: Actor, words: str) -> Found | None:
    """The way to all that plays at an address that was typed whole, as far as the actor may see anything there."""
    url = url_at(actor, words)
    if not url or not is_known(actor, words):
        return None
    hit = Hit("Wat speelt er op dit adres?", url, ("signalen en casussen, het nieuwste eerst",), by_number=False)
    return Found("Adres", [hit], 1, "")
