"""The steps of a signal: a button or one short form, one operation, back to the signal's page."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.operation import together
from core.errors import Incomplete, WrongState
from core.forms import ChangeForm, pressed
from core.pages import Request, page
from core.workdays import today
from signals import operations
from signals.forms.closing import CloseAtOnceForm
from signals.forms.decision import ReopenForm
from signals.forms.steps import (
    ConsiderForm,
    InformForm,
    ReasonForm,
    RecordAnswerForm,
    RemindedForm,
    ReplyForm,
    ReviewForm,
    ToldForm,
)
from signals.keeping import why_not_reopened
from signals.models import Follow, Handover, HandoverAnswer, Offer, Reporter, Signal
from signals.operations.lifecycle import MERGED
from signals.policies import SignalAction
from signals.reporting_back import way_back
from signals.retention import last_day, running_holds

from .start import FORM, form_page, part_or_404, signal_or_404


def _button(request: Request, pk: uuid.UUID, step: Callable[..., Signal], done: str) -> HttpResponse:
    signal = signal_or_404(request, pk)
    step(signal, actor=request.actor, version=pressed(request.POST, request.actor))
    messages.success(request, done)
    return redirect("signals:detail", pk)


@page(SignalAction.TAKE_UP, methods=("POST",))
def take_up(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Become the owner."""
    return _button(request, pk, operations.take_up, "U bent nu de eigenaar van dit signaal.")


