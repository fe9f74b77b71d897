"""Signing in by the screen of one's own municipality or organisation: leaving, coming back, and showing again who one is.

Going to another site and coming back from it each take a page of our own in between, which moves on by itself: a form
may not lead to another site (CSP `form-action`), and the Strict cookie of a session is sent along only from here.
"""

import uuid

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import arrivals, carrying, departures, issuers, throttle
from accounts.arrivals import Arrived
from accounts.departures import Leaving
from accounts.forms import OrganisationForm
from accounts.id_tokens import NotBelieved
from accounts.issuers import Unreachable
from accounts.models import Issuer
from core.errors import WrongState
from core.pages import Request, member_page, public_page, show

from .entering import let_in, with_next
from .owner import owner_of

# Nobody is named yet: for each network address, so that nobody fills the table of departures.
DEPARTURES = throttle.Rule(limit=200, memory=15 * 60, waits=())
_BUSY = "Vanaf uw netwerk is in korte tijd heel vaak begonnen met inloggen. Wacht een kwartier en probeer het opnieuw."
_NOT_SHOWN = "Wij weten nog niet zeker dat u het bent. Begin opnieuw bij de stap die u wilde doen."
_UNPROCESSABLE = 422
# Not 503: from 500 up a request keeps nothing, and this one has to stand in the log.
_FAILED_DEPENDENCY = 424
_FORM = ("GET", "POST")


@public_page("signing in: shows nothing of anybody", methods=_FORM)
def organisation(request: Request) -> HttpResponse:
    """Asks the e-mail address, and sends on to the screen that goes with it."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return send_away(request, form.issuer)
    way = departures.own_way(request.POST.get("next", "") or request.GET.get("next", ""))
    status = _UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "way": way, "login_url": with_next("account_login", way)}
    return show(request, "accounts/organisation.html", context, status=status)


def send_away(request: HttpRequest, issuer: Issuer) -> HttpResponse:
    """The page that leads on to the issuer's screen, with what was under way."""
    if throttle.spend_from(request, "departures", DEPARTURES):
        raise WrongState(_BUSY)
    way = request.POST.get("next", "") or request.GET.get("next", "")
    return _leave(request, departures.leave(issuer, way=way, carried=request.POST.get(carrying.FIELD, "")))


def _leave(request: HttpRequest, leaving: Leaving) -> HttpResponse:
    response = render(request, "accounts/leaving.html", {"issuer": leaving.issuer, "address": leaving.address})
    departures.give_cookie(response, leaving)
    return response


@public_page("coming back from signing in elsewhere: whoever is not believed sees the same", methods=("GET",))
def returned(request: Request, issuer_id: uuid.UUID) -> HttpResponse:
    """Judges what the browser brings, and signs in or says that it did not work."""
    try:
        arrived = arrivals.arrive(request, issuer_id)
    except NotBelieved:
        response = _did_not_work(request, status=_UNPROCESSABLE)
    except Unreachable:
        response = _did_not_work(request, status=_FAILED_DEPENDENCY, unreachable=True)
    else:
        response = _arrive(request, arrived)
    departures.take_cookie(response)
    return response


def _did_not_work(request: Request, *, status: int, unreachable: bool = False) -> HttpResponse:
    return show(request, "accounts/not_arrived.html", {"unreachable": unreachable}, status=status)


def _arrive(request: Request, arrived: Arrived) -> HttpResponse:
    """On from here by a page of ours, so that the browser sends its cookie along."""
    if arrived.departure.user is not None:
        return render(request, "accounts/arrived.html", {"way": reverse("accounts:shown-again")})
    if request.user.is_authenticated:
        get_adapter().logout(request)
    carrying.keep(request, arrived.departure.carried)
    entered = let_in(request, arrived.user, arrivals.mark, way=arrived.departure.way or "/")
    response = render(request, "accounts/arrived.html", {"way": entered["Location"]})
    response.cookies = entered.cookies
    return response


@member_page("shows once more that it is her, at her own organisation", methods=_FORM)
def again(request: Request) -> HttpResponse:
    """Says what is going to happen; the button goes there."""
    owner = owner_of(request)
    issuer = issuers.for_address(owner.email)
    if issuer is None:
        return HttpResponseRedirect(reverse("account_reauthenticate"))
    way = departures.own_way(request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method != "POST":
        return show(request, "accounts/again.html", {"issuer": issuer, "way": way})
    leaving = departures.leave(issuer, way=way, again=owner)
    arrivals.await_confirmation(request, leaving.departure)
    return _leave(request, leaving)


@member_page("shows once more that it is her: back in her own session")
def shown_again(request: Request) -> HttpResponse:
    """Takes what the return left behind, once, and goes on to where it was asked."""
    way = arrivals.take_confirmation(request, owner_of(request))
    if way is None:
        raise WrongState(_NOT_SHOWN)
    return HttpResponseRedirect(way)
