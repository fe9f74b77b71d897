"""By what somebody in a case is found in a signal or another case: the contents of keyed hashes (signals/normal/keys.py)."""

from collections.abc import Collection

from core.keyed import keyed_content
from signals.normal.keys import address_keys, kind_of, person_keys
from signals.normal.numbers import phones_in
from signals.normal.places import profile
from signals.things import MatchKind

from .models import Case, CaseKey, CasePerson, part_of


def keys_of(person: CasePerson) -> Collection[str]:
    """Of name, year of birth, contact and address; never of where somebody is sheltered."""
    born = (person.birth_date or "")[:4]
    found = person_keys(person.name or "", birth_year=born) | address_keys(person.address or "")
    contact = person.contact or ""
    found |= {keyed_content(MatchKind.PHONE.value, number) for number in phones_in(contact)}
    accounts = (profile(word.strip(",;.")) for word in contact.split() if "@" in word)
    return found | {keyed_content(MatchKind.PROFILE.value, account) for account in accounts if account}


def unstored_keys(case: Case, person: CasePerson) -> list[CaseKey]:
    """The rows for somebody with these fields, to be stored by the caller."""
    return [
        CaseKey(**part_of(case), person=person, kind=kind_of(content), content=content)
        for content in sorted(keys_of(person))
    ]


def write_keys(case: Case, person: CasePerson) -> None:
    """By what this person is found from now on, and by nothing else."""
    CaseKey.objects.of(case).filter(person=person).delete()
    CaseKey.objects.bulk_create(unstored_keys(case, person))
