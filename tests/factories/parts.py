"""One row of each part that no address is about: for tests that ask every table."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from cases.codes import ContactKind, ContactOutcome, PersonRole
from cases.models import (
    CallAgain,
    Case,
    CaseKey,
    CasePair,
    CasePerson,
    ContactMoment,
    Note,
    SignalLink,
    SignalOutcome,
    Task,
)
from cases.models import part_of as part_of_case
from core.workdays import today
from municipalities.models import ShieldNote, ShieldStep, StoredFile
from municipalities.roles import actor_for
from signals.codes import Answered, EnrichmentKind, Form, HandoverKind, LegalGround, Outcome, Source
from signals.consent_codes import AgeGroup, ConsentAnswer, Delay, Despite
from signals.indicators import OTHERS, Basis
from signals.keeping import KeepRule
from signals.models import (
    Arrival,
    BegunHandover,
    Concern,
    Consent,
    Enrichment,
    Erasure,
    ErasureLine,
    Follow,
    FollowReview,
    Handover,
    HandoverAddition,
    HandoverAnswer,
    HandoverFile,
    HandoverQuestion,
    HiddenNames,
    Hold,
    JointNote,
    MatchKey,
    Meeting,
    Merge,
    Move,
    Offer,
    Override,
    PairJudgement,
    Question,
    Revision,
    SavedFilter,
    ScreeningTable,
    Signal,
    SignalIndicator,
    SignalPerson,
    SignalThing,
    Situation,
    TableItem,
    TablePaper,
    Telling,
    TipText,
)
from signals.models.signal import part_of
from signals.operations.mentions import ToldThing
from signals.retention_states import LineState
from signals.situations import Confidence
from signals.table_states import ItemState
from signals.things import MatchKind, ThingKind
from signals.workflow import OfferState, QuestionState, SignalState
from tests.factories import comparing as make_comparing
from tests.factories import signals as make
from tests.support.world import World

TEXT = "Er hangt een nieuw slot op de deur."


def all_parts(world: World) -> None:
    """Of one signal and one case of Goes that have a follow, a handover and a task already."""
    follow = Follow.objects.unscoped(reason="test").select_related("signal").first()
    handover = Handover.objects.unscoped(reason="test").select_related("signal").first()
    task = Task.objects.unscoped(reason="test").select_related("case").first()
    assert follow is not None
    assert handover is not None
    assert task is not None
    signal_parts(world, follow, handover)
    _of_case(world, task, follow.signal)


def signal_parts(world: World, follow: Follow, handover: Handover) -> None:
    """Of one signal that has a follow and a handover already."""
    now, signal = timezone.now(), follow.signal
    _asked_elsewhere(world, signal)
    by: dict[str, Any] = {"author": world.wilma}
    SavedFilter.objects.create(
        author=world.wilma, hat="focal_officer", name=TEXT, filters={"tab": "alles"}, made_at=now
    )
    concern = Concern.objects.create(
        **part_of(signal), other_municipality=world.vlissingen, why=TEXT, offered_at=now, due_on=today(), **by
    )
    JointNote.objects.create(
        municipality_id=signal.municipality_id,
        dossier_id=signal.dossier_id,
        concern=concern,
        written_by_id=signal.municipality_id,
        text=TEXT,
        written_at=now,
        **by,
    )
    Enrichment.objects.create(
        **part_of(signal),
        kind=EnrichmentKind.BRP_ADDRESS,
        question=TEXT,
        ground=LegalGround.PUBLIC_TASK,
        necessity=TEXT,
        source="BRP",
        asked_on=today(),
        expected_on=today(),
        put_off=[[f"{today()}", f"{today()}", f"{today()}", TEXT]],
        **by,
    )
    FollowReview.objects.create(
        **part_of(signal), follow=follow, reviewed_on=today(), line=TEXT, next_on=today() + dt.timedelta(days=7), **by
    )
    BegunHandover.objects.create(
        **part_of(signal),
        hat="focal_officer",
        answers={"typed": {"purpose": [TEXT]}},
        shown=uuid.uuid4(),
        saved_at=now,
        **by,
    )
    HandoverAnswer.objects.create(
        **part_of(handover.signal),
        handover=handover,
        partner_id=handover.partner_id,
        outcomes=[Outcome.INSPECTION_DONE],
        for_reporter=TEXT,
        answered_at=now,
    )
    HandoverQuestion.objects.create(
        **part_of(handover.signal),
        handover=handover,
        partner_id=handover.partner_id,
        text=TEXT,
        asked_at=now,
        due_on=today(),
        reply=TEXT,
        told_to=TEXT,
        told_on=today(),
        replied_at=now,
        replied_by=signal.owner,
    )
    other = Signal.objects.unscoped(reason="test").filter(municipality=signal.municipality_id).exclude(pk=signal.pk)
    Merge.objects.create(**part_of(signal), into=other[0], came_from=SignalState.TRIAGE, why=TEXT, merged_at=now, **by)
    PairJudgement.objects.create(
        **part_of(signal),
        other_id=other[0].pk,
        other_municipality_id=signal.municipality_id,
        apart=True,
        why=TEXT,
        judged_at=now,
        **by,
    )
    Move.objects.create(
        **part_of(signal), to_municipality=world.vlissingen, why=TEXT, offered_at=now, due_on=today(), **by
    )
    _arrival(world, signal)
    Question.objects.create(
        **part_of(signal),
        reference="V-TEST-9",
        to_user=world.koos,
        text=TEXT,
        answer=TEXT,
        told_by=TEXT,
        told_on=today(),
        state=QuestionState.ANSWERED,
        asked_at=now,
        settled_at=now,
        due_on=today(),
        expires_on=today(),
        **by,
    )
    _tabled(world, signal)
    Revision.objects.create(**part_of(signal), follow=follow, at=now, **by)
    said = Consent.objects.create(
        **part_of(signal), answer=ConsentAnswer.NOT_ASKED, age=AgeGroup.UNKNOWN, why_not=TEXT, noted_at=now, **by
    )
    Offer.objects.create(
        **part_of(signal),
        service_area=world.zvh_zeeland,
        state=OfferState.WITHDRAWN,
        why=TEXT,
        consent=said,
        against_wish=True,
        despite=Despite.DUTY,
        despite_why=TEXT,
        offered_at=now,
        due_on=today(),
        settled_at=now,
        **by,
    )
    Telling.objects.create(
        **part_of(signal), told=False, reason=Delay.SAFETY, why=TEXT, review_on=today(), noted_at=now, **by
    )
    SignalIndicator.objects.create(
        **part_of(signal), batch=signal.pk, code=OTHERS[0], basis=Basis.TOLD, text=TEXT, noted_at=now, **by
    )
    Situation.objects.create(
        **part_of(signal),
        form=Form.LABOUR,
        address=TEXT,
        basis=Basis.TOLD,
        source=Source.HOUSING,
        confidence=Confidence.UNCERTAIN,
        note=TEXT,
        noted_at=now,
        **by,
    )
    HandoverFile.objects.create(
        **part_of(handover.signal),
        handover=handover,
        partner_id=handover.partner_id,
        number=1 + HandoverFile.objects.unscoped(reason="test").filter(handover=handover).count(),
        kind="text",
        size=1,
        digest=TEXT,
        content=TEXT.encode(),
    )
    HandoverAddition.objects.create(
        necessity=TEXT,
        **part_of(handover.signal),
        handover=handover,
        partner_id=handover.partner_id,
        added_at=now,
        content=[["facts", "Wat is er gezien of gehoord", TEXT]],
        content_hash="0" * 64,
        permitted_by=TEXT,
        kept=[["facts", TEXT, TEXT, "needed"]],
        **by,
    )
    _past_its_day(world, signal)
    Override.objects.create(
        **part_of(signal),
        reference=signal.reference,
        partner_id=handover.partner_id,
        kind=HandoverKind.INVESTIGATE,
        ground=LegalGround.PUBLIC_TASK,
        categories=["place"],
        purpose=TEXT,
        why=TEXT,
        reason=TEXT,
        asked_at=now,
        **by,
    )
    HiddenNames.objects.create(**part_of(signal), digests=[{"key": "00", "names": [], "text": TEXT}])
    TipText.objects.create(**part_of(signal), text=TEXT, kept=[], written_at=now, **by)
    named = dict.fromkeys(("name", "alias", "birth_year", "description"), TEXT)
    SignalPerson.objects.create(**part_of(signal), number=1, **named, **by)
    SignalThing.objects.create(**part_of(signal), kind=ThingKind.PHONE, number=1, value=TEXT, description=TEXT, **by)
    MatchKey.objects.create(**part_of(signal), about="phone", number=1, kind=MatchKind.PHONE, content=TEXT)
    ShieldNote.objects.create(
        municipality_id=signal.municipality_id,
        dossier_id=signal.dossier_id,
        step=ShieldStep.LIFTED,
        why=TEXT,
        at=now,
        **by,
    )
    StoredFile.objects.create(
        municipality_id=signal.municipality_id,
        dossier_id=signal.dossier_id,
        about=signal.pk,
        name="brief.pdf",
        media_type="application/pdf",
        size=1,
        words=TEXT,
    )


def _past_its_day(world: World, signal: Signal) -> None:
    """Held, and put forward all the same: no operation would."""
    now, key = timezone.now(), uuid.uuid4()
    place = {"municipality_id": signal.municipality_id, "dossier_id": signal.dossier_id}
    Hold.objects.create(**place, reference=signal.reference, why=TEXT, until=today(), author=world.wilma, set_at=now)
    erasure = Erasure.objects.create(
        id=key, dossier_id=key, municipality_id=signal.municipality_id, approved_by=world.wilma, approved_at=now
    )
    ErasureLine.objects.create(
        **place,
        erasure=erasure,
        reference=signal.reference,
        state=LineState.SET_ASIDE,
        done_on=today(),
        rule=KeepRule.NOTHING,
        kept_until=today(),
    )


def _asked_elsewhere(world: World, signal: Signal) -> None:
    """Asked of others by Goes, and of Goes by Breda. The function of the database writes these, in the asker's context."""
    make_comparing.on(world)
    theirs = make.triaged(world.breda, world.floor)
    for one, officer in ((signal, world.wilma), (theirs, world.floor)):
        actor = actor_for(officer, "focal_officer")
        made = make.mentioned(one, actor, ToldThing(ThingKind.VEHICLE, value="GB-002-B"))
        make_comparing.inquire(made, actor, "vehicle-1", necessity=TEXT)


