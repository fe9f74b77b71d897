"""The page of a signal at a glance: what its reader should do next, and of each part how much there is and how it begins.

All of it from what the page read already (parts.py, detail.py): no query of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from core.access import Actor
from core.templatetags.ui import counted
from core.workdays import calendar_time_left, local_date, time_left, today
from signals.codes import GIVEN_BY_HAND
from signals.models import Concern, Follow, Handover, InquiryHit, Move, Offer, Question, Signal, TableItem
from signals.operations.states import why_not_yet
from signals.workflow import SignalState

type Page = Mapping[str, Any]

# Of what went out before anything was decided.
DECIDE_LATE = "Leg uw besluit nog vast"
NOTHING = "U hoeft nu niets te doen."


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: its anchor, its heading, how many things it holds ("" when it is not counted), how it begins."""

    id: str
    heading: str
    count: int | str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next in a sentence; `url`, `link`: where it is done; without these nothing waits for the reader.

    `more`: what it waits for instead. Without a text the page says it on top by itself.
    """

    text: str
    url: str = ""
    link: str = ""
    more: str = ""


def at_a_glance(signal: Signal, actor: Actor, page: Page) -> dict[str, Any]:
    """For the page of a signal: `glance`, the folded parts by name; `on_page`, all that hold something; `next_step`.

    `close_waits`, `move_waits`: what keeps it from being closed or moved now, in a sentence; "" when nothing does.
    """
    beside = _beside(page)
    close_waits = why_not_yet("Sluiten", beside)
    glance = {part.id: part for part in _folded(page)}
    return {
        "glance": glance,
        "on_page": [*_first_parts(signal, page), *(part for part in glance.values() if part.count)],
        "next_step": next_step(signal, actor, page),
        "close_waits": f"{close_waits} Rond dat eerst af." if close_waits else "",
        "move_waits": why_not_yet("Overdragen aan een andere gemeente", beside),
    }


def _beside(page: Page) -> Mapping[type, Sequence[Any]]:
    return {
        Handover: [one for one, _ in page["handovers"]],
        Offer: page["offers"],
        Follow: [one for one, _ in page["follows"]],
        Move: page["moves"],
        Concern: page["concerns"],
        TableItem: page["table_items"],
        Question: [one for one, _, _ in page["questions"]],
    }


def _first_parts(signal: Signal, page: Page) -> Iterator[Part]:
    """What stands unfolded, in the order of the page."""
    if page["decision_form"] and signal.state != SignalState.HANDLING:
        yield Part("besluit", DECIDE_LATE if page["decision_form"].is_with_partner else "Wat doen we ermee?")
    if page["decisions"]:
        yield Part("besloten", "Beoordeling")
    if page["handovers"] or page["begun"]:
        yield Part("doormeldingen", "Doormeldingen", len(page["handovers"]) or "")
    if page["offers"]:
        yield Part("aanbod", "Aanbod aan de zorgcoördinator")
    if page["follows"]:
        yield Part("volgen", "Volgen")
    yield Part("gemeld", "Wat is er gemeld")


def _folded(page: Page) -> Iterator[Part]:
    """What is folded, in the order of the page; each begins with what waits, if anything does."""
    yield _part("samengevoegd", "Ook gemeld", page["merged_here"], lambda merge: merge.signal.reference)
    yield _part("personen", "Personen en zaken", [*page["mentions"], *page["in_report"]], _mention)
    yield _concerned(page)
    noticed = [row for _, rows in page["indicator_groups"] for row in rows]
    yield _part("kenmerken", "Kenmerken", noticed, lambda row: str(row[0]))
    yield _part("situaties", "Situaties", page["situations"], lambda row: str(row[0]))
    gathered = _waiting_first([row.item for row in page["gathered"]], lambda item: item.is_awaited)
    yield _part("verzameld", "Informatie verzameld", gathered, _gathered)
    questions = _waiting_first(page["questions"], lambda row: row[0].is_open)
    yield _part("vragen", "Vragen", questions, _question)
    yield _part("elders", "Elders bekend?", [*page["hits"], *page["inquiries"]], _elsewhere)
    yield _part("bijlagen", "Bijlagen", page["attachments"], lambda file: file.name or "naam gewist")
    yield _part("uitzondering", "Uitzondering", page["overrides"], _leave)
    yield _part("overleg", "Screeningsoverleg", page["table_items"], _item)
    # Newest first.
    yield _part("tijdlijn", "Tijdlijn", page["timeline"], lambda row: f"{_day(row[0].at)}: {row[0].told}")


def _concerned(page: Page) -> Part:
    """What the person concerned was asked and told."""
    told = [page["telling"].in_words] if page["telling"] else []
    said = [*([page["wish"].told] if page["wish"] else []), *told]
    return Part("betrokkene", "Betrokkene: gevraagd en verteld", len(said), " ".join(said) or "nog niets")


def _part(anchor: str, heading: str, rows: Sequence[Any], told: Callable[[Any], str]) -> Part:
    return Part(anchor, heading, len(rows), told(rows[0]) if rows else "niets")


def _waiting_first(rows: Sequence[Any], waits: Callable[[Any], bool]) -> list[Any]:
    return sorted(rows, key=lambda row: not waits(row))


def _mention(line: Any) -> str:
    if isinstance(line, tuple):
        kind, said = line
        return f"{kind} in de melding: {said}"
    name = str(line.row)
    return f"{name[:1].upper()}{name[1:]}: {line.row.told}"


def _gathered(item: Any) -> str:
    return f"{item.get_kind_display()}: {item.get_result_display().lower()}"


def _question(row: tuple[Any, str, str]) -> str:
    question, asked_of, _ = row
    return f"{question.reference} aan {asked_of}: {question.get_state_display().lower()}"


def _elsewhere(row: Any) -> str:
    """Of another municipality that asked, or of what was asked here."""
    return f"{row.from_municipality} vroeg hiernaar" if isinstance(row, InquiryHit) else str(row["caption"])


def _leave(leave: Any) -> str:
    return f"{leave.partner}: {leave.get_state_display().lower()}"


def _item(item: Any) -> str:
    told = f"{item.reference}: {item.get_state_display().lower()}"
    return f"{told}. Besluit: {item.decision}" if item.decision else told


def _day(moment: Any) -> str:
    return date_format(local_date(moment), "j F Y")


def next_step(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """The first thing that waits for this reader; None when the page itself says it on top, or the reader takes no steps.

    The panel that decides, the button to take up and what care coordination gave back speak for themselves.
    """
    steps = page["steps"]
    if not signal.is_open or page["returned"] or not steps or "take_up" in steps:
        return None
    for found in (
        _to_heed_danger,
        _to_complete,
        _said_above,
        _to_answer,
        _to_decide,
        _to_use_leave,
        _to_review,
        _to_tell,
        _to_ask_after,
        _to_confirm,
        _to_close,
    ):
        step = found(signal, actor, page)
        if step is not None:
            return step if step.text else None
    return NextStep(NOTHING, more=_awaited(page))


def _to_heed_danger(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """What is not written down of the call has a panel of its own (parts/danger.html); a decision of before heeds no danger."""
    if signal.awaits_call and "set_danger" in page["steps"]:
        return NextStep("")
    if not (signal.was_decided_before_danger and page["decision_form"]):
        return None
    text = "Na uw besluit is er direct gevaar gemeld. Neem nu een nieuw besluit."
    return NextStep(text, "#opnieuw-besluiten", "Nieuw besluit nemen")


def _to_complete(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    if not page["weighing_waits"] or "weigh" not in page["steps"]:
        return None
    url = reverse("signals:weigh", args=[signal.pk])
    return NextStep(
        "Vul de beoordeling aan: u besloot bij direct gevaar. Leg nu vast hoe ernstig, hoe aannemelijk en hoe snel.",
        url,
        "Beoordeling aanvullen",
    )


def _said_above(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """What has a panel of its own: decided and not sent, what a partner answered (parts/to_do.html), what a table proposed."""
    to_send = signal.state == SignalState.HANDLING and signal.hand_over_by and "hand_over" in page["steps"]
    proposed = any(one.url for one in page["proposals"])
    return NextStep("") if to_send or page["consider_form"] or proposed else None


def _to_answer(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    for question, _, _ in page["questions"]:
        if question.is_open and question.to_user_id == actor.user_id:
            url = reverse("signals:question", args=[question.pk])
            return NextStep(f"Er is een vraag aan u: {time_left(question.due_on)}.", url, "Vraag beantwoorden")
    return None


def _to_decide(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """Nothing is decided, or not anew since it was opened again: the panel asks it on top.

    While it is offered away, somebody else decides.
    """
    if signal.state == SignalState.HANDLING:
        return None
    move = next((move for move in page["moves"] if move.is_open), None)
    if move is not None:
        return NextStep(f"U wacht op {move.to_municipality}: {time_left(move.due_on)}.")
    return NextStep("") if page["decision_form"] else NextStep(NOTHING, more=_awaited(page))


def _to_use_leave(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """The privacy officer allowed it, once and until a day."""
    leave = next((one for one in page["overrides"] if one.may_be_used), None)
    if leave is None or "hand_over" not in page["steps"]:
        return None
    url = f"{reverse('signals:hand-over', args=[signal.pk])}?uitzondering={leave.pk}"
    until = date_format(leave.until, "j F Y")
    return NextStep(f"U mag één keer doorgeven aan {leave.partner}, tot en met {until}.", url, "Nu doorgeven")


def _to_review(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    for follow, _ in page["follows"]:
        if follow.review_on and follow.review_on <= today() and "follow" in page["steps"]:
            url = reverse("signals:review-follow", args=[follow.pk])
            late = calendar_time_left(follow.review_on)
            return NextStep(f"U zou dit signaal opnieuw bekijken: {late}.", url, "Opnieuw bekijken")
    return None


def _to_tell(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """The day has come to look again at why somebody was not told."""
    telling = page["telling"]
    if telling is None or not telling.is_due or "note_telling" not in page["steps"]:
        return None
    url = reverse("signals:note-telling", args=[signal.pk])
    late = calendar_time_left(telling.review_on)
    return NextStep(
        f"Kan betrokkene nu verteld worden wat u bijhoudt? U zou opnieuw kijken: {late}.", url, "Vastleggen"
    )


def _to_ask_after(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """A partner that got a reminder and did not answer, or that she is to remind herself: the longest wait first."""
    waiting = [one for one, _ in page["handovers"] if one.is_waiting and (one.reminders or one.ask_since)]
    if not waiting or "hand_over" not in page["steps"]:
        return None
    longest = max(waiting, key=lambda one: one.days_waiting)
    if longest.ask_since:
        url = reverse("signals:record-reminder", args=[longest.pk])
        text = f"{longest.partner} is niet te mailen en antwoordt al {counted(longest.days_waiting, 'dag,dagen')} niet. Bel of schrijf."
        return NextStep(text, url, "Herinnering vastleggen")
    url = reverse("signals:record-answer", args=[longest.pk])
    text = f"{longest.partner} antwoordt al {counted(longest.days_waiting, 'dag,dagen')} niet. Vraag ernaar, en schrijf op wat u hoort."
    return NextStep(text, url, "Antwoord vastleggen")


def _to_confirm(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    """What she told or sent by post herself: of that no opening tells whether it arrived."""
    by_hand = [one for one, _ in page["handovers"] if one.method in GIVEN_BY_HAND and one.may_accept]
    unheard = next((one for one in by_hand if one.received_at is None), None)
    if unheard is None or "hand_over" not in page["steps"]:
        return None
    url = reverse("signals:record-acceptance", args=[unheard.pk])
    how = "telefonisch" if unheard.is_by_phone else "per brief of beveiligde mail"
    text = f"U gaf dit {how} door aan {unheard.partner}. Is de ontvangst bevestigd? Leg dat dan vast."
    return NextStep(text, url, "Ontvangst vastleggen", more=_awaited(page))


def _to_close(signal: Signal, actor: Actor, page: Page) -> NextStep | None:
    if _awaited(page) or not page["decision_form"]:
        return None
    return NextStep(
        "Er loopt niets meer. U kunt dit signaal sluiten, of iets anders besluiten.", "#besluit", "Besluiten"
    )


def _awaited(page: Page) -> str:
    """What still runs, in a sentence; "" when nothing does."""
    running = {
        "een doormelding": any(handover.is_waiting for handover, _ in page["handovers"]),
        "een gevraagde uitzondering": any(one.is_asked for one in page["overrides"]),
        "een toegestane uitzondering": any(one.may_be_used for one in page["overrides"]),
        "een aanbod aan de zorgcoördinator": any(offer.is_open for offer in page["offers"]),
        "het werk van de zorgcoördinator": any(offer.is_with_care and not offer.is_open for offer in page["offers"]),
        "volgen": any(follow.review_on for follow, _ in page["follows"]),
        "een vraag": any(question.is_open for question, _, _ in page["questions"]),
        "een punt op het screeningsoverleg": any(item.may_be_withdrawn for item in page["table_items"]),
        "een andere gemeente": any(one.settled_at is None for one in (*page["concerns"], *page["moves"])),
    }
    runs = [words for words, so in running.items() if so]
    return f"Dit loopt nog: {', '.join(runs)}." if runs else ""
