"""Who is told that something came in or still waits: a mail that says that there is something to see, never what."""

from core.workdays import today
from jobs.outbox import queue_mail
from jobs.states import MailKind
from municipalities.duty import contacts_of, reached_by_danger, told_of
from municipalities.models import Municipality, Organisation


def announce(municipality: Municipality, *, danger: bool) -> None:
    """Mail whoever is on duty for the municipality today; with direct danger the deputies too, at once."""
    users = reached_by_danger(municipality, today()) if danger else told_of(municipality, today())
    for user_id in users:
        queue_mail(user_id=user_id, kind=MailKind.URGENT if danger else MailKind.MESSAGE)


def remind(partner: Organisation) -> None:
    """Mail the contacts of a partner that did not answer yet."""
    for user_id in contacts_of(partner, today()):
        queue_mail(user_id=user_id)
