"""Dossiers that tell of the same people: a signal and the cases it fed or the signals it was merged with, a case and the one
as which it goes on elsewhere.

Whoever is excluded from one of them knows somebody who is in all of them. So the exclusion goes along to those that the
one who excludes may do it on too; of the others the page says whom to ask, and no more than this person knows anyway. It
ends for each by itself. Brought to municipalities/shielding.py in `ready()`.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from core.access import Actor, may
from core.reading import read_together
from municipalities.dossiers import DossierRoot
from municipalities.shielding import excluded_from
from signals.models import Merge, Signal
from signals.operations import exclude_along as exclude_from_signal
from signals.operations.elsewhere import lock as lock_elsewhere
from signals.policies import SignalAction

from .models import Case, SignalLink, SignalOutcome, Transfer
from .operations import exclude_along as exclude_from_case
from .policies import CaseAction


def exclude_too(root: DossierRoot, actor: Actor, user_id: int) -> None:
    """Exclude this person from whatever hangs together with the dossier, as far as the actor may."""
    for other in _within_reach(root, actor):
        if user_id in excluded_from(other.dossier_id):
            continue
        if isinstance(other, Signal):
            exclude_from_signal(other, actor=actor, user_id=user_id)
        else:
            exclude_from_case(other, actor=actor, user_id=user_id)


def lock_together(roots: Collection[DossierRoot], actor: Actor) -> None:
    """Lock the dossiers and what hangs together with them, signals elsewhere too: cases before signals, as intake does, and
    each by its key."""
    together = [one for root in roots for one in (root, *_within_reach(root, actor))]
    keys = [one.pk for one in together if isinstance(one, Case)]
    list(Case._base_manager.filter(pk__in=keys).order_by("pk").select_for_update().values_list("pk"))
    lock_elsewhere([one for one in together if isinstance(one, Signal)], actor)


def whom_to_ask(root: DossierRoot, actor: Actor) -> str:
    """What is left to others, in a sentence; "" when nothing is."""
    passed: list[SignalLink] = []
    reached = {one.pk: one for one in (root, *_within_reach(root, actor, passed))}
    if not any(isinstance(one, Case) for one in reached.values()):
        became_case = SignalOutcome.objects.visible_to(actor).filter(signal=root.pk).exists()
        told = "Dit signaal is ook een casus. Vraag de zorgcoördinator om deze collega ook daar uit te sluiten."
        return told if became_case else ""
    left = {link.signal_reference: link.from_municipality for link in passed if link.signal_id not in reached}
    if not left:
        return ""
    named = ", ".join(f"{reference} ({left[reference]})" for reference in sorted(left))
    return f"Hierbij hoort ook: {named}. Vraag de aandachtsfunctionaris daar om deze collega ook uit te sluiten."


def _within_reach(root: DossierRoot, actor: Actor, passed: list[SignalLink] | None = None) -> list[DossierRoot]:
    """What hangs together with it, near and far, without it; only what the actor may exclude from.

    `passed` gets every link of a case that was met.
    """
    found, todo = {root.pk: root}, [root]
    while todo:
        for other in _beside(todo.pop(), actor, passed if passed is not None else []):
            action = SignalAction.EXCLUDE if isinstance(other, Signal) else CaseAction.EXCLUDE
            if other.pk not in found and may(actor, action, other):
                found[other.pk] = other
                todo.append(other)
    return [one for key, one in found.items() if key != root.pk]


def _beside(root: DossierRoot, actor: Actor, passed: list[SignalLink]) -> Iterator[Any]:
    links = SignalLink.objects.visible_to(actor)
    if isinstance(root, Signal):
        for merge in Merge.objects.visible_to(actor).touching(root):
            yield merge.into if merge.signal_id == root.pk else merge.signal
        yield from _cases(actor, links.filter(signal=root).values_list("case", flat=True))
        return
    went = Transfer.objects.visible_to(actor).filter(Q(case=root.pk) | Q(successor=root.pk), successor__isnull=False)
    rows = read_together(
        {
            "links": links.filter(case=root.pk).select_related("from_municipality"),
            "moves": went.values_list("case", "successor"),
        }
    )
    passed += rows["links"]
    yield from Signal.objects.visible_to(actor).filter(pk__in=[link.signal_id for link in rows["links"]])
    yield from _cases(actor, [key for pair in rows["moves"] for key in pair])


def _cases(actor: Actor, keys: Any) -> Any:
    return Case.objects.visible_to(actor).filter(pk__in=list(keys))
