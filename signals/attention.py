"""What the start page shows of the signals. The sets that are counted stand in watched.py, "Mijn werk" in work.py."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from core.access import Actor, Reach, may, reaches_for
from core.attention import Attention, Panel
from core.counting import StandingCounts, StandingTally
from core.reading import read_together
from core.workdays import local_date
from municipalities.models import Municipality

from .drafts import drafts_of, kept_until
from .models import Arrival, DangerAlarm, Draft, Handover, InquiryHit, Question, SharedSignal, Submission
from .paper_filters import MINE, OPEN
from .policies import SignalAction
from .retention import to_put_forward_by
from .terms import SHOW_ASKED_ABOUT
from .unattended import numbers_with
from .watched import ASKED_ABOUT, WATCHED, Watched, worked_on_by, works_on_signals
from .work import to_settle
from .workflow import OPEN_STATES, SignalState


def lines(actor: Actor) -> Iterator[Attention]:
    """What asks for attention, for whoever works on signals or has a draft open."""
    waiting = _count_waiting(actor)
    first = read_together({kind: rows(actor)[:1] for kind, rows in _FIRST.items() if waiting[kind]})
    if works_on_signals(actor):
        yield from _alarms(first.get("alarms", []), waiting["alarms"])
        yield from _signals(actor, _tally)
        yield from _from_elsewhere(first, waiting)
        yield from _known_here(actor, waiting["asked_about"])
        yield from _past_their_day(waiting["past_their_day"])
    yield from _unattended(actor)
    yield from _handovers(waiting["handovers"])
    yield from _questions(waiting["questions"])
    yield from _actions(waiting["actions"])
    yield from _drafts(first.get("drafts", []), waiting["drafts"])


def _unattended(actor: Actor) -> Iterator[Attention]:
    """What waits with a fall-back for want of a focal officer."""
    found = numbers_with(actor)
    if found.total:
        words = "signaal wacht" if found.total == 1 else "signalen wachten"
        places = list(found.by_place)
        where = str(Municipality.objects.get(pk=places[0])) if len(places) == 1 else f"{len(places)} gemeenten"
        text = f"{found.total} {words} op een aandachtsfunctionaris in {where}"
        tone, order = ("danger", 0) if found.danger else ("warning", 10)
        yield Attention(text, reverse("signals:unattended"), found.total, "aanwijzen", tone=tone, order=order)


def _waiting_from(model: type[Arrival | SharedSignal]) -> Callable[[Actor], QuerySet[Any, Any]]:
    def rows(actor: Actor) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = model.objects.listed_for(actor).waiting()
        return found if works_on_signals(actor) else found.none()

    return rows


def _due_first(rows: Callable[[Actor], QuerySet[Any, Any]], actor: Actor) -> QuerySet[Any, Any]:
    return rows(actor).order_by("due_on", "id").values_list("pk", "from_reference")


def _alarms_for(actor: Actor) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = DangerAlarm.objects.visible_to(actor).unseen()
    return found if works_on_signals(actor) else found.none()


def _handed_to(actor: Actor) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = Handover.objects.visible_to(actor).waiting()
    return found if may(actor, SignalAction.LIST_HANDOVERS) else found.none()


def _asked(actor: Actor) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = Question.objects.asked_of(actor).open()
    return found if may(actor, SignalAction.ANSWER_QUESTION) else found.none()


def _to_do_after_meeting(actor: Actor) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = to_settle(actor)
    return found if may(actor, SignalAction.SETTLE_ACTION) else found.none()


def _asked_about(actor: Actor) -> QuerySet[Any, Any]:
    """One row for each time that another municipality asked lately about something that is known here."""
    found: QuerySet[Any, Any] = InquiryHit.objects.listed_for(actor).filter(
        asked_at__gte=timezone.now() - SHOW_ASKED_ABOUT
    )
    return found if works_on_signals(actor) else found.none()


_FROM = {"arrivals": _waiting_from(Arrival), "shared": _waiting_from(SharedSignal)}
# Mostly there is none of any of these: of what there is, the most urgent is read after it was counted.
_FIRST: dict[str, Callable[[Actor], QuerySet[Any, Any]]] = {
    "alarms": lambda actor: _alarms_for(actor).order_by("raised_at").values_list("pk", "raised_at"),
    **{kind: partial(_due_first, rows) for kind, rows in _FROM.items()},
    "drafts": lambda actor: drafts_of(actor).order_by("saved_at").only("id", "saved_at", "municipality_id"),
}
_count_waiting = StandingCounts(
    {
        "alarms": _alarms_for,
        **_FROM,
        # Once for each question, however many signals it met.
        "asked_about": lambda actor: _asked_about(actor).distinct("inquiry_id"),
        "handovers": _handed_to,
        "questions": _asked,
        "actions": _to_do_after_meeting,
        "drafts": drafts_of,
        "past_their_day": to_put_forward_by,
    }
)


def _from_elsewhere(first: Mapping[str, list[Any]], waiting: Mapping[str, int]) -> Iterator[Attention]:
    """What other municipalities ask: to take a signal over, to look along."""
    asked = (
        (
            "arrivals",
            "signaal aangeboden door een andere gemeente",
            "signalen aangeboden door andere gemeenten",
            "arrival",
        ),
        (
            "shared",
            "vraag van een andere gemeente om mee te kijken",
            "vragen van andere gemeenten om mee te kijken",
            "shared",
        ),
    )
    for kind, one, many, page in asked:
        count = waiting[kind]
        for key, reference in first.get(kind, ()):
            text = f"1 {one}" if count == 1 else f"{count} {many}"
            yield Attention(
                text, reverse(f"signals:{page}", args=[key]), count=count, link=reference, tone="warning", order=32
            )


def _known_here(actor: Actor, count: int) -> Iterator[Attention]:
    """Another municipality asked whether something is known; who works on it can expect a call."""
    newest = (
        count and _asked_about(actor).select_related("signal", "from_municipality").order_by("-asked_at", "id").first()
    )
    if newest:
        signals = _asked_about(actor).order_by().values("signal").distinct()[:2]
        one = len(signals) == 1
        who = f"Gemeente {newest.from_municipality} vroeg" if count == 1 else f"{count} keer vroeg een andere gemeente"
        yield Attention(
            f"{who} of iets bekend is dat bij een signaal van u staat",
            f"{reverse('signals:detail', args=[newest.signal_id])}#elders" if one else list_url(ASKED_ABOUT),
            count=count,
            link=newest.signal.reference if one else "lijst",
            meta=_ago(newest.asked_at),
            order=34,
        )


def _past_their_day(count: int) -> Iterator[Attention]:
    """What was kept for as long as it may be, and nobody put forward yet."""
    if count:
        text = f"{count} {'signaal' if count == 1 else 'signalen'} voorbij de bewaartermijn"
        yield Attention(text, reverse("signals:retention"), count, "voorstellen om te anonimiseren", order=75)


def _handovers(count: int) -> Iterator[Attention]:
    """What a partner has to answer."""
    if count:
        text = "1 doormelding te beantwoorden" if count == 1 else f"{count} doormeldingen te beantwoorden"
        yield Attention(text, reverse("postbox:inbox"), count=count, link="postvak", tone="warning", order=10)


def _questions(count: int) -> Iterator[Attention]:
    """What was asked of the actor, or of her organisation, and waits for an answer."""
    if count:
        text = "1 vraag te beantwoorden" if count == 1 else f"{count} vragen te beantwoorden"
        yield Attention(text, reverse("signals:questions"), count, "vragen aan u", tone="warning", order=15)


def _actions(count: int) -> Iterator[Attention]:
    """What a screening table gave the actor, or her organisation, to do."""
    if count:
        text = f"{count} {'actie' if count == 1 else 'acties'} uit het screeningsoverleg"
        url = f"{reverse('signals:outcomes')}?{urlencode({'stand': OPEN, 'voor': MINE})}"
        yield Attention(text, url, count, tone="plain", order=38)


def _alarms(oldest: list[Any], count: int) -> Iterator[Attention]:
    for key, raised_at in oldest:
        one = count == 1
        yield Attention(
            f"{count} {'afgebroken melding' if one else 'afgebroken meldingen'} met direct gevaar",
            reverse("signals:alarm", args=[key]) if one else reverse("signals:alarms"),
            count=count,
            link="terugbellen",
            meta=_ago(raised_at),
            tone="danger",
            order=0,
        )


def apart(actor: Actor) -> Iterator[Attention]:
    """What "Mijn werk" has no line for."""
    if works_on_signals(actor):
        yield from _signals(actor, _tally_apart)


def _signals(actor: Actor, tally_of: StandingTally) -> Iterator[Attention]:
    for code, tally in tally_of(actor).items():
        if not tally.count:
            continue
        kind, count = WATCHED[code], tally.count
        key, reference, since = tally.least
        one = count == 1
        yield Attention(
            f"{count} {kind.one if one else kind.many}",
            reverse("signals:detail", args=[key]) if one else list_url(code),
            count=count,
            link=reference if one else "lijst",
            meta=_ago(since) if one and kind.says_since else "",
            tone=kind.tone,
            order=kind.order,
            whole=True,
        )


def list_url(code: str) -> str:
    """The list of one of the sets."""
    return f"{reverse('signals:list')}?tab=alles&aandacht={code}"


def _with_key(actor: Actor) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = worked_on_by(actor).annotate(key=Cast("pk", CharField()))
    return rows


def _tally_of(kinds: Iterable[tuple[str, Watched]]) -> StandingTally:
    """How many signals each of these sets holds and, for a set of one, which and since when."""
    return StandingTally(_with_key, {code: kind.condition for code, kind in kinds}, ("key", "reference", "received_at"))


_LINES = {code: kind for code, kind in WATCHED.items() if kind.is_line}
_tally = _tally_of(_LINES.items())
_tally_apart = _tally_of((code, kind) for code, kind in _LINES.items() if kind.apart)


def _drafts(oldest: list[Draft], count: int) -> Iterator[Attention]:
    """What the actor began; the one that is deleted first says when."""
    for draft in oldest:
        text = "1 concept om mee verder te gaan" if count == 1 else f"{count} concepten om mee verder te gaan"
        until = date_format(local_date(kept_until(draft)), "j F")
        meta = f"bewaard tot {until}" if count == 1 else f"het oudste bewaard tot {until}"
        yield Attention(text, reverse("signals:drafts"), count=count, link="verder gaan", meta=meta, order=90)


def _ago(moment: dt.datetime) -> str:
    """ "2 uur geleden", the largest unit only; "zojuist" within the minute."""
    if timezone.now() - moment < dt.timedelta(minutes=1):
        return "zojuist"
    return f"{timesince(moment, depth=1)} geleden"


# The line "Mijn gemeente": what is counted, with its label and what of the list shows it.
_FIGURES = {
    "received": (Q(state=SignalState.RECEIVED), "ontvangen", "tab=alles&stand=received"),
    "judged": (Q(state=SignalState.TRIAGE), "in beoordeling", "tab=alles&stand=triage"),
    "gathering": (Q(state=SignalState.ENRICHING), "informatie verzamelen", "tab=alles&stand=enriching"),
    "passed_on": (Q(state__in=OPEN_STATES, is_passed_on=True), "doorgegeven", "tab=doorgegeven"),
    "followed": (Q(is_followed=True), "gevolgd", "tab=gevolgd"),
}


def _whoever(condition: Q, _actor: Actor) -> Q:
    return condition


_count_figures = StandingTally(
    worked_on_by, {name: partial(_whoever, condition) for name, (condition, _, _) in _FIGURES.items()}
)


def figures(actor: Actor) -> Panel | None:
    """The line "Mijn gemeente" of a focal officer."""
    if Reach.OWN not in reaches_for(actor, SignalAction.DECIDE):
        return None
    url = reverse("signals:list")
    found = _count_figures(actor)
    items = [
        {"count": found[name].count if name in found else 0, "label": label, "url": f"{url}?{shown}"}
        for name, (_, label, shown) in _FIGURES.items()
    ]
    heading = "Mijn gemeente" if len(actor.content) == 1 else "Mijn gemeenten"
    return Panel("pages/parts/figures.html", {"heading": heading, "items": items})


LATEST = 5
MOST_SHARED = 25


def sent(actor: Actor) -> Panel | None:
    """The latest signals that a colleague or partner sent, with their answers."""
    if not may(actor, SignalAction.VIEW_SUBMISSIONS):
        return None
    rows = Submission.objects.visible_to(actor).select_related("municipality").order_by("-sent_at")[:LATEST]
    return Panel("signals/parts/sent.html", {"rows": rows})


def shared(actor: Actor) -> Panel | None:
    """What other municipalities share with the actor's, the longest first; it is no work, so it stands in no list of that."""
    if not may(actor, SignalAction.ACCEPT_CONCERN):
        return None
    rows = list(
        SharedSignal.objects.listed_for(actor)
        .running()
        .select_related("from_municipality")
        .order_by("accepted_at")[:MOST_SHARED]
    )
    return Panel("signals/parts/shared_here.html", {"rows": rows}) if rows else None
