"""What the start page shows of the signals. The sets that are counted stand in watched.py, "Mijn werk" in work.py."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Count, DateTimeField, Min, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timesince import timesince

from core.access import Actor, Reach, may, reaches_for
from core.attention import Attention, Panel
from core.workdays import local_date
from municipalities.models import Municipality

from .drafts import drafts_of, kept_until
from .models import DangerAlarm, Handover, Submission
from .policies import SignalAction
from .unattended import numbers_with
from .watched import WATCHED, worked_on_by, works_on_signals
from .workflow import OPEN_STATES, SignalState


def lines(actor: Actor) -> Iterator[Attention]:
    """What asks for attention, for whoever works on signals or has a draft open."""
    if works_on_signals(actor):
        yield from _alarms(actor)
        yield from _signals(actor)
    yield from _unattended(actor)
    yield from _handovers(actor)
    yield from _drafts(actor)


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


def _handovers(actor: Actor) -> Iterator[Attention]:
    """What a partner has to answer."""
    if not may(actor, SignalAction.LIST_HANDOVERS):
        return
    count = Handover.objects.visible_to(actor).waiting().count()
    if count:
        text = "1 doormelding te beantwoorden" if count == 1 else f"{count} doormeldingen te beantwoorden"
        yield Attention(text, reverse("postbox:inbox"), count=count, link="postvak", tone="warning", order=10)


def _alarms(actor: Actor) -> Iterator[Attention]:
    found = list(
        DangerAlarm.objects.visible_to(actor).unseen().order_by("raised_at").values_list("pk", "raised_at")[:50]
    )
    if not found:
        return
    one = len(found) == 1
    yield Attention(
        f"{len(found)} {'afgebroken melding' if one else 'afgebroken meldingen'} met direct gevaar",
        reverse("signals:alarm", args=[found[0][0]]) if one else reverse("signals:alarms"),
        count=len(found),
        link="terugbellen",
        meta=_ago(found[0][1]),
        tone="danger",
        order=0,
    )


def _signals(actor: Actor) -> Iterator[Attention]:
    counted = _counted(actor)
    for code, kind in WATCHED.items():
        count = counted.get(code, 0)
        if not count:
            continue
        one = count == 1
        yield Attention(
            f"{count} {kind.one if one else kind.many}",
            reverse("signals:detail", args=[counted[f"{code}_pk"]]) if one else list_url(code),
            count=count,
            link=counted[f"{code}_reference"] if one else "lijst",
            meta=_ago(counted[f"{code}_since"]) if one and kind.says_since else "",
            tone=kind.tone,
            order=kind.order,
        )


def list_url(code: str) -> str:
    """The list of one of the sets."""
    return f"{reverse('signals:list')}?tab=alles&aandacht={code}"


def _counted(actor: Actor) -> dict[str, Any]:
    """How many signals each set holds and, for a set of one, which: one query."""
    wanted: dict[str, Any] = {}
    for code, kind in WATCHED.items():
        condition = kind.condition(actor)
        wanted[code] = Count("pk", filter=condition)
        wanted[f"{code}_pk"] = Min(Cast("pk", CharField()), filter=condition)
        wanted[f"{code}_reference"] = Min("reference", filter=condition)
        wanted[f"{code}_since"] = Min("received_at", filter=condition, output_field=DateTimeField())
    return dict(worked_on_by(actor).aggregate(**wanted))


def _drafts(actor: Actor) -> Iterator[Attention]:
    """What the actor began; the one that is deleted first says when."""
    drafts = (
        list(drafts_of(actor).order_by("saved_at").only("id", "saved_at", "municipality_id")) if actor.user_id else []
    )
    if drafts:
        count = len(drafts)
        text = "1 concept om mee verder te gaan" if count == 1 else f"{count} concepten om mee verder te gaan"
        until = date_format(local_date(kept_until(drafts[0])), "j F")
        meta = f"bewaard tot {until}" if count == 1 else f"het oudste bewaard tot {until}"
        yield Attention(text, reverse("signals:drafts"), count=count, link="verder gaan", meta=meta, order=90)


def _ago(moment: dt.datetime) -> str:
    """ "2 uur geleden", the largest unit only."""
    return f"{timesince(moment, depth=1)} geleden"


def figures(actor: Actor) -> Panel | None:
    """The line "Mijn gemeente" of a focal officer."""
    if Reach.OWN not in reaches_for(actor, SignalAction.DECIDE):
        return None
    open_states = Q(state__in=OPEN_STATES)
    found = worked_on_by(actor).aggregate(
        received=Count("pk", filter=Q(state=SignalState.RECEIVED)),
        judged=Count("pk", filter=Q(state=SignalState.TRIAGE)),
        gathering=Count("pk", filter=Q(state=SignalState.ENRICHING)),
        passed_on=Count("pk", filter=open_states & Q(is_passed_on=True)),
        followed=Count("pk", filter=Q(is_followed=True)),
    )
    url = reverse("signals:list")
    items = [
        {"count": found["received"], "label": "ontvangen", "url": f"{url}?tab=alles&stand=received"},
        {"count": found["judged"], "label": "in beoordeling", "url": f"{url}?tab=alles&stand=triage"},
        {"count": found["gathering"], "label": "informatie verzamelen", "url": f"{url}?tab=alles&stand=enriching"},
        {"count": found["passed_on"], "label": "doorgegeven", "url": f"{url}?tab=doorgegeven"},
        {"count": found["followed"], "label": "gevolgd", "url": f"{url}?tab=gevolgd"},
    ]
    heading = "Mijn gemeente" if len(actor.content) == 1 else "Mijn gemeenten"
    return Panel("pages/parts/figures.html", {"heading": heading, "items": items})


LATEST = 5


def sent(actor: Actor) -> Panel | None:
    """The latest signals that a colleague or partner sent, with their answers."""
    if not may(actor, SignalAction.VIEW_SUBMISSIONS):
        return None
    rows = Submission.objects.visible_to(actor).select_related("municipality").order_by("-sent_at")[:LATEST]
    return Panel("signals/parts/sent.html", {"rows": rows})
