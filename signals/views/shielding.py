"""Who is kept out of a signal: the forms behind "Wie mag dit dossier zien"."""

import uuid

from django.http import HttpResponse

from core.pages import Request, page
from municipalities import shielding
from municipalities.forms.shielding import ExcludeForm, TeamForm, WhyForm
from signals import operations
from signals.policies import SignalAction
from signals.seeing import workers_of

from .start import FORM, form_page, signal_or_404


@page(SignalAction.EXCLUDE, methods=FORM)
def exclude(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Exclude a colleague."""
    signal = signal_or_404(request, pk)
    out = shielding.excluded_from(signal.dossier_id) | {request.actor.person_id}
    people = {pk: name for pk, name in shielding.colleagues_of(signal.municipality).items() if pk not in out}
    ask = shielding.whom_to_ask(signal, request.actor)
    form = ExcludeForm(request.POST or None, actor=request.actor, version=signal.version, people=people)
    return form_page(
        request,
        form,
        signal=signal,
        heading="Collega uitsluiten",
        lead="Voor deze collega bestaat dit signaal daarna nergens meer, in welke rol dan ook. "
        f"Is het signaal van deze collega, dan wordt het van u. {ask}".strip(),
        submit="Collega uitsluiten",
        done=f"Deze collega is uitgesloten. {ask}".strip(),
        run=lambda: operations.exclude_colleague(
            signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            user_id=form.cleaned_data["user"],
            why=form.cleaned_data["why"],
        ),
        back="signals:readers",
    )


@page(SignalAction.READMIT, methods=FORM)
def readmit(request: Request, pk: uuid.UUID, user_id: int) -> HttpResponse:
    """End an exclusion."""
    signal = signal_or_404(request, pk)
    name = shielding.excluded_name(signal.dossier_id, user_id)
    form = WhyForm(request.POST or None, actor=request.actor, version=signal.version)
    return form_page(
        request,
        form,
        signal=signal,
        heading=f"Uitsluiting van {name} beëindigen",
        lead="Deze collega ziet het signaal daarna weer, als de rol dat geeft.",
        submit="Uitsluiting beëindigen",
        done="De uitsluiting is beëindigd.",
        run=lambda: operations.readmit_colleague(
            signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            user_id=user_id,
            why=form.cleaned_data["why"],
        ),
        back="signals:readers",
    )


@page(SignalAction.RESTRICT, methods=FORM)
def restrict(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Restrict the signal to a team."""
    signal = signal_or_404(request, pk)
    choice = shielding.team_choice(signal, request.actor, signal.owner_id, workers_of(signal))
    form = TeamForm(request.POST or None, actor=request.actor, version=signal.version, **choice)
    return form_page(
        request,
        form,
        signal=signal,
        heading="Afschermen tot een team",
        lead="Voor wie u niet kiest, bestaat dit signaal daarna nergens meer. In de cijfers telt het mee.",
        submit="Afschermen",
        done="Het signaal is afgeschermd.",
        run=lambda: operations.restrict_signal(
            signal,
            actor=request.actor,
            version=form.cleaned_data["version"],
            user_ids=form.cleaned_data["team"],
            why=form.cleaned_data["why"],
        ),
        back="signals:readers",
    )


@page(SignalAction.LIFT_RESTRICTION, methods=FORM)
def lift_restriction(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Let everybody whose work it is see the signal again."""
    signal = signal_or_404(request, pk)
    form = WhyForm(request.POST or None, actor=request.actor, version=signal.version)
    return form_page(
        request,
        form,
        signal=signal,
        heading="Afscherming opheffen",
        lead="Iedereen die signalen van deze gemeente ziet, ziet daarna ook dit signaal. Wie is uitgesloten, blijft dat.",
        submit="Afscherming opheffen",
        done="De afscherming is opgeheven.",
        run=lambda: operations.lift_restriction(
            signal, actor=request.actor, version=form.cleaned_data["version"], why=form.cleaned_data["why"]
        ),
        back="signals:readers",
    )
