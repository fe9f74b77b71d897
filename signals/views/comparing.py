"""Whether something is known in another municipality: asked on a page of one's own signal; and where that may be asked."""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html

from core.access import authorize
from core.errors import WrongState
from core.pages import Request, demand_possible, page, show, visible_or_404
from core.reading import read_together
from core.workdays import local_date, today
from municipalities import cards
from municipalities.models import Municipality, administered_by
from municipalities.oversight import regions_overseen
from signals import operations
from signals.adopting import OF_REPORT
from signals.comparing import OFF, plate_in_words, running_for
from signals.forms.comparing import AskElsewhereForm, EndComparisonForm, SwitchComparisonForm
from signals.forms.mentions import SLUGS
from signals.models import Comparison, InquiryAnswer, InquiryHit, Signal
from signals.policies import SignalAction
from signals.things import ThingKind
from signals.workflow import SIGNAL

from .start import FORM, form_page, note_look, signal_or_404, to_signal

_LEAD = (
    "U vraagt of dit in een signaal van een andere gemeente in uw regio voorkomt. U hoort alleen met wie u contact kunt opnemen, "
    "niet wat daar staat. Die gemeente hoort dat uw gemeente ernaar vroeg. Personen en accounts kunt u niet kiezen, net als "
    "wat van een mogelijk slachtoffer of de melder is. Een telefoonnummer staat er alleen als bekend is van wie het is; een "
    "kenteken alleen als u het voertuig hebt vastgelegd; een adres alleen met een postcode of een plaats."
)
_NOTHING = (
    "Bij dit signaal staat niets waarnaar u kunt vragen. Leg eerst een adres met huisnummer, een bedrijf, een kenteken of een "
    "telefoonnummer vast. Bij een telefoonnummer moet bekend zijn van wie het is: niet van een mogelijk slachtoffer of de melder."
)

_IN_WORDS = "Het kenteken {} staat alleen in de melding. Daarnaar kunt u pas vragen als het voertuig is vastgelegd."
_PUT_DOWN = "Vastleggen als voertuig"

ALREADY_OFF = "Vergelijken staat hier al uit."


class NothingToAsk(WrongState):
    """What could be asked about is not written down yet."""

    title = "Hier valt nog niets te vragen"


