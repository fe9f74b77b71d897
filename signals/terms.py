"""How long each step may take. Working days skip weekends and Dutch holidays; days and months are calendar.

What a region may set otherwise is declared with its bounds (municipalities/terms.py) and asked for the signal's municipality
when something starts; its last day is kept there and then, so that another setting moves nothing that runs. What is the same
everywhere, by law or because it is agreed or counted over the whole country (ADR 41), is a plain term.

A signal has two beginnings: the day on which it was told to the municipality (`reported_on`, which may lie before) and its
arrival here (`received_at`). What somebody must do runs from the arrival, for nobody could do it before: taking up, deciding,
"direct gevaar"; what was taken over, from a list or another municipality, came in here on that day. The reporter waits from
the day she told: `told_since`. Lists are sorted by arrival, and a report counts a signal in the period of its arrival: a closed
period must not change when somebody logs in July what she heard in June.
"""

import datetime as dt

from core.workdays import Term, Unit, local_date
from municipalities.terms import RegionHour, RegionTerm, declare

TAKE_UP = declare(
    RegionTerm(
        code="take_up",
        label="Oppakken",
        governs="Hoe lang een nieuw signaal mag wachten tot iemand het oppakt. Bij direct gevaar is dat altijd dezelfde dag.",
        source="domein 2.2, rij 3",
        default=Term(Unit.WORKDAYS, 1),
        least=1,
        most=5,
    )
)
# With direct danger: the day it came in, weekend or not.
TAKE_UP_IN_DANGER = Term(Unit.DAYS, 0)
DECIDE = declare(
    RegionTerm(
        code="decide",
        label="Besluiten",
        governs="Hoe lang het vanaf de ontvangst tot het besluit mag duren. Wie laat oppakt, houdt nog één werkdag; na "
        "heropenen telt de termijn opnieuw. Bij direct gevaar is het altijd de dag van het oppakken.",
        source="domein 2.2, rij 6",
        default=Term(Unit.WORKDAYS, 15),
        least=5,
        most=30,
    )
)
# With direct danger: the day it is taken up, weekend or not.
DECIDE_IN_DANGER = Term(Unit.DAYS, 0)
# What is left to whoever takes up a signal that waited for long.
AT_LEAST_TO_DECIDE = Term(Unit.WORKDAYS, 1)
# Within the one before: the signal is to be decided in time all the same.
GATHER = declare(
    RegionTerm(
        code="gather",
        label="Informatie verzamelen",
        governs="Hoe lang informatie verzamelen mag duren. De termijn om te besluiten loopt daarbij door.",
        source="domein 2.2, rij 5",
        default=Term(Unit.WORKDAYS, 10),
        least=3,
        most=20,
    )
)
HAND_OVER = declare(
    RegionTerm(
        code="hand_over",
        label="Doorgeven",
        governs="Hoe lang het na het besluit om door te geven mag duren tot de doormelding is verstuurd. "
        "Bij direct gevaar, en als u “Vandaag” kiest, is dat altijd dezelfde dag.",
        source="domein 2.2, rij 7",
        default=Term(Unit.WORKDAYS, 2),
        least=1,
        most=5,
    )
)
# With direct danger, and when it was judged that something must happen today: the day of the judgement, weekend or not.
HAND_OVER_IN_DANGER = Term(Unit.DAYS, 0)
ANSWER_OFFER = declare(
    RegionTerm(
        code="answer_offer",
        label="Aanbod beantwoorden",
        governs="Hoe lang de zorgcoördinator heeft om een aangeboden signaal aan te nemen, terug te geven of te weigeren.",
        source="domein 2.2, rij 9",
        default=Term(Unit.WORKDAYS, 2),
        least=1,
        most=5,
    )
)
# What came back, with a question or with the advice to follow first, waits for the officer.
ANSWER_RETURN = declare(
    RegionTerm(
        code="answer_return",
        label="Teruggekomen aanbod beantwoorden",
        governs="Hoe lang een aanbod dat de zorgcoördinator teruggaf met een vraag of advies, mag wachten op de "
        "aandachtsfunctionaris.",
        source="keuze van dit project, zoals het aanbod",
        default=Term(Unit.WORKDAYS, 2),
        least=1,
        most=5,
    )
)
# Of another municipality, whether it takes a signal over or looks along; by the region of the one that asks.
ANSWER_MOVE = declare(
    RegionTerm(
        code="answer_move",
        label="Antwoord van een andere gemeente",
        governs="Hoe lang een andere gemeente heeft om te zeggen of zij een signaal overneemt, of meekijkt.",
        source="keuze van dit project, zoals het aanbod",
        default=Term(Unit.WORKDAYS, 2),
        least=1,
        most=5,
    )
)
CONSIDER_ANSWER = declare(
    RegionTerm(
        code="consider_answer",
        label="Antwoord van een partner bekijken",
        governs="Hoe lang het na een antwoord op een doormelding mag duren tot iemand bekeek wat dat betekent en wat de melder "
        "ervan hoort.",
        source="domein 2.2, rij 11",
        default=Term(Unit.WORKDAYS, 5),
        least=1,
        most=10,
    )
)
# From here on a reporter who heard nothing is one of "melders die nog niets hoorden".
INFORM_REPORTER = declare(
    RegionTerm(
        code="inform_reporter",
        label="Melder iets laten weten",
        governs="Hoe lang een melder die te bereiken is na het melden op een bericht mag wachten.",
        source="domein 2.2, rij 4",
        default=Term(Unit.WORKDAYS, 5),
        least=1,
        most=15,
    )
)
REVIEW_FOLLOW = declare(
    RegionTerm(
        code="review_follow",
        label="Gevolgd signaal opnieuw bekijken",
        governs="Na hoeveel dagen iemand een gevolgd signaal uiterlijk opnieuw bekijkt.",
        source="domein 2.2, rij 8",
        default=Term(Unit.DAYS, 30),
        least=7,
        most=60,
    )
)
# Never longer: what is followed without a reason is kept without one.
MOTIVATE_FOLLOW = declare(
    RegionTerm(
        code="motivate_follow",
        label="Volgen motiveren",
        governs="Na hoeveel maanden doorgaan met volgen een motivering in een paar zinnen vraagt.",
        source="domein 2.2, rij 8",
        default=Term(Unit.MONTHS, 6),
        least=1,
        most=6,
    )
)
# How long who was asked something may have, as the asker chooses, and what the form proposes.
ANSWER_QUESTION = tuple(Term(Unit.WORKDAYS, days) for days in (1, 2, 5, 10, 15))
USUAL_ANSWER = declare(
    RegionTerm(
        code="answer_question",
        label="Vraag beantwoorden",
        governs="Welke tijd het formulier voorstelt voor het antwoord op een vraag aan een collega of partner. Wie de vraag stelt, "
        "kan iets anders kiezen.",
        source="keuze van dit project",
        default=ANSWER_QUESTION[2],
        least=1,
        most=15,
    )
)
# What the receiver of a handover asks about it waits for the officer; fixed when it is asked.
REPLY_TO_PARTNER = declare(
    RegionTerm(
        code="reply_to_partner",
        label="Vraag van een partner beantwoorden",
        governs="Hoe lang een vraag van een partner over een doormelding op antwoord mag wachten.",
        source="keuze van dit project, zoals een vraag aan een partner",
        default=Term(Unit.WORKDAYS, 5),
        least=1,
        most=15,
    )
)
# A question whose term ended waits so much longer for a late answer; then it expires and blocks nothing.
EXPIRE_QUESTION = declare(
    RegionTerm(
        code="expire_question",
        label="Vraag laten vervallen",
        governs="Hoe lang een vraag na haar termijn nog op een laat antwoord wacht. Daarna vervalt zij en houdt zij niets meer op.",
        source="keuze van dit project, zoals de klok van een doormelding",
        default=Term(Unit.DAYS, 28),
        least=7,
        most=56,
    )
)
# When a colleague of the municipality reads along; outside it the pages say that nobody does, and whom to call. The bounds
# keep the one before the other.
OFFICE_OPENS = declare(
    RegionHour(
        code="office_opens",
        label="Kantoor open",
        governs="Vanaf hoe laat op een werkdag iemand meeleest. Daarvoor zegt de meldpagina wie u belt.",
        source="keuze van dit project",
        default=dt.time(9),
        least=6 * 60,
        most=12 * 60,
        group="Kantoortijd",
    )
)
OFFICE_CLOSES = declare(
    RegionHour(
        code="office_closes",
        label="Kantoor dicht",
        governs="Tot hoe laat op een werkdag iemand meeleest. Daarna zegt de meldpagina wie u belt.",
        source="keuze van dit project",
        default=dt.time(17),
        least=13 * 60,
        most=22 * 60,
        group="Kantoortijd",
    )
)

