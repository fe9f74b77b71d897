"""Many rows at once, without history: for lists and their query counts. Each call adds to what stands there.

The first of them are real: more than a page of the list shows. The others are copies of the last one, behind it.
"""

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from audit.events import EventName, Kind, Result
from audit.models import AuditEvent
from audit.recording import append
from cases.codes import CloseReason
from cases.models import Case
from cases.workflow import CasePhase
from core.workdays import today
from municipalities.codes import AreaKind, Role
from municipalities.dossiers import DossierRoot
from municipalities.models import Municipality, MunicipalityRole
from reports.models import Report
from reports.periods import Period
from signals.codes import HandoverKind, HandoverMethod, LegalGround, Origin
from signals.models import Consent, Follow, Handover, Offer, Question, Signal, Submission
from signals.models.signal import part_of
from signals.workflow import FollowState, HandoverState, OfferState
from tests.factories import cases as make
from tests.factories import signals as make_signal
from tests.factories.consent import agreed
from tests.factories.copies import copies
from tests.support.world import FIRST, World

REAL = 30
_NAMES = {"reference": "'C-' || n", "working_name": "'Vogel ' || n"}


def signals(world: World, count: int) -> None:
    """Of Goes, in the hands of Wilma."""
    *_, last = make_signal.stored(world.goes, world.wilma, min(count, REAL))
    _copies_of_signal(last, count)


def running_cases(world: World, count: int) -> None:
    """In the caseload of Karlijn, a third of them with a clock."""
    *_, last = make.stored(world.goes, world.karlijn, min(count, REAL))
    copies(last, count - REAL, **_NAMES, due_on="row.due_on + 365")


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
    cases = make.unsaved(world.goes, world.karlijn, min(count, REAL), **ended)
    *_, last = Case.objects.bulk_create(cases)
    copies(last, count - REAL, **_NAMES, closed_at="row.closed_at - n * interval '1 minute'")


def offers(world: World, count: int) -> None:
    """Of Goes, waiting for an answer."""
    signals = make_signal.stored(world.goes, world.wilma, min(count, REAL), care_sees=True)
    said = Consent.objects.bulk_create(
        Consent(**part_of(signal), **agreed().columns(), noted_at=signal.received_at, author=world.wilma)
        for signal in signals
    )
    *_, last = Offer.objects.bulk_create(
        Offer(
            **part_of(signal),
            consent=said[place],
            service_area=world.zvh_zeeland,
            state=OfferState.OFFERED,
            why="Er is hulp nodig.",
            author=world.wilma,
            offered_at=signal.received_at,
            due_on=today() + dt.timedelta(days=place % 40 - 5),
        )
        for place, signal in enumerate(signals)
    )
    _copies_of_signal(signals[-1], count)
    copies(said[-1], count - REAL)
    copies(last, count - REAL, due_on="row.due_on + 365")


def follows(world: World, count: int) -> None:
    """Of signals that a care coordinator logged."""
    signals = make_signal.stored(world.goes, world.wilma, min(count, REAL), origin=Origin.CARE_COORDINATOR)
    *_, last = Follow.objects.bulk_create(
        Follow(
            **part_of(signal),
            state=FollowState.ACTIVE,
            why="Te weinig.",
            what_changes_it="Een tweede melding.",
            started_at=signal.received_at,
            review_on=today() + dt.timedelta(days=place % 40 - 5),
            motivate_on=today() + dt.timedelta(days=180),
            author=world.wilma,
        )
        for place, signal in enumerate(signals)
    )
    _copies_of_signal(signals[-1], count)
    copies(last, count - REAL, review_on="row.review_on + 365")


def submissions(world: World, count: int) -> None:
    """Sent by Hanna."""
    signals = make_signal.stored(world.goes, world.wilma, min(count, REAL))
    *_, last = Submission.objects.bulk_create(
        Submission(
            municipality=world.goes,
            dossier_id=signal.dossier_id,
            signal=signal,
            reference=signal.reference,
            author=world.hanna,
            state=signal.state,
            sent_at=signal.received_at,
            due_on=today(),
            changed_at=signal.received_at,
        )
        for signal in signals
    )
    _copies_of_signal(signals[-1], count)
    copies(last, count - REAL, sent_at="row.sent_at - n * interval '1 minute'", reference="'S-' || n")


