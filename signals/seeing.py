"""Who sees a signal, in words and by function, for the line with the eye and the last page of the wizard."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import User
from audit.models import AuditEvent
from core.access import Actor, may
from core.workdays import today
from municipalities import roles
from municipalities.areas import since_merged
from municipalities.codes import Role
from municipalities.duty import pool_of
from municipalities.mandates import care_areas_ahead, care_areas_under_mandate
from municipalities.models import Municipality
from municipalities.shielding import excluded_from, kept_out_of, not_kept_out

from .codes import Origin
from .events import SignalEvent
from .models import Signal
from .policies import SignalAction

# Instead of a name, to who may not know it.
SENDER = "De melder"
# What only a sender does, or a colleague at the same organisation; and an id that is nobody's.
_AS_SENDER = frozenset(
    {SignalEvent.SUBMITTED, SignalEvent.FILE_SENT, SignalEvent.SUBMISSION_VIEWED, SignalEvent.DANGER_FLAGGED}
)
# Of the sending organisation where somebody there told of the danger, else of who works on it.
_BY_EITHER = frozenset({SignalEvent.DANGER_SET, SignalEvent.DANGER_CALL, SignalEvent.DANGER_NUMBERS})
_SOMEBODY = 0


def read_by(municipality: Municipality, *, care: bool) -> str:
    """By which functions a signal of this municipality is read; `care`: by care coordination too.

    Of one that is shielded, `shielding.seen_by` says who really does.
    """
    return _read_by(_officers_now(municipality), care=care)


def told_read_by(municipality: Municipality, officers: Iterable[bool], *, care: bool) -> str:
    """The same, when who is appointed there is known: of each whether she is a deputy. After a merger it asks all the same."""
    if municipality.successor_id is not None:
        return read_by(municipality, care=care)
    return _read_by(_officers(municipality, officers), care=care)


def _read_by(people: str, *, care: bool) -> str:
    return f"{people}, zorgcoördinator met een afspraak met deze gemeente" if care else people


def read_when_sent(municipality: Municipality) -> str:
    """Who will see what is sent to this municipality now. In the pool care coordination reads it until somebody is there."""
    people = _officers_now(municipality)
    if pool_of(municipality, today()):
        return f"{people}, en tot er iemand is de zorgcoördinator met een afspraak met deze gemeente"
    return people


def workers_of(signal: Signal) -> dict[int, str]:
    """Who could be in the team of a restricted signal, id -> name: officers, deputies and care coordination, now or later."""
    out = excluded_from(signal.dossier_id)
    return {pk: name for pk, name in workers_at(signal.municipality).items() if pk not in out}


def workers_at(municipality: Municipality) -> dict[int, str]:
    """Who works on signals of this municipality, id -> name: officers, deputies and care coordination, now or later."""
    areas = care_areas_ahead(municipality, today())
    places = since_merged(municipality, today())
    found = roles.holders(Role.FOCAL_OFFICER, places, today(), later=True)
    found += roles.holders(Role.CARE_COORDINATOR, areas, today(), later=True)
    return {holding.user.pk: holding.user.full_name for holding in found}


def next_owner(signal: Signal) -> int | None:
    """Who could own this signal when its owner is excluded by another municipality: an officer there; None when nobody is left."""
    held = roles.holders(Role.FOCAL_OFFICER, since_merged(signal.municipality, today()), today())
    people = {one.user.pk: one.user.full_name for one in sorted(held, key=lambda one: one.deputy)}
    out = excluded_from(signal.dossier_id)
    seeing = [*not_kept_out(signal.dossier_id, people), *(pk for pk in people if pk not in out)]
    return next(iter(seeing), None)


def could_own(signal: Signal) -> dict[int, str]:
    """Who can work on this signal today, id -> name: the officers there; of what care coordination logged, the coordinators too."""
    return not_kept_out(signal.dossier_id, {one.user.pk: one.user.full_name for one in _workers_today([signal])})


def workers_of_all(signals: Sequence[Signal]) -> dict[int, str]:
    """Who can work today on one of these signals or more, id -> name, by name; who is kept from one of them counts too."""
    found = {holding.user.pk: holding.user.full_name for holding in _workers_today(signals)}
    return dict(sorted(found.items(), key=lambda person: person[1]))


def _workers_today(signals: Sequence[Signal]) -> list[roles.Holding]:
    """The officers of all their municipalities; where care coordination logged one, its coordinators too."""
    day = today()
    all_of = {one.municipality_id: one.municipality for one in signals}
    logged_by_care = {one.municipality_id for one in signals if one.origin == Origin.CARE_COORDINATOR}
    held = roles.holders(
        Role.FOCAL_OFFICER, [place for one in all_of.values() for place in since_merged(one, day)], day
    )
    areas = [area for key in logged_by_care for area in care_areas_under_mandate(all_of[key], day)]
    return held + roles.holders(Role.CARE_COORDINATOR, areas, day)


def colleagues_to_ask(signal: Signal, actor: Actor) -> list[tuple[str, list[tuple[int, str]]]]:
    """Of whom inside the municipality something can be asked: (heading, [(id, name)]), each person once.

    Who reports, who works on its signals, and care coordination under a mandate; not the actor, nor anybody who is kept from
    this dossier.
    """
    day = today()
    places, areas = since_merged(signal.municipality, day), care_areas_under_mandate(signal.municipality, day)
    here = roles.holders_of((Role.FOCAL_OFFICER, Role.REPORTER), places, day)
    groups = (
        (f"Aandachtsfunctionaris {signal.municipality}", [one for one in here if one.role == Role.FOCAL_OFFICER]),
        ("Zorgcoördinatie", roles.holders(Role.CARE_COORDINATOR, areas, day)),
        (f"Collega's van gemeente {signal.municipality}", [one for one in here if one.role == Role.REPORTER]),
    )
    out, team = kept_out_of(signal.dossier_id)
    kept = {actor.user_id, *out}
    found: list[tuple[str, list[tuple[int, str]]]] = []
    for heading, holdings in groups:
        names = {one.user.pk: _named(one.user, signal) for one in holdings}
        people = [(pk, name) for pk, name in names.items() if pk not in kept and (team is None or pk in team)]
        kept.update(pk for pk, _ in people)
        found.append((heading, people))
    return [(heading, people) for heading, people in found if people]


def without_senders(signal: Signal, actor: Actor, done: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Events of the log, none of which tells this actor who of the sending organisation added a file or told of danger."""
    events = list(done)
    told = {event.actor_id for event in events if event.event == SignalEvent.DANGER_FLAGGED}
    for event in events if sender_is_kept(signal, actor) else ():
        if event.event in _AS_SENDER or (event.event in _BY_EITHER and event.actor_id in told):
            event.actor_id = signal.author_id or _SOMEBODY
    return events


