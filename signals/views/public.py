"""Reporting without signing in: a module that is off until a municipality is named in the settings (PUBLIC_FORM).

Every page has a link "Snel weg" on top, to a page that has nothing to do with this one, and what was typed is nowhere
afterwards. Whoever sends the page sees that it arrived, who will read it and when, and nothing of it ever again: what somebody could
look up with a number, somebody else could too.
"""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse

from accounts import throttle
from core.access import SYSTEM
from core.pages import Request, public_page, show, visible_or_404
from core.workdays import today
from municipalities.models import Municipality
from signals import operations
from signals.codes import Answered
from signals.forms.public import PublicForm
from signals.holders import existing
from signals.models import Signal
from signals.office import office_of

from .sending import reader_of

_REASON = "whoever saw something may tell a municipality that wants to hear it; shows nothing of anybody"
_TOO_MANY = (
    "Van uw netwerk kwamen net veel meldingen. Daarom is deze niet verstuurd. Probeer het over een kwartier opnieuw; wat u "
    "schreef, staat hieronder nog. Haast? Bel 0900-8844, of bij gevaar 112."
)


def _taking_part() -> QuerySet[Municipality]:
    places: QuerySet[Municipality] = existing(today()).filter(gm_code__in=settings.PUBLIC_FORM)
    return places


@public_page(_REASON)
def choose(request: Request) -> HttpResponse:
    """Which municipality it is about."""
    places = _taking_part().order_by("sort_name")
    if not places:
        visible_or_404(places, pk=None)
    return show(request, "signals/public_choose.html", {"places": places, "leave_to": settings.PUBLIC_FORM_LEAVE})


@public_page(_REASON, methods=("GET", "POST"))
def tell(request: Request, gm_code: str) -> HttpResponse:
    """The one page, and after sending it what happens next."""
    place = visible_or_404(_taking_part(), gm_code=gm_code)
    form = PublicForm(request.POST or None, actor=request.actor)
    status = form.status
    if form.is_valid():
        # Danger counts like any other, and is never the one that is refused.
        if throttle.begin_without_name(request, throttle.Purpose.REPORT).admitted or form.in_danger:
            if form.carried_out(lambda: _sent(form, place)):
                return _thanks(request, place, form)
        else:
            form.add_error(None, _TOO_MANY)
            status = 429
    context = {
        "form": form,
        "place": place,
        "closed_until": office_of(place.pk).closed_until(),
        "leave_to": settings.PUBLIC_FORM_LEAVE,
    }
    return show(request, "signals/public.html", context, status=status if status == 429 else form.status)


def _sent(form: PublicForm, place: Municipality) -> Signal:
    key = form.cleaned_data["key"]
    return operations.report_publicly(actor=SYSTEM, municipality=place, facts=form.told(), key=key)


def _thanks(request: Request, place: Municipality, form: PublicForm) -> HttpResponse:
    context = {
        "place": place,
        "reader": reader_of(place),
        "closed_until": office_of(place.pk).closed_until(),
        "in_danger": form.in_danger,
        "minor": form.told().minor == Answered.YES,
        "leave_to": settings.PUBLIC_FORM_LEAVE,
    }
    return show(request, "signals/public_sent.html", context)
