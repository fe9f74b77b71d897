"""The mark that every view carries, and what a view starts and ends with.

`@page(action)` says which action of the policy a page belongs to: without sign-in it leads to the sign-in page, under
a hat that does not have the action at all it answers 403. A start-up check refuses a URL whose view has no mark.
"""

import functools
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from .access import Action, Actor, authorize
from .errors import NotVisible, WrongState

_M = TypeVar("_M", bound=Model)
_MOMENT = re.compile(r"[0-9]{1,15}")


class Request(HttpRequest):
    """A request as a marked view gets it (typing only)."""

    actor: Actor
    htmx: HtmxDetails
    user: AbstractBaseUser  # type: ignore[assignment]  # narrower here: who is signed in


@dataclass(frozen=True, slots=True)
class Mark:
    """What a view says of itself: its action, or why it needs none."""

    action: Action | None
    methods: frozenset[str]
    reason: str = ""
    public: bool = False
    carried: bool = False
    fresh: bool = False

    @property
    def carries(self) -> bool:
        """Whether a form sent here without a session travels through sign-in: never one's own password."""
        return self.action is not None or self.carried


type Marker = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


def page(action: Action, *, methods: Collection[str] = ("GET",), fresh: bool = False) -> Marker:
    """Mark a function view with its action and the methods it answers.

    `fresh`: whoever opens it has shown just now that it is her (accounts/fresh.py).

    HEAD is not one of them: whether a page is there is told only together with the look that stands in the log.
    """
    return _marked(Mark(action, frozenset(methods), fresh=fresh))


def member_page(reason: str, *, methods: Collection[str] = ("GET",), carried: bool = False) -> Marker:
    """Mark a view for everybody who is signed in, whatever the hat (choosing a hat, one's own account).

    `carried`: a form that comes without a session is kept through sign-in, as that of a page with an action is.
    """
    return _marked(Mark(None, frozenset(methods), reason, carried=carried))


def public_page(reason: str, *, methods: Collection[str] = ("GET",)) -> Marker:
    """Mark a view that shows nothing of anybody; the reason is for the reader and the access matrix. HEAD goes with GET."""
    more = {"HEAD"} if "GET" in methods else set()
    return _marked(Mark(None, frozenset(methods) | more, reason, public=True))


def _marked(mark: Mark) -> Marker:
    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in mark.methods:
                return _not_so(request, mark)
            if not (mark.public or request.actor.is_signed_in):
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if mark.action is not None:
                authorize(request.actor, mark.action)
            return view(request, *args, **kwargs)

        wrapper.mark = mark  # type: ignore[attr-defined]  # what a page carries
        return wrapper

    return decorate


def _not_so(request: HttpRequest, mark: Mark) -> HttpResponse:
    """What belongs to a button has no page of its own; whoever types or reloads its address is told so."""
    page = render_to_string("errors/not_so.html", request=request)
    return HttpResponseNotAllowed(sorted(mark.methods), content=page)


def mark_of(view: object) -> Mark | None:
    """The mark of a view or of its viewset, through the wrappers that other decorators put round it."""
    while view is not None:
        mark = getattr(view, "mark", None) or getattr(getattr(view, "cls", None), "mark", None)
        if isinstance(mark, Mark):
            return mark
        view = getattr(view, "__wrapped__", None)
    return None


def action_of(request: HttpRequest) -> Action | None:
    """The page's own action."""
    mark = mark_of(request.resolver_match.func) if request.resolver_match else None
    return mark.action if mark else None


def demand_possible(why_not: str, way_back: tuple[str, str]) -> None:
    """Before a form is shown: none is shown that is refused when it is sent. `way_back`: its words and address.

    A form that was sent is judged by its operation, which knows a second click: so call this after it. Raises WrongState
    with `why_not` (Workflow.why_not, or what the operation says), unless that is "".
    """
    if why_not:
        raise WrongState(why_not, leads_to=way_back)


def typed_at(request: HttpRequest) -> int | None:
    """When what this request sends was typed, where a script sends a page along while somebody types; else None.

    In milliseconds by the clock of that browser (assets/src/js/draft.js): it only tells older from newer of one shown page.
    """
    told = request.headers.get("X-Draft", "")
    return (int(told) if _MOMENT.fullmatch(told) else 0) if told else None


def visible_or_404[M: Model](visible: QuerySet[M], **lookup: Any) -> M:
    """The one row of a gated set; the same 404 for "is not there" and "is not yours" (the log tells them apart)."""
    try:
        return visible.get(**lookup)
    except ObjectDoesNotExist:
        raise NotVisible(asked=visible, lookup=lookup) from None


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, partial: str = "", status: int = 200
) -> HttpResponse:
    """The page, or for htmx its named partial (`{% partialdef %}` in the same template)."""
    name = f"{template}#{partial}" if partial and getattr(request, "htmx", False) else template
    return render(request, name, context, status=status)
