"""How much one sender may send in a day, and what the officer sees of one who sends much.

A program that has gone wrong, or somebody who means harm, makes a new signal of every request under a new key. What is not about
direct danger is refused beyond the day's allowance, with whom to call; direct danger is taken in always, whoever sends it and
however often: somebody may be in it. Without an account the throttle of the network address says the same (views/public.py).
"""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.access import NOBODY, Actor
from core.errors import Invalid
from core.workdays import start_of_today
from municipalities.models import Organisation

from .codes import Answered, Origin
from .models import Signal, Submission

# From so many of one sender in 24 hours the officer is told that there is one: a person, an organisation, or nobody with a name.
MANY_FROM_ONE = 25
_WHY = "only whether there are many of the same sender, of a signal that passed its gate"


def demand_room(actor: Actor, sender: Organisation | None, danger: Answered) -> None:
    """Raise Invalid when this sender sent as much today as one may, unless somebody is in direct danger. One query."""
    if danger == Answered.YES:
        return
    rows = Submission.objects.visible_to(actor).filter(sent_at__gte=start_of_today())
    sent = rows.filter(partner=sender) if sender else rows.filter(partner=None, author=actor.user_id)
    if sent.count() >= settings.SIGNALS_A_DAY:
        who = "uw organisatie" if sender else "u"
        message = (
            f"Vandaag kwamen van {who} al {settings.SIGNALS_A_DAY} signalen binnen. Morgen kan er weer een bij. Kan het niet wachten? Bel "
            "de gemeente. Is iemand in direct gevaar, zeg dat dan in het signaal: dat nemen wij altijd aan."
        )
        raise Invalid(message=message)


def of_one_who_sends_many(_actor: Actor = NOBODY) -> Q:
    """Of signals that passed their gate: came in with so many of the same sender within 24 hours that somebody should ask why.

    Not since midnight: what came at night is seen in the morning.
    """
    since = timezone.now() - dt.timedelta(days=1)
    lately = Signal.objects.unscoped(reason=_WHY).filter(municipality=OuterRef("municipality"), received_at__gte=since)
    partner = Q(_many(lately.filter(sender=OuterRef("sender"))), sender__isnull=False)
    person = Q(_many(lately.filter(origin=Origin.REPORTER, author=OuterRef("author"))), origin=Origin.REPORTER)
    unnamed = Q(_many(lately.filter(origin=Origin.PUBLIC)), origin=Origin.PUBLIC)
    return Q(received_at__gte=since) & (partner | person | unnamed)


def _many(rows: QuerySet[Signal]) -> Exists:
    return Exists(rows.order_by()[MANY_FROM_ONE - 1 : MANY_FROM_ONE])
