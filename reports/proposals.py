"""The sentences that figures propose: the key sentence, what goes well, what needs attention.

They say nothing that is hidden: they are made of figures as these may be read, and of counts of municipalities.
"""

from django.utils.formats import date_format

from .at import At
from .disclosure import change
from .edition import Proposal
from .figures.handovers import IN_TIME
from .models import MOST_LINES
from .sentences import amount, in_period, named, of_municipalities


def propose(now: At, earlier: At | None) -> Proposal:
    """What a coordinator may keep, change or replace."""
    return Proposal(
        key_sentence=" ".join((_received(now, earlier), _help(now), _officers(now))),
        good=tuple(_good(now, earlier)[:MOST_LINES]),
        attention=tuple(_attention(now)[:MOST_LINES]),
    )


def _received(now: At, earlier: At | None) -> str:
    one = now.signals.value == 1
    said = f"{in_period(now.period).capitalize()} {'kwam' if one else 'kwamen'} er "
    said += f"{amount(now.signals, 'signaal', 'signalen')} binnen"
    difference = change(now.signals, earlier.signals) if earlier else ""
    return f"{said}, {difference} {in_period(earlier.period)}." if earlier and difference else f"{said}."


def _help(now: At) -> str:
    people = amount(now.people, "persoon", "mensen")
    verb = "kreeg" if now.people.value == 1 else "kregen"
    followed = amount(now.followed_signals, "signaal", "signalen")
    also = "werd" if now.followed_signals.value == 1 else "werden"
    day = date_format(now.day, "j F")
    return f"Op {day} {verb} {people} intensieve hulp en {also} {followed} gevolgd."


def _officers(now: At) -> str:
    said = f"{of_municipalities(now.officers)} een aandachtsfunctionaris"
    missing = now.without_officer
    return f"{said}; nog niet: {named(missing)}." if missing and now.officers.yes else f"{said}."


def _good(now: At, earlier: At | None) -> list[str]:
    found = []
    if now.officers.is_complete:
        found.append("Elke gemeente heeft een aandachtsfunctionaris.")
    if earlier is not None and earlier.cells and (gained := now.officers.yes - earlier.officers.yes) > 0:
        found.append(f"{gained} {'gemeente' if gained == 1 else 'gemeenten'} meer met een aandachtsfunctionaris.")
    if earlier is not None and (gained := now.basis.yes - earlier.basis.yes) > 0:
        found.append(f"{gained} {'gemeente' if gained == 1 else 'gemeenten'} meer met de hele basis op orde.")
    if _share_in_time(now) > 0.5:
        found.append(f"Partners beantwoordden meer dan de helft van de doormeldingen binnen {IN_TIME} dagen.")
    return found


def _attention(now: At) -> list[str]:
    found = []
    if missing := now.without_officer:
        found.append(f"Nog geen aandachtsfunctionaris: {named(missing)}.")
    alone = [str(place) for place in now.municipalities if place.pk not in now.deputies]
    if alone:
        found.append(f"Geen vervanger van de aandachtsfunctionaris: {named(alone)}.")
    if 0 <= _share_in_time(now) < 0.5:
        found.append(f"Partners beantwoordden minder dan de helft van de doormeldingen binnen {IN_TIME} dagen.")
    if not now.basis.is_complete:
        found.append(f"De hele basis is op orde in {now.basis} gemeenten.")
    return found


def _share_in_time(now: At) -> float:
    """The share answered in time; -1 when a figure of it is hidden, for the words would give it away, or not whole yet."""
    if now.answers_wait or now.answered_in_time.value is None or not now.sent.value:
        return -1
    return now.answered_in_time.value / now.sent.value
