"""The page of one signal: what was seen, what was gathered and decided, what runs, and who did what."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, cast

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from audit.readers import readers_table, told_looks
from audit.recording import record_view
from audit.timeline import Line, lines
from core.access import Actor, may
from core.forms import ChangeForm
from core.pages import Request, page, show
from core.workdays import today
from municipalities import shielding
from municipalities.codes import Role
from municipalities.duty import care_away_until, region_fall_back
from municipalities.mandates import care_areas_under_mandate
from municipalities.models import Municipality
from signals.at_address import url_at
from signals.codes import Answered, CloseReason, Origin
from signals.comparing import names_something
from signals.drafts import told_apart
from signals.events import SignalEvent
from signals.forms.complete import stood_before
from signals.forms.consent import begin_with
from signals.forms.decision import DecisionForm
from signals.forms.steps import ConsiderForm
from signals.keeping import why_not_reopened
from signals.models import Handover, HandoverAnswer, Offer, Question, Reporter, Revision, Signal, StatePeriod
from signals.models.people import standing
from signals.named import asks_about_names
from signals.operations.care import ALREADY_WITH_CARE
from signals.policies import SignalAction
from signals.reporting_back import WayBack, way_back
from signals.retention import last_day
from signals.seeing import (
    SENDER,
    looks_without_senders,
    sender_is_kept,
    told_read_by,
    without_sender,
    without_senders,
)
from signals.veilig_thuis import still_asks_veilig_thuis
from signals.weighed import weighed
from signals.who_reported import ASK_ABOUT_IT, that_may_name
from signals.workflow import SIGNAL, SignalState

from .at_a_glance import at_a_glance
from .comparing import told_inquiries
from .concerning import concerns_of
from .consent import asked_and_told
from .following import corrections
from .gathering import gathered_in, told_of_item
from .mentions import in_report, told_mentions
from .merging import merged_with
from .moving import came_from, moves_of
from .noticing import noticed_in
from .parts import parts_of, read_readers, signal_of_page
from .proposed import proposals, to_begin_with
from .related import in_margin
from .shielding import SHIELD
from .start import note_danger, signal_or_404

NO_MANDATE = (
    "Deze gemeente heeft geen afspraak over zorgcoördinatie. Geef het signaal door aan een partner of volg het."
)
ALREADY_FOLLOWED = (
    "Dit signaal wordt al gevolgd. Opnieuw bekijken of stoppen kan bij het onderdeel “Volgen” op deze pagina."
)
# What a worker did: the line of the handover says that it went, the table of files how each of them stands.
# That a pair was judged tells that the actor knew of another dossier, of which who reads this one may know nothing.
NO_NEWS = (
    *(SignalEvent.PAIR_APART, SignalEvent.PAIR_BACK),
    # What one officer begins is hers until she sends it.
    *(SignalEvent.HANDOVER_BEGUN, SignalEvent.HANDOVER_DROPPED, SignalEvent.DRAFT_EXPIRED),
    *(SignalEvent.LETTER_MADE, SignalEvent.FILE_ACCEPTED, SignalEvent.FILE_HELD, SignalEvent.FILE_REFUSED),
)
NOT_WHILE_OFFERED_AWAY = {
    *("edit", "mention", "decide", "decide_acute", "weigh"),
    *("note_indicators", "withdraw_indicator", "add_situation", "change_situation", "end_situation"),
}
# By whether it came back with the advice to follow first.
_RETURNED = {
    False: "De zorgcoördinator stelde een vraag over uw aanbod. Met uw antwoord biedt u het signaal opnieuw aan.",
    True: "De zorgcoördinator gaf uw aanbod terug met het advies om eerst te volgen.",
}


@page(SignalAction.VIEW)
def detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One signal with its parts; the look is an event."""
    signal = signal_of_page(request.actor, pk)
    note_danger(signal)
    record_view(SignalEvent.VIEWED, signal, actor=request.actor)
    if signal.is_anonymised:
        since = StatePeriod.objects.of(signal).filter(until__isnull=True).values_list("since", flat=True).first()
        return show(request, "signals/anonymised.html", {"signal": signal, "since": since})
    # A link of the page, for who wants to read or print all of it.
    unfolded = "yes" if request.GET.get("delen") == "open" else "no"
    told = page_of(signal, request.actor, proposed=request.GET.get("punt", ""))
    return show(request, "signals/detail.html", told | {"unfolded": unfolded})


