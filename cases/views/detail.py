"""The page of one case, in four parts: what now, who, what help, what happened. Safe contact stands on top of each."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from audit.readers import readers_table, told_looks
from audit.recording import record_view
from audit.timeline import lines
from cases.caseload import due_words
from cases.events import CaseEvent
from cases.forms.daily import ContactForm, NoteForm, TaskForm
from cases.models import Case, CasePerson, CaseTeamMember, PhasePeriod, SignalLink
from cases.operations import reveal_person
from cases.policies import CaseAction
from cases.workflow import CASE, COURSE, CasePhase
from core.access import Actor, may
from core.pages import Request, page, show
from core.workdays import today
from municipalities import shielding
from municipalities.areas import since_merged
from municipalities.codes import Role
from municipalities.mandates import care_areas_under_mandate
from signals.consent_codes import ConsentAbout
from signals.models import Consent
from signals.operations.consenting import WISH, told_lines
from signals.operations.wishes import last_said_of

from .parts import MOST, read_course, read_help, read_overview, read_people, read_readers
from .shielding import SHIELD
from .start import case_or_404, note_look, part_or_404

# That a pair was judged tells that the actor knew of another case, of which who reads this one may know nothing.
NO_NEWS = (CaseEvent.PAIR_APART, CaseEvent.PAIR_BACK)

PARTS = (
    ("cases:detail", "Overzicht"),
    ("cases:people", "Persoon en veiligheid"),
    ("cases:help", "Plan en hulp"),
    ("cases:course", "Verloop"),
)

# The rows that a page of the case shows, by the names of parts.py.
type Rows = Mapping[str, list[Any]]


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
    rows = read_help(request.actor, case.pk, case.municipality_id)
    return show(request, "cases/help.html", rows | frame_of(case, request.actor, "cases:help", rows))


@page(CaseAction.VIEW)
def course(request: Request, pk: uuid.UUID) -> HttpResponse:
    """All contact moments and notes, the phases with their reasons, who did what."""
    case = case_or_404(request, pk)
    note_look(request, case)
    rows = read_course(request.actor, case.pk, case.municipality_id)
    done = lines(rows.pop("done"), names=dict(rows.pop("names")), hats=dict(Role.choices))
    timeline = [line for line in done if line.event not in NO_NEWS]
    context = rows | {"most": MOST, "timeline": timeline}
    return show(request, "cases/course.html", context | frame_of(case, request.actor, "cases:course", rows))


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
    rows = read_readers(request.actor, case.pk, case.municipality_id)
    looks = told_looks(rows["looks"], names=dict(rows["names"]), hats=dict(Role.choices))
    context = {
        "case": case,
        "reference": case.reference,
        "kicker": case.working_name,
        "back_url": reverse("cases:course", args=[case.pk]),
        "steps": set(),
        **readers_table(looks),
        "sees": visible_to(case, rows),
        **SHIELD.context(request, case),
    }
    return show(request, "cases/readers.html", context)


def frame_of(case: Case, actor: Actor, current: str, rows: Rows) -> dict[str, Any]:
    """What stands on top of every part: the course, who can see this, which steps are possible."""
    return {
        "case": case,
        "parts": [
            {"label": label, "url": reverse(name, args=[case.pk]), "current": name == current} for name, label in PARTS
        ],
        "phases": phase_bar(case, rows["course"]),
        "visible_to": visible_to(case, rows),
        "next_step": due_words(case) if case.due_on else "",
        "steps": allowed_steps(case, actor),
        "hat": actor.hat,
    }


def overview_of(case: Case, actor: Actor) -> dict[str, Any]:
    """The overview, with the short forms for contact, note and task where they are possible."""
    steps = allowed_steps(case, actor)
    rows = read_overview(actor, case.pk, case.municipality_id)
    own = {name: rows[name] for name in ("contacts", "notes", "tasks", "clocks", "readable")}
    said = _said_elsewhere(rows, actor)
    return (
        frame_of(case, actor, "cases:detail", rows)
        | own
        | {
            "links": [(link, _wished(link, rows, said)) for link in rows["links"]],
            "call_again": next(iter(rows["call_again"]), None),
            "transfer": next(iter(rows["transfers"]), None),
            "contact_form": ContactForm(actor=actor, auto_id="contact-%s") if "log_contact" in steps else None,
            "note_form": NoteForm(actor=actor, auto_id="notitie-%s") if "add_note" in steps else None,
            "task_form": TaskForm(actor=actor, case=case, members=rows["members"], auto_id="taak-%s")
            if "plan_task" in steps
            else None,
        }
    )


def _said_elsewhere(rows: Rows, actor: Actor) -> Mapping[uuid.UUID, Consent]:
    """What she said last at signals that this actor reads no more, as after the end of a mandate; of none kept from him."""
    shut = {link.signal_id: link.from_municipality_id for link in rows["links"]}
    kept = {*rows["readable"], *actor.excluded}
    return last_said_of({pk: place for pk, place in shut.items() if pk not in kept}, ConsentAbout.CARE, on=today())


def _wished(link: SignalLink, rows: Rows, said: Mapping[uuid.UUID, Consent]) -> dict[str, str]:
    """What the person was asked and told: as it came along, and as it stands there now; for who does not read the signal her
    answer alone, when it is another one."""
    here = [one for one in rows["consents"] if one.signal_id == link.signal_id and one.about == ConsentAbout.CARE]
    told = [one for one in rows["tellings"] if one.signal_id == link.signal_id]
    along: dict[str, str] = dict(link.wish or [])
    if (last := said.get(link.signal_id)) and last.told not in along.get(WISH, ""):
        return along | {WISH: last.told}
    return along | told_lines(here[-1] if here else None, told[-1] if told else None)


def people_of(case: Case, actor: Actor) -> dict[str, Any]:
    """The people, all covered, and the case team."""
    rows = read_people(actor, case.pk, case.municipality_id)
    own = {"people": rows["people"], "team": rows["members"], "shown": None}
    return frame_of(case, actor, "cases:people", rows) | own


def allowed_steps(case: Case, actor: Actor) -> set[str]:
    """The actions, by their last word ("scale_up"), that role and phase allow on this case now."""
    always = {CaseAction.COMPLETE_TASK, CaseAction.STOP_CLOCK, CaseAction.RECORD_OUTCOME, CaseAction.END_MEMBER}
    possible = CASE.actions_from(case.phase) | (always if case.is_open else {CaseAction.COMPLETE_TASK})
    allowed = {action for action in possible | {CaseAction.REVEAL} if may(actor, action, case)}
    return {action.value.rpartition(".")[2] for action in allowed}


def phase_bar(case: Case, course: Iterable[PhasePeriod]) -> list[dict[str, Any]]:
    """The course with the day on which each phase last began; `course`: its periods, the oldest first."""
    began: dict[str, dt.datetime] = {period.phase: period.since for period in course}
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


def visible_to(case: Case, rows: Rows) -> str:
    """Who can see the case, by function and, for the team, by name; without mandate the team alone."""
    has_mandate = bool(rows["mandates"])
    # After a merger the agreement of what it became part of counts too: asked for itself, as hardly any case needs it.
    if case.municipality.successor_id is not None:
        has_mandate = bool(care_areas_under_mandate(case.municipality, today()))
    return shielding.seen_by(rows["shielded"], _everybody(case, rows["members"], has_mandate=has_mandate))


def _everybody(case: Case, team: Iterable[CaseTeamMember], *, has_mandate: bool) -> str:
    names = [row.user.full_name for row in team]
    members = [f"casusteam: {', '.join(names)}"] if names else []
    if has_mandate:
        places = " of ".join(str(place) for place in since_merged(case.municipality, today()))
        return "; ".join([f"zorgcoördinatoren met een afspraak met {places}", *members])
    return "; ".join([*members, f"de afspraak met {case.municipality} over zorgcoördinatie is geëindigd"])
