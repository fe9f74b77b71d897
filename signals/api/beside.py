"""Beside the fields of a signal in the API: who told it, the call to 112, and its situations (form x place x period x source).

The same can be said by who writes a signal on screen, and the same is wrong there. What is wrong is told by place and
field: `situaties.0.vanaf`.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from core.errors import Invalid
from core.workdays import today
from signals.calling import Caller
from signals.codes import Answered, Form, Source
from signals.indicators import Basis
from signals.operations.logging import ReporterFacts
from signals.operations.noticing import WHERE_OR_WHEN, SituationFacts
from signals.reached import TOO_SHORT, misses_digits
from signals.sharing_codes import WHOSE_REPORTED, Naming, Provenance
from signals.situations import EARLIEST_YEAR, Confidence, SuspectedRole, VagueDay

from .strict import Strict, Written

MOST = 20  # situations of a signal
_SHAPE = "Geef een jaar, een maand of een dag: 2026, 2026-03 of 2026-03-14."
_DAYS = {"vanaf": "since", "totEnMet": "until"}


def _text(most: int, help_text: str = "") -> serializers.CharField:
    return serializers.CharField(required=False, max_length=most, help_text=help_text or None)


class ReporterIn(Strict):
    """Who told it. Only the one who handles the signal sees this."""

    naam = _text(120)
    contact = _text(200, "Telefoonnummer of e-mailadres.")
    terugbellen = _text(120, "Waar nu kan worden teruggebeld.")
    naamMee = serializers.ChoiceField(  # noqa: N815 (name in the API)
        required=False,
        choices=Naming.choices,
        help_text="Mag de naam mee naar een partner? Zie /codelijsten/naam-melder. Zonder antwoord geldt: niet gevraagd, en gaat "
        "de naam niet mee.",
    )


class CallIn(Strict):
    """Whether 112 was called: when and by whom, or why not."""

    om = serializers.TimeField(required=False, help_text="Hoe laat ongeveer, als 14:05.", input_formats=["%H:%M"])
    door = serializers.ChoiceField(required=False, choices=Caller.choices, help_text="Zie /codelijsten/wie-belde.")
    waaromNiet = _text(300)  # noqa: N815 (name in the API)


class SituationIn(Strict):
    """One matter that the signal tells of; where or when must be said."""

    vorm = serializers.ChoiceField(choices=Form.choices)
    plaats = _text(120)
    adres = _text(200, "Adres, plek, of waar op internet.")
    vanaf = _text(10, _SHAPE)
    totEnMet = _text(10, _SHAPE)  # noqa: N815 (name in the API)
    wanneer = _text(120, "Ongeveer wanneer, of hoe vaak.")
    bron = serializers.ChoiceField(required=False, choices=Source.choices, help_text="Zonder: de bron van het signaal.")
    herkomst = serializers.ChoiceField(
        required=False,
        choices=WHOSE_REPORTED,
        help_text="Van wie de gegevens zijn, als dat niet volgt uit de bron. Zie /codelijsten/herkomsten.",
    )
    hoeBekend = serializers.ChoiceField(choices=Basis.choices)  # noqa: N815 (name in the API)
    hoeZeker = serializers.ChoiceField(  # noqa: N815 (name in the API)
        choices=Confidence.choices, help_text="Zie /codelijsten/zekerheid-situatie."
    )
    rolVerdachte = serializers.ChoiceField(  # noqa: N815 (name in the API)
        required=False,
        choices=SuspectedRole.choices,
        help_text="Een vermoeden. Zie /codelijsten/rollen-van-verdachten.",
    )
    toelichting = _text(2000)


class BesideIn(Written):
    """The three, for the serializer of a signal."""

    melder = ReporterIn(required=False)
    gebeld112 = CallIn(required=False, help_text="Alleen bij `directGevaar`: yes.")
    situaties = serializers.ListField(child=SituationIn(), required=False, max_length=MOST)


def reporter_in(data: Mapping[str, Any]) -> ReporterFacts:
    """Who told it. Who was not asked stays unknown. Raises Invalid for a telephone number that misses digits."""
    told = data.get("melder", {})
    in_danger = data.get("directGevaar") == Answered.YES
    short = [name for name in ("contact", "terugbellen") if not in_danger and misses_digits(told.get(name, ""))]
    if short:
        raise Invalid({f"melder.{name}": [TOO_SHORT] for name in short})
    naming = Naming(told.get("naamMee", Naming.NOT_ASKED))
    return ReporterFacts(
        name=told.get("naam", ""),
        function=data.get("functie", ""),
        contact=told.get("contact", ""),
        call_back=told.get("terugbellen", ""),
        naming=naming,
        wants_anonymity=naming not in (Naming.MAY, Naming.INSIDE),
    )


def whose_in(told: Mapping[str, Any]) -> Provenance | None:
    """Whose data somebody says it is; None where that follows from its source."""
    return Provenance(told["herkomst"]) if told.get("herkomst") else None


def call_in(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The call to 112 as fields of SignalFacts. Raises Invalid for half of one, and without direct danger."""
    told = data.get("gebeld112")
    if told is None:
        return {}
    wrong: dict[str, list[str]] = {}
    if data.get("directGevaar") != Answered.YES:
        wrong["gebeld112"] = ["Dit hoort bij een signaal met `directGevaar`: yes."]
    elif "waaromNiet" in told:
        wrong |= {
            f"gebeld112.{name}": ["Er is gebeld of niet gebeld: vul een van beide in."]
            for name in ("om", "door")
            if name in told
        }
    else:
        needed = {"om": "Vul in hoe laat ongeveer.", "door": "Vul in wie belde."}
        wrong |= {f"gebeld112.{name}": [words] for name, words in needed.items() if name not in told}
    if wrong:
        raise Invalid(wrong)
    return {
        "danger_called_at": told.get("om"),
        "danger_called_by": Caller(told["door"]) if "door" in told else None,
        "danger_not_called": told.get("waaromNiet", ""),
    }


