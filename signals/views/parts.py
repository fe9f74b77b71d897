"""The parts of a signal that its page shows, read together, and what they tell of it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.names import names_in
from audit.readers import looks_at
from audit.timeline import done_to
from core.access import Actor, may
from core.reading import StandingReading, StandingRow
from core.workdays import today
from municipalities import duty, roles, shielding
from signals.models import (
    Attachment,
    BegunHandover,
    Comparison,
    Consent,
    Decision,
    Enrichment,
    Follow,
    FollowReview,
    Handover,
    HandoverAddition,
    HandoverAnswer,
    HandoverQuestion,
    Hold,
    ImportedFrom,
    InquiryAnswer,
    InquiryHit,
    Merge,
    Offer,
    Override,
    Question,
    Reporter,
    Revision,
    Signal,
    SignalIndicator,
    SignalPerson,
    SignalThing,
    Situation,
    TableItem,
    Telling,
)
from signals.policies import SignalAction
from signals.related import sets_of, standing_ask

from .merging import noting_what_there_is

type Sets = Mapping[str, QuerySet[Any, Any]]


def _of_page(actor: Actor, dossier_id: uuid.UUID, municipality_id: int) -> Sets:
    signal = Signal(pk=dossier_id, dossier_id=dossier_id, municipality_id=municipality_id)
    done = done_to(actor, dossier_id)
    return _frame(dossier_id, municipality_id) | {
        "reporter": Reporter.objects.visible_to(actor).filter(signal=signal),
        "imported": ImportedFrom.objects.visible_to(actor).filter(signal=signal),
        "revisions": Revision.objects.visible_to(actor).filter(signal=signal).select_related("author"),
        **_mentions(actor, signal),
        **(sets_of(standing_ask(actor, dossier_id)) if may(actor, SignalAction.VIEW_RELATED) else {}),
        "indicators": SignalIndicator.objects.of(signal).select_related("author", "withdrawn_by"),
        "situations": Situation.objects.of(signal).select_related("author", "ended_by"),
        "attachments": Attachment.objects.of(signal).select_related("author"),
        "enrichments": Enrichment.objects.of(signal).select_related("author", "withdrawn_by"),
        "questions": Question.objects.of(signal).select_related("to_user", "to_partner", "author", "answered_by"),
        "comparisons": Comparison.objects.running_at(municipality_id, today()),
        "inquiries": InquiryAnswer.objects.visible_to(actor).filter(signal=signal).select_related("inquiry__author"),
        "hits": InquiryHit.objects.visible_to(actor).filter(signal=signal).select_related("from_municipality"),
        "decisions": Decision.objects.of(signal).select_related("author"),
        "handovers": Handover.objects.of(signal).select_related("partner"),
        "begun": BegunHandover.objects.visible_to(actor).kept().filter(signal=signal).order_by("-saved_at"),
        "answers": HandoverAnswer.objects.of(signal),
        "additions": HandoverAddition.objects.of(signal),
        "asked_back": HandoverQuestion.objects.of(signal).select_related("handover__partner"),
        **duty.care_and_away([municipality_id], today()),
        "offers": Offer.objects.of(signal).select_related("service_area"),
        "consents": Consent.objects.of(signal).select_related("author"),
        "tellings": Telling.objects.of(signal).select_related("author"),
        "overrides": Override.objects.of(signal).select_related("partner").order_by("-asked_at", "id"),
        "table_items": TableItem.objects.of(signal).select_related("meeting__table"),
        "follows": Follow.objects.of(signal),
        "reviews": FollowReview.objects.of(signal),
        "holds": Hold.objects.unscoped(reason="of a signal that has passed its gate")
        .running(today())
        .filter(dossier_id=dossier_id),
        "done": done,
        "names": names_in(done.order_by().values("actor_id")),
    }


def _mentions(actor: Actor, signal: Signal) -> Sets:
    """The people and things of the signal, and of those that were merged into it."""
    merged = Merge.objects.visible_to(actor).running().filter(into=signal).values("signal")
    people, things = SignalPerson.objects.visible_to(actor), SignalThing.objects.visible_to(actor)
    return {
        "people": people.filter(signal=signal),
        "things": things.filter(signal=signal),
        "merged_people": people.filter(signal__in=merged),
        "merged_things": things.filter(signal__in=merged),
    }


def _of_readers(actor: Actor, dossier_id: uuid.UUID, municipality_id: int) -> Sets:
    looks, lookers = looks_at(actor, dossier_id)
    return _frame(dossier_id, municipality_id) | {"looks": looks, "names": names_in(lookers)}


def _frame(dossier_id: uuid.UUID, municipality_id: int) -> dict[str, QuerySet[Any, Any]]:
    """Who sees the signal."""
    return {"officers": roles.officers_of([municipality_id], today()), "shielded": shielding.shielded(dossier_id)}


_read = StandingReading(_of_page)
# Takes the actor, the id of a signal that has passed its own gate, and its municipality: one query.
read_readers = StandingReading(_of_readers)


# Takes the actor and the id of a signal: the signal as its page shows it, in one query. Raises NotVisible.
signal_of_page: StandingRow[Signal] = StandingRow(
    lambda actor: noting_what_there_is(Signal.objects.visible_to(actor).for_detail())
)


def parts_of(signal: Signal, actor: Actor) -> dict[str, Any]:
    """The rows of each part of a signal that has passed its own gate, by name, in one query.

    `handovers` and `follows` are pairs: each with its answers, or its reviews.
    """
    parts = _read(actor, signal.pk, signal.municipality_id)
    said = {one.pk: one for one in parts["consents"]}
    for offer in parts["offers"]:
        offer.signal, offer.consent = signal, said.get(offer.consent_id)
    return parts | {
        "reporter": next(iter(parts["reporter"]), None),
        "handovers": _with(parts["handovers"], parts.pop("answers"), "handover_id"),
        "follows": _with(parts["follows"], parts.pop("reviews"), "follow_id"),
    }


def _with(rows: Iterable[Any], children: Iterable[Any], parent: str) -> list[tuple[Any, list[Any]]]:
    found: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for child in children:
        found[getattr(child, parent)].append(child)
    return [(row, found[row.pk]) for row in rows]
