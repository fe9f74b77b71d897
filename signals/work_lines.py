"""What a line of "Mijn werk" says of a signal or of something about it: kind, number, term and way there, never content."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.access import Actor
from core.attention import CALENDAR, Work
from core.workdays import local_date

from .drafts import kept_until
from .models import (
    Arrival,
    BegunHandover,
    Concern,
    Draft,
    Enrichment,
    Follow,
    Handover,
    HandoverQuestion,
    Move,
    Offer,
    Override,
    Question,
    SharedSignal,
    Signal,
    TableItem,
    TablePaper,
    Telling,
)
from .watched import CALLS_OF_LIST
from .wizard import Wizard
from .workflow import SignalState

# What a digest calls them, one and many: kinds of work, nothing of what it is about.
_NEW, _TO_JUDGE = "nieuw signaal,nieuwe signalen", "signaal om te beoordelen,signalen om te beoordelen"
_TO_HAND_OVER = "signaal om door te geven,signalen om door te geven"
_TO_CONSIDER = "antwoord van een partner om te bekijken,antwoorden van partners om te bekijken"
_DANGER = "signaal met direct gevaar,signalen met direct gevaar"
_MINORS = "signaal om Veilig Thuis over te bellen,signalen om Veilig Thuis over te bellen"
_MINORS_OF_LIST = (
    "lijst met signalen om Veilig Thuis over te bellen,lijsten met signalen om Veilig Thuis over te bellen"
)
_FOLLOWED = "gevolgd signaal om opnieuw te bekijken,gevolgde signalen om opnieuw te bekijken"
_TO_TELL = "signaal om te kijken wat verteld kan worden,signalen om te kijken wat verteld kan worden"
_LEAVE = "besluit over een uitzondering,besluiten over een uitzondering"
_CAME_BACK = "aanbod dat terugkwam,aanbiedingen die terugkwamen"
_QUESTION, _UNANSWERED = "vraag aan u,vragen aan u", "vraag zonder antwoord,vragen zonder antwoord"
_EXPECTED = "antwoord dat u verwacht,antwoorden die u verwacht"
_ASKED_BACK = "vraag van een partner over een doormelding,vragen van partners over doormeldingen"
_TO_REMIND = "partner om aan een doormelding te herinneren,partners om aan een doormelding te herinneren"
_PROPOSED = "voorstel van het screeningsoverleg,voorstellen van het screeningsoverleg"
_ASKED_ELSEWHERE = "verzoek van een andere gemeente,verzoeken van andere gemeenten"
_HANDOVER, _DRAFT = "doormelding om te beantwoorden,doormeldingen om te beantwoorden", "concept,concepten"
_SILENT = "Geen antwoord van {}: bel of trek in"
_SILENT_ELSEWHERE = "verzoek aan een andere gemeente zonder antwoord,verzoeken aan andere gemeenten zonder antwoord"
_SILENT_CARE = "aanbod zonder antwoord,aanbiedingen zonder antwoord"
TO_APPOINT = "signaal zonder aandachtsfunctionaris,signalen zonder aandachtsfunctionaris"


def to_judge(row: Signal, actor: Actor) -> Work:
    """To take up and to judge; in the pool of care coordination: to wait for an officer."""
    new = row.state == SignalState.RECEIVED
    what = "Oppakken" if new else "Informatie verzamelen afronden" if row.is_gathering_first else "Beoordelen"
    return Work(
        "Wacht op een aandachtsfunctionaris" if row.is_in_pool_of(actor) else what,
        row.reference,
        reverse("signals:detail", args=[row.pk]),
        row.due_on,
        _tone(row),
        kind=_NEW if new else _TO_JUDGE,
    )


def decided(signal: Signal, _actor: Actor) -> Work:
    """Decided to be handed over and not sent yet, or answered by a partner; of a signal of which both wait what ends first."""
    url = reverse("signals:detail", args=[signal.pk])
    to_send = signal.due_on == signal.hand_over_by
    what = "Doorgeven, zoals u besloot" if to_send else "Antwoord van een partner bekijken"
    kind = _TO_HAND_OVER if to_send else _TO_CONSIDER
    return Work(what, signal.reference, url, signal.due_on, _tone(signal) if to_send else "plain", kind=kind)


def leave(row: Override, _actor: Actor) -> Work:
    """What the privacy officer decided on what was asked: to use before its last day, or to go another way."""
    if row.may_be_used:
        what = "Doorgeven: de privacy officer staat dit één keer toe"
        url = f"{reverse('signals:hand-over', args=[row.signal_id])}?uitzondering={row.pk}"
        return Work(what, row.reference, url, row.until, unit=CALENDAR, kind=_LEAVE)
    url = f"{reverse('signals:detail', args=[row.signal_id])}#uitzondering"
    since = local_date(row.decided_at or row.asked_at)
    return Work(_AGAINST[row.in_danger], row.reference, url, since=since, kind=_LEAVE)


# By whether it was taken with direct danger.
_AGAINST = {
    False: "De privacy officer weigerde uw uitzondering: lees waarom",
    True: "De privacy officer vond een doormelding niet in orde: lees waarom",
}


def danger(signal: Signal, _actor: Actor) -> Work:
    """What direct danger asks beside the judgement: the call that nobody wrote down, and a decision that did not heed it."""
    if signal.awaits_call:
        what, url = "Leg vast of 112 is gebeld", reverse("signals:danger", args=[signal.pk])
    else:
        what, url = "Neem een nieuw besluit", reverse("signals:detail", args=[signal.pk])
    return Work(
        what, signal.reference, url, local_date(signal.danger_since or signal.received_at), "danger", kind=_DANGER
    )


def minor(signal: Signal, _actor: Actor) -> Work:
    """To say whether Veilig Thuis was called, which is done the same day; the longest wait first."""
    url, since = reverse("signals:veilig-thuis", args=[signal.pk]), local_date(signal.received_at)
    return Work("Is Veilig Thuis gebeld?", signal.reference, url, since=since, same_day=True, kind=_MINORS)


def minors_of_list(first: Signal, actor: Actor) -> Work:
    """The same of what came from a list, as one line for each municipality: it would fill the list of work."""
    so_many: int = vars(first)["so_many"]  # counted by the statement
    chosen = {"tab": "alles", "aandacht": CALLS_OF_LIST}
    chosen |= {"gemeente": first.municipality.gm_code} if len(actor.content) > 1 else {}
    count = f"{so_many} {'signaal' if so_many == 1 else 'signalen'} uit een lijst"
    url = f"{reverse('signals:list')}?{urlencode(chosen)}"
    since = local_date(first.received_at)
    return Work(
        f"Is Veilig Thuis gebeld? {count}",
        str(first.municipality),
        url,
        since=since,
        same_day=True,
        kind=_MINORS_OF_LIST,
    )


def arrival(row: Arrival, _actor: Actor) -> Work:
    """What another municipality asks to take over."""
    url = reverse("signals:arrival", args=[row.pk])
    what = f"Overnemen van {row.from_municipality}?"
    return Work(what, row.from_reference, url, row.due_on, kind=_ASKED_ELSEWHERE)


def look_along(shared: SharedSignal, _actor: Actor) -> Work:
    """What another municipality asks to look at too."""
    url = reverse("signals:shared", args=[shared.pk])
    what = f"Meekijken met {shared.from_municipality}?"
    return Work(what, shared.from_reference, url, shared.due_on, kind=_ASKED_ELSEWHERE)


def returned(offer: Offer, _actor: Actor) -> Work:
    """An offer that care coordination gave back: a question waits for its answer, an advice for another decision."""
    reference, due = offer.signal.reference, offer.due_on
    if offer.follow_first:
        url = reverse("signals:detail", args=[offer.signal_id])
        return Work("Aanbod kwam terug met het advies: eerst volgen", reference, url, due, kind=_CAME_BACK)
    url = reverse("signals:offer-again", args=[offer.pk])
    return Work("Vraag van de zorgcoördinator beantwoorden", reference, url, due, kind=_CAME_BACK)


def move_unanswered(row: Move, _actor: Actor) -> Work:
    """What another municipality was asked to take over, and did not answer in time."""
    url = f"{reverse('signals:detail', args=[row.signal_id])}#overdracht"
    return Work(_SILENT.format(row.to_municipality), row.signal.reference, url, row.due_on, kind=_SILENT_ELSEWHERE)


def concern_unanswered(row: Concern, _actor: Actor) -> Work:
    """What another municipality was asked to look at too."""
    url, what = reverse("signals:concern", args=[row.pk]), _SILENT.format(row.other_municipality)
    return Work(what, row.signal.reference, url, row.due_on, kind=_SILENT_ELSEWHERE)


def offer_unanswered(offer: Offer, _actor: Actor) -> Work:
    """What care coordination did not answer in its term."""
    url, what = f"{reverse('signals:detail', args=[offer.signal_id])}#aanbod", _SILENT.format("de zorgcoördinator")
    return Work(what, offer.signal.reference, url, offer.due_on, kind=_SILENT_CARE)


def review(follow: Follow, _actor: Actor) -> Work:
    url = reverse("signals:review-follow", args=[follow.pk])
    return Work("Opnieuw bekijken", follow.signal.reference, url, follow.review_on, unit=CALENDAR, kind=_FOLLOWED)


def telling(row: Telling, _actor: Actor) -> Work:
    """Who could not be told yet what the municipality keeps: whether that is possible by now."""
    url, what = reverse("signals:note-telling", args=[row.signal_id]), "Kan betrokkene nu verteld worden?"
    return Work(what, row.signal.reference, url, row.review_on, unit=CALENDAR, kind=_TO_TELL)


def question(row: Question, _actor: Actor) -> Work:
    """What was asked of the actor, or of her organisation."""
    url = reverse("signals:question", args=[row.pk])
    return Work("Vraag beantwoorden", row.reference, url, row.due_on, kind=_QUESTION)


def unanswered(question: Question, _actor: Actor) -> Work:
    """What the actor asked and nobody answered in time: to ask after, write down or withdraw."""
    url = f"{reverse('signals:detail', args=[question.signal_id])}#vragen"
    what = "Geen antwoord op uw vraag: bel, en leg het antwoord vast of trek de vraag in"
    return Work(what, question.reference, url, question.due_on, kind=_UNANSWERED)


def expected(item: Enrichment, _actor: Actor) -> Work:
    """What was asked outside the application, on the day of its answer: to write down, to await longer, or to give up."""
    url = f"{reverse('signals:detail', args=[item.signal_id])}#verzameld"
    what = f"Antwoord verwacht: {item.get_kind_display()}"
    return Work(what, item.signal.reference, url, item.expected_on, unit=CALENDAR, kind=_EXPECTED)


def asked_by_receiver(question: HandoverQuestion, _actor: Actor) -> Work:
    """What the receiver of a handover still needs."""
    url, what = reverse("signals:reply-to-partner", args=[question.pk]), f"Vraag van {question.partner} beantwoorden"
    return Work(what, question.handover.reference, url, question.due_on, kind=_ASKED_BACK)


def reminder(handover: Handover, _actor: Actor) -> Work:
    """Handed over to who cannot be mailed, and not answered: the owner asks after it herself."""
    url = reverse("signals:handed-over", args=[handover.pk])
    what = f"Bel of schrijf {handover.partner}: nog geen antwoord"
    return Work(what, handover.reference, url, since=handover.ask_since, kind=_TO_REMIND)


def handover(row: Handover, _actor: Actor) -> Work:
    """Of a partner: what waits for its answer."""
    url, since = reverse("postbox:handover", args=[row.pk]), local_date(row.sent_at or row.created_at)
    return Work("Doormelding beantwoorden", row.reference, url, since=since, kind=_HANDOVER)


def proposed(item: TableItem, _actor: Actor) -> Work:
    """What a screening table proposed to do with a signal of the actor, until she decides; what it is stands on the page."""
    url, since = reverse("signals:detail", args=[item.signal_id]), local_date(item.decided_at or item.put_at)
    return Work(
        "Voorstel van het screeningsoverleg: besluit zelf", item.signal.reference, url, since=since, kind=_PROPOSED
    )


def action(paper: TablePaper, _actor: Actor) -> Work:
    """What a screening table gave the actor, or her organisation, to do."""
    url = reverse("signals:paper", args=[paper.pk])
    return Work("Actie uit het screeningsoverleg", paper.reference, url, paper.due_on, unit=CALENDAR)


def draft(row: Draft, actor: Actor) -> Work:
    """What was begun and not sent, with the day on which it is deleted."""
    (url, how_far), until = Wizard(row, actor).left_off(), local_date(kept_until(row))
    what = f"Concept afmaken, wordt gewist op {date_format(until, 'j F Y')}"
    begun = date_format(timezone.localtime(row.started_at), "d-m-Y H:i")
    return Work(what, f"Concept van {begun}, {how_far}", url, until, unit=CALENDAR, kind=_DRAFT)


def begun(row: BegunHandover, _actor: Actor) -> Work:
    """A handover that was begun and not sent, with the day on which it is deleted."""
    until = local_date(kept_until(row))
    what = f"{row.told} afmaken, wordt gewist op {date_format(until, 'j F Y')}"
    url = f"{reverse('signals:hand-over', args=[row.signal_id])}?concept={row.pk}"
    # Several may wait with one signal: each link has its own name.
    at = f"{row.signal.reference}, bewaard om {timezone.localtime(row.saved_at):%H:%M}"
    return Work(what, at, url, until, unit=CALENDAR, kind=_DRAFT)


def _tone(signal: Signal) -> str:
    """With direct danger it goes before all that has a term, also after somebody took it up."""
    return "danger" if signal.is_acute else "plain"
