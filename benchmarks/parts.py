"""What belongs to the signals of nation.py: people, things, their keys, characteristics, situations, handovers, follows.

In the shares that an officer's year has, and as the application stores them: what is sealed is sealed for its own row and
opens there, and a key has the digest of what it is about. People and numbers are drawn from some thousands of invented
ones, so that some of them come back in other signals.
"""

import hashlib
import random
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db import models

from benchmarks.lines import lines_of
from core.keyed import keyed_hash
from core.sealed import SealedField, bound_to_row, seal_bytes
from municipalities.models import Organisation
from signals.codes import Form, HandoverKind, HandoverMethod, LegalGround, PossibleRole, Source
from signals.indicators import Basis, Indicator
from signals.models import Follow, Handover, MatchKey, SignalIndicator, SignalPerson, SignalThing, Situation
from signals.models.people import PERSON
from signals.normal.keys import kind_of, person_keys, thing_keys
from signals.situations import Confidence
from signals.things import ThingKind
from signals.workflow import HandoverState, SignalState

# Of a hundred signals so many have one (characteristics: two).
PEOPLE, PHONES, COMPANIES, ADDRESSES, NOTICED, SITUATIONS = 50, 25, 25, 25, 50, 25
PASSED_ON, FOLLOWED = 40, 40  # of those in handling or closed; of those in handling
_FIRST = ("Demo", "Roos", "Bram", "Lotte", "Sjoerd", "Wilma", "Koos", "Hanna", "Mats", "Noor")
_LAST = ("Wulp", "Scholekster", "Kiekendief", "Roerdomp", "Watersnip", "Kluut", "Tapuit", "Grutto")
# Streets of usual parts: some of them differ by one letter, as "Wulpstraat" and "Wilpstraat".
STREETS = tuple(
    f"{first}{last}"
    for first in (
        "Wulp",
        "Wilp",
        "Kluut",
        "Kluit",
        "Grutto",
        "Grotto",
        "Tapuit",
        "Roerdomp",
        "Snip",
        "Plevier",
        "Zwaluw",
        "Lepelaar",
    )
    for last in ("straat", "weg", "laan", "plein", "kade", "hof")
)
_CODES = (Indicator.GEN_SPEAKS_FOR, Indicator.LAB_HOURS)
_CONTENT = [["place", "Plaats", "Verzonnen"], ["facts", "Wat er gezien is", "Veel mensen op één adres. Verzonnen."]]

type Row = dict[str, Any]
type Line = tuple[type[models.Model], str]