@page(SignalAction.ASK_ELSEWHERE, methods=FORM)
def ask(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Tick what to ask about, and say why. `als`: the key of an inquiry that is asked again."""
    signal = signal_or_404(request, pk)
    again = _asked_before(request, signal) if request.method == "GET" else []
    form = AskElsewhereForm(request.POST or None, actor=request.actor, signal=signal, again=again)
    if request.method == "GET":
        demand_possible("" if running_for(signal) else OFF, to_signal(signal))
    if found := plate_in_words(signal, request.actor):
        url = f"{reverse('signals:add-mention', args=[signal.pk, SLUGS[ThingKind.VEHICLE]])}?wat={OF_REPORT}"
        link = format_html('<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', url, _PUT_DOWN)
        form.fields["items"].help_text = format_html("{} {}", _IN_WORDS.format(found), link)
    if request.method == "GET" and form.is_empty:
        way = (_PUT_DOWN, url) if found else to_signal(signal)
        raise NothingToAsk(f"{_NOTHING} {_IN_WORDS.format(found) if found else ''}", leads_to=way)
    return form_page(
        request,
        form,
        about=signal,
        heading="Is dit elders bekend?",
        lead=_LEAD,
        submit="Vragen",
        done="De vraag is gesteld. Hieronder staat het antwoord.",
        run=lambda: operations.ask_elsewhere(signal, actor=request.actor, asked=form.asked()),
        back="signals:known-elsewhere",
    )


def _asked_before(request: Request, signal: Signal) -> list[str]:
    with suppress(ValueError):
        rows = InquiryAnswer.objects.visible_to(request.actor).filter(signal=signal)
        found = rows.filter(pk=uuid.UUID(request.GET.get("als", ""))).first()
        return found.chosen if found else []
    return []


@page(SignalAction.ASK_ELSEWHERE)
def answers(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What was asked, here and by others about this, and whom to call, as it is today."""
    signal = signal_or_404(request, pk)
    answered = InquiryAnswer.objects.visible_to(request.actor).filter(signal=signal).select_related("inquiry__author")
    hits = InquiryHit.objects.visible_to(request.actor).filter(signal=signal).select_related("from_municipality")
    rows = read_together(
        {
            "inquiries": answered.order_by("-inquiry__asked_at"),
            "hits": hits.order_by("-asked_at", "id"),
            "running": Comparison.objects.running_at(signal.municipality_id, today()).values_list("pk", flat=True),
        }
    )
    inquiries, asked_here = list(rows["inquiries"]), list(rows["hits"])
    places = {place for one in inquiries for place in one.places} | {hit.from_municipality_id for hit in asked_here}
    note_look(request, signal)
    context = {
        "signal": signal,
        "signal_url": reverse("signals:detail", args=[signal.pk]),
        "inquiries": told_inquiries(inquiries),
        "asked_here": asked_here,
        "asks_again": bool(rows["running"]) and SIGNAL.allows(SignalAction.ASK_ELSEWHERE, signal.state),
        "contacts": cards.to_call(places, today()),
    }
    return show(request, "signals/known_elsewhere.html", context)


def told_inquiries(rows: Iterable[InquiryAnswer]) -> list[dict[str, Any]]:
    """Each inquiry with its items: words, and the municipalities where that is known. One query."""
    inquiries = list(rows)
    ids = {place for one in inquiries for place in one.places}
    names: Mapping[int, Municipality] = Municipality.objects.in_bulk(ids) if ids else {}
    return [
        {
            "inquiry": one.inquiry,
            "caption": f"Gevraagd op {date_format(local_date(one.inquiry.asked_at), 'j F Y')}",
            "necessity": one.necessity,
            "items": [
                (words, sorted((names[place] for place in places), key=lambda place: place.sort_name))
                for _key, words, places in one.found
            ],
        }
        for one in inquiries
    ]


@page(SignalAction.VIEW_COMPARISONS)
def comparisons(request: Request) -> HttpResponse:
    """Every period of the regions that the reader administers or watches over, also those that are over."""
    actor, day = request.actor, today()
    regions = administered_by(actor.user_id, day).regions | regions_overseen(actor, day)
    rows = Comparison.objects.filter(region__in=regions).select_related("region", "end")
    return show(request, "signals/comparisons.html", {"comparisons": list(rows), "today": day})


@page(SignalAction.SWITCH_COMPARISON, methods=FORM, fresh=True)
def switch_comparison(request: Request) -> HttpResponse:
    """Switch it on for a region, for a while."""
    administered = administered_by(request.actor.user_id, today())
    form = SwitchComparisonForm(request.POST or None, actor=request.actor, administered=administered)
    if form.carried_out(lambda: operations.switch_comparison(actor=request.actor, switched=form.switched())):
        messages.success(request, "Vergelijken tussen gemeenten staat aan in deze periode.")
        return redirect("signals:comparisons")
    return show(request, "signals/switch_comparison.html", {"form": form}, status=form.status)


@page(SignalAction.END_COMPARISON, methods=FORM, fresh=True)
def end_comparison(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Switch it off at once."""
    comparison = visible_or_404(Comparison.objects.select_related("region", "end"), pk=pk)
    authorize(request.actor, SignalAction.END_COMPARISON, comparison)
    form = EndComparisonForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.end_comparison(actor=request.actor, ended=form.ended(comparison))):
        messages.success(request, "Vergelijken tussen gemeenten staat uit.")
        return redirect("signals:comparisons")
    over = comparison.valid_until < today() or hasattr(comparison, "end")
    demand_possible(ALREADY_OFF if over else "", ("Naar de perioden", reverse("signals:comparisons")))
    context = {"form": form, "comparison": comparison}
    return show(request, "signals/end_comparison.html", context, status=form.status)