@page(SignalAction.GATHER, methods=("POST",))
def gather(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Begin to gather information."""
    return _button(request, pk, operations.gather, "De stand is nu: informatie verzamelen.")


@page(SignalAction.STOP_GATHERING, methods=("POST",))
def stop_gathering(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Back to judging."""
    return _button(request, pk, operations.stop_gathering, "De stand is nu: in beoordeling.")


@page(SignalAction.CONSIDER_ANSWER, methods=("POST",))
def consider_answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What a partner answered was looked at, and nothing else follows from it."""
    signal = signal_or_404(request, pk)
    form = ConsiderForm(request.POST, actor=request.actor, signal=signal)
    if not form.is_valid():
        raise Incomplete
    operations.consider_answer(
        signal, actor=request.actor, version=form.cleaned_data["version"], seen=form.cleaned_data["seen"]
    )
    messages.success(request, "Vastgelegd dat u het antwoord hebt bekeken.")
    return redirect("signals:detail", pk)


@page(SignalAction.CLOSE_AT_ONCE, methods=FORM)
def close_at_once(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The plain ones: take up, weigh and close in one form."""
    signal = signal_or_404(request, pk)
    way = way_back(signal, request.actor)
    form = CloseAtOnceForm(request.POST or None, actor=request.actor, signal=signal, way_back=way)

    def run() -> Signal:
        version: int | None = form.cleaned_data["version"]
        with together():
            if form.asks_minors:
                operations.answer_veilig_thuis(signal, actor=request.actor, version=version, **form.told())
                version = None
            return operations.close_at_once(signal, actor=request.actor, version=version, closing=form.closing())

    return form_page(
        request,
        form,
        about=signal,
        heading="Oppakken en meteen sluiten",
        lead="Voor een signaal waarvan u meteen ziet dat er niets mee hoeft te gebeuren.",
        submit="Signaal sluiten",
        done=lambda: way.closed(answered=bool(form.cleaned_data["answer"])),
        run=run,
    )


@page(SignalAction.REOPEN, methods=FORM)
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    """A new fact came."""
    signal = signal_or_404(request, pk)
    if signal.is_merged:
        raise WrongState(MERGED, leads_to=("Naar het signaal", reverse("signals:detail", args=[pk])))
    if too_late := why_not_reopened(last_day(signal, running_holds(signal.pk, today()))):
        raise WrongState(too_late, leads_to=("Naar het signaal", reverse("signals:detail", args=[pk])))
    form = ReopenForm(request.POST or None, actor=request.actor, version=signal.version)
    return form_page(
        request,
        form,
        about=signal,
        heading="Signaal heropenen",
        submit="Signaal heropenen",
        done="Het signaal is weer in beoordeling. U bent de eigenaar.",
        run=lambda: operations.reopen(
            signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            new_fact=form.cleaned_data["new_fact"],
            whose=form.whose,
        ),
    )


@page(SignalAction.INFORM_REPORTER, methods=FORM)
def inform_reporter(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tell the reporter something."""
    signal = signal_or_404(request, pk)
    reporter = Reporter.objects.visible_to(request.actor).filter(signal=signal).first()
    way = way_back(signal, request.actor, HandoverAnswer.objects.of(signal), reporter)
    form = InformForm(request.POST or None, actor=request.actor, version=signal.version, way_back=way)
    return form_page(
        request,
        form,
        about=signal,
        heading=way.heading,
        submit=way.button,
        done=way.done,
        run=lambda: operations.inform_reporter(
            signal, actor=request.actor, version=form.cleaned_data["version"], answer=form.cleaned_data["answer"]
        ),
    )


@page(SignalAction.RECORD_ACCEPTANCE, methods=FORM)
def record_acceptance(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down that a partner got it, or works on it, as it told by phone or letter."""
    handover = part_or_404(request, Handover, pk)
    received = handover.received_at is not None
    form = ToldForm(request.POST or None, actor=request.actor, version=handover.version, received=received)

    def told() -> Handover:
        data = form.cleaned_data
        step = operations.record_acceptance if data["stands"] == "accepted" else operations.record_receipt
        return step(handover, actor=request.actor, version=data["version"], on=data["on"])

    return form_page(
        request,
        form,
        about=handover,
        heading=f"Hoe staat het bij {handover.partner}?",
        lead="Voor wat u hoorde. Gaf de partner al antwoord? Leg dan het antwoord vast.",
        submit="Vastleggen",
        done="Vastgelegd hoe het bij de partner staat.",
        run=told,
    )


@page(SignalAction.RECORD_ANSWER, methods=FORM)
def record_answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down what a partner told (*antwoord vastleggen*)."""
    handover = part_or_404(request, Handover, pk)
    form = RecordAnswerForm(request.POST or None, actor=request.actor, version=handover.version)
    return form_page(
        request,
        form,
        about=handover,
        heading=f"Antwoord vastleggen van {handover.partner}",
        submit="Antwoord vastleggen",
        lead="Neemt de ontvanger het niet in behandeling? Kies dan alleen dat, en schrijf in de toelichting waarom.",
        done="Het antwoord is vastgelegd.",
        run=lambda: operations.record_answer(
            handover,
            actor=request.actor,
            version=form.cleaned_data["version"],
            outcomes=form.chosen(),
            text=form.cleaned_data["text"],
            for_reporter=form.cleaned_data["for_reporter"],
            on=form.cleaned_data["on"],
        ),
    )


@page(SignalAction.RECORD_REMINDER, methods=FORM)
def record_reminder(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write down that the partner was reminded, by phone or letter."""
    handover = part_or_404(request, Handover, pk)
    form = RemindedForm(request.POST or None, actor=request.actor, version=handover.version)
    return form_page(
        request,
        form,
        about=handover,
        heading="Herinnering vastleggen",
        lead=f"U belde of schreef {handover.partner} over doormelding {handover.reference} en hebt nog geen antwoord. "
        "Kreeg u wel antwoord? Leg dan het antwoord vast.",
        submit="Herinnering vastleggen",
        done="Vastgelegd dat u de partner hebt herinnerd.",
        run=lambda: operations.record_reminder(
            handover, actor=request.actor, version=form.cleaned_data["version"], on=form.cleaned_data["on"]
        ),
    )


@page(SignalAction.WITHDRAW_HANDOVER, methods=FORM)
def withdraw_handover(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Take a handover back."""
    handover = part_or_404(request, Handover, pk)
    form = ReasonForm(request.POST or None, actor=request.actor, version=handover.version)
    return form_page(
        request,
        form,
        about=handover,
        heading=f"Doormelding {handover.reference} intrekken",
        lead="De partner ziet daarna alleen het nummer, de datum en dat u de doormelding hebt ingetrokken. "
        "Wat al gelezen is, blijft gelezen.",
        submit="Doormelding intrekken",
        done="De doormelding is ingetrokken.",
        run=lambda: operations.withdraw_handover(
            handover,
            actor=request.actor,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    )


@page(SignalAction.REVIEW_FOLLOW, methods=FORM)
def review_follow(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Look again and go on following."""
    follow = part_or_404(request, Follow, pk)
    form = ReviewForm(request.POST or None, actor=request.actor, follow=follow)
    return form_page(
        request,
        form,
        about=follow,
        heading="Opnieuw bekijken",
        submit="Verder volgen",
        done="Het signaal wordt verder gevolgd.",
        run=lambda: operations.review_follow(
            follow,
            actor=request.actor,
            version=form.cleaned_data["version"],
            line=form.cleaned_data["line"],
            next_on=form.cleaned_data["next_on"],
        ),
    )


@page(SignalAction.END_FOLLOW, methods=FORM)
def end_follow(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Stop following."""
    follow = part_or_404(request, Follow, pk)
    form = ReasonForm(request.POST or None, actor=request.actor, version=follow.version)
    return form_page(
        request,
        form,
        about=follow,
        heading="Stoppen met volgen",
        submit="Stoppen met volgen",
        done="Het signaal wordt niet meer gevolgd.",
        run=lambda: operations.end_follow(
            follow,
            actor=request.actor,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    )


@page(SignalAction.OFFER_AGAIN, methods=FORM)
def offer_again(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Answer the question of the care coordinator."""
    offer = part_or_404(request, Offer, pk)
    form = ReplyForm(request.POST or None, actor=request.actor, version=offer.version, advised=offer.follow_first)
    return form_page(
        request,
        form,
        about=offer,
        heading="Antwoord aan de zorgcoördinator",
        lead=offer.question,
        submit="Opnieuw aanbieden",
        done="Het signaal is opnieuw aangeboden.",
        run=lambda: operations.offer_again(
            offer, actor=request.actor, version=form.cleaned_data["version"], reply=form.cleaned_data["reply"]
        ),
    )


@page(SignalAction.WITHDRAW_OFFER, methods=FORM)
def withdraw_offer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what follows from it, then take the offer back."""
    offer = part_or_404(request, Offer, pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=offer.version)
    return form_page(
        request,
        form,
        about=offer,
        heading="Aanbod aan de zorgcoördinator intrekken",
        lead="De zorgcoördinator krijgt bericht en kan dit signaal daarna niet meer lezen, behalve na een eerder aanbod "
        "dat is aangenomen. Wat al gelezen is, blijft gelezen. U kunt het signaal later opnieuw aanbieden.",
        submit="Aanbod intrekken",
        done="Het aanbod is ingetrokken.",
        run=lambda: operations.withdraw_offer(offer, actor=request.actor, version=form.cleaned_data["version"]),
    )