# The clock of a handover: two reminders, then `no_answer`, counted from the day it was sent (decisions.md 5). The same
# everywhere: partners work for several regions, and reports count answers within 28 days.
REMIND_HANDOVER = (Term(Unit.DAYS, 14), Term(Unit.DAYS, 28))
EXPIRE_HANDOVER = Term(Unit.DAYS, 56)
# How long after a screening meeting its participants still read what was put before them; after that the outcome alone,
# and only who has something to do. A table may have municipalities of several regions.
READ_TABLE = Term(Unit.DAYS, 14)
# A draft with direct danger that is not sent within this time alarms the focal officer (workflows.md 1).
ALARM_AFTER = dt.timedelta(hours=1)
# The check of a file that takes longer than this broke off, unless its job says that it still goes on.
CHECK_LOST_AFTER = dt.timedelta(minutes=20)
# For how long a signal is kept after it was closed or moved; what comes of it, and which holds when: keeping.py.
KEEP_NOTHING = Term(Unit.MONTHS, 3)
KEEP_WORKED = Term(Unit.MONTHS, 12)
KEEP_MOVED = Term(Unit.MONTHS, 3)
# A draft that nobody went on with is deleted after this time (workflows.md 1): how long something is kept, no term for a step.
DRAFT_LIFE = dt.timedelta(days=14)
# So long the start page says that another municipality asked about something that is known here; the timeline keeps it.
SHOW_ASKED_ABOUT = dt.timedelta(days=7)
# Who follows an area is told that the oldest signal which nobody took up is older than this (workflows.md 7): one alarm, the
# same for every municipality that is compared.
UNTAKEN = Term(Unit.WORKDAYS, 5)


def decide_by(term: Term, arrived_at: dt.datetime, began_at: dt.datetime) -> dt.date:
    """The last day to decide, from the arrival: else taking up late would be rewarded.

    `began_at`: when it was taken up. It is never late on that day already.
    """
    return max(term.due(arrived_at), AT_LEAST_TO_DECIDE.due(began_at))


def told_since(reported_on: dt.date | None, received_at: dt.datetime) -> dt.date:
    """The day from which the reporter waits for word: never later than that on which it came in."""
    return min(reported_on or dt.date.max, local_date(received_at))


def in_words(span: dt.timedelta) -> str:
    """ "14 dagen", "1 uur": a span as a page says it."""
    return str(Term(Unit.DAYS, span.days)) if span.days else f"{span // dt.timedelta(hours=1)} uur"
