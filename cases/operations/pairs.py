"""Judging whether two cases that were found as related belong together: put aside with a line, and brought back with one.

The log says that it was done and not of which other case: whoever reads this one may know nothing of the other.
"""

from django.db.models import Q

from audit.operation import operation
from audit.recording import record, record_view
from cases.events import CaseEvent
from cases.models import Case, CasePair, part_of
from cases.policies import CaseAction
from cases.workflow import CASE
from core.access import Actor, may
from core.errors import NotVisible
from signals.operations.pairs import Pair, judged_so_before, judgement_of


def _judged_before(case: Case, *, actor: Actor, pair: Pair) -> bool:
    if not judged_so_before(CasePair.objects.of(case), pair):
        return False
    record_view(CaseEvent.VIEWED, case, actor=actor)
    return True


@operation(CaseAction.JUDGE_PAIR, done_before=_judged_before)
def judge_pair(case: Case, *, actor: Actor, pair: Pair) -> Case:
    """Put the pair aside, or bring it back. Sending the same key again judges once.

    Raises NotVisible for a case that the actor may not look at, WrongState when the pair stands so already.
    """
    if _judged_before(case, actor=actor, pair=pair):
        return case
    CASE.move(case, CaseAction.JUDGE_PAIR)
    if not (isinstance(pair.other, Case) and may(actor, CaseAction.VIEW, pair.other)):
        raise NotVisible
    last = last_judged(case, pair.other, actor)
    told = judgement_of(pair, case, actor=actor, was_apart=last is not None and last.apart)
    CasePair.objects.create(**part_of(case), **told)
    record(CaseEvent.PAIR_APART if pair.apart else CaseEvent.PAIR_BACK, case, actor=actor)
    return case


def last_judged(case: Case, other: Case, actor: Actor) -> CasePair | None:
    """What counts for this pair, whichever of the two it was written with; None when nobody judged it."""
    either = Q(case=case, other_id=other.pk) | Q(case=other, other_id=case.pk)
    rows = CasePair.objects.visible_to(actor).filter(either)
    found: CasePair | None = rows.order_by("judged_at", "id").last()
    return found
