"""Accounts on the page "Gebruikers en rollen": inviting somebody, changing who somebody is, closing and opening.

The operations are those of `accounts`; an account alone opens nothing.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts import factors, issuers, operations
from accounts.models import User
from accounts.policies import AccountAction
from core.forms import Form
from core.pages import Request, page, show, visible_or_404
from municipalities.forms.users import ChangeUserForm, ResetSecondFactorForm, UserForm


@page(AccountAction.INVITE, methods=("GET", "POST"))
def invite_user(request: Request) -> HttpResponse:
    """A new account; next comes a role."""
    form = UserForm(request.POST or None, actor=request.actor)
    if user := form.carried_out(lambda: operations.invite_user(actor=request.actor, **form.values)):
        messages.success(request, f"{user} is uitgenodigd. Geef hieronder een rol: zonder rol opent het account niets.")
        return redirect("municipalities:grant-role", user.pk)
    return show(request, "municipalities/invite_user.html", {"form": form}, status=form.status)


@page(AccountAction.CHANGE, methods=("GET", "POST"))
def change_user(request: Request, user_id: int) -> HttpResponse:
    """Another name, address or function."""
    person = visible_or_404(User.objects.all(), pk=user_id)
    form = ChangeUserForm(request.POST or None, actor=request.actor, person=person)
    if form.carried_out(lambda: operations.change_user(person, actor=request.actor, **form.values)):
        messages.success(request, f"De gegevens van {form.values['full_name']} zijn gewijzigd.")
        return redirect("municipalities:users-and-roles")
    context = {"form": form, "person": person}
    return show(request, "municipalities/change_user.html", context, status=form.status)


@page(AccountAction.DEACTIVATE, methods=("GET", "POST"))
def close_account(request: Request, user_id: int) -> HttpResponse:
    """Nobody signs in with the account any more; its roles open nothing."""
    person = visible_or_404(User.objects.all(), pk=user_id)
    form = Form(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.deactivate_user(person, actor=request.actor)):
        messages.success(request, f"Het account van {person} is gesloten.")
        return redirect("municipalities:users-and-roles")
    context = {"form": form, "person": person}
    return show(request, "municipalities/close_account.html", context, status=form.status)


@page(AccountAction.ACTIVATE, methods=("GET", "POST"))
def open_account(request: Request, user_id: int) -> HttpResponse:
    """The account works again, with the roles whose period still holds."""
    person = visible_or_404(User.objects.all(), pk=user_id)
    form = Form(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.activate_user(person, actor=request.actor)):
        messages.success(request, f"Het account van {person} is weer open.")
        return redirect("municipalities:users-and-roles")
    return show(request, "municipalities/open_account.html", {"form": form, "person": person})


@page(AccountAction.RESET_FACTORS, methods=("GET", "POST"), fresh=True)
def reset_second_factor(request: Request, user_id: int) -> HttpResponse:
    """Who lost telephone and recovery codes sets up a new second step at the next sign-in."""
    person = visible_or_404(User.objects.all(), pk=user_id)
    form = ResetSecondFactorForm(request.POST or None, actor=request.actor)
    if form.carried_out(
        lambda: operations.reset_second_factor(person, actor=request.actor, checked=form.cleaned_data["checked"])
    ):
        messages.success(request, f"De tweede stap van {person} is gewist. De persoon heeft bericht gekregen.")
        return redirect("municipalities:users-and-roles")
    context = {
        "form": form,
        "person": person,
        "has_factor": factors.has_factor(person.pk),
        "has_password": issuers.for_address(person.email) is None,
    }
    return show(request, "municipalities/reset_second_factor.html", context, status=form.status)
