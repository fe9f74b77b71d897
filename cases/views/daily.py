"""The short forms of a case: contact, note, task, safe contact, facts, people."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases import operations
from cases.forms.daily import (
    ContactForm,
    FactsForm,
    NewPersonForm,
    NoteForm,
    PersonForm,
    SafeContactForm,
    TaskForm,
)
from cases.models import CasePerson, Task
from cases.operations.contact import ticked_off_before
from cases.policies import CaseAction
from core.forms import pressed
from core.pages import Request, page

from .start import FORM, case_or_404, form_page, part_or_404


@page(CaseAction.LOG_CONTACT, methods=FORM)
def log_contact(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One line of contact."""
    case = case_or_404(request, pk, CaseAction.LOG_CONTACT)
    form = ContactForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        case,
        heading="Contactmoment vastleggen",
        submit="Contactmoment vastleggen",
        done="Het contactmoment is vastgelegd.",
        run=lambda: operations.log_contact(case, actor=request.actor, contact=form.contact()),
    )


@page(CaseAction.ADD_NOTE, methods=FORM)
def add_note(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Text about the course."""
    case = case_or_404(request, pk, CaseAction.ADD_NOTE)
    form = NoteForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        case,
        heading="Notitie toevoegen",
        submit="Notitie toevoegen",
        done="De notitie is toegevoegd.",
        run=lambda: operations.add_note(
            case, actor=request.actor, key=form.cleaned_data["key"], text=form.cleaned_data["text"]
        ),
    )


@page(CaseAction.PLAN_TASK, methods=FORM)
def plan_task(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Something to do before a day."""
    case = case_or_404(request, pk, CaseAction.PLAN_TASK)
    form = TaskForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Taak plannen",
        submit="Taak plannen",
        done="De taak is gepland.",
        run=lambda: operations.plan_task(case, actor=request.actor, task=form.planned()),
    )


@page(CaseAction.COMPLETE_TASK, methods=("POST",))
def complete_task(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tick a task off; her own second click waits for the first, finds it done and changes nothing."""
    task = part_or_404(request, Task, pk)
    seen = pressed(request.POST, request.actor)
    if not ticked_off_before(task, actor=request.actor):
        operations.complete_task(task.case, actor=request.actor, task=task, seen=seen)
    messages.success(request, "De taak is afgerond.")
    return redirect("cases:detail", task.case_id)


@page(CaseAction.EDIT_SAFE_CONTACT, methods=FORM)
def edit_safe_contact(request: Request, pk: uuid.UUID) -> HttpResponse:
    """How somebody is reached safely."""
    case = case_or_404(request, pk, CaseAction.EDIT_SAFE_CONTACT)
    form = SafeContactForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Veilig contact",
        submit="Opslaan",
        done="De afspraak over veilig contact is gewijzigd.",
        run=lambda: operations.edit_safe_contact(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            safe_contact=form.cleaned_data["safe_contact"],
        ),
    )


@page(CaseAction.EDIT, methods=FORM)
def edit_facts(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What is known of the case."""
    case = case_or_404(request, pk, CaseAction.EDIT)
    form = FactsForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Gegevens wijzigen",
        submit="Opslaan",
        done="De gegevens zijn gewijzigd.",
        run=lambda: operations.edit_case(
            case, actor=request.actor, version=form.cleaned_data["version"], facts=form.facts()
        ),
    )


@page(CaseAction.EDIT_PERSON, methods=FORM)
def add_person(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Somebody new in the case."""
    case = case_or_404(request, pk, CaseAction.EDIT_PERSON)
    form = NewPersonForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        case,
        heading="Persoon vastleggen",
        lead="Alles is extra beveiligd. Wie de gegevens bekijkt, wordt vastgelegd.",
        submit="Vastleggen",
        done="De gegevens zijn vastgelegd.",
        back="cases:people",
        run=lambda: operations.add_person(
            case, actor=request.actor, key=form.cleaned_data["key"], identity=form.identity()
        ),
    )


@page(CaseAction.EDIT_PERSON, methods=FORM)
def edit_person(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Change what is known of somebody; the form shows it, so opening it is a reveal."""
    person = part_or_404(request, CasePerson, pk)
    case = case_or_404(request, person.case_id, CaseAction.EDIT_PERSON)
    form = PersonForm(request.POST or None, actor=request.actor, person=person)
    return form_page(
        request,
        form,
        case,
        heading="Gegevens van een persoon wijzigen",
        lead="Alles is extra beveiligd. Wie de gegevens bekijkt, wordt vastgelegd.",
        submit="Opslaan",
        done="De gegevens zijn gewijzigd.",
        back="cases:people",
        run=lambda: operations.edit_person(
            case, actor=request.actor, person=person, identity=form.identity(), seen=form.cleaned_data["version"]
        ),
    )