class Parts:
    """The lines of one signal after another, by model (benchmarks/lines.py).

    `author`: who wrote them all; `partner`: who got every handover.
    """

    def __init__(self, chance: random.Random, author: int, partner: Organisation) -> None:
        self._chance = chance
        self._author, self._partner = author, partner.pk
        self._handed = 0

    def of(self, signal: Row) -> Iterator[Line]:
        """Each with its table; `signal`: its columns, of which `is_passed_on` and `is_followed` were drawn before."""
        yield from self._mentioned(signal)
        yield from self._noticed(signal)
        if signal["is_passed_on"]:
            yield self._handover(signal)
        if signal["is_followed"]:
            again = signal["received_at"].date() + timedelta(days=30)
            given = {"started_at": signal["received_at"], "review_on": again, "author_id": self._author}
            given["motivate_on"] = again + timedelta(days=335)
            yield self._row(Follow, signal, why="Te weinig.", what_changes_it="Een tweede melding.", **given)

    def _mentioned(self, signal: Row) -> Iterator[Line]:
        if self._one_in(PEOPLE):
            name, born = _person(self._chance.randrange(9_000)), str(1960 + self._chance.randrange(48))
            told = {"name": name, "birth_year": born, "role": PossibleRole.UNKNOWN}
            yield self._row(SignalPerson, signal, number=1, author_id=self._author, **told)
            yield from self._keys(signal, PERSON, _keys_of_person(name, born))
        if self._one_in(PHONES):
            yield from self._thing(signal, ThingKind.PHONE, value=f"06-0000 {self._chance.randrange(10_000):04}")
        if self._one_in(COMPANIES):
            yield from self._thing(signal, ThingKind.COMPANY, name=f"Verzonnen bedrijf {self._chance.randrange(9_000)}")
        if self._one_in(ADDRESSES):
            street = f"{self._chance.choice(STREETS)} {1 + self._chance.randrange(90)}"
            yield from self._thing(signal, ThingKind.ADDRESS, value=street, place=signal["place"])

    def _noticed(self, signal: Row) -> Iterator[Line]:
        if self._one_in(NOTICED):
            for code in _CODES:
                given = {"code": code, "basis": Basis.OBSERVED, "noted_at": signal["received_at"]}
                yield self._row(SignalIndicator, signal, batch=signal["id"], author_id=self._author, **given)
        if self._one_in(SITUATIONS):
            yield self._situation(signal)

    def _one_in(self, hundred: int) -> bool:
        return self._chance.randrange(100) < hundred

    def _thing(self, signal: Row, kind: ThingKind, **told: str) -> Iterator[Line]:
        yield self._row(SignalThing, signal, number=1, kind=kind, author_id=self._author, **told)
        yield from self._keys(signal, kind, _keys_of_thing(kind, **told))

    def _situation(self, signal: Row) -> Line:
        told = {"form": Form.LABOUR, "place": signal["place"], "basis": Basis.TOLD, "source": Source.CITIZEN}
        told |= {"confidence": Confidence.PROBABLE, "noted_at": signal["received_at"], "author_id": self._author}
        return self._row(Situation, signal, note="Alleen op werkdagen. Verzonnen.", **told)

    def _handover(self, signal: Row) -> Line:
        self._handed += 1
        sent, closed = signal["received_at"], signal["state"] == SignalState.CLOSED
        given = {
            "partner_id": self._partner,
            "author_id": self._author,
            "reference": f"D-{self._handed:09d}",
            "kind": HandoverKind.INVESTIGATE,
            "ground": LegalGround.PUBLIC_TASK,
            "method": HandoverMethod.INBOX,
            "anonymous": False,
            "purpose": "Onderzoek. Verzonnen.",
            "to_function": "recherche",
            "necessity": "Alleen zij kan dit onderzoeken. Verzonnen.",
            "content": _CONTENT,
            "content_hash": hashlib.sha256(b"invented").hexdigest(),
            "sent_at": sent,
            "state": HandoverState.NO_ANSWER if closed else HandoverState.SENT,
            "settled_at": sent + timedelta(days=56) if closed else None,
            "clock": [sent.date() + timedelta(days=days) for days in (14, 28, 56)],
            "remind_on": None if closed else sent.date() + timedelta(days=14),
        }
        return self._row(Handover, signal, **given)

    def _keys(self, signal: Row, about: str, contents: Mapping[str, bytes]) -> Iterator[Line]:
        for content, digest in contents.items():
            given = {"about": str(about), "number": 1, "kind": kind_of(content), "content": content, "digest": digest}
            yield self._row(MatchKey, signal, **given)

    def _row(self, model: type[models.Model], signal: Row, **given: Any) -> Line:
        """A part of this signal; what is sealed is sealed for its own row."""
        key = uuid.UUID(int=self._chance.getrandbits(128), version=4)
        for column, field in _sealed(model).items():
            if given.get(column) is not None:
                bound = bound_to_row(field.label, key, signal["municipality_id"])
                given[column] = seal_bytes(field.to_bytes(given[column]), bound)
        tied = {name: signal[name] for name in ("municipality_id", "dossier_id", "created_at")}
        return model, lines_of(model).line(tied | given | {"id": key, "signal_id": signal["id"]})


def _person(number: int) -> str:
    """An invented name; some hundred people have the same one."""
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"


@lru_cache(maxsize=10_000)
def _keys_of_person(name: str, born: str) -> dict[str, bytes]:
    return {content: keyed_hash(content) for content in sorted(person_keys(name, birth_year=born))}


@lru_cache(maxsize=30_000)
def _keys_of_thing(kind: str, value: str = "", name: str = "", place: str = "") -> dict[str, bytes]:
    return {content: keyed_hash(content) for content in sorted(thing_keys(kind, value=value, name=name, place=place))}


@lru_cache
def _sealed(model: type[models.Model]) -> Mapping[str, SealedField[Any]]:
    return {str(field.column): field for field in model._meta.concrete_fields if isinstance(field, SealedField)}
