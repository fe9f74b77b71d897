"""The followed signals whose day to look again has come or comes soon: prolonged together, with one line each."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.operation import together
from audit.recording import record_search, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.pages import Request, page, show
from core.workdays import today
from municipalities.duty import owned_by
from signals import operations, terms
from signals.events import SignalEvent
from signals.forms.reviews import ReviewManyForm, shown_in
from signals.models import Follow, FollowReview
from signals.policies import SignalAction
from signals.querysets import FollowQuerySet

from .start import FORM, PURPOSES

MOST = 25
AHEAD = dt.timedelta(days=7)
LEAD = "Wat u volgt en deze week opnieuw bekijkt. Kruis aan wat u verder volgt en schrijf in één regel wat u nu ziet. "
GONE = "Een van deze signalen wordt niet meer gevolgd, of is niet meer van u. Er is niets opgeslagen."


@page(SignalAction.REVIEW_FOLLOW, methods=FORM)
def review_many(request: Request) -> HttpResponse:
    """The actor's own, the earliest day first."""
    follows = _sent(request) if request.method == "POST" else list(_soon(request.actor)[:MOST])
    form = ReviewManyForm(request.POST or None, actor=request.actor, follows=follows)
    if form.carried_out(lambda: _prolong(form, request.actor)):
        count = len(form.prolonged())
        messages.success(request, f"{count} {'signaal wordt' if count == 1 else 'signalen worden'} verder gevolgd.")
        return redirect(f"{reverse('signals:list')}?tab=gevolgd")
    record_search(SignalEvent.LISTED, actor=request.actor, query="", rows=len(follows))
    for follow in follows:
        record_view(SignalEvent.VIEWED, follow.signal, actor=request.actor, purpose=PURPOSES["review-follow"])
    more = max(0, _soon(request.actor).count() - len(follows)) if len(follows) == MOST else 0
    list_url = f"{reverse('signals:list')}?tab=gevolgd"
    last = _last_reviews(request.actor, follows)
    rows = [(follow, last.get(follow.pk), take, line) for follow, take, line in form.rows()]
    lead = f"{LEAD}{_when_again(request.actor, follows)}"
    context = {"form": form, "rows": rows, "more": more, "lead": lead, "list_url": list_url}
    return show(request, "signals/review_many.html", context, status=form.status)


def _when_again(actor: Actor, follows: Iterable[Follow]) -> str:
    """How long each of these goes on; regions may differ."""
    found = {str(terms.REVIEW_FOLLOW.of(follow.municipality_id, actor)) for follow in follows}
    return f"Over {' of '.join(sorted(found))} bekijkt u het opnieuw." if found else ""


def _mine(actor: Actor) -> FollowQuerySet:
    listed: FollowQuerySet = Follow.objects.listed_for(actor)
    mine = listed.active().filter(owned_by(actor, "signal__owner"))
    return mine.select_related("signal__municipality").order_by("review_on", "id")


def _soon(actor: Actor) -> FollowQuerySet:
    return _mine(actor).filter(review_on__lte=today() + AHEAD)


def _sent(request: Request) -> list[Follow]:
    """Those that the form showed. Raises WrongState when one of them is out of reach or ended meanwhile."""
    keys = []
    for shown in shown_in(request.POST)[:MOST]:
        with suppress(ValueError):
            keys.append(uuid.UUID(shown))
    found: list[Follow] = list(_mine(request.actor).filter(pk__in=keys))
    if len(found) < len(keys):
        raise WrongState(GONE)
    return found


def _last_reviews(actor: Actor, follows: Iterable[Follow]) -> Mapping[uuid.UUID, FollowReview]:
    """The last look, of those that were looked at before."""
    reviews = FollowReview.objects.visible_to(actor).filter(follow__in=list(follows))
    return {review.follow_id: review for review in reviews.order_by("reviewed_on", "created_at")}


def _prolong(form: ReviewManyForm, actor: Actor) -> Follow:
    """All of them or none: what is wrong with one stands beside its line."""
    with together():
        for one in form.prolonged():
            try:
                done = operations.review_follow(one.follow, actor=actor, version=one.version, line=one.line)
            except Invalid as refused:
                raise Invalid({form.line_field(one.follow): list(refused.fields.get("line", []))}) from refused
    return done
