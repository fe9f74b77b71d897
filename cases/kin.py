"""Cases that may be about the same people as a signal or another case: brought to signals/related.py in `ready()`.

Only to who lists the cases: an officer learns that her signal became one, and of no other. Whoever it is about stays covered: "mogelijk
dezelfde persoon" is said whether name, sound or initials are the same.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from core.access import Actor, may
from core.reading import read_together
from municipalities.dossiers import DossierRoot
from signals.models import MatchKey
from signals.reasons import NAMES, NUMBER_ALIKE, codes_of
from signals.related import MOST_FOUND, Asked, Kin, Related, Rows, Sets, digests_of, sets_of, told
from signals.spelt import STREET, streets_alike
from signals.things import MatchKind

from .models import Case, CaseKey, CasePair, SignalLink, Transfer
from .policies import CaseAction
from .workflow import CasePhase


class Cases:
    """The source of this app."""

    def sets(self, asked: Asked) -> Sets:
        """Nothing for who has no list of cases."""
        actor = asked.actor
        if not may(actor, CaseAction.LIST):
            return {}
        keys = CaseKey.objects.listed_for(actor).filter(digest__in=asked.digests).exclude(case__in=asked.cases)
        wanted = Q(pk__in=keys.order_by().values("case"))
        if near := asked.near.get(STREET):
            wanted |= Q(pk__in=near)
        if asked.named or asked.nearly:
            wanted |= Q(reference__in=[*asked.named, *asked.nearly])
        found: dict[str, QuerySet[Any, Any]] = {
            "keys": keys.order_by().values_list("case_id", "kind").distinct()[: 4 * MOST_FOUND],
            "rows": _in_short(actor).exclude(pk__in=asked.cases).filter(wanted)[:MOST_FOUND],
        }
        if asked.cases:
            either = Q(case__in=asked.cases) | Q(successor__in=asked.cases)
            pairs = Q(case__in=asked.cases) | Q(other_id__in=asked.cases)
            found["pairs"] = CasePair.objects.visible_to(actor).filter(pairs).select_related("author")
            moves = Transfer.objects.visible_to(actor).filter(either, successor__isnull=False)
            return found | {"gone_on": moves.order_by().values_list("case_id", "successor_id")}
        links = SignalLink.objects.visible_to(actor).filter(signal__in=asked.signals).order_by()
        return found | {"fed": links.values_list("case_id", flat=True)}

    def kin(self, asked: Asked, rows: Rows) -> Iterable[Kin]:
        """Without the cases that a signal fed, which its page shows, and those as which a case goes on elsewhere."""
        found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
        near = ((pk, MatchKind.STREET.value) for pk in asked.near.get(STREET, ()))
        for pk, kind in (*rows.get("keys", ()), *near):
            found[pk].add(kind)
        known = {*rows.get("fed", ()), *(pk for pair in rows.get("gone_on", ()) for pk in pair)}
        for case in rows.get("rows", ()):
            for code, numbers in ((NAMES, asked.named), (NUMBER_ALIKE, asked.nearly)):
                if case.reference in numbers:
                    found[case.pk].add(code)
            if case.pk in found and case.pk not in known:
                codes = codes_of(found[case.pk], hides_people=True)
                yield Kin(
                    "casus",
                    case,
                    case.get_phase_display(),
                    case.opened_at,
                    codes,
                    case.working_name,
                    case.get_main_form_display(),
                )

    def apart(self, asked: Asked, rows: Rows) -> Mapping[uuid.UUID, CasePair]:
        """The cases that were last put aside beside this one, each with that judgement."""
        last: dict[uuid.UUID, CasePair] = {}
        for row in sorted(rows.get("pairs", ()), key=lambda row: (row.judged_at, row.pk)):
            last[row.other_id if row.case_id in asked.cases else row.case_id] = row
        return {pk: row for pk, row in last.items() if row.apart}

    def one(self, actor: Actor, pk: uuid.UUID) -> DossierRoot | None:
        """The case of this key, for who lists it."""
        return _in_short(actor).filter(pk=pk).first() if may(actor, CaseAction.LIST) else None


CASES = Cases()


def listed_keys(actor: Actor) -> tuple[QuerySet[Any, Any], str] | None:
    """For signals/spelt.py."""
    return (CaseKey.objects.listed_for(actor), "case_id") if may(actor, CaseAction.LIST) else None


def _in_short(actor: Actor) -> Any:
    own = (
        "municipality_id",
        "dossier_id",
        "reference",
        "working_name",
        "phase",
        "opened_at",
        "main_form",
        "municipality__name",
    )
    listed = Case.objects.listed_for(actor).exclude(phase=CasePhase.ANONYMISED)
    return listed.select_related("municipality").only(*own).order_by("-opened_at", "id")


def related_to_case(case: Case, actor: Actor) -> Related:
    """All that may belong to a case that passed its gate: by its people, and by the signals it was made of, as far as the
    actor sees these. Three statements."""
    links = SignalLink.objects.of(case).order_by()
    mine = MatchKey.objects.visible_to(actor).filter(signal__in=links.values("signal"))
    own = read_together(
        {"links": links.values_list("signal_id", flat=True), "keys": CaseKey.objects.of(case), "signal_keys": mine}
    )
    contents = [key.content for key in (*own["keys"], *own["signal_keys"])]
    near = read_together(streets_alike(actor, contents))
    asked = Asked(
        actor,
        own["links"],
        digests_of(contents),
        cases=[case.pk],
        reference=case.reference,
        near=near,
        hides_people=True,
    )
    return told(asked, read_together(sets_of(asked)))
