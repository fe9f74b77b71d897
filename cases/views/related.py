"""Which signals and other cases may be about the same people as a case."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from audit.recording import record_search
from cases import operations
from cases.events import CaseEvent
from cases.kin import CASES, related_to_case
from cases.models import Case
from cases.operations.pairs import last_judged
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import may
from core.errors import NotVisible
from core.pages import Request, page, show
from signals.forms.pairs import PairForm
from signals.operations.pairs import Pair

from .start import FORM, case_or_404, note_look


@page(CaseAction.VIEW_RELATED)
def related(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The others, each with why; nobody's name."""
    case = case_or_404(request, pk, CaseAction.VIEW_RELATED)
    note_look(request, case)
    found = related_to_case(case, request.actor)
    record_search(CaseEvent.LISTED, actor=request.actor, query="", rows=found.shown)
    judges = may(request.actor, CaseAction.JUDGE_PAIR, case) and CASE.allows(CaseAction.JUDGE_PAIR, case.phase)
    context = {
        "case": case,
        # What lies beside a signal is judged from the page of that signal.
        "root": case,
        "judge_url": "cases:judge-pair",
        "judged": ("casus",) if judges else (),
        "related": found,
        "sections": [
            ("Iets is hetzelfde", "zelfde", [(kin, "", "") for kin in found.sure], found.more_sure),
            ("Iets lijkt erop", "lijkt-op", [(kin, "", "") for kin in found.alike], found.more_alike),
        ],
    }
    return show(request, "cases/related.html", context)


@page(CaseAction.JUDGE_PAIR, methods=FORM)
def judge_pair(request: Request, pk: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Put a pair of cases aside with a line, or bring it back with one."""
    case, beside = case_or_404(request, pk, CaseAction.JUDGE_PAIR), CASES.one(request.actor, other)
    if not isinstance(beside, Case):
        raise NotVisible
    last = last_judged(case, beside, request.actor)
    form = PairForm(request.POST or None, actor=request.actor, apart=last is None or not last.apart)
    if form.carried_out(lambda: _judge(form, case, beside)):
        word = "weggelegd" if form.cleaned_data["apart"] else "teruggezet bij de verwante casussen"
        messages.success(request, f"{beside.reference} is {word}.")
        return redirect("cases:related", pk)
    note_look(request, case)
    apart = form["apart"].value() in (True, "True", "on")
    context = {"root": case, "other": beside, "form": form, "apart": apart, "last": last}
    context |= {"case": case, "kin": "casussen", "related_url": reverse("cases:related", args=[pk])}
    return show(request, "signals/pair.html", context, status=form.status)


def _judge(form: PairForm, case: Case, other: Case) -> Case:
    data = form.cleaned_data
    pair = Pair(data["key"], other, data["apart"], data["why"])
    return operations.judge_pair(case, actor=form.actor, pair=pair)