def _arrival(world: World, signal: Signal) -> None:
    """The other way round: what is asked of the municipality of this signal."""
    key = uuid.uuid4()
    Arrival.objects.create(
        id=key,
        dossier_id=key,
        municipality_id=signal.municipality_id,
        move_id=uuid.uuid4(),
        from_municipality=world.vlissingen,
        from_reference="S-2222-2",
        why=TEXT,
        offered_at=timezone.now(),
        due_on=today(),
    )


def _tabled(world: World, signal: Signal) -> None:
    """A point for the inspectorate, decided and done."""
    now, key = timezone.now(), uuid.uuid4()
    table = ScreeningTable.objects.create(
        name="Proef", service_area=world.zvh_zeeland, place=TEXT, first_on=today(), begins_at=dt.time(12)
    )
    table.seats.create(organisation=world.inspectorate, function="inspecteur", valid_from=today())
    meeting = Meeting.objects.create(table=table, starts_at=now, place=TEXT)
    both: dict[str, Any] = {
        "meeting": meeting,
        "reference": "T-TEST-9",
        "text": TEXT,
        "question": TEXT,
        "state": ItemState.DECIDED,
        "decision": TEXT,
        "decided_at": now,
        "put_at": now,
    }
    item = TableItem.objects.create(
        **part_of(signal), **both, ground=LegalGround.PUBLIC_TASK, done_line=TEXT, author=world.wilma
    )
    TablePaper.objects.create(
        **both,
        id=key,
        dossier_id=key,
        municipality_id=signal.municipality_id,
        from_municipality_id=signal.municipality_id,
        item_id=item.pk,
        party=f"o{world.inspectorate.pk}",
        partner=world.inspectorate,
    )


