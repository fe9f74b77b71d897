"""What was handed over, as it stands on the officer's side: exactly what went, to whom, on what ground, and what came of it."""

import uuid

from django.http import HttpResponse

from audit.recording import record_view
from core.access import may
from core.pages import Request, page, show, visible_or_404
from signals.events import SignalEvent
from signals.handed_over import course_of, still_holds
from signals.last_check import kept_in_words
from signals.models import Handover, HandoverAddition, HandoverAnswer, HandoverFile, HandoverQuestion
from signals.policies import SignalAction
from signals.who_reported import ASK_ABOUT_IT, MAY_NAME, may_read_all, without_who


@page(SignalAction.READ_HANDOVER)
def handed_over(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One handover of a signal that the actor works on or sees; the look is an event.

    Why it went although it could lead to somebody, and what stayed in the text, tell of the reporter: for who may know that one.
    Where she went along herself, every word that was typed beside it or that its receiver answered may name her too.
    """
    beside = ("signal__municipality", "partner", "author", "agreement", "override__decided_by")
    seen: Handover = visible_or_404(Handover.objects.visible_to(request.actor).select_related(*beside), pk=pk)
    record_view(SignalEvent.HANDOVER_VIEWED, seen, actor=request.actor)
    answers = HandoverAnswer.objects.of_handover(seen).select_related("author")
    added = HandoverAddition.objects.of_handover(seen).select_related("author", "agreement", "override")
    reads_all = may_read_all(seen, request.actor, added)
    knows_source = may(request.actor, SignalAction.VIEW_REPORTER, seen.signal)
    context = {
        "handover": seen,
        "signal": seen.signal,
        "course": course_of(seen, answers, added, "" if reads_all else ASK_ABOUT_IT),
        "may_read_all": reads_all,
        "hidden": MAY_NAME,
        "content": seen.content if knows_source else without_who(seen.content),
        "additions": [
            (
                one,
                one.content if knows_source else without_who(one.content),
                still_holds(one),
                kept_in_words(one.kept or []) if knows_source else [],
            )
            for one in added
        ],
        "files": HandoverFile.objects.of_handover(seen),
        "questions": HandoverQuestion.objects.of_handover(seen).select_related("replied_by"),
        "holds": still_holds(seen),
        "knows_source": knows_source,
        "kept": kept_in_words(seen.kept or []) if knows_source else [],
    }
    return show(request, "signals/handed_over.html", context)
