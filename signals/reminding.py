"""Reminding a partner of what was handed over to it: who can be mailed, and what the mail says.

Whoever has an account there gets the mail that says that something waits. Where nobody has one the mailbox of the
organisation gets the number alone; without mailbox nobody can be mailed, and the officer calls or writes.
"""

from enum import StrEnum

from core import walls
from core.workdays import today
from jobs.outbox import address_text, queue_mail
from jobs.states import MailKind
from municipalities.duty import contacts_of
from municipalities.models import Organisation

from .models import Handover
from .terms import REMIND_HANDOVER


class Reminded(StrEnum):
    """By which way a partner is reminded."""

    CONTACTS = "contacts"
    MAILBOX = "mailbox"
    BY_OFFICER = "officer"


def way_to_remind(partner: Organisation) -> Reminded:
    """The way that leads to this partner today. Two queries."""
    if contacts_of(partner, today()):
        return Reminded.CONTACTS
    return Reminded.MAILBOX if partner.mailbox else Reminded.BY_OFFICER


def told_of_reminders(partner: Organisation) -> str:
    """Who is reminded by whom when no answer comes, in a sentence for who sends."""
    first, last = REMIND_HANDOVER
    when = f"na {first} en na {last}"
    way = way_to_remind(partner)
    if way is Reminded.CONTACTS:
        return f"Komt er geen antwoord, dan krijgt {partner} {when} een herinnering: een mail dat er een bericht wacht."
    if way is Reminded.MAILBOX:
        return f"Komt er geen antwoord, dan krijgt {partner} {when} een herinnering: een mail met alleen het nummer, op het adres van de functie."
    return (
        f"Bij {partner} kunnen we niemand mailen. Komt er geen antwoord, dan vragen we u {when} om zelf te bellen "
        "of te schrijven."
    )


def mail_reminder(partner: Organisation, way: Reminded) -> None:
    """Mail by that way; BY_OFFICER mails nobody."""
    if way is Reminded.CONTACTS:
        for user_id in contacts_of(partner, today()):
            queue_mail(user_id=user_id)
    elif way is Reminded.MAILBOX:
        queue_mail(email=partner.mailbox, kind=MailKind.REMINDER)


@address_text(MailKind.REMINDER)
def reminder(address: str) -> tuple[str, str] | None:
    """The mail to the mailbox of an organisation: the numbers of what was reminded of and still waits, nothing else of them."""
    there = list(Organisation.objects.filter(mailbox__iexact=address).values_list("pk", flat=True))
    with walls.context(walls.sign_all(partners=there)):
        rows = Handover.objects.unscoped(reason="only the numbers, for who has no account")
        waiting = rows.waiting().filter(partner__in=there, reminders__gt=0).order_by("sent_at", "reference")
        numbers = list(waiting.values_list("reference", flat=True))
    if not numbers:
        return None
    return (
        "Herinnering: er wacht een bericht op antwoord",
        "U kreeg via Signaalpunt mensenhandel een bericht dat nog op antwoord wacht.\n\n"
        f"{''.join(f'Nummer: {number}' + chr(10) for number in numbers)}\n"
        "Wilt u laten weten wat u hiermee doet? Hoe dat kan, staat in wat u kreeg of is u gezegd.\n"
        "Waarover het gaat, staat met opzet niet in deze mail.\n",
    )
