"""Signing in: the page itself, the page after a session was lost, and the demo's persona cards."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, ReauthenticateView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import carrying, departures, fresh, issuers, second_factor
from accounts.forms import SignInForm
from accounts.models import User
from accounts.personas import is_demo, personas
from accounts.typed import typed
from core.errors import NotVisible
from core.pages import Request, member_page, public_page

from .entering import let_in, with_next
from .issuer import send_away

_FORBIDDEN = 403
_UNPROCESSABLE = 422


class SignInView(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's page; a wrong password answers 422 like every form that cannot be accepted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET" and second_factor.may_enrol(request):
            return HttpResponseRedirect(reverse("accounts:second-factor"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who signs in at her own organisation goes there: a password that she typed here is not even looked at."""
        found = issuers.for_address(request.POST.get("login", ""))
        if found is not None:
            return send_away(request, found)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        way = departures.own_way(self.request.GET.get("next", ""))
        return context | {"organisation_url": with_next("accounts:organisation", way) if issuers.are_there() else ""}

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = _UNPROCESSABLE
        return response


class AgainView(ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """allauth's page that asks the password once more; who has none here shows it at her own organisation."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User) and fresh.confirms_by_issuer(request.user):
            return HttpResponseRedirect(with_next("accounts:again", departures.own_way(request.GET.get("next", ""))))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def ask_to_sign_in_again(request: HttpRequest) -> HttpResponse:
    """The sign-in page in answer to a form that came without a session, with that form sealed in it."""
    carried, problem = _carry(request)
    form = SignInForm(request=request, initial={"carried": carried})
    context = {
        "form": form,
        "session_lost": True,
        "kept": bool(carried),
        "problem": problem,
        "persona": _persona_of(request) if carried else None,
    }
    response = render(request, "account/login.html", context, status=_FORBIDDEN)
    # A part of a page must not be filled with the sign-in page: htmx is told to show it as a page of its own.
    response.headers["HX-Retarget"] = "body"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _carry(request: HttpRequest) -> tuple[str, str]:
    sender = carrying.sender_of(request)
    if sender is None:
        return "", "Wij konden niet vaststellen van wie het formulier is. Daarom is het niet bewaard."
    try:
        return carrying.seal(request, sender), ""
    except carrying.TooLarge:
        return "", "Het formulier is te groot om mee te nemen. Ga terug in uw browser en kopieer uw tekst."


def _persona_of(request: HttpRequest) -> User | None:
    """The demo's person whose browser this was; nobody of the demo has a password to sign in with again."""
    sender = carrying.sender_of(request)
    if sender is None or not is_demo():
        return None
    emails = [persona.email for persona in personas()]
    return User.objects.active().filter(pk=sender, email__in=emails).first()


@member_page("a form of one's own, carried through sign-in", methods=("GET", "POST"))
def resume(request: Request) -> HttpResponse:
    """ "U was bezig met ...": the form that was under way, ready to be sent again. POST throws it away."""
    carried = carrying.waiting(request, request.user.pk)
    if request.method == "POST":
        carrying.drop(request)
        return HttpResponseRedirect("/")
    context = {"carried": carried, "fields": typed(carried.path, carried.fields) if carried else []}
    return render(request, "accounts/resume.html", context)


@public_page("the invented people of the demo; not routed outside it", methods=("GET", "POST"))
def choose_persona(request: Request) -> HttpResponse:
    """Cards of the demo's people; one click signs in as one of them."""
    listed = {persona.email: persona for persona in personas()}
    present = {user.email: user for user in User.objects.active().filter(email__in=listed)}
    if request.method == "POST":
        return _sign_in_as(request, present)
    cards = [persona for email, persona in listed.items() if email in present]
    return render(request, "accounts/personas.html", {"cards": cards})


def _sign_in_as(request: Request, present: dict[str, User]) -> HttpResponse:
    user = present.get(request.POST.get("email", ""))
    if user is None:
        raise NotVisible
    if request.user.is_authenticated:
        get_adapter().logout(request)
    carrying.keep(request, request.POST.get(carrying.FIELD, "")[: 2 * carrying.LIMIT])
    return _open_the_door(request, user)


def _open_the_door(request: Request, user: User) -> HttpResponse:
    """Sign in without password and second factor: in a demo, and nowhere else."""
    if not is_demo():
        raise NotVisible
    return let_in(request, user, _mark, way="/")


def _mark(request: HttpRequest, user: User) -> None:
    second_factor.give(request, user)
    fresh.give(request, second_factor.DEMO)
