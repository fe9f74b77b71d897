"""Broken-off reports with direct danger: municipality and call-back number, and who takes it up."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.recording import record_search, record_view
from core.forms import ChangeForm
from core.pages import Request, page, show, visible_or_404
from signals import operations
from signals.events import SignalEvent
from signals.models import DangerAlarm
from signals.policies import SignalAction
from signals.terms import ALARM_AFTER, in_words

SHOWN = 50


@page(SignalAction.SEE_ALARM)
def alarms(request: Request) -> HttpResponse:
    """Those nobody took up first, then the newest."""
    rows = DangerAlarm.objects.visible_to(request.actor).select_related("municipality", "seen_by")
    found = list(rows.order_by("-seen_at", "-raised_at")[:SHOWN])  # no moment sorts before every moment
    record_search(SignalEvent.ALARM_VIEWED, actor=request.actor, query="", rows=len(found))
    lead = f"Iemand gaf aan dat er direct gevaar is en maakte de melding niet binnen {in_words(ALARM_AFTER)} af."
    return show(request, "signals/alarms.html", {"alarms": found, "lead": lead})


@page(SignalAction.SEE_ALARM, methods=("GET", "POST"))
def alarm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The number to call; POST says that somebody does."""
    rows = DangerAlarm.objects.visible_to(request.actor).select_related("municipality", "seen_by")
    found = visible_or_404(rows, pk=pk)
    form = ChangeForm(request.POST or None, actor=request.actor, version=found.version)
    if form.carried_out(lambda: operations.see_alarm(found, actor=request.actor, version=form.cleaned_data["version"])):
        messages.success(request, "U staat nu genoteerd als degene die dit oppakt.")
        return redirect("signals:alarm", pk)
    record_view(SignalEvent.ALARM_VIEWED, found, actor=request.actor)
    return show(request, "signals/alarm.html", {"alarm": found, "form": form}, status=form.status)