def _of_case(world: World, task: Task, signal: Signal) -> None:
    now, case = timezone.now(), task.case
    assert isinstance(case, Case)
    by: dict[str, Any] = {"author": world.karlijn}
    CallAgain.objects.create(
        **part_of_case(case), task=task, allowed_on=today(), call_on=today(), safe_way="Alleen appen", **by
    )
    ContactMoment.objects.create(
        **part_of_case(case), kind=ContactKind.PHONE, outcome=ContactOutcome.REACHED, at=now, text=TEXT, **by
    )
    child = CasePerson.objects.create(**part_of_case(case), role=PersonRole.CHILD, name=TEXT)
    CaseKey.objects.create(**part_of_case(case), person=child, kind=MatchKind.PERSON, content=TEXT)
    others = Case.objects.unscoped(reason="test").exclude(pk=case.pk)
    other_id = others.values_list("pk", flat=True).first() or uuid.uuid4()
    CasePair.objects.create(
        **part_of_case(case),
        other_id=other_id,
        other_municipality_id=case.municipality_id,
        apart=True,
        why=TEXT,
        judged_at=now,
        **by,
    )
    Note.objects.create(**part_of_case(case), text=TEXT, written_at=now, **by)
    SignalLink.objects.create(
        **part_of_case(case),
        signal=signal,
        signal_reference=signal.reference,
        from_municipality_id=signal.municipality_id,
        form=Form.LABOUR,
        minor=Answered.NO,
        linked_at=now,
        **by,
    )
    SignalOutcome.objects.create(
        municipality_id=signal.municipality_id, dossier_id=signal.dossier_id, signal=signal, since=now
    )
