"""Clocks, referrals, the team, and the transfer to another area."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases import operations, terms
from cases.codes import ClockOutcome, ReferralOutcome
from cases.forms.phases import AcceptedForm, RefusedForm, TransferForm
from cases.forms.support import AssignForm, ClockForm, MemberForm, OutcomeForm, ReferOnForm, StopClockForm
from cases.models import Case, Clock, Referral, Transfer
from cases.operations.course import said_no_to
from cases.policies import CaseAction
from cases.workflow import TransferState
from core.forms import pressed
from core.pages import Request, page
from core.workdays import today

from .start import FORM, case_or_404, demand_possible_part, form_page, part_or_404


@page(CaseAction.START_CLOCK, methods=FORM)
def start_clock(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let bedenktijd or a permit run."""
    case = case_or_404(request, pk, CaseAction.START_CLOCK)
    form = ClockForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        case,
        heading="Klok starten",
        lead=(
            f"Bedenktijd duurt {terms.REFLECTION}, bij Dublin {terms.REFLECTION_DUBLIN}."
            " U krijgt in de lijst een waarschuwing."
        ),
        submit="Klok starten",
        done="De klok loopt.",
        back="cases:help",
        run=lambda: operations.start_clock(case, actor=request.actor, start=form.start()),
    )


