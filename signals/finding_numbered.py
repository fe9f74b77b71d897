"""What the search field finds by its whole number beside signals: a handover, a question, a point of an agenda, what was sent in.

People name these numbers over the phone. Each kind is told once, below: whose rows, which page, what a line says of it. Each
goes through its own gate, so a number that is another one's answers as one that does not exist. A handover and a question
stand twice: with the signal they are about, for who sees that, and on their own, for who has no list.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime

from audit.recording import record_search
from core.access import Actor, may
from core.references import number_of
from core.search import Found, Hit

from .events import SignalEvent
from .models import Handover, Question, Signal, Submission, TablePaper
from .policies import SignalAction

# For who has no list of signals.
BY_OWN_NUMBER = (
    "Op het hele nummer van wat u instuurde, van een doormelding aan u, van een vraag aan u of van een agendapunt. Het staat in de "
    "brief of op de pagina waar u het las."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered[Row]:
    """One kind of thing that has a number; who may not `action` looks for none.

    `letter`: of its number; `rows`: those with this number that the actor may see, with what `page` and `beside` read of them;
    `list_name`: the page that lists them; `event`: as which the log holds that somebody looked.
    """

    letter: str
    heading: str
    action: SignalAction
    event: SignalEvent
    list_name: str
    rows: Callable[[Actor, str], Iterable[Row]]
    page: Callable[[Row], str]
    beside: Callable[[Row], tuple[str, ...]]

    def find(self, actor: Actor, words: str) -> Found | None:
        """What of this kind has the number that was typed; None when that is no number of its kind."""
        number = number_of(self.letter, words)
        if number is None or not may(actor, self.action):
            return None
        rows = self.rows(actor, number)
        hits = [Hit(number, self.page(row), self.beside(row), by_number=True, why="nummer") for row in rows]
        record_search(self.event, actor=actor, query=words, rows=len(hits))
        return Found(self.heading, hits, len(hits), reverse(self.list_name))


def _on_signal(signal: Signal, part: str) -> str:
    return f"{reverse('signals:detail', args=[signal.pk])}#{part}"


def _beside_signal(signal: Signal) -> tuple[str, ...]:
    return (f"bij signaal {signal.reference}", str(signal.municipality))


OF_SIGNAL = Numbered[Handover](
    letter="D",
    heading="Doormeldingen",
    action=SignalAction.LIST,
    event=SignalEvent.LISTED,
    list_name="signals:list",
    rows=lambda actor, number: (
        Handover.objects.visible_to(actor).filter(reference=number).select_related("signal__municipality", "partner")
    ),
    page=lambda handover: _on_signal(handover.signal, "doormeldingen"),
    beside=lambda handover: (*_beside_signal(handover.signal), f"aan {handover.partner}"),
)


ABOUT_SIGNAL = Numbered[Signal](
    letter="V",
    heading="Vragen",
    action=SignalAction.LIST,
    event=SignalEvent.LISTED,
    list_name="signals:list",
    # Whoever was only asked something does not see the signal, so nor its place in a list.
    rows=lambda actor, number: (
        Signal.objects.visible_to(actor).filter(question_set__reference=number).select_related("municipality")
    ),
    page=lambda signal: _on_signal(signal, "vragen"),
    beside=_beside_signal,
)


def _asked(actor: Actor, number: str) -> Iterable[Question]:
    """What she was asked; where she sees the signal it is about, that one is found instead."""
    rows = Question.objects.asked_of(actor).filter(reference=number).select_related("municipality")
    if may(actor, SignalAction.LIST):
        rows = rows.exclude(signal__in=Signal.objects.visible_to(actor).order_by().values("pk"))
    return rows


def _from_municipality(row: Handover | Question) -> tuple[str, ...]:
    return (f"van gemeente {row.municipality}", row.get_state_display())


ASKED = Numbered[Question](
    letter="V",
    heading="Vragen aan u",
    action=SignalAction.LIST_QUESTIONS,
    event=SignalEvent.QUESTION_VIEWED,
    list_name="signals:questions",
    rows=_asked,
    page=lambda question: reverse("signals:question", args=[question.pk]),
    beside=_from_municipality,
)

# She was told the number of the signal, and sees no more than its stand.
SENT = Numbered[Submission](
    letter="S",
    heading="Ingestuurd",
    action=SignalAction.VIEW_SUBMISSIONS,
    event=SignalEvent.SUBMISSION_VIEWED,
    list_name="signals:submissions",
    rows=lambda actor, number: (
        Submission.objects.visible_to(actor).filter(reference=number).select_related("municipality")
    ),
    page=lambda row: reverse("signals:submission", args=[row.pk]),
    beside=lambda row: (str(row.municipality), f"ingestuurd {localtime(row.sent_at):%d-%m-%Y}"),
)

# Of what was withdrawn its page says just that.
RECEIVED = Numbered[Handover](
    letter="D",
    heading="Doormeldingen",
    action=SignalAction.LIST_HANDOVERS,
    event=SignalEvent.HANDOVER_VIEWED,
    list_name="postbox:inbox",
    rows=lambda actor, number: (
        Handover.objects.addressed_to(actor).filter(reference=number).select_related("municipality")
    ),
    page=lambda handover: reverse("postbox:handover", args=[handover.pk]),
    beside=_from_municipality,
)

# For whom its paper was written: people name the number at the table.
POINT = Numbered[TablePaper](
    letter="T",
    heading="Agendapunten",
    action=SignalAction.LIST_MEETINGS,
    event=SignalEvent.PAPER_VIEWED,
    list_name="signals:meetings",
    rows=lambda actor, number: (
        TablePaper.objects.listed_for(actor).filter(reference=number).select_related("from_municipality")
    ),
    page=lambda paper: reverse("signals:paper", args=[paper.pk]),
    beside=lambda paper: ("agendapunt", str(paper.from_municipality), paper.get_state_display()),
)

# In the order in which the page of the search shows them.
NUMBERED = (OF_SIGNAL, ABOUT_SIGNAL, ASKED, SENT, RECEIVED, POINT)