def looks_without_senders(signal: Signal, actor: Actor, looks: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The same of the rows of `audit.readers.looks_at`: who looked how it stands with what was sent."""
    kept = sender_is_kept(signal, actor)
    sender = {"actor_id": signal.author_id or _SOMEBODY}
    return [{**look, **sender} if kept and look["event"] in _AS_SENDER else look for look in looks]


def without_sender(signal: Signal, actor: Actor, names: Mapping[int, str]) -> dict[int, str]:
    """`names` of who did something to the signal, but for that of who sent it in when the actor may not know who that is."""
    kept = sender_is_kept(signal, actor)
    told = {pk: SENDER if kept and pk == signal.author_id else name for pk, name in names.items()}
    return told | ({_SOMEBODY: SENDER} if kept else {})


def sender_is_kept(signal: Signal, actor: Actor) -> bool:
    """Whether this actor may not know who sent the signal in."""
    return signal.origin in {Origin.REPORTER, Origin.PARTNER} and not may(actor, SignalAction.VIEW_REPORTER, signal)


def _named(user: User, signal: Signal) -> str:
    sent = signal.origin == Origin.REPORTER and signal.author_id == user.pk
    return f"{user.full_name} (stuurde dit signaal)" if sent else user.full_name


def _officers_now(municipality: Municipality) -> str:
    """After a merger those of the municipality that it became part of."""
    places = since_merged(municipality, today())
    return _officers(places[-1], roles.officers_of([place.pk for place in places], today()))


def _officers(municipality: Municipality, officers: Iterable[bool]) -> str:
    """The focal officer and who deputises: they read the same inbox, also on days when nobody is absent."""
    held = list(officers)
    deputies = "de vervangers" if sum(held) > 1 else "de vervanger"
    match (not all(held), any(held)):
        case (True, True):
            return f"aandachtsfunctionaris {municipality} en {deputies}"
        case (True, False):
            return f"aandachtsfunctionaris {municipality}"
        case (False, True):
            return f"{deputies} van de aandachtsfunctionaris {municipality}"
        case _:
            return f"wie als aandachtsfunctionaris van {municipality} wordt aangewezen"
