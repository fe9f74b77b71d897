"""Who is told that something came in: a mail that says that there is something to see, never what."""

from core.workdays import today
from jobs.outbox import queue_mail
from jobs.states import MailKind
from municipalities.duty import reached_by_danger, told_of
from municipalities.models import Municipality


def announce(municipality: Municipality, *, danger: bool) -> None:
    """Mail whoever is on duty for the municipality today; with direct danger the deputies too, at once."""
    users = reached_by_danger(municipality, today()) if danger else told_of(municipality, today())
    for user_id in users:
        queue_mail(user_id=user_id, kind=MailKind.URGENT if danger else MailKind.MESSAGE)
