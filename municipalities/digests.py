"""The digest: a mail with how many things of each kind wait for somebody, and nothing of any of them.

It is queued in the morning and written when it goes out, with the rights of that moment: of a role that ended, a dossier
that is kept from her or a hat that she no longer has, nothing is counted. On days of absence it goes to the deputy, about
the hat she stands in under, whether or not she wanted one herself; who is away gets none about that hat. Where nobody stands
in for a focal officer it goes to whoever is told of her municipality's work those days: a colleague, or the fall-back.
"""

from collections import Counter
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from accounts.codes import Rhythm
from accounts.models import User
from core import walls
from core.access import Actor
from core.attention import MOST_WORK, Attention, Work, apart_for, works_of
from core.workdays import is_working_day, today
from jobs.outbox import mail_text, queue_mail
from jobs.states import MailKind

from .codes import Role
from .duty import absent_from, stand_in, told_instead_of, waiting_for
from .models import Absence
from .roles import actor_for

_LATE = "termijn verlopen,termijnen verlopen"


def queue_digests(day: date) -> int:
    """Queue a mail for everybody who is to have one that day; how many. None in the weekend or on a holiday.

    Whether anything waits is asked when the mail goes out.
    """
    if not is_working_day(day):
        return 0
    receivers = _wanting(day)
    for role in Role:
        away = dict(Absence.objects.on(day).filter(role=role).values_list("user", "deputy"))
        for one in away.keys() & receivers:
            deputy = stand_in(one, away)
            receivers |= told_instead_of(one, role, day) if deputy is None else {deputy}
    for user_id in sorted(receivers):
        queue_mail(user_id=user_id, kind=MailKind.DIGEST)
    return len(receivers)


@mail_text(MailKind.DIGEST)
def digest(user_id: int) -> tuple[str, str] | None:
    """Its words for this person now; None when nothing waits, or when nobody wants one."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is None:
        return None
    waiting: dict[tuple[str, str, str], Work] = {}
    apart: dict[str, None] = {}  # in their order, each once
    for hat in _hats(user, today()):
        works, beside = _waiting_under(user, hat)
        waiting |= {(work.url, work.reference, work.kind): work for work in works}
        apart |= dict.fromkeys(line.text for line in beside)
    lines = [*_counted(list(waiting.values()), today()), *apart]
    if not lines:
        return None
    counted = "".join(f"- {line}\n" for line in lines)
    return (
        "Wat er op u wacht",
        f"In Signaalpunt mensenhandel wacht op u:\n\n{counted}\n"
        f"Log in en kijk bij Mijn werk: {settings.SITE_ADDRESS}{reverse('work')}\n\n"
        "Waarover het gaat, staat met opzet niet in deze mail.\n"
        f"Wilt u deze mail niet of minder vaak? Kies dat zelf: {settings.SITE_ADDRESS}{reverse('accounts:digest')}\n",
    )


def _wanting(day: date) -> set[int]:
    """Who chose to have one that day."""
    first = not any(is_working_day(day - timedelta(days=n)) for n in range(1, day.weekday() + 1))
    rhythms = [Rhythm.DAILY, *([Rhythm.WEEKLY] if first else [])]
    return set(User.objects.active().filter(digest__in=rhythms).values_list("pk", flat=True))


def _hats(user: User, day: date) -> list[str]:
    """Under which hats her work is counted: all but those she is away from, or those she stands in under alone."""
    away = set(Absence.objects.on(day).filter(user=user).values_list("role", flat=True))
    hats = [hat for hat in actor_for(user).hats or ("",) if hat not in away]
    if user.digest != Rhythm.NONE:
        return hats
    wanting = User.objects.active().exclude(digest=Rhythm.NONE)
    standing_in = [hat for hat in hats if wanting.filter(pk__in=actor_for(user, hat).covers).exists()]
    absent = absent_from(waiting_for(actor_for(user), day), day)
    # What a fall-back may count stands under every hat.
    return standing_in or (hats[:1] if wanting.filter(pk__in=absent).exists() else [])


def _waiting_under(user: User, hat: str) -> tuple[list[Work], list[Attention]]:
    """What stands on "Mijn werk" under that hat: its lines, and below these what it only counts."""
    actor: Actor = actor_for(user, hat)
    if actor.hat != hat:
        return [], []
    with walls.context(walls.sign(actor)):
        return works_of(actor), apart_for(actor)


def _counted(waiting: list[Work], day: date) -> list[str]:
    """ "3 termijnen verlopen", then each kind; of one kind a list holds no more than so many."""
    late = sum(1 for work in waiting if work.due is not None and work.due < day)
    kinds = Counter(work.kind for work in waiting)
    return [_in_words(late, _LATE)] * bool(late) + [_in_words(number, kind) for kind, number in kinds.items()]


def _in_words(number: int, kind: str) -> str:
    one, many = kind.split(",")
    return f"{number}{' of meer' if number >= MOST_WORK else ''} {one if number == 1 else many}"
