"""The gate of cases, written once, and the named sets of the pages.

A care coordinator sees the cases of the municipalities under mandate, and those whose case team she is in; a process
director only the latter; everybody else none. Parts of a case ask this gate by their own municipality and dossier.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from core.access import Action, Actor, Reach, reaches_for
from core.gate import GatedQuerySet
from core.references import number_of

from .codes import OPEN_OUTCOMES, PersonRole
from .policies import CaseAction
from .workflow import CASELOAD, ENDED_PHASES, OPEN_PHASES, TaskState, TransferState

if TYPE_CHECKING:
    from .models import Case, CasePair, CasePerson, Clock, Referral, SignalOutcome, Task, Transfer  # noqa: F401  in quotes below


def case_scope(actor: Actor, action: Action = CaseAction.VIEW) -> Q:
    """The rows of cases for which this actor has `action` under the hat that acts."""
    reaches = reaches_for(actor, action)
    scope = Q(pk__in=[])
    if Reach.OWN in reaches:
        scope |= Q(municipality_id__in=actor.content)
    if Reach.SHARED in reaches:
        scope |= Q(dossier_id__in=actor.dossiers)
    if actor.opened:
        opened = Q(dossier_id__in=actor.opened)
        return scope | opened if Reach.EMERGENCY in reaches else scope & ~opened
    return scope


# `Case.is_waiting` says the same of one case.
_WAITING = Q(phase__in=CASELOAD, due_on__isnull=False)


class CaseQuerySet(GatedQuerySet["Case"]):
    """Sets of cases; adjectives."""

    def _scope(self, actor: Actor) -> Q:
        return case_scope(actor)

    def open(self) -> Self:
        """Somebody still works on it."""
        return self.filter(phase__in=OPEN_PHASES)

    def waiting(self) -> Self:
        """The caseload: with a next date. Every open case, and a closed one whose person may be called again."""
        return self.filter(_WAITING)

    def by_intensity(self) -> Self:
        """With their `rank`: the place of their phase in the caseload."""
        ranks = [models.When(phase=phase, then=place) for place, phase in enumerate(CASELOAD)]
        return self.annotate(
            rank=models.Case(*ranks, default=len(CASELOAD), output_field=models.PositiveSmallIntegerField())
        )

    def ended(self) -> Self:
        """Closed or gone on elsewhere, and nothing waits: what stands in the caseload stands in no second list."""
        return self.filter(~_WAITING, phase__in=ENDED_PHASES)

    def matching(self, words: str) -> Self:
        """Cases whose reference is `words`, or whose working name begins so."""
        # A name may read as a reference with its check letter: it is looked for in both.
        return self.filter(Q(reference=number_of("C", words) or "") | Q(working_name__istartswith=words))

    def for_list(self) -> Self:
        """What one line of a list needs, in one query."""
        return self.select_related("municipality", "owner").fetch_mode(models.FETCH_RAISE)

    def for_detail(self) -> Self:
        """What the page of one case needs, in one query."""
        return self.select_related("municipality", "owner", "accountable", "referred_by")


class CasePartQuerySet[M: models.Model](GatedQuerySet[M]):
    """Base of the sets of a case's parts: who sees the case sees its parts."""

    def _scope(self, actor: Actor) -> Q:
        return case_scope(actor)

    def of(self, case: "Case") -> Self:
        """The parts of one case that has passed its own gate."""
        return self._pass().filter(case=case)


class CasePairQuerySet(CasePartQuerySet["CasePair"]):
    """What was judged of two cases: for who works in both places, for each row tells that the other one is there."""

    def _scope(self, actor: Actor) -> Q:
        there = Q(other_municipality_id__in=actor.content) | Q(other_id__in=actor.dossiers)
        return super()._scope(actor) & there


class CasePersonQuerySet(CasePartQuerySet["CasePerson"]):
    """The people of a case; what identifies them is sealed and shown only after a logged reveal."""

    def clients(self) -> Self:
        """Those whom the case is about."""
        return self.filter(role=PersonRole.CLIENT)


class TaskQuerySet(CasePartQuerySet["Task"]):
    """Things to do."""

    def open(self) -> Self:
        """Not done and not lapsed."""
        return self.filter(state=TaskState.OPEN)

    def done_by(self, actor: Actor) -> Self:
        """Ticked off by this person."""
        return self.filter(state=TaskState.DONE, settled_by_id=actor.person_id)


class ClockQuerySet(CasePartQuerySet["Clock"]):
    """What runs out by itself."""

    def running(self) -> Self:
        """Not ended."""
        return self.filter(ended_on__isnull=True)

    def ending_by(self, day: dt.date) -> Self:
        """Running, and out by `day`."""
        return self.running().filter(ends_on__lte=day)


class ReferralQuerySet(CasePartQuerySet["Referral"]):
    """Help that somebody was referred to."""

    def open(self) -> Self:
        """Waiting, or help that goes on."""
        return self.filter(outcome__in=OPEN_OUTCOMES)


class TransferQuerySet(CasePartQuerySet["Transfer"]):
    """Transfers to another area."""

    def open(self) -> Self:
        """The receiver has not answered yet."""
        return self.filter(state=TransferState.OFFERED)


class SignalOutcomeQuerySet(GatedQuerySet["SignalOutcome"]):
    """What the officer of a signal may know: that it is a case. It carries the signal's municipality, not the case's."""

    def _scope(self, actor: Actor) -> Q:
        return case_scope(actor, CaseAction.SEE_OUTCOME)

    def of_signal(self, signal_id: Any) -> Self:
        """About one signal."""
        return self.filter(signal_id=signal_id)