def handovers(world: World, count: int) -> None:
    """To the inspectorate, waiting for its answer."""
    signals, now = make_signal.stored(world.goes, world.wilma, min(count, REAL)), timezone.now()
    *_, last = Handover.objects.bulk_create(
        Handover(
            necessity="Nodig voor de proef.",
            **part_of(signal),
            partner=world.inspectorate,
            state=HandoverState.SENT,
            reference=f"D-{signal.reference[2:]}",
            kind=HandoverKind.INVESTIGATE,
            anonymous=False,
            purpose="Onderzoek naar misstanden",
            ground=LegalGround.PUBLIC_TASK,
            method=HandoverMethod.INBOX,
            to_function="meldpunt",
            author=world.wilma,
            sent_at=now - dt.timedelta(minutes=place),
            clock=[today() + dt.timedelta(days=days) for days in (3, 17, 45)],
            remind_on=today() + dt.timedelta(days=3),
        )
        for place, signal in enumerate(signals)
    )
    _copies_of_signal(signals[-1], count)
    copies(last, count - REAL, reference="'D-' || n", sent_at="row.sent_at - n * interval '1 minute'")


def questions(world: World, count: int) -> None:
    """To the inspectorate, waiting for its answer."""
    signals, now = make_signal.stored(world.goes, world.wilma, min(count, REAL)), timezone.now()
    *_, last = Question.objects.bulk_create(
        Question(
            **part_of(signal),
            to_partner=world.inspectorate,
            reference=f"V-{signal.reference[2:]}",
            purpose="Nagaan of er al een onderzoek loopt",
            ground=LegalGround.PUBLIC_TASK,
            author=world.wilma,
            asked_at=now - dt.timedelta(minutes=place),
            due_on=today() + dt.timedelta(days=3),
            expires_on=today() + dt.timedelta(days=31),
        )
        for place, signal in enumerate(signals)
    )
    _copies_of_signal(signals[-1], count)
    copies(last, count - REAL, reference="'V-' || n", asked_at="row.asked_at - n * interval '1 minute'")


def reports(world: World, count: int) -> None:
    """Drafts about areas in which the two municipalities of Daphne lie."""
    period, places = Period.from_code("2026-H1"), [world.goes.pk, world.vlissingen.pk]
    first = 10**6 + Report.objects.unscoped(reason="test").count()
    *_, last = Report.objects.bulk_create(
        Report(
            area_kind=AreaKind.DISTRICT,
            area_id=area,
            area_name=f"Gebied {area}",
            places=places,
            period_kind=period.kind,
            period_start=period.start,
            period_end=period.end,
            author=world.daphne,
        )
        for area in range(first, first + min(count, REAL))
    )
    copies(last, count - REAL, area_id="row.area_id + n", area_name="'Verderop ' || n")


def users(world: World, count: int) -> None:
    """Reporters of Goes."""
    kind = ContentType.objects.get_for_model(Municipality)
    reporter = Permission.objects.get(content_type=kind, codename=Role.REPORTER)
    people = User.objects.bulk_create(
        User(email=f"{uuid.uuid4().hex}@voorbeeld.example", full_name=f"Aad Aanrecht {place}")
        for place in range(min(count, REAL))
    )
    *_, last = MunicipalityRole.objects.bulk_create(
        MunicipalityRole(user=person, permission=reporter, content_object=world.goes, valid_from=FIRST)
        for person in people
    )
    own = {"id": "row.id + n", "email": "n || '@voorbeeld.example'", "full_name": "'Zeger Zeepbel ' || n"}
    copies(people[-1], count - REAL, **own)
    copies(last, count - REAL, user_id="row.user_id + n")


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
        for number in range(7000 + first, 7000 + first + count)  # others are made from 9000 on
    )


def looks(dossier: DossierRoot, event: EventName, hat: Role, by: User, count: int) -> None:
    """At this dossier, over four hundred days: one line each day."""
    now = timezone.now()
    append(
        [
            AuditEvent(
                at=now - dt.timedelta(days=place % 400),
                event=event,
                kind=Kind.READ,
                result=Result.DONE,
                actor_id=by.pk,
                hat=hat,
                object_type=dossier._meta.label_lower,
                object_id=str(dossier.pk),
                municipality_id=dossier.municipality_id,
                chain=dossier.municipality_id,
                dossier_id=dossier.dossier_id,
                request_id=uuid.uuid4(),
            )
            for place in range(count)
        ]
    )


def _copies_of_signal(last: Signal, count: int) -> None:
    copies(last, count - REAL, reference="'S-' || n", received_at="row.received_at - n * interval '1 minute'")
