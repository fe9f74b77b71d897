"""Passing on: choose and see the exact preview, agree, send. Nothing leaves before the last button."""

import uuid
from collections.abc import Collection
from contextlib import suppress
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.models import User
from core.pages import Request, page, show
from core.reading import read_together
from signals import operations
from signals.codes import HandoverMethod
from signals.disclosure import content_hash
from signals.drafts import begun_of, told_apart
from signals.forms.adding import AddForm
from signals.forms.begun import as_before, as_kept
from signals.forms.handover import HandoverForm
from signals.forms.last_check import FIND, LastCheckForm
from signals.marking import marked
from signals.matter import got_otherwise, was_asked, was_tabled
from signals.models import BegunHandover, Handover, Reporter, Signal
from signals.policies import SignalAction
from signals.reminding import told_of_reminders
from signals.sent_already import handed_already, handed_of
from signals.who_reported import WHO

from .start import look_for_step, signal_or_404


@page(SignalAction.HAND_OVER, methods=("GET", "POST"))
def hand_over(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The form with its preview (`stap` absent or "kiezen"), the last page ("controleren"), sending ("versturen").

    "verwerken" is the last page with what was said at the last check.
    """
    signal = signal_or_404(request, pk)
    step = request.POST.get("stap", "")
    if request.method == "GET" and (kept := _kept(request, signal)):
        return _go_on(request, signal, kept)
    begun: dict[str, Any] = {"initial": _begun(request, signal), "leave": request.GET.get("uitzondering", "")}
    form = HandoverForm(request.POST or None, actor=request.actor, signal=signal, **begun)
    if step in {"controleren", "verwerken", "versturen"} and form.is_valid():
        if form.finds:
            look_for_step(request, signal)
            return settle(request, signal, form, request.path)
        if step == "versturen" and form.agreed():
            return _send(request, signal, form)
        look_for_step(request, signal)
        return _confirm(request, signal, form, changed=step == "versturen" and bool(form.cleaned_data["seen"]))
    return _choose(request, signal, form, renewing=step == "kiezen")


def _kept(request: Request, signal: Signal) -> BegunHandover | None:
    """What she goes on with (`concept`, its key)."""
    with suppress(ValueError):
        mine = begun_of(request.actor).filter(signal=signal)
        found: BegunHandover | None = mine.filter(pk=uuid.UUID(request.GET.get("concept", ""))).first()
        return found
    return None


def _go_on(request: Request, signal: Signal, kept: BegunHandover) -> HttpResponse:
    """What was kept, looked at again: what is gone or changed since, and what may not go so any more."""
    look_for_step(request, signal)
    form = HandoverForm(as_kept(kept, request.actor), actor=request.actor, signal=signal)
    wrong, changed = form.show_what_is_wrong(), form.changed_since(kept)
    return choose(request, signal, form, kept=kept, changed=[*changed, *wrong], as_it_was=not changed)


def _begun(request: Request, signal: Signal) -> dict[str, Any]:
    """What the form begins with: a tip, or what went to another receiver before (`als`, the key of that handover)."""
    with suppress(ValueError):
        earlier = Handover.objects.of(signal).filter(pk=uuid.UUID(request.GET.get("als", ""))).first()
        if earlier is not None:
            return as_before(earlier)
    return {"anonymous": "yes"} if request.GET.get("soort") == "tip" else {}


def _choose(request: Request, signal: Signal, form: HandoverForm, *, renewing: bool) -> HttpResponse:
    look_for_step(request, signal)
    form.is_valid()
    wrong = form.is_bound and not renewing
    if not wrong:
        # Only the preview is renewed: what is still empty is no mistake yet.
        form.errors.clear()
    return choose(request, signal, form, status=422 if wrong else 200)


def choose(request: Request, signal: Signal, form: HandoverForm, *, status: int = 200, **told: Any) -> HttpResponse:
    """The page where it is filled in, with the messages that the form has; the look was noted. `told`: what else stands there."""
    # Who reported, to who may know: the form tells whether the name may go along.
    reporters = Reporter.objects.visible_to(request.actor).filter(signal=signal)
    mine = begun_of(request.actor).filter(signal=signal)
    read = read_together({"reporters": reporters, "handed": handed_of(signal), "begun": mine})
    context = {
        "signal": signal,
        "form": form,
        "preview": form.preview(),
        "handover": _shown(request, form),
        "reporter": next(iter(read["reporters"]), None),
        "tells_who": any(choice.code == WHO and not choice.barred for choice in form.offered),
        "gone": handed_already(read["handed"]),
        # Whoever begins anew is led to what she kept; in the middle of filling in it would only disturb.
        "begun": told_apart(read["begun"]) if not form.is_bound else (),
    }
    return show(request, "signals/handover.html", context | told, status=status)


def _shown(request: Request, form: HandoverForm) -> Handover:
    """The handover as the receiver will read it, from her who sends it."""
    handover = form.handover()
    handover.author = cast("User", request.user)
    return handover


def settle(request: Request, signal: Signal, form: HandoverForm | AddForm, action: str) -> HttpResponse:
    """What the text names and does not go along, to be settled before the last page. `action`: where the answers are sent."""
    finds = form.finds
    # A choice of which nothing is chosen is not sent at all: the button tells that she answered.
    answering = request.POST.get("stap") == "verwerken" or any(name.startswith(FIND) for name in request.POST)
    check = LastCheckForm(request.POST if answering else None, actor=request.actor, finds=finds)
    texts = {code: (label, text) for code, label, text in form.leaving.content}
    codes = dict.fromkeys(find.code for find in finds if not find.in_file)
    left = form.leaving.check.left
    context = {
        "signal": signal,
        "check": check,
        "action": action,
        "lines": [
            (texts[code][0], marked(texts[code][1], [one.piece for one in left if one.code == code])) for code in codes
        ],
        "files": dict.fromkeys(find.where for find in finds if find.in_file),
        "sent": hidden(request.POST, {*check.fields, "hat", check.list_words_name}),
    }
    return show(request, "signals/handover_settle.html", context, status=check.status)


def hidden(data: QueryDict, left_out: Collection[str] = ()) -> list[tuple[str, str]]:
    """What goes on to the next page as it was sent."""
    out = {"csrfmiddlewaretoken", "stap", *left_out}
    return [(name, str(value)) for name, values in data.lists() for value in values if name not in out]


def _confirm(request: Request, signal: Signal, form: HandoverForm, *, changed: bool) -> HttpResponse:
    preview, given = form.preview(), form.cleaned_data
    data = request.POST.copy()
    data["seen"] = digest = content_hash(preview)
    context = {
        "signal": signal,
        "form": form,
        "preview": preview,
        "handover": _shown(request, form),
        "sent": hidden(data),
        "changed": changed,
        "is_asked": given["anonymous"] and was_asked(signal, given["partner"].pk),
        "is_tabled": given["anonymous"] and was_tabled(signal, given["partner"].pk),
        "is_linkable": got_otherwise(signal, given["partner"].pk, anonymous=given["anonymous"]),
        "reminders": told_of_reminders(given["partner"]),
        "gone": handed_already(
            handed_of(signal), partner_id=given["partner"].pk, anonymous=given["anonymous"], content_hash=digest
        ),
    }
    return show(request, "signals/handover_confirm.html", context, status=409 if changed else 200)


def _given(handover: Handover) -> str:
    """What happened, in words that fit how it was given: by phone she tells it, and a letter she sends, herself."""
    named = f"Doormelding {handover.reference}"
    match handover.method:
        case HandoverMethod.PHONE:
            return (
                f"{named} ligt vast als telefonisch doorgegeven aan {handover.partner}. "
                "Noemde u dit nummer nog niet? Geef het door: daarmee kan men antwoorden."
            )
        case HandoverMethod.LETTER:
            return (
                f"{named} ligt vast als brief of beveiligde mail aan {handover.partner}. "
                "Is die nog niet weg? De brief (PDF) staat hieronder bij Doormeldingen."
            )
        case _:
            return f"{named} is verstuurd aan {handover.partner}."


def _send(request: Request, signal: Signal, form: HandoverForm) -> HttpResponse:
    handover = form.carried_out(lambda: operations.hand_over(signal, actor=request.actor, disclosure=form.disclosure()))
    if handover is None:
        return _choose(request, signal, form, renewing=False)
    told = told_of_reminders(handover.partner)
    messages.success(request, f"{_given(handover)} {told}")
    return redirect("signals:detail", signal.pk)
