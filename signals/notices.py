"""Who is told that something came in, came back or still waits: a mail that there is something to see, never what.

Absence is heeded: on those days the deputy gets the mail. Nobody is told of what she did herself, nor of a dossier from
which she is excluded: the mail alone says that there is one.
"""

from collections.abc import Iterable

from core import walls
from core.access import Actor
from core.workdays import today
from jobs.outbox import queue_mail
from jobs.states import MailKind
from municipalities.dossiers import DossierRow
from municipalities.duty import (
    care_coordinators_of,
    contacts_of,
    everybody_told_of,
    told_in_person,
    told_of,
    told_of_work,
)
from municipalities.models import Municipality, Organisation
from municipalities.shielding import not_kept_out, told_about

from .codes import Origin
from .models import Question, ScreeningTable, Signal, SignalPart


def announce(municipality: Municipality, *, danger: bool) -> None:
    """Mail whoever is on duty for the municipality today; with direct danger the deputies too, at once."""
    users = everybody_told_of(municipality, today()) if danger else told_of(municipality, today())
    for user_id in users:
        queue_mail(user_id=user_id, kind=MailKind.URGENT if danger else MailKind.MESSAGE)


def tell_danger(signal: Signal, *, actor: Actor) -> None:
    """Mail at once, deputies too, that a signal which they have already is about direct danger now, and its owner with them."""
    place, day = signal.municipality, today()
    users = {*everybody_told_of(place, day), *told_of_work(place, signal.owner_id, day)}
    _mail(told_about(signal.dossier_id, sorted(users)), actor, MailKind.URGENT)


def tell_partner(partner: Organisation, *, actor: Actor) -> None:
    """Mail the contacts of a partner: something was passed on to it, or still waits for its answer."""
    _mail(contacts_of(partner, today()), actor)


def tell_care(signal: Signal, *, actor: Actor) -> bool:
    """Mail the care coordinators of the municipality: they are offered the signal, or their question is answered.

    False when there are some, and the signal is kept from each of them: then nobody was told, and nobody finds it.
    """
    care = dict.fromkeys(care_coordinators_of(signal.municipality, today()), "")
    finding = not_kept_out(signal.dossier_id, care)
    _mail(finding, actor)
    return bool(finding) or not care


def tell_owner(part: SignalPart, *, actor: Actor) -> None:
    """Mail whoever works on the signal of this part: a partner answered, or care coordination gave the offer back."""
    _mail(_worked_on_by(part, owner_of(part)), actor)


def owner_of(part: SignalPart) -> int | None:
    """The id of who owns the signal of this part."""
    return owners_of(part)[0]


def owners_of(part: SignalPart) -> list[int | None]:
    """The id of who owns the signal of this part and of who did before, which the one who acts may not see; nothing else is read."""
    with walls.context(walls.sign_all(content=[part.municipality_id])):
        signal = Signal._base_manager.only("owner_id", "past_owners").get(pk=part.signal_id)
    return [signal.owner_id, *signal.past_owners]


def tell_asked(question: Question, *, actor: Actor) -> None:
    """Mail who was asked something: the colleague (or her deputy), or the contacts of the partner."""
    if question.to_partner:
        tell_partner(question.to_partner, actor=actor)
    elif question.to_user_id:
        _mail(
            told_about(question.dossier_id, told_in_person(question.municipality, question.to_user_id, today())), actor
        )


def tell_asker(question: Question, *, actor: Actor) -> None:
    """Mail who asked, or who does that work now: the answer came, or none did."""
    _mail(_worked_on_by(question, question.author_id), actor)


def tell_municipality(row: DossierRow, *, actor: Actor) -> None:
    """Mail whoever is on duty for the municipality of this row, which another municipality put there or added to."""
    _mail(told_about(row.dossier_id, told_of(row.municipality, today())), actor)


def tell_worker(signal: Signal, *, actor: Actor) -> None:
    """Mail whoever works on the signal: somebody else changed it, here or in another municipality."""
    _mail(_worked_on_by(signal, signal.owner_id), actor)


def tell_table(table: ScreeningTable, *, actor: Actor) -> None:
    """Mail who sits at a screening table, and who leads it: a meeting is on another day, or does not go on."""
    day, users = today(), set[int]()
    for seat in table.seats.on(day).select_related("organisation", "municipality"):
        if seat.organisation is not None:
            users.update(contacts_of(seat.organisation, day))
        elif seat.municipality is not None:
            users.update(told_of(seat.municipality, day))
            users.update(care_coordinators_of(seat.municipality, day) if table.chair_municipality_id is None else ())
    _mail(sorted(users), actor)


def tell_reporter(signal: Signal, *, actor: Actor) -> None:
    """Mail who sent the signal: there is an answer or a message to read. Nobody for what was not sent in."""
    if signal.origin == Origin.REPORTER and signal.author_id:
        _mail(told_about(signal.dossier_id, [signal.author_id]), actor)
    elif signal.origin == Origin.PARTNER and signal.sender:
        _mail(contacts_of(signal.sender, today()), actor)


def _worked_on_by(row: DossierRow, owner_id: int | None) -> list[int]:
    """Who hears of what this person works on; where who stands in for her is kept out of this dossier, everybody else."""
    place, day = row.municipality, today()
    reached = told_about(row.dossier_id, told_of_work(place, owner_id, day))
    return reached or told_about(row.dossier_id, everybody_told_of(place, day))


def _mail(users: Iterable[int], actor: Actor, kind: MailKind = MailKind.MESSAGE) -> None:
    for user_id in users:
        if user_id != actor.user_id:
            queue_mail(user_id=user_id, kind=kind)