@page(SignalAction.VIEW_READERS)
def readers(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Who looked at this signal, by person and day."""
    signal = signal_or_404(request, pk)
    record_view(SignalEvent.READERS_VIEWED, signal, actor=request.actor)
    rows = read_readers(request.actor, signal.pk, signal.municipality_id)
    names = without_sender(signal, request.actor, dict(rows["names"]))
    seen = looks_without_senders(signal, request.actor, rows["looks"])
    looks = told_looks(seen, names=names, hats=dict(Role.choices))
    context = {
        "reference": signal.reference,
        "kicker": f"Signaal {signal.reference}",
        "back_url": reverse("signals:detail", args=[signal.pk]),
        **readers_table(looks),
        "sees": visible_to(signal, request.actor, rows),
        **SHIELD.context(request, signal),
    }
    return show(request, "signals/readers.html", context)


def _can_ask_elsewhere(signal: Signal, parts: Mapping[str, Any], merged: Mapping[str, Any]) -> bool:
    """The region lets municipalities ask each other, and there is something to ask about, here or in what was merged into it."""
    return bool(parts["comparisons"]) and bool(merged["merged_here"] or names_something(signal, parts["things"]))


def page_of(signal: Signal, actor: Actor, *, proposed: str = "") -> dict[str, Any]:
    """What the signal's page shows to this actor. Its parts are asked of themselves: the log is not kept as long.

    `proposed`: the id of a point of a screening table whose proposal the decision panel begins with.
    """
    steps = allowed_steps(signal, actor)
    pooled = signal.is_in_pool_of(actor)
    parts = parts_of(signal, actor)
    names = without_sender(signal, actor, dict(parts.pop("names")))
    done = without_senders(signal, actor, parts.pop("done"))
    timeline = lines(done, names=names, hats=dict(Role.choices))
    offers = parts["offers"]
    returned = next((offer for offer in offers if offer.is_returned), None)
    questions = told_questions(signal, actor, parts["questions"])
    moves = moves_of(signal)
    # While it is offered away only what that question showed goes along: nothing of it is decided or changed.
    offered_away = any(move.is_open for move in moves)
    steps -= NOT_WHILE_OFFERED_AWAY if offered_away else set()
    inquiries = told_inquiries(parts["inquiries"])
    asked_from = {str(hit.inquiry_id): hit.from_municipality for hit in parts["hits"]}
    merged = merged_with(signal, actor)
    steps -= set() if _can_ask_elsewhere(signal, parts, merged) else {"ask_elsewhere"}
    related = in_margin(signal, actor, parts)
    people = standing(parts["people"])
    mentioned = told_mentions(parts, merged["merged_here"], actor)
    kept_until = last_day(signal, parts["holds"])
    steps -= {"reopen"} if why_not_reopened(kept_until) else set()
    proposing = proposals(signal, parts, steps)
    begun = to_begin_with([one.item for one in proposing], proposed)
    asked = asked_and_told(parts["consents"], parts["tellings"])
    care_away = _care_away(parts)
    way = way_back(signal, actor, (one for _, told in parts["handovers"] for one in told), parts["reporter"])
    page = parts | {
        "kept_until": kept_until,
        "signal": signal,
        "list_url": reverse("signals:list"),
        "visible_to": visible_to(signal, actor, parts),
        "in_pool": pooled,
        "appoints": region_fall_back(signal.municipality, today()) if pooled else None,
        "step_form": ChangeForm(actor=actor, version=signal.version),
        "steps": steps,
        "consider_form": _consider_form(signal, actor, parts) if "consider_answer" in steps else None,
        "proposals": proposing,
        "begun": told_apart(parts["begun"]),
        "panel_open": "yes" if begun else "no",
        "decision_form": decision_form(
            signal,
            actor,
            returned,
            sent=[one for one, _ in parts["handovers"]],
            way=way,
            care_away=care_away,
            initial=begin_with(signal, asked["wish"], actor.person_id) | dict(begun),
        )
        if steps & {"decide", "decide_acute"}
        else None,
        **weighed(
            signal,
            parts | {"told_questions": questions, "people": people, "related": related, "told_inquiries": inquiries},
        ),
        "revisions": [told_of(revision) for revision in parts["revisions"] if revision.follow_id is None],
        "corrected": corrections(parts["revisions"]),
        "questions": questions,
        "may_name": that_may_name(signal, actor, (one for one, _ in parts["handovers"]), parts["additions"]),
        "ask_about_it": ASK_ABOUT_IT,
        "asks_veilig_thuis": _asks_veilig_thuis(signal, parts),
        "names_in_text": not offered_away and asks_about_names(signal, actor),
        "returned": returned if returned and returned.waits_for_officer else None,
        "care_away": care_away,
        "with_care": any(offer.is_with_care for offer in offers),
        "timeline": [
            (line, told_of_item(line, parts["enrichments"], timeline) or _told_of(line, questions, asked_from))
            for line in timeline
            if line.event not in NO_NEWS
        ],
        **gathered_in(signal, actor, parts, may_note="note_call" in steps),
        "inquiries": inquiries,
        # Who may not see the reporter learns whether and when there was an answer, and no word of it.
        "answered": Reporter.objects.answered(signal) if signal.closed_at and parts["reporter"] is None else None,
        "closed_by": next((line.who for line in timeline if line.event == SignalEvent.CLOSED), ""),
        **noticed_in(signal, actor, parts["indicators"], parts["situations"]),
        **merged,
        **mentioned,
        "in_report": in_report(signal, mentioned["mentions"]),
        "related": related,
        "at_url": url_at(actor, signal.address, signal.place) if signal.address else "",
        "moves": moves,
        "came_from": came_from(signal, actor),
        **asked,
        "concerns": concerns_of(signal),
        "way_back": way,
        "unfolded": "no",
    }
    return page | at_a_glance(signal, actor, page)


def weighing_of(signal: Signal, actor: Actor) -> dict[str, Any]:
    """What stands beside the judgement on a page of its own."""
    parts = parts_of(signal, actor)
    told = {
        "told_questions": told_questions(signal, actor, parts["questions"]),
        "people": standing(parts["people"]),
        "related": in_margin(signal, actor, parts),
        "told_inquiries": told_inquiries(parts["inquiries"]),
    }
    return weighed(signal, parts | told)


def _asks_veilig_thuis(signal: Signal, parts: Mapping[str, Any]) -> bool:
    judged = any(one.minors == Answered.YES for one in parts["decisions"])
    return still_asks_veilig_thuis(signal, judged=judged)


def _consider_form(signal: Signal, actor: Actor, parts: Mapping[str, Any]) -> ConsiderForm | None:
    """The button for what partners answered, with how many answers stand on the page; None when nothing waits."""
    if signal.consider_by is None:
        return None
    seen = sum(len(answers) + (one.refused_at is not None) for one, answers in parts["handovers"])
    return ConsiderForm(actor=actor, signal=signal, seen=seen)


def told_questions(signal: Signal, actor: Actor, questions: Iterable[Question]) -> list[tuple[Question, str, str]]:
    """Each with whom it was asked of and who answered, as this actor may know them."""
    kept = signal.author_id if sender_is_kept(signal, actor) else None

    def named(person: User | None, else_named: str) -> str:
        return SENDER if person and person.pk == kept else str(person or else_named)

    def answered(one: Question) -> str:
        by = named(one.answered_by, "de koppeling van de partner")
        if not one.is_told:
            return by
        # By phone: a colleague who is not named elsewhere is not named by what the officer typed either.
        told_by = SENDER if one.to_user_id and one.to_user_id == kept else one.told_by
        return f"{told_by}, opgeschreven door {by}"

    return [(one, named(one.to_user, str(one.to_partner)), answered(one)) for one in questions]


def _told_of(line: Line, questions: Iterable[tuple[Question, str, str]], asked_from: Mapping[str, Municipality]) -> str:
    """More about a line: what was asked or answered; of a closing, also one before the signal was reopened, the reason.

    `asked_from`: the municipality that asked whether this is known, by the id of its inquiry.
    """
    if line.event == SignalEvent.ASKED_ABOUT:
        place = asked_from.get(line.detail.get("inquiry", ""))
        return f"Gemeente {place}. Zij kan u bellen." if place else ""
    if line.event == SignalEvent.VEILIG_THUIS_ANSWERED:
        # Lines of before this was written with them say what they said.
        called = line.detail.get("called", Answered.UNKNOWN)
        return "" if called == Answered.UNKNOWN else f"Gebeld: {Answered(called).label.lower()}"
    reason = line.detail.get("reason", "") if line.event == SignalEvent.CLOSED else ""
    if reason in CloseReason.values:
        return f"Reden: {CloseReason(reason).label}"
    number = line.detail.get("question")
    question, asked_of, answered_by = next((one for one in questions if one[0].reference == number), (None, "", ""))
    if question is None:
        return ""
    told = {
        SignalEvent.QUESTION_ASKED: f"Aan {asked_of}: {question.text}",
        # The two may stand far apart: each answer has its question beside it.
        SignalEvent.QUESTION_ANSWERED: f"Vraag: {question.text}\nAntwoord: {question.answer}",
        SignalEvent.QUESTION_TOLD: f"Vraag: {question.text}\nAntwoord: {question.answer}\nVan {answered_by}",
        SignalEvent.QUESTION_WITHDRAWN: f"Waarom: {question.reason}",
    }
    number = f"{question.reference}. " if line.event in told else question.reference
    return f"{number}{told.get(SignalEvent(line.event), '')}"


def told_of(revision: Revision) -> dict[str, Any]:
    """Who completed the signal and when, with what stood there before."""
    there = (revision.was or {}).get("from")
    by = f"in {there}, voor de overdracht" if there else f"door {revision.author or 'de melder'}"
    return {"at": revision.at, "by": by, "stood_before": stood_before(revision)}


def decision_form(
    signal: Signal,
    actor: Actor,
    returned: Offer | None,
    data: QueryDict | None = None,
    *,
    sent: Iterable[Handover] | None = None,
    way: WayBack | None = None,
    care_away: str = "",
    initial: Mapping[str, Any] | None = None,
) -> DecisionForm:
    """The decision panel for this signal; without a mandate it says why offering is not possible.

    `returned`: its offer that care coordination gave back, if one was; `sent`: its handovers, `way`: how an answer
    reaches the reporter, each None when nobody read them yet; `care_away`: see `_care_away`.
    """
    form = DecisionForm(
        data,
        initial=dict(initial or {}),
        actor=actor,
        signal=signal,
        # Asked when the panel is shown or the box ticked, not for every decision.
        cannot_offer=cast("str", SimpleLazyObject(partial(_cannot_offer, signal, returned))),
        cannot_follow=ALREADY_FOLLOWED if signal.is_followed else "",
        sent=_sent_before(signal, sent),
        may_share=may(actor, SignalAction.CONCERN_ALSO, signal),
        way_back=way or way_back(signal, actor, HandoverAnswer.objects.of(signal) if signal.is_passed_on else ()),
    )
    form.fields["offer"].help_text = care_away
    return form


def _care_away(parts: Mapping[str, Any]) -> str:
    """That nobody is there to answer an offer, and until when; "" when somebody is, or nobody coordinates care at all."""
    until = care_away_until([user for _, user in parts["care"]], parts["care_away"])
    if until is None:
        return ""
    day = date_format(until, "j F Y")
    return f"Alle zorgcoördinatoren zijn afwezig, tot en met {day}. Een aanbod wacht tot dan. Is er haast? Bel zelf een partner."


def _sent_before(signal: Signal, handovers: Iterable[Handover] | None) -> list[Handover]:
    """What went out of a signal of which nothing was decided since, answered or not; not what was taken back."""
    if not signal.is_passed_on or signal.state == SignalState.HANDLING:
        return []
    if handovers is None:
        handovers = Handover.objects.of(signal).select_related("partner")
    # Of a signal that was opened again, what was answered before the decision of then belongs to that decision.
    undecided = (one for one in handovers if one.is_waiting or _went_since(signal.decided_at, one))
    return [one for one in undecided if not one.is_withdrawn]


def _went_since(decided_at: dt.datetime | None, handover: Handover) -> bool:
    return handover.sent_at is not None and (decided_at is None or handover.sent_at > decided_at)


def _cannot_offer(signal: Signal, returned: Offer | None) -> str:
    """Why the signal cannot be offered to care coordination now; "" when it can."""
    if signal.care_sees:
        return _RETURNED[returned.follow_first] if returned else ALREADY_WITH_CARE
    return "" if care_areas_under_mandate(signal.municipality, today()) else NO_MANDATE


def allowed_steps(signal: Signal, actor: Actor) -> set[str]:
    """The actions, by their last word ("take_up"), that role and state allow on this signal now."""
    steps = {
        action.value.rpartition(".")[2] for action in SIGNAL.actions_from(signal.state) if may(actor, action, signal)
    }
    steps -= {"reopen" if signal.is_merged else "split"}
    return steps if signal.is_acute else steps - {"decide_acute"}


def visible_to(signal: Signal, actor: Actor, rows: Mapping[str, Any]) -> str:
    """Who can see the whole signal, by function; to who sees it in the pool: because nobody is appointed. `rows`: see parts.py."""
    if signal.is_in_pool_of(actor):
        return f"zorgcoördinator met een afspraak met {signal.municipality}, zolang daar geen aandachtsfunctionaris is"
    care = signal.care_sees or signal.origin == Origin.CARE_COORDINATOR
    return shielding.seen_by(rows["shielded"], told_read_by(signal.municipality, rows["officers"], care=care))
