"""Judging whether two dossiers that were found as related belong together: put aside with a line, and brought back with one.

The log says that it was done and not of which other dossier: whoever reads this signal may know nothing of the other. Which one
stands in the row, sealed from who does not work in both places (`PairJudgement`).
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.operation import operation
from audit.recording import record, record_view
from core.access import Actor, may
from core.errors import Invalid, NotVisible, WrongState
from core.resend import sent_before
from municipalities.dossiers import DossierRoot
from signals.events import SignalEvent
from signals.models import Merge, PairJudgement, Signal, part_of
from signals.policies import SignalAction
from signals.workflow import SIGNAL

ALREADY = {
    True: "Dit is al weggelegd. Op de pagina met verwante dossiers staat door wie en waarom.",
    False: "Dit staat al bij de verwante dossiers.",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """The other dossier, whether it is put aside, and why. `key`: the new row's id."""

    key: uuid.UUID
    other: DossierRoot
    apart: bool
    why: str


def _judged_before(signal: Signal, *, actor: Actor, pair: Pair) -> bool:
    if not judged_so_before(PairJudgement.objects.of(signal), pair):
        return False
    record_view(SignalEvent.VIEWED, signal, actor=actor)
    return True


@operation(SignalAction.JUDGE_PAIR, done_before=_judged_before)
def judge_pair(signal: Signal, *, actor: Actor, pair: Pair) -> Signal:
    """Put the pair aside, or bring it back. Sending the same key again judges once.

    Raises NotVisible for another dossier that the actor may not look at, WrongState when the pair stands so already.
    """
    if _judged_before(signal, actor=actor, pair=pair):
        return signal
    SIGNAL.move(signal, SignalAction.JUDGE_PAIR)
    if not may(actor, pair.other.view_action, pair.other):
        raise NotVisible
    last = last_judged(signal, pair.other, actor)
    told = judgement_of(pair, signal, actor=actor, was_apart=last is not None and last.apart)
    PairJudgement.objects.create(**part_of(signal), **told)
    record(SignalEvent.PAIR_APART if pair.apart else SignalEvent.PAIR_BACK, signal, actor=actor)
    return signal


def judged_so_before(rows: QuerySet[Any, Any], pair: Pair) -> bool:
    """Whether an earlier sending of the same form judged this; `rows`: the judgements of its dossier."""
    return sent_before(rows, pair.key, other_id=pair.other.pk, apart=pair.apart, why=pair.why)


def judgement_of(pair: Pair, root: DossierRoot, *, actor: Actor, was_apart: bool) -> dict[str, Any]:
    """The columns of a judgement of `root` and the other one, but for what ties it to `root`.

    Raises Invalid for one and the same dossier and for no reason, WrongState when the pair stands so already.
    """
    if root.pk == pair.other.pk:
        raise Invalid({"why": ["Dit is hetzelfde dossier."]})
    if not pair.why.strip():
        raise Invalid({"why": ["Schrijf in één regel waarom."]})
    if was_apart == pair.apart:
        raise WrongState(ALREADY[pair.apart])
    return {
        "id": pair.key,
        "other_id": pair.other.pk,
        "other_municipality_id": pair.other.municipality_id,
        "apart": pair.apart,
        "why": pair.why,
        "judged_at": timezone.now(),
        "author_id": actor.person_id,
    }


def last_judged(signal: Signal, other: DossierRoot, actor: Actor) -> PairJudgement | None:
    """What counts for this pair, whichever of the two it was written with; None when nobody judged it.

    Signals that were merged are one, as where they are found (related.py).
    """
    merges = Merge.objects.visible_to(actor).running().order_by()
    merged = Q(into=signal) | Q(into=other.pk) | Q(signal=signal)
    pairs = list(merges.filter(merged).values_list("signal_id", "into_id"))
    here = {signal.pk, *(pk for one in pairs if signal.pk in one for pk in one)}
    there = {other.pk, *(one for one, into in pairs if into == other.pk)}
    either = Q(signal__in=here, other_id__in=there) | Q(signal__in=there, other_id__in=here)
    rows = PairJudgement.objects.visible_to(actor).filter(either)
    found: PairJudgement | None = rows.order_by("judged_at", "id").last()
    return found
