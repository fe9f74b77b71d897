"""Who goes on with a signal: of one from its page, of several when a colleague leaves or has too much."""

import uuid

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.operation import together
from audit.recording import record_search, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.pages import Request, page, show
from signals import operations
from signals.events import SignalEvent
from signals.forms.handing_on import HandOnForm, HandOnManyForm, shown_in
from signals.models import Signal
from signals.operations.handing_on import NOT_HERE
from signals.policies import SignalAction
from signals.querysets import SignalQuerySet
from signals.seeing import could_own, workers_of_all
from signals.watched import owner_left, worked_on_by
from signals.workflow import WORKED_STATES

from .start import FORM, PURPOSES, form_page, signal_or_404

MOST = 25
GONE = "Een van deze signalen is niet meer van deze collega. Er is niets gewijzigd."


@page(SignalAction.HAND_ON, methods=FORM)
def hand_on(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Of one signal."""
    signal = signal_or_404(request, pk)
    people = {key: name for key, name in could_own(signal).items() if key != signal.owner_id}
    form = HandOnForm(request.POST or None, actor=request.actor, version=signal.version, people=people)
    lead = "Termijnen en alles wat loopt gaan door. De nieuwe eigenaar krijgt een mail dat er iets te doen is."
    return form_page(
        request,
        form,
        about=signal,
        heading="Aan een collega geven",
        lead=lead if people else f"Niemand anders kan dit signaal nu behandelen. {lead}",
        submit="Eigenaar wijzigen",
        done=lambda: f"{people[form.cleaned_data['to']]} is nu de eigenaar.",
        run=lambda: operations.hand_on(
            signal, actor=request.actor, version=form.cleaned_data["version"], to=form.cleaned_data["to"]
        ),
    )


@page(SignalAction.HAND_ON)
def owners(request: Request) -> HttpResponse:
    """Whose open signals there are; first of who works here no longer."""
    left = Signal.objects.unscoped(reason="which of the signals that passed their gate").filter(owner_left())
    rows = list(
        _open(request.actor)
        .annotate(left=Exists(left.filter(pk=OuterRef("pk"))))
        .order_by()
        .values("owner", "owner__full_name", "left")
        .annotate(count=Count("pk"))
        .order_by("-left", "owner__full_name", "owner")
    )
    record_search(SignalEvent.LISTED, actor=request.actor, query="", rows=len(rows))
    return show(request, "signals/owners.html", {"rows": rows, "list_url": reverse("signals:list")})


@page(SignalAction.HAND_ON, methods=FORM)
def hand_on_many(request: Request, owner_id: int) -> HttpResponse:
    """Those of one owner, the oldest first."""
    theirs = (
        _open(request.actor)
        .filter(owner=owner_id)
        .select_related("municipality", "owner")
        .order_by("received_at", "id")
    )
    shown = shown_in(request.POST)[:MOST]
    signals = _shown(theirs, shown) if shown else list(theirs[:MOST])
    if not signals:
        raise Http404
    people = {key: name for key, name in workers_of_all(signals).items() if key != owner_id}
    left = theirs.filter(owner_left()).exists()
    form = HandOnManyForm(request.POST or None, actor=request.actor, signals=signals, people=people, take_all=left)
    if form.carried_out(lambda: _hand_on(form, request.actor)):
        count = len(form.handed_on())
        name = people[form.cleaned_data["to"]]
        messages.success(request, f"{name} is nu de eigenaar van {count} {'signaal' if count == 1 else 'signalen'}.")
        return redirect("signals:owners")
    record_search(SignalEvent.LISTED, actor=request.actor, query="", rows=len(signals))
    for signal in signals:
        record_view(SignalEvent.VIEWED, signal, actor=request.actor, purpose=PURPOSES["hand-on"])
    more = max(0, theirs.count() - len(signals)) if len(signals) == MOST else 0
    context = {"form": form, "owner": signals[0].owner, "more": more}
    return show(request, "signals/hand_on_many.html", context, status=form.status)


def _open(actor: Actor) -> SignalQuerySet:
    """What somebody works on, of the actor's own work."""
    return worked_on_by(actor).filter(state__in=WORKED_STATES, owner__isnull=False).once()


def _shown(theirs: SignalQuerySet, keys: list[uuid.UUID]) -> list[Signal]:
    """Those that the form showed. Raises WrongState when one of them is out of reach or somebody else's meanwhile."""
    found: list[Signal] = list(theirs.filter(pk__in=keys))
    if len(found) < len(keys):
        raise WrongState(GONE, leads_to=("Naar de eigenaren", reverse("signals:owners")))
    return found


def _hand_on(form: HandOnManyForm, actor: Actor) -> Signal:
    """All of them or none."""
    with together():
        for one in form.handed_on():
            try:
                done = operations.hand_on(one.signal, actor=actor, version=one.version, to=form.cleaned_data["to"])
            except Invalid as refused:
                raise Invalid({form.tick_of(one.signal): [NOT_HERE]}) from refused
    return done
