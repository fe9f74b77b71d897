"""Why two dossiers may be about the same: the reasons in words, how sure each is, and which say nothing beside a stronger one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .things import UNSURE, MatchKind


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in words; `sure`: the same, and not only alike."""

    words: str
    sure: bool = True


NAMES, NAMED = "names", "named"
SAME_PERSON, MAYBE_PERSON = "same_person", "maybe_person"
COMPANY_ALIKE, PLACE_ALIKE, NUMBER_ALIKE = "company_alike", "place_alike", "number_alike"
_PERSON = "mogelijk dezelfde persoon"
# The strongest first.
_ORDER = (
    *(MatchKind.PLATE, MatchKind.PHONE, MatchKind.PROFILE, MatchKind.REFERENCE, MatchKind.COMPANY_NUMBER),
    MatchKind.ADDRESS,
    *(MatchKind.PERSON, MatchKind.COMPANY, MatchKind.PERSON_INITIALS, MatchKind.PERSON_SOUND),
    *(MatchKind.STREET_NAME, MatchKind.STREET, MatchKind.STREET_CORE),
)
_TOLD = {kind.value: Reason(str(kind.label), kind not in UNSURE) for kind in _ORDER}
REASONS: Mapping[str, Reason] = {
    NAMES: Reason("het nummer wordt hier genoemd"),
    NAMED: Reason("noemt het nummer van dit dossier"),
    SAME_PERSON: Reason(_PERSON),
    **{code: reason for code, reason in _TOLD.items() if reason.sure},
    NUMBER_ALIKE: Reason("hier wordt bijna dit nummer genoemd", sure=False),
    MAYBE_PERSON: Reason(_PERSON, sure=False),
    **{code: reason for code, reason in _TOLD.items() if not reason.sure},
    COMPANY_ALIKE: Reason("naam van het bedrijf lijkt erop", sure=False),
    PLACE_ALIKE: Reason("plaats lijkt erop", sure=False),
}
# What says nothing more beside what is stronger.
_COVERED: Mapping[str, Collection[str]] = {
    MatchKind.PERSON: (MatchKind.PERSON_SOUND, MatchKind.PERSON_INITIALS),
    MatchKind.ADDRESS: (MatchKind.STREET_NAME, MatchKind.STREET, MatchKind.STREET_CORE),
    MatchKind.STREET_NAME: (MatchKind.STREET, MatchKind.STREET_CORE),
    MatchKind.STREET: (MatchKind.STREET_CORE,),
    MatchKind.COMPANY: (COMPANY_ALIKE,),
    SAME_PERSON: (MAYBE_PERSON,),
}
PLACES = {code: place for place, code in enumerate(REASONS)}
# Of somebody whose name is shown after a logged look only, the ways in which the name is the same would tell it.
_HIDDEN = {
    MatchKind.PERSON.value: SAME_PERSON,
    MatchKind.PERSON_SOUND.value: MAYBE_PERSON,
    MatchKind.PERSON_INITIALS.value: MAYBE_PERSON,
}


def codes_of(found: Iterable[str], *, hides_people: bool) -> tuple[str, ...]:
    """The reasons by their codes, the strongest first, without what is said by a stronger one; `found`: kinds and codes."""
    codes = {_HIDDEN.get(str(code), str(code)) if hides_people else str(code) for code in found}
    covered = {str(weaker) for code, weak in _COVERED.items() if str(code) in codes for weaker in weak}
    return tuple(sorted(codes - covered, key=PLACES.__getitem__))
