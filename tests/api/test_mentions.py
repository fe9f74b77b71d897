"""People and things that a partner's program sends along with a signal."""

from collections.abc import Callable
from typing import Any

import pytest

from signals.models import Signal, SignalPerson, SignalThing
from signals.models.people import standing
from tests.support.world import World

from .conftest import Program

type ProgramOf = Callable[..., Program]

SIGNAL = {"bron": "nla", "feiten": "Twee diensten achter elkaar.", "gemeente": "GM0664", "plaats": "Goes"}
LISTS: dict[str, Any] = {
    "personen": [{"naam": "Demo Wulp", "rol": "victim", "geboortejaar": "2001"}, {"omschrijving": "man met rode pet"}],
    "bedrijven": [{"naam": "Voorbeeldbedrijf Nevelfruit", "kvkNummer": "00000017"}],
    "voertuigen": [{"kenteken": "0-DEM-04", "vanWie": "exploiter"}],
    "telefoons": [{"nummer": "06-0000 1234"}],
    "profielen": [{"platform": "instagram", "adres": "@demo_nevel"}],
    "adressen": [{"adres": "Bedenksteeg 7b", "plaats": "Goes"}],
    "zaaknummers": [{"nummer": "NLA-2026-0042", "omschrijving": "ons onderzoek"}],
    "veiligThuisGebeld": "yes",
}


def send(program: Program, **more: Any) -> Any:
    return program.post("/signalen", SIGNAL | more, key="een")


def test_they_stand_with_the_signal(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    program.sign_in("signalen")
    answer = send(program, **LISTS)
    assert answer.status_code == 201, answer.content
    signal = Signal.objects.unscoped(reason="test").get(pk=answer.json()["id"])
    assert [person.told for person in standing(SignalPerson.objects.of(signal))] == [
        "Demo Wulp, geboren in 2001",
        "naam onbekend, man met rode pet",
    ]
    assert [thing.told for thing in standing(SignalThing.objects.of(signal))] == [
        "Bedenksteeg 7b, Goes",
        "Voorbeeldbedrijf Nevelfruit (KvK 00000017)",
        "06-0000 1234",
        "Instagram: @demo_nevel",
        "NLA-2026-0042, ons onderzoek",
        "0-DEM-04",
    ]
    assert signal.veilig_thuis == "yes"


@pytest.mark.parametrize(
    ("wrong", "name", "code"),
    [
        ({"telefoons": [{"nummer": "06-0000 1234"}, {"nummer": "bel maar"}]}, "telefoons.1.nummer", "invalid"),
        ({"telefoons": [{"omschrijving": "van de buurman"}]}, "telefoons.0.nummer", "required"),
        ({"personen": [{"rol": "dader"}]}, "personen.0.rol", "invalid_choice"),
        ({"personen": [{}]}, "personen.0", "invalid"),
        ({"voertuigen": [{"kleur": "wit"}]}, "voertuigen.0.kleur", "unknown"),
        ({"bedrijven": [{"naam": "Voorbeeld", "kvkNummer": "17"}]}, "bedrijven.0.kvkNummer", "invalid"),
    ],
)
def test_what_is_wrong_is_told_by_list_place_and_field(
    wrong: dict[str, Any], name: str, code: str, world: World, program_of: ProgramOf
) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    program.sign_in("signalen")
    answer = send(program, **wrong)
    assert answer.status_code == 400
    assert [(one["name"], one["code"]) for one in answer.json()["invalidParams"]] == [(name, code)]
    assert not Signal.objects.unscoped(reason="test").exists()


def test_a_list_has_an_end(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    program.sign_in("signalen")
    many = [{"nummer": f"06-0000 12{number:02}"} for number in range(21)]
    assert send(program, telefoons=many).status_code == 400