@page(CaseAction.STOP_CLOCK, methods=FORM)
def stop_clock(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down how a clock ended."""
    clock = part_or_404(request, Clock, pk)
    case = case_or_404(request, clock.case_id, CaseAction.STOP_CLOCK)
    form = StopClockForm(request.POST or None, actor=request.actor, clock=clock)
    demand_possible_part(form, case, "" if clock.ended_on is None else "Deze klok is al gestopt.")
    return form_page(
        request,
        form,
        case,
        heading=f"{clock.get_kind_display()}: stoppen",
        submit="Klok stoppen",
        done="De klok is gestopt.",
        back="cases:help",
        run=lambda: operations.stop_clock(
            case,
            actor=request.actor,
            clock=clock,
            outcome=ClockOutcome(form.cleaned_data["outcome"]),
            seen=form.cleaned_data["version"],
        ),
    )


@page(CaseAction.REFER_ON, methods=FORM)
def refer_on(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Refer somebody to help of another organisation."""
    case = case_or_404(request, pk, CaseAction.REFER_ON)
    form = ReferOnForm(request.POST or None, actor=request.actor, held_back=said_no_to(case, on=today()))
    return form_page(
        request,
        form,
        case,
        heading="Doorverwijzen",
        lead="U legt hier vast dat u doorverwijst. Er wordt niets verstuurd.",
        submit="Doorverwijzing vastleggen",
        done="De doorverwijzing is vastgelegd.",
        back="cases:help",
        run=lambda: operations.refer_on(case, actor=request.actor, asked=form.asked()),
    )


@page(CaseAction.RECORD_OUTCOME, methods=FORM)
def record_outcome(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what came of a referral."""
    referral = part_or_404(request, Referral, pk)
    case = case_or_404(request, referral.case_id, CaseAction.RECORD_OUTCOME)
    form = OutcomeForm(request.POST or None, actor=request.actor, version=referral.version)
    return form_page(
        request,
        form,
        case,
        heading=f"Resultaat van {referral.get_kind_display()}",
        submit="Resultaat vastleggen",
        done="Het resultaat is vastgelegd.",
        back="cases:help",
        run=lambda: operations.record_outcome(
            case,
            actor=request.actor,
            referral=referral,
            outcome=ReferralOutcome(form.cleaned_data["outcome"]),
            on=form.cleaned_data["outcome_on"],
            seen=form.cleaned_data["version"],
        ),
    )


@page(CaseAction.ASSIGN, methods=FORM)
def assign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give the case to a colleague."""
    case = case_or_404(request, pk, CaseAction.ASSIGN)
    form = AssignForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Aan een collega geven",
        lead="De collega wordt zorgcoördinator en krijgt de open taken. U blijft in het casusteam tot u eruit gaat.",
        submit="Aan deze collega geven",
        done="De casus is aan uw collega gegeven.",
        run=lambda: operations.assign(
            case,
            actor=request.actor,
            version=form.cleaned_data["version"],
            to_user_id=form.cleaned_data["owner"],
        ),
    )


@page(CaseAction.ADD_MEMBER, methods=FORM)
def add_member(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put a colleague in the case team."""
    case = case_or_404(request, pk, CaseAction.ADD_MEMBER)
    form = MemberForm(request.POST or None, actor=request.actor, case=case)

    def run() -> Case:
        user_id, role = form.member()
        return operations.add_member(case, actor=request.actor, user_id=user_id, role=role)

    return form_page(
        request,
        form,
        case,
        heading="Casusteam aanvullen",
        submit="Aan het casusteam toevoegen",
        done="Uw collega is aan het casusteam toegevoegd.",
        back="cases:people",
        run=run,
    )


@page(CaseAction.END_MEMBER, methods=("POST",))
def end_member(request: Request, pk: uuid.UUID, user_id: int) -> HttpResponse:
    """Take somebody out of the case team."""
    case = case_or_404(request, pk, CaseAction.END_MEMBER)
    version = pressed(request.POST, request.actor)
    operations.end_member(case, actor=request.actor, version=version, user_id=user_id)
    messages.success(request, "Deze collega is niet meer in het casusteam.")
    return redirect("cases:people", case.pk)


@page(CaseAction.OFFER_TRANSFER, methods=FORM)
def offer_transfer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Offer the case to another area."""
    case = case_or_404(request, pk, CaseAction.OFFER_TRANSFER)
    form = TransferForm(request.POST or None, actor=request.actor, case=case)
    return form_page(
        request,
        form,
        case,
        heading="Casus overdragen",
        lead=f"De casus blijft bij u tot de ontvanger aanneemt. Binnen {terms.TRANSFER_ANSWER.of(case.municipality_id, request.actor)} hoort u iets.",
        submit="Ter overdracht aanbieden",
        done="De overdracht is aangeboden. Leg hier vast wat de ontvanger antwoordt.",
        back="cases:help",
        run=lambda: operations.offer_transfer(case, actor=request.actor, offered=form.offered()),
    )


@page(CaseAction.REFUSE_TRANSFER, methods=FORM)
def refuse_transfer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The receiver does not take it."""
    transfer = part_or_404(request, Transfer, pk)
    case = case_or_404(request, transfer.case_id, CaseAction.REFUSE_TRANSFER)
    form = RefusedForm(request.POST or None, actor=request.actor, version=transfer.version)
    demand_possible_part(form, case, _settled(transfer))
    return form_page(
        request,
        form,
        case,
        heading="De ontvanger weigert",
        submit="Weigering vastleggen",
        done="De weigering is vastgelegd. De casus blijft bij u.",
        back="cases:help",
        run=lambda: operations.refuse_transfer(
            case,
            actor=request.actor,
            transfer=transfer,
            refusal=form.cleaned_data["refusal"],
            seen=form.cleaned_data["version"],
        ),
    )


@page(CaseAction.ACCEPT_TRANSFER, methods=FORM)
def accept_transfer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The receiver takes it: the last page before the case ends here."""
    transfer = part_or_404(request, Transfer, pk)
    case = case_or_404(request, transfer.case_id, CaseAction.ACCEPT_TRANSFER)
    form = AcceptedForm(request.POST or None, actor=request.actor, version=transfer.version)
    demand_possible_part(form, case, _settled(transfer))
    return form_page(
        request,
        form,
        case,
        heading="De ontvanger neemt de casus aan",
        lead=f"{transfer.receiver} neemt de casus over. Hier eindigt hij: taken vervallen en het casusteam gaat eruit.",
        submit="Overdracht vastleggen",
        done="De casus is overgedragen.",
        back="cases:help",
        run=lambda: operations.accept_transfer(
            case, actor=request.actor, transfer=transfer, seen=form.cleaned_data["version"]
        ),
    )


@page(CaseAction.WITHDRAW_TRANSFER, methods=("POST",))
def withdraw_transfer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take the offer back."""
    transfer = part_or_404(request, Transfer, pk)
    case = case_or_404(request, transfer.case_id, CaseAction.WITHDRAW_TRANSFER)
    seen = pressed(request.POST, request.actor)
    operations.withdraw_transfer(case, actor=request.actor, transfer=transfer, seen=seen)
    messages.success(request, "De overdracht is ingetrokken.")
    return redirect("cases:help", case.pk)


def _settled(transfer: Transfer) -> str:
    """Why the transfer can be answered no more; "" while it waits."""
    waits = transfer.state == TransferState.OFFERED
    return "" if waits else f"De overdracht staat op: {transfer.get_state_display().lower()}. Deze stap kan dan niet."
