"""The page of one case, in four parts: what now, who, what help, what happened. Safe contact stands on top of each."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.names import names_of
from audit.readers import dossier_readers, readers_table
from audit.recording import record_view
from audit.timeline import dossier_lines
from cases import team
from cases.caseload import due_words
from cases.events import CaseEvent
from cases.forms.daily import ContactForm, NoteForm, TaskForm
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
from cases.operations import reveal_person
from cases.policies import CaseAction
from cases.workflow import CASE, COURSE, CasePhase
from core.access import Actor, may
from core.pages import Request, page, show
from core.workdays import today
from municipalities import shielding
from municipalities.codes import Role
from municipalities.models import Mandate
from signals.models import Signal

from .shielding import SHIELD
from .start import case_or_404, note_look, part_or_404

RECENT = 5
MOST = 200
PARTS = (
    ("cases:detail", "Overzicht"),
    ("cases:people", "Persoon en veiligheid"),
    ("cases:help", "Plan en hulp"),
    ("cases:course", "Verloop"),
)


@page(CaseAction.VIEW)
def overview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is the risk, what is agreed, what is next, which clocks run."""
    case = case_or_404(request, pk)
    note_look(request, case)
    return show(request, "cases/detail.html", overview_of(case, request.actor))


@page(CaseAction.VIEW)
def people(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Who it is, covered until asked for; age, representative, who can see this."""
    case = case_or_404(request, pk)
    note_look(request, case)
    return show(request, "cases/people.html", people_of(case, request.actor))


@page(CaseAction.VIEW)
def help_(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is agreed, help of others, clocks."""
    case = case_or_404(request, pk)
    note_look(request, case)
    transfers = list(Transfer.objects.of(case))
    readable = Case.objects.visible_to(request.actor).filter(pk__in=[row.successor_id for row in transfers])
    context = {
        "referrals": Referral.objects.of(case).select_related("partner"),
        "clocks": Clock.objects.of(case),
        "transfers": transfers,
        "readable": set(readable.values_list("pk", flat=True)),
    }
    return show(request, "cases/help.html", frame_of(case, request.actor, "cases:help") | context)


@page(CaseAction.VIEW)
def course(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All contact moments and notes, the phases with their reasons, who did what."""
    case = case_or_404(request, pk)
    note_look(request, case)
    context = {
        "contacts": ContactMoment.objects.of(case).select_related("author")[:MOST],
        "notes": Note.objects.of(case).select_related("author")[:MOST],
        "most": MOST,
        "periods": PhasePeriod.objects.of(case).select_related("author").order_by("-since"),
        "timeline": dossier_lines(request.actor, case.dossier_id, names=names_of, hats=dict(Role.choices)),
    }
    return show(request, "cases/course.html", frame_of(case, request.actor, "cases:course") | context)


@page(CaseAction.REVEAL, methods=("POST",))
def reveal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show who somebody is; the operation leaves the trace. Without htmx: the page with this person uncovered."""
    person = part_or_404(request, CasePerson, pk)
    reveal_person(person, actor=request.actor)
    if request.htmx:
        steps = allowed_steps(person.case, request.actor)
        return show(request, "cases/parts/person.html", {"person": person, "steps": steps})
    case = case_or_404(request, person.case_id)
    return show(request, "cases/people.html", people_of(case, request.actor) | {"shown": person})


@page(CaseAction.VIEW_READERS)
def readers(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Who looked at this dossier, by person and day."""
    case = case_or_404(request, pk, CaseAction.VIEW_READERS)
    record_view(CaseEvent.READERS_VIEWED, case, actor=request.actor)
    looks = dossier_readers(request.actor, case.dossier_id, names=names_of, hats=dict(Role.choices))
    context = {
        "case": case,
        "reference": case.reference,
        "kicker": case.working_name,
        "back_url": reverse("cases:course", args=[case.pk]),
        "steps": set(),
        **readers_table(looks),
        "sees": visible_to(case),
        **SHIELD.context(request, case),
    }
    return show(request, "cases/readers.html", context)


def frame_of(case: Case, actor: Actor, current: str) -> dict[str, Any]:
    """What stands on top of every part: the course, who can see this, which steps are possible."""
    return {
        "case": case,
        "parts": [
            {"label": label, "url": reverse(name, args=[case.pk]), "current": name == current} for name, label in PARTS
        ],
        "phases": phase_bar(case),
        "visible_to": visible_to(case),
        "next_step": due_words(case) if case.due_on else "",
        "steps": allowed_steps(case, actor),
        "hat": actor.hat,
    }


def overview_of(case: Case, actor: Actor) -> dict[str, Any]:
    """The overview, with the short forms for contact, note and task where they are possible."""
    steps = allowed_steps(case, actor)
    links = list(SignalLink.objects.of(case).select_related("from_municipality"))
    readable = Signal.objects.visible_to(actor).filter(pk__in=[link.signal_id for link in links])
    return frame_of(case, actor, "cases:detail") | {
        "contacts": ContactMoment.objects.of(case).select_related("author")[:RECENT],
        "notes": Note.objects.of(case).select_related("author")[:RECENT],
        "tasks": Task.objects.of(case).open().select_related("owner"),
        "clocks": Clock.objects.of(case).running(),
        "call_again": CallAgain.objects.of(case).first(),
        "transfer": Transfer.objects.of(case).open().first(),
        "links": links,
        "readable": set(readable.values_list("pk", flat=True)),
        "contact_form": ContactForm(actor=actor, auto_id="contact-%s") if "log_contact" in steps else None,
        "note_form": NoteForm(actor=actor, auto_id="notitie-%s") if "add_note" in steps else None,
        "task_form": TaskForm(actor=actor, case=case, auto_id="taak-%s") if "plan_task" in steps else None,
    }


def people_of(case: Case, actor: Actor) -> dict[str, Any]:
    """The people, all covered, and the case team."""
    return frame_of(case, actor, "cases:people") | {
        "people": CasePerson.objects.of(case),
        "team": team.members_of(case, today()),
        "shown": None,
    }


def allowed_steps(case: Case, actor: Actor) -> set[str]:
    """The actions, by their last word ("scale_up"), that role and phase allow on this case now."""
    always = {CaseAction.COMPLETE_TASK, CaseAction.STOP_CLOCK, CaseAction.RECORD_OUTCOME, CaseAction.END_MEMBER}
    possible = CASE.actions_from(case.phase) | (always if case.is_open else {CaseAction.COMPLETE_TASK})
    allowed = {action for action in possible | {CaseAction.REVEAL} if may(actor, action, case)}
    return {action.value.rpartition(".")[2] for action in allowed}


def phase_bar(case: Case) -> list[dict[str, Any]]:
    """The course with the day on which each phase last began."""
    began: dict[str, dt.datetime] = {period.phase: period.since for period in PhasePeriod.objects.of(case)}
    bar = [
        {
            "label": phase.label,
            "date": began.get(phase),
            "state": "current" if phase == case.phase else "done" if phase in began else "next",
        }
        for phase in COURSE
        if phase != CasePhase.REFERRED or phase in began
    ]
    if case.phase == CasePhase.TRANSFERRED:
        bar[-1] = {"label": CasePhase.TRANSFERRED.label, "date": case.closed_at, "state": "current"}
    return bar


def visible_to(case: Case) -> str:
    """Who can see the case, by function and, for the team, by name; without mandate the team alone."""
    return shielding.seen_by(case.dossier_id, _everybody(case))


def _everybody(case: Case) -> str:
    names = [row.user.full_name for row in team.members_of(case, today())]
    members = [f"casusteam: {', '.join(names)}"] if names else []
    if Mandate.objects.on(today()).filter(municipality=case.municipality_id).exists():
        return "; ".join([f"zorgcoördinatoren met een afspraak met {case.municipality}", *members])
    return "; ".join([*members, f"de afspraak met {case.municipality} over zorgcoördinatie is geëindigd"])
