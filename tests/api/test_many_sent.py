"""How much one sender may send in a day: the answer says so, and direct danger is always taken in."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts import throttle
from accounts.throttle import Rule
from core.errors import Invalid
from signals.models import Signal
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .conftest import Program

type ProgramOf = Callable[..., Program]
SIGNAL = {"bron": "nla", "feiten": "Twee diensten achter elkaar, deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}


def test_who_sends_too_much_in_a_day_is_told_so_and_danger_is_always_taken_in(
    world: World, program_of: ProgramOf, settings: Any
) -> None:
    settings.SIGNALS_A_DAY = 2
    program, other = program_of(world.inspectorate), program_of(world.veilig_thuis)
    sent = [program.post("/signalen", SIGNAL, key=f"{number}") for number in range(3)]
    assert [answer.status_code for answer in sent] == [201, 201, 400]
    assert "nemen wij altijd aan" in str(sent[-1].json())
    assert program.post("/signalen", SIGNAL, key="0").json() == sent[0].json(), "what came before is no new one"
    for number in range(2):
        assert program.post("/signalen", SIGNAL | {"directGevaar": "yes"}, key=f"haast {number}").status_code == 201
    assert other.post("/signalen", SIGNAL, key="k").status_code == 201
    # A colleague has an allowance of her own.
    for _ in range(2):
        make.received(world.goes, world.hanna)
    with pytest.raises(Invalid, match="Vandaag kwamen van u al 2"):
        make.received(world.goes, world.hanna)
    assert make.received(world.goes, world.hanna, danger="yes").is_acute


def test_a_neighbourhood_that_told_much_is_never_kept_from_telling_of_danger(
    world: World, client: OutsideClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_FORM = [world.goes.gm_code]
    monkeypatch.setitem(throttle.RULES, "address", Rule(1))
    url = f"/melden/{world.goes.gm_code}/"
    told = {"facts": "Er klopt iets niet.", "place": "Havenkade"}

    def send(**given: str) -> int:
        shown = client.get(url).context["form"]
        return client.post(url, {"key": str(shown["key"].value()), "hat": "", **told, **given}).status_code

    assert [send(danger="no") for _ in range(2)] == [200, 429]
    assert [send(danger="yes") for _ in range(2)] == [200, 200]
    # From one page too, however often the text is another one.
    page = {
        "key": str(client.get(url).context["form"]["key"].value()),
        "hat": "",
        "danger": "yes",
        "place": "Havenkade",
    }
    for number in range(23):
        assert client.post(url, page | {"facts": f"Er klopt iets niet, {number}."}).status_code == 200
    assert Signal.objects.unscoped(reason="test").count() == 26
