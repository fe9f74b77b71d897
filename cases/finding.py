"""What the search field of the frame finds among the cases: by number or working name, never by who it is about.

Running and ended cases are two kinds of finds, because each has its own list.
"""

from collections.abc import Collection
from urllib.parse import urlencode

from django.urls import reverse

from audit.recording import record_search
from core.access import Actor, may
from core.references import meant, number_of, one_mistake_away
from core.search import MOST, NEARLY, Found, Hit, count_some
from core.words import FIELD, seal_words

from .events import CaseEvent
from .models import Case
from .policies import CaseAction
from .querysets import CaseQuerySet


def find(actor: Actor, words: str) -> Found | None:
    """Cases of the caseload with this number or working name that the actor may see; of a misread number those nearly so."""
    return _found(actor, words, "Casussen", "cases:list", _seen(actor, words).waiting())


def find_ended(actor: Actor, words: str) -> Found | None:
    """The same of the ended cases."""
    return _found(actor, words, "Afgesloten casussen", "cases:ended", _seen(actor, words).ended())


def _seen(actor: Actor, words: str) -> CaseQuerySet:
    """By its number also what emergency access opened; by words what the list behind it holds."""
    found: CaseQuerySet = Case.objects.visible_to(actor) if number_of("C", words) else Case.objects.listed_for(actor)
    return found


def _found(actor: Actor, words: str, heading: str, list_name: str, cases: CaseQuerySet) -> Found | None:
    if not may(actor, CaseAction.LIST):
        return None
    misread = meant(words)
    near = one_mistake_away(misread) if misread.startswith("C") else set()
    found = cases.filter(reference__in=near) if near else cases.matching(words)
    rows = list(found.for_list().order_by("working_name", "id")[: MOST + 1])
    count = count_some(found) if len(rows) > MOST else len(rows)
    record_search(CaseEvent.LISTED, actor=actor, query=words, rows=len(rows[:MOST]))
    hits = [_hit(case, words, near) for case in rows[:MOST]]
    if near:
        return Found(f"{heading} met zo’n nummer", hits, count, "")
    return Found(heading, hits, count, f"{reverse(list_name)}?{urlencode({FIELD: seal_words(words, actor)})}")


def _hit(case: Case, words: str, near: Collection[str]) -> Hit:
    title = f"{case.working_name} {case.reference}"
    about = (str(case.municipality), case.get_phase_display())
    by_number = number_of("C", words) == case.reference
    why = NEARLY if case.reference in near else "nummer" if by_number else "werknaam"
    return Hit(title, reverse("cases:detail", args=[case.pk]), about, by_number, why=why)
