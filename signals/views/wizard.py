"""Logging a signal page by page: where it begins and the pages with questions.

A draft is kept after every page, and while somebody types.
"""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format

from audit.operation import together
from core.access import Actor
from core.errors import NotVisible
from core.pages import Request, page, show, typed_at
from signals import operations
from signals.drafts import draft_or_404, kept_until
from signals.forms.address import AddressSearch
from signals.forms.begin import BeginForm
from signals.forms.page import StepForm
from signals.forms.who import ADD
from signals.forms.wizard import DangerForm
from signals.models import Draft
from signals.office import office_of
from signals.policies import SignalAction
from signals.wizard import BEGIN, CALL, CHECK, FIRST, WHO, Wizard, plain_steps, sends

from .autosave import keep_typed

# What the buttons of a page say: go on, keep it for later, or keep it and go to another page.
ONWARD, LATER, JUMP = "verder", "later", "naar:"


@page(SignalAction.DRAFT, methods=("GET", "POST"))
def begin(request: Request) -> HttpResponse:
    """The first page; what is sent from it begins the draft."""
    form = BeginForm(request.POST or None, actor=request.actor)
    if not form.holders:
        return show(request, "signals/wizard_nowhere.html")
    if draft := form.carried_out(lambda: _start(request.actor, form)):
        return _go_on(request, Wizard(draft, request.actor), FIRST if form.asks_danger else BEGIN)
    context = {
        "form": form,
        "title": DangerForm.title if form.asks_danger else BeginForm.title,
        "lead": DangerForm.lead if form.asks_danger else "",
        "steps": plain_steps(1),
        "sends": sends(request.actor),
        "closed_until": office_of(form.only_place, request.actor).closed_until(),
    }
    return show(request, "signals/wizard_begin.html", context, status=form.status)


def _start(actor: Actor, form: BeginForm) -> Draft:
    key = form.cleaned_data["key"]
    with together():
        draft = operations.start_draft(actor=actor, municipality=form.holder.municipality, key=key)
        draft = operations.save_draft(draft, actor=actor, step=BEGIN, fields=form.chosen(), page=key)
        if form.asks_danger:
            told = {"danger": form.cleaned_data["danger"]}
            draft = operations.save_draft(draft, actor=actor, step=FIRST, fields=told, page=key)
    return draft


@page(SignalAction.DRAFT, methods=("GET", "POST"))
def step(request: Request, pk: uuid.UUID, slug: str) -> HttpResponse:
    """One page with questions. Going elsewhere keeps what was typed, right or not."""
    wizard = Wizard(draft_or_404(request.actor, pk), request.actor)
    if slug not in wizard.pages:
        raise NotVisible
    if request.method != "POST":
        return _page(request, wizard, slug, wizard.form(slug, more=request.GET.get("erbij", "") if slug == WHO else ""))
    form = wizard.form(slug, request.POST)
    if typed_at(request) is not None:
        return keep_typed(form, lambda: _keep(wizard, slug, form, typed_at(request)), asks=not wizard.has_changed(slug))
    if isinstance(form, AddressSearch) and form.seeks:
        form.look_up()
        return _page(request, wizard, slug, form)
    onward = request.POST.get("stap", ONWARD) == ONWARD
    if not form.keepable() or (onward and not form.is_valid()):
        return _page(request, wizard, slug, form)
    return _go_on(request, Wizard(_keep(wizard, slug, form), request.actor), slug)


def _keep(wizard: Wizard, slug: str, form: StepForm, typed: int | None = None) -> Draft:
    return operations.save_draft(wizard.draft, actor=wizard.actor, step=slug, typed=typed, **form.kept())


def _page(request: Request, wizard: Wizard, slug: str, form: StepForm) -> HttpResponse:
    context = {
        "form": form,
        "wizard": wizard,
        "steps": wizard.steps(slug),
        "number": wizard.number(slug),
        "before": wizard.before(slug),
        "calls": slug == CALL,
        "changed": wizard.has_changed(slug),
        "draft_url": "" if wizard.has_changed(slug) else wizard.url(slug),
        "left_over": wizard.left_over(slug),
        "closed_until": office_of(wizard.draft.municipality_id, request.actor).closed_until(),
    }
    return show(request, "signals/wizard.html", context, status=form.status)


def _go_on(request: Request, wizard: Wizard, slug: str) -> HttpResponse:
    chosen = request.POST.get("stap", ONWARD)
    if chosen == LATER:
        until = date_format(kept_until(wizard.draft), "j F Y")
        messages.success(request, f"Uw concept is bewaard tot {until}. Daarna wordt het gewist.")
        return redirect("signals:drafts")
    asked = chosen.removeprefix(JUMP)
    if chosen.startswith(JUMP) and wizard.has_page(asked):
        return redirect(wizard.url(asked))
    if chosen.startswith(ADD) and slug == WHO:
        also = {"terug": "1"} if "terug" in request.GET else {}
        return redirect(f"{wizard.url(slug)}?{urlencode({'erbij': chosen.removeprefix(ADD), **also})}")
    back = "terug" in request.GET and not (slug == FIRST and wizard.must_call)
    return redirect(wizard.url(CHECK if back else wizard.after(slug)))
