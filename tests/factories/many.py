"""Many rows at once, without history: for lists and their query counts. Each call adds to what stands there."""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from audit.events import Kind, Result
from audit.models import AuditEvent
from cases.codes import CloseReason
from cases.models import Case
from cases.workflow import CasePhase
from core.workdays import today
from municipalities.codes import AreaKind, Role
from municipalities.models import Municipality, MunicipalityRole
from reports.models import Report
from reports.periods import Period
from signals.codes import HandoverKind, HandoverMethod, LegalGround, Origin
from signals.events import SignalEvent
from signals.models import Follow, Handover, Offer, Signal, Submission
from signals.models.signal import part_of
from signals.workflow import FollowState, HandoverState, OfferState
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.support.world import FIRST, World


def running_cases(world: World, count: int) -> None:
    """In the caseload of Karlijn, a third of them with a clock."""
    make.stored(world.goes, world.karlijn, count)


def ended_cases(world: World, count: int) -> None:
    """Ended by Karlijn."""
    now = timezone.now()
    ended: dict[str, Any] = {
        "phase": CasePhase.CLOSED,
        "close_reason": CloseReason.GOALS_MET,
        "closed_at": now,
        "close_motivation": "Woont zelfstandig.",
        "due_on": None,
        "review_on": None,
    }
    Case.objects.bulk_create(make.unsaved(world.goes, world.karlijn, count, **ended))


def offers(world: World, count: int) -> None:
    """Of Goes, waiting for an answer."""
    Offer.objects.bulk_create(
        Offer(
            **part_of(signal),
            service_area=world.zvh_zeeland,
            state=OfferState.OFFERED,
            why="Er is hulp nodig.",
            author=world.wilma,
            offered_at=signal.received_at,
            due_on=today() + dt.timedelta(days=place % 40 - 5),
        )
        for place, signal in enumerate(make_signal.stored(world.goes, world.wilma, count, care_sees=True))
    )


def follows(world: World, count: int) -> None:
    """Of signals that a care coordinator logged."""
    signals = make_signal.stored(world.goes, world.wilma, count, origin=Origin.CARE_COORDINATOR)
    Follow.objects.bulk_create(
        Follow(
            **part_of(signal),
            state=FollowState.ACTIVE,
            why="Te weinig.",
            what_changes_it="Een tweede melding.",
            started_at=signal.received_at,
            review_on=today() + dt.timedelta(days=place % 40 - 5),
            author=world.wilma,
        )
        for place, signal in enumerate(signals)
    )


def submissions(world: World, count: int) -> None:
    """Sent by Hanna."""
    Submission.objects.bulk_create(
        Submission(
            municipality=world.goes,
            dossier_id=signal.dossier_id,
            signal=signal,
            reference=signal.reference,
            author=world.hanna,
            state=signal.state,
            sent_at=signal.received_at,
            changed_at=signal.received_at,
        )
        for signal in make_signal.stored(world.goes, world.wilma, count)
    )


def handovers(world: World, count: int) -> None:
    """To the inspectorate, waiting for its answer."""
    (signal,) = make_signal.stored(world.goes, world.wilma, 1)
    now = timezone.now()
    keys = [uuid.uuid4() for _ in range(count)]
    Handover.objects.bulk_create(
        Handover(
            **part_of(signal),
            id=key,
            partner=world.inspectorate,
            state=HandoverState.SENT,
            reference=f"D-{key.hex[:10]}",
            kind=HandoverKind.INVESTIGATE,
            anonymous=False,
            purpose="Onderzoek naar misstanden",
            ground=LegalGround.PUBLIC_TASK,
            method=HandoverMethod.INBOX,
            to_function="meldpunt",
            author=world.wilma,
            sent_at=now - dt.timedelta(minutes=place),
            remind_on=today() + dt.timedelta(days=3),
        )
        for place, key in enumerate(keys)
    )


def reports(world: World, count: int) -> None:
    """Drafts about areas in which the two municipalities of Daphne lie."""
    period, places = Period.from_code("2026-H1"), [world.goes.pk, world.vlissingen.pk]
    areas = range(Report.objects.unscoped(reason="test").count(), 10**6)
    Report.objects.bulk_create(
        Report(
            area_kind=AreaKind.DISTRICT,
            area_id=10**6 + area,
            area_name=f"Gebied {area}",
            places=places,
            period_kind=period.kind,
            period_start=period.start,
            period_end=period.end,
            author=world.daphne,
        )
        for area in areas[:count]
    )


def users(world: World, count: int) -> None:
    """Reporters of Goes."""
    kind = ContentType.objects.get_for_model(Municipality)
    reporter = Permission.objects.get(content_type=kind, codename=Role.REPORTER)
    people = User.objects.bulk_create(
        User(email=f"{uuid.uuid4().hex}@voorbeeld.example", full_name=f"Aad Aanrecht {place}") for place in range(count)
    )
    MunicipalityRole.objects.bulk_create(
        MunicipalityRole(user=person, permission=reporter, content_object=world.goes, valid_from=FIRST)
        for person in people
    )


def municipalities(_world: World, count: int) -> None:
    """That lie nowhere."""
    first = Municipality.objects.count()
    Municipality.objects.bulk_create(
        Municipality(
            gm_code=f"GM{number}",
            name=f"Gemeente {number}",
            inhabitants=1000,
            inhabitants_year=2023,
            latitude="51.5",
            longitude="3.8",
        )
        for number in range(9000 + first, 9000 + first + count)
    )


def looks(signal: Signal, count: int) -> None:
    """At this signal, by Wilma's colleagues, over four hundred days: one line each day."""
    now = timezone.now()
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=now - dt.timedelta(days=place % 400),
            event=SignalEvent.VIEWED,
            kind=Kind.READ,
            result=Result.DONE,
            actor_id=signal.owner_id,
            hat=Role.FOCAL_OFFICER,
            object_type="signals.signal",
            object_id=str(signal.pk),
            municipality_id=signal.municipality_id,
            chain=signal.municipality_id,
            dossier_id=signal.dossier_id,
            request_id=uuid.uuid4(),
        )
        for place in range(count)
    )
