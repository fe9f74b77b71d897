"""Gebruikers en rollen: who has which role, giving one, ending one."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.models import User
from core.pages import Request, page, show, visible_or_404
from core.pagination import keyset_page
from core.words import FIELD, asked, open_words
from municipalities import operations, roles
from municipalities.codes import Role
from municipalities.forms.roles import LastDayForm, RoleForm
from municipalities.models import Administered, administered_by
from municipalities.policies import MunicipalityAction as Action
from municipalities.roles import Holding

# Of the filter by role: who has none.
NO_ROLE = "geen"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of a user; `can_end`: the administrator looks after its area."""

    holding: Holding
    can_end: bool


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user with the roles of now and later."""

    user: User
    roles: tuple[HeldRole, ...]


@page(Action.VIEW_ROLES, methods=("GET", "POST"))
def users_and_roles(request: Request) -> HttpResponse:
    """Everybody with an account, by name, with their roles."""
    if request.method == "POST":
        return asked(request, request.actor, kept=("soort",))
    words, chosen = open_words(request.GET.get(FIELD, ""), request.actor), request.GET.get("soort", "")
    users = User.objects.filter(Q(full_name__icontains=words) | Q(email__icontains=words))
    users = users.filter(_with_role(chosen))
    found = keyset_page(users, order=("full_name", "pk"), after=request.GET.get("na", ""))
    administered = administered_by(request.actor.user_id, timezone.localdate())
    kinds = [(code, f"{label[:1].upper()}{label[1:]}") for code, label in Role.choices]
    context = {
        "page": found,
        "lines": _lines(found.rows, administered),
        "words": words,
        "chosen": chosen,
        "kinds": [*kinds, (NO_ROLE, "Zonder rol")],
    }
    return show(request, "municipalities/users_and_roles.html", context)


@page(Action.GRANT_ROLE, methods=("GET", "POST"), fresh=True)
def grant_role(request: Request, user_id: int) -> HttpResponse:
    """Give somebody a role."""
    user = visible_or_404(User.objects.active(), pk=user_id)
    administered = administered_by(request.actor.user_id, timezone.localdate())
    form = RoleForm(request.POST or None, actor=request.actor, administered=administered)
    if row := form.carried_out(lambda: operations.grant_role(actor=request.actor, user=user, **form.values)):
        messages.success(request, f"{user} is {row.role.label} ({row.content_object}) vanaf {row.valid_from:%d-%m-%Y}.")
        return redirect("municipalities:users-and-roles")
    context = {"form": form, "person": user}
    return show(request, "municipalities/grant_role.html", context, status=form.status)


@page(Action.END_ROLE, methods=("GET", "POST"), fresh=True)
def end_role(request: Request, kind: str, pk: int) -> HttpResponse:
    """Let a role end on a day."""
    row = roles.role_row(kind, pk)
    form = LastDayForm(request.POST or None, actor=request.actor)
    if form.carried_out(lambda: operations.end_role(row, actor=request.actor, last_day=form.cleaned_data["last_day"])):
        messages.success(request, f"De rol {row.role.label} van {row.user} is beëindigd.")
        return redirect("municipalities:users-and-roles")
    context = {"form": form, "row": row}
    return show(request, "municipalities/end_role.html", context, status=form.status)


def _with_role(code: str) -> Q:
    """Who has this role now or later, or none; everybody for what is no code."""
    day = timezone.localdate()
    if code == NO_ROLE:
        return ~roles.has_role(None, not_before=day)
    return roles.has_role(Role(code), not_before=day) if code in Role.values else Q()


def _lines(users: list[User], administered: Administered) -> list[UserLine]:
    held = roles.held_by([user.pk for user in users], not_before=timezone.localdate())
    return [
        UserLine(user, tuple(HeldRole(holding, administered.has(holding.area)) for holding in held[user.pk]))
        for user in users
    ]
