"""What an emergency access puts on the start page and in "Mijn werk": for the owner of the dossier to know, for the privacy officer to review.

Which ones wait came with the roles (roles/actor.sql), so that the number on every page costs no query.
"""

from collections.abc import Iterator

from django.urls import reverse

from core.access import Actor, may
from core.attention import CALENDAR, MOST_WORK, Attention, Work
from core.workdays import local_date

from .emergency import without_reviewer
from .models import EmergencyAccess
from .oversight import overseeing
from .policies import MunicipalityAction


def lines(actor: Actor) -> Iterator[Attention]:
    """How many wait, so that the start page does not say that nothing does. No query."""
    count = count_work(actor)
    if not count:
        return
    if may(actor, MunicipalityAction.REVIEW_EMERGENCY):
        text, url_name = f"{count} keer noodtoegang te beoordelen", "municipalities:emergency-reviews"
    else:
        text, url_name = f"{count} keer nam een collega noodtoegang tot een dossier van u", "work"
    yield Attention(text, reverse(url_name), count, tone="warning", order=10)


def unjudged(actor: Actor) -> Iterator[Attention]:
    """To who gives roles: that nobody can judge an emergency access, and where. No number, no name, no content."""
    if not may(actor, MunicipalityAction.GRANT_ROLE):
        return
    for place, count in without_reviewer(actor):
        text = f"{count} keer noodtoegang in {place} kan niemand beoordelen: geef een andere collega de rol privacy officer"
        url = reverse("municipalities:users-and-roles")
        yield Attention(text, url, count, link="gebruikers en rollen", tone="warning", order=10)


def work(actor: Actor) -> Iterator[Work]:
    """The oldest first."""
    if not actor.alerts:
        return
    if may(actor, MunicipalityAction.REVIEW_EMERGENCY):
        with overseeing(actor):
            yield from list(_lines(actor, "Noodtoegang beoordelen", "municipalities:review-emergency"))
    elif may(actor, MunicipalityAction.SEE_EMERGENCY):
        yield from _lines(actor, "Een collega nam noodtoegang: kijk nu", "municipalities:emergency-told", at_once=True)


def count_work(actor: Actor) -> int:
    """How many of them."""
    concerned = (MunicipalityAction.REVIEW_EMERGENCY, MunicipalityAction.SEE_EMERGENCY)
    return len(actor.alerts) if any(may(actor, action) for action in concerned) else 0


def _lines(actor: Actor, what: str, url_name: str, *, at_once: bool = False) -> Iterator[Work]:
    rows = EmergencyAccess.objects.visible_to(actor).filter(pk__in=actor.alerts).select_related("grant")
    for access in rows.order_by("grant__since")[:MOST_WORK]:
        url = reverse(url_name, args=[access.pk])
        day = local_date(access.grant.since)
        if at_once:
            yield Work(what, access.reference, url, day, unit=CALENDAR, first=True)
        else:
            yield Work(what, access.reference, url, since=day)
