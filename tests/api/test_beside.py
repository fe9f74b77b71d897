"""What a partner's program says beside a signal: who told it, the call to 112, and situations."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.codes import RETIRED
from signals.models import Reporter, Signal, Situation
from tests.support.clients import OutsideClient
from tests.support.world import World

from .conftest import Program

type ProgramOf = Callable[..., Program]

SIGNAL = {
    "bron": "nla",
    "feiten": "Twee diensten achter elkaar.",
    "gemeente": "GM0664",
    "plaats": "Goes",
    "directGevaar": "yes",
}
SITUATION = {"vorm": "labour", "hoeBekend": "told", "hoeZeker": "probable", "plaats": "Goes", "adres": "Bedenksteeg 7b"}
BESIDE: dict[str, Any] = {
    "vorm": "labour",
    "sector": "agriculture",
    "andereVormen": ["sexual"],
    "sectorSeksueel": "home_hotel",
    "adres": "Bedenksteeg 7b",
    "melder": {"naam": "Demo Zegsman", "contact": "06-0000 1234", "terugbellen": "0113-000012", "naamMee": "inside"},
    "gebeld112": {"om": "14:05", "door": "colleague"},
    "situaties": [
        {**SITUATION, "vanaf": "2025-03", "totEnMet": "2025", "bron": "school", "toelichting": "Verzonnen."},
        {
            "vorm": "criminal",
            "hoeBekend": "observed",
            "hoeZeker": "uncertain",
            "wanneer": "elke zondag",
            "rolVerdachte": "recruiter",
        },
    ],
}


def test_they_stand_with_the_signal_and_a_request_sent_again_adds_nothing(
    world: World, program_of: ProgramOf, client_of: Callable[..., OutsideClient]
) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    first, again = (program.post("/signalen", SIGNAL | BESIDE, key="een") for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json()), first.content
    other = {**BESIDE, "situaties": BESIDE["situaties"][:1]}
    assert program.post("/signalen", SIGNAL | other, key="een").status_code == 409
    signal = Signal.objects.unscoped(reason="test").get(pk=first.json()["id"])
    reporter = Reporter.objects.of(signal).get()
    assert (reporter.name, reporter.contact, reporter.call_back) == ("Demo Zegsman", "06-0000 1234", "0113-000012")
    assert (reporter.naming, reporter.wants_anonymity) == ("inside", False)
    assert (signal.danger_called_at, signal.danger_called_by) == (dt.time(14, 5), "colleague")
    told = {str(one): (one.source, one.confidence, one.role, one.note) for one in Situation.objects.of(signal)}
    assert told == {
        "Arbeidsuitbuiting, Bedenksteeg 7b, Goes, vanaf maart 2025 tot en met 2025": (
            "school",
            "probable",
            "unknown",
            "Verzonnen.",
        ),
        "Criminele uitbuiting, elke zondag": ("nla", "uncertain", "recruiter", None),
    }
    assert (signal.labour_sector, signal.sex_sector) == ("agriculture", "home_hotel")
    assert signal.address == "Bedenksteeg 7b"
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    for words in (
        "Demo Zegsman",
        "(sector: land- en tuinbouw, bosbouw en visserij; waar: thuis of in een hotel)",
        "112 gebeld om 14:05 door een collega",
        "elke zondag",
        "de koppeling van de partner",
    ):
        assert words in page
    # Who says nothing of it was not asked, and stays unknown.
    plain = program.post("/signalen", SIGNAL, key="twee").json()["id"]
    silent = Reporter.objects.of(Signal.objects.unscoped(reason="test").get(pk=plain)).get()
    assert (silent.naming, silent.wants_anonymity, silent.contact) == ("not_asked", True, None)


def test_what_is_wrong_is_told_in_dutch_by_place_and_field(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"vorm": "sexual", "sector": "care"}, "sector"),
        ({"sector": "care"}, "sector"),
        ({"vorm": "labour", "sectorSeksueel": "escort"}, "sectorSeksueel"),
        ({"vorm": "labour", "sector": "bollen"}, "sector"),
        # What counts as no trafficking the municipality judges, no sender.
        ({"ernstigeBenadeling": True}, "ernstigeBenadeling"),
        ({"melder": {"naamMee": "misschien"}}, "melder.naamMee"),
        ({"melder": {"telefoon": "06-0000 1234"}}, "melder.telefoon"),
        ({"melder": {"contact": "111222333"}}, "melder.contact"),
        ({"melder": {"terugbellen": "06-1234567"}}, "melder.terugbellen"),
        ({"gebeld112": {"om": "kwart over twee", "door": "writer"}}, "gebeld112.om"),
        ({"gebeld112": {"om": "14:05"}}, "gebeld112.door"),
        ({"gebeld112": {"om": "14:05", "waaromNiet": "Hoeft niet."}}, "gebeld112.om"),
        ({"gebeld112": {"waaromNiet": "Hoeft niet."}}, "gebeld112"),
        ({"situaties": [SITUATION, {**SITUATION, "vanaf": "14-03-2025"}]}, "situaties.1.vanaf"),
        ({"situaties": [{**SITUATION, "vanaf": "2999"}]}, "situaties.0.vanaf"),
        ({"situaties": [{**SITUATION, "vanaf": "2025", "totEnMet": "2024-12"}]}, "situaties.0.totEnMet"),
        ({"situaties": [{**SITUATION, "plaats": "111222333"}]}, "situaties.0.plaats"),
        ({"situaties": [{"vorm": "labour", "hoeBekend": "told", "hoeZeker": "certain"}]}, "situaties.0.plaats"),
        ({"situaties": [{**SITUATION, "hoeZeker": "vast"}]}, "situaties.0.hoeZeker"),
        ({"situaties": [SITUATION] * 21}, "situaties"),
    ]
    for body, name in wrong:
        # With direct danger nothing asks for a BSN, and without it nobody tells of a call to 112.
        danger = "yes" if name.startswith("gebeld112.") else "no"
        answer = program.post("/signalen", SIGNAL | {"directGevaar": danger} | body, key="een")
        problem = answer.json()
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json"), body
        assert [one["name"] for one in problem["invalidParams"]] == [name], body
        assert problem["invalidParams"][0]["reason"].endswith((".", "mee.", "yes."))
    assert not Signal.objects.unscoped(reason="test").exists()


def test_the_document_knows_them_with_their_codes(world: World, program_of: ProgramOf) -> None:
    shapes = OutsideClient().get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert {"melder", "gebeld112", "situaties", "sector"} <= set(shapes["SignalInRequest"]["properties"])
    assert {"vorm", "plaats", "vanaf", "bron", "hoeZeker"} <= set(shapes["SituationInRequest"]["properties"])
    program = program_of(world.inspectorate, ("signalen",))
    for name, code, label in (
        ("naam-melder", "not_asked", "Niet gevraagd"),
        ("wie-belde", "reporter", "De melder"),
        ("zekerheid-situatie", "certain", "Zeker"),
    ):
        assert {"code": code, "label": label} in program.get(f"/codelijsten/{name}").json()


def test_a_retired_code_is_told_with_its_last_day_and_refused_from_the_day_after(
    world: World, program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = dt.date(2026, 6, 30)
    for name, code in (("codes.Source", "tax"), ("codes.Form", "surrogacy"), ("indicators.Indicator", "gen_debt")):
        monkeypatch.setitem(RETIRED, (f"signals.{name}", code), last)
    program = program_of(world.inspectorate, ("signalen",))
    tax = {"code": "tax", "label": "Belastingdienst", "htcds": "CentralGovernmentOrganisation", "tot": "2026-06-30"}
    assert tax in program.get("/codelijsten/bronnen").json()
    retired: dict[str, dict[str, Any]] = {
        "bron": {"bron": "tax"},
        "andereVormen": {"andereVormen": ["surrogacy"]},
        "kenmerken.code": {"kenmerken": [{"code": "gen_debt", "hoeBekend": "observed"}]},
        "situaties.0.vorm": {"situaties": [SITUATION | {"vorm": "surrogacy"}]},
    }
    monkeypatch.setattr("core.codes.today", lambda: last + dt.timedelta(days=1))
    for name, body in retired.items():
        answer = program.post("/signalen", SIGNAL | body, key=name)
        assert answer.status_code == 400
        (told,) = answer.json()["invalidParams"]
        assert (told["name"], told["code"]) == (name, "retired")
        assert told["reason"].startswith("Deze code is niet meer in gebruik")
    monkeypatch.setattr("core.codes.today", lambda: last)
    for name, body in retired.items():
        assert program.post("/signalen", SIGNAL | body, key=name).status_code == 201, name
    code = OutsideClient().get("/api/v1/openapi.json").json()["components"]["schemas"]["CodeOut"]
    assert (code["required"], code["properties"]["tot"]["format"]) == (["code", "label"], "date")
