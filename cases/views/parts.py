"""The parts of a case that each of its pages shows, read together: those of the frame, and the page's own."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.names import names_in
from audit.readers import looks_at
from audit.timeline import done_to
from cases import team
from cases.models import (
    CallAgain,
    Case,
    CasePerson,
    Clock,
    ContactMoment,
    Note,
    PhasePeriod,
    Referral,
    SignalLink,
    Task,
    Transfer,
)
from core.access import Actor
from core.reading import StandingReading
from core.workdays import today
from municipalities import shielding
from municipalities.models import Mandate
from signals.models import Consent, Signal, Telling

type Sets = Mapping[str, QuerySet[Any, Any]]

RECENT = 5
MOST = 200


def _with_frame(own: Callable[[Actor, Case], Sets]) -> StandingReading:
    def sets(actor: Actor, dossier_id: uuid.UUID, municipality_id: int) -> Sets:
        case = Case(pk=dossier_id, dossier_id=dossier_id, municipality_id=municipality_id)
        return {
            "members": team.members_of(case, today()),
            "mandates": Mandate.objects.on(today()).filter(municipality=municipality_id).values_list("pk", flat=True),
            "shielded": shielding.shielded(dossier_id),
            "course": PhasePeriod.objects.of(case),
            **own(actor, case),
        }

    return StandingReading(sets)


def _of_overview(actor: Actor, case: Case) -> Sets:
    links = SignalLink.objects.of(case)
    signals = links.order_by().values("signal")
    return {
        "contacts": ContactMoment.objects.of(case).select_related("author")[:RECENT],
        "notes": Note.objects.of(case).select_related("author")[:RECENT],
        "tasks": Task.objects.of(case).open().select_related("owner"),
        "clocks": Clock.objects.of(case).running(),
        "call_again": CallAgain.objects.of(case),
        "transfers": Transfer.objects.of(case).open(),
        "links": links.select_related("from_municipality"),
        "readable": Signal.objects.visible_to(actor).filter(pk__in=signals).values_list("pk", flat=True),
        "consents": Consent.objects.visible_to(actor).filter(signal__in=signals).select_related("author"),
        "tellings": Telling.objects.visible_to(actor).filter(signal__in=signals).select_related("author"),
    }


def _of_people(_actor: Actor, case: Case) -> Sets:
    return {"people": CasePerson.objects.of(case)}


def _of_help(actor: Actor, case: Case) -> Sets:
    transfers = Transfer.objects.of(case)
    successors = transfers.order_by().values("successor")
    return {
        "referrals": Referral.objects.of(case).select_related("partner"),
        "clocks": Clock.objects.of(case),
        "transfers": transfers,
        "readable": Case.objects.visible_to(actor).filter(pk__in=successors).values_list("pk", flat=True),
    }


def _of_course(actor: Actor, case: Case) -> Sets:
    done = done_to(actor, case.dossier_id)
    return {
        "contacts": ContactMoment.objects.of(case).select_related("author")[:MOST],
        "notes": Note.objects.of(case).select_related("author")[:MOST],
        "periods": PhasePeriod.objects.of(case).select_related("author").order_by("-since"),
        "done": done,
        "names": names_in(done.order_by().values("actor_id")),
    }


def _of_readers(actor: Actor, case: Case) -> Sets:
    looks, lookers = looks_at(actor, case.dossier_id)
    return {"looks": looks, "names": names_in(lookers)}


# Each takes the actor, the id of a case that has passed its own gate, and its municipality: one query.
read_overview = _with_frame(_of_overview)
read_people = _with_frame(_of_people)
read_help = _with_frame(_of_help)
read_course = _with_frame(_of_course)
read_readers = _with_frame(_of_readers)