def situations_in(data: Mapping[str, Any], key: uuid.UUID) -> tuple[SituationFacts, ...]:
    """The situations of a request that has the right shape. `key`: that of the signal, from which theirs follow.

    Raises Invalid for days that are none, and for a situation without where and when.
    """
    wrong: dict[str, list[str]] = {}
    found = []
    for number, told in enumerate(data.get("situaties", ())):
        days, problems = _days(told)
        if not problems and not any((told.get("plaats"), told.get("adres"), told.get("wanneer"), *days.values())):
            problems["plaats"] = WHERE_OR_WHEN
        wrong |= {f"situaties.{number}.{name}": [words] for name, words in problems.items()}
        found.append(
            SituationFacts(
                form=Form(told["vorm"]),
                basis=Basis(told["hoeBekend"]),
                source=Source(told.get("bron", data["bron"])),
                provenance=whose_in(told),
                confidence=Confidence(told["hoeZeker"]),
                place=told.get("plaats", ""),
                address=told.get("adres", ""),
                since=days.get("since"),
                until=days.get("until"),
                seen_when=told.get("wanneer", ""),
                note=told.get("toelichting", ""),
                role=SuspectedRole(told.get("rolVerdachte", SuspectedRole.UNKNOWN)),
                key=uuid.uuid5(key, f"situatie {number}"),
            )
        )
    if wrong:
        raise Invalid(wrong)
    return tuple(found)


def _days(told: Mapping[str, Any]) -> tuple[dict[str, VagueDay], dict[str, str]]:
    """The first and last day as they are known, and what is wrong with them."""
    days: dict[str, VagueDay] = {}
    wrong: dict[str, str] = {}
    for name, ours in _DAYS.items():
        if not told.get(name):
            continue
        try:
            day = VagueDay.stored(told[name])
        except ValueError:
            wrong[name] = _SHAPE
            continue
        if day is None or day.year < EARLIEST_YEAR:
            wrong[name] = "Dit ligt te ver terug. Kijk het jaartal na."
        elif day.first > today():
            wrong[name] = "Dit ligt in de toekomst."
        else:
            days[ours] = day
    if not wrong and len(days) == len(_DAYS) and days["until"].last < days["since"].first:
        wrong["totEnMet"] = "Het einde kan niet voor het begin liggen."
    return days, wrong
