"""What waits for the privacy officer, for the start page and "Mijn werk": exceptions to the list of receivers, and erasing.

She reaches no signal: a line says the number of one and what to do, in a context of what she oversees. What she asked
herself, or what is about a signal that she works on, as an officer, waits for another.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from core import walls
from core.access import Actor, may
from core.attention import MOST_WORK, Attention, Work
from core.counting import StandingCount
from core.workdays import local_date
from municipalities.oversight import overseeing

from .models import ErasureLine, Override
from .policies import SignalAction

_KIND = "uitzondering op de afspraken,uitzonderingen op de afspraken"


def lines(actor: Actor) -> Iterator[Attention]:
    """How many there are."""
    if count := count_work(actor):
        words = "uitzondering op de afspraken wacht" if count == 1 else "uitzonderingen op de afspraken wachten"
        yield Attention(f"{count} {words} op u", reverse("signals:overrides"), count, tone="warning", order=10)
    yield from apart(actor)


def apart(actor: Actor) -> Iterator[Attention]:
    """What was put forward to be erased: no term is set for it, and it has no line in "Mijn werk"."""
    if count := _to_erase(actor):
        text = f"{count} {'signaal wacht' if count == 1 else 'signalen wachten'} op uw akkoord om te anonimiseren"
        url = f"{reverse('signals:retention')}?tab=voorstellen"
        yield Attention(text, url, count, "voorstellen", tone="warning", order=20)


def work(actor: Actor) -> Iterator[Work]:
    """One line for each, the longest waiting first. No term is set for it, so it says since when."""
    if not _judges(actor):
        return
    with overseeing(actor):
        found = list(_to_judge(actor).order_by("asked_at", "id")[:MOST_WORK])
    own = hers(actor) if found else frozenset()
    for row in (one for one in found if one.pk not in own):
        what = "Doormelding bij direct gevaar beoordelen" if row.in_danger else "Beslissen over een uitzondering"
        url = reverse("signals:override", args=[row.pk])
        yield Work(what, row.reference, url, since=local_date(row.asked_at), kind=_KIND)


def count_work(actor: Actor) -> int:
    """How many of them: one query, for it stands on every page of hers; another where there are any."""
    if not _judges(actor):
        return 0
    with overseeing(actor):
        count = _count(actor)
    return max(count - len(hers(actor)), 0) if count else 0


def hers(actor: Actor) -> frozenset[uuid.UUID]:
    """Keys of what others asked, of signals that this person owns or owned under whichever hat: she does not decide about them."""
    with walls.context(walls.sign_all(content=sorted(actor.oversees))):
        rows = Override.objects.unscoped(reason="only which are about her own signals").to_judge()
        was = Q(signal__owner=actor.person_id) | Q(signal__past_owners__contains=[actor.person_id])
        own = rows.filter(was, municipality__in=actor.oversees)
        kept = own.exclude(author=actor.user_id).exclude(dossier_id__in=actor.excluded)
        return frozenset(kept.values_list("pk", flat=True))


def _to_erase(actor: Actor) -> int:
    """How many were put forward for her to agree to."""
    if not (actor.oversees and may(actor, SignalAction.AGREE_ERASURE)):
        return 0
    with overseeing(actor):
        count: int = ErasureLine.objects.visible_to(actor).to_agree(actor).count()
    return count


def _judges(actor: Actor) -> bool:
    return bool(actor.oversees) and may(actor, SignalAction.WATCH_OVERRIDES)


def _to_judge(actor: Actor) -> QuerySet[Override]:
    rows: QuerySet[Override] = Override.objects.listed_for(actor).to_judge()
    return rows.exclude(author=actor.user_id)


def _rows(actor: Actor) -> list[QuerySet[Any, Any]]:
    return [_to_judge(actor)]


_count = StandingCount(_rows)
