"""What a partner's program reads of a handover: as much as stands in its inbox and letter."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from core.access import Actor
from municipalities.roles import actor_for
from signals.letters import letter_of
from signals.models import Handover
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .conftest import Program

type ProgramOf = Callable[..., Program]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def handover(world: World, wilma: Actor) -> Handover:
    return make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)


def test_until_when_an_answer_is_asked_stands_wherever_the_partner_looks(
    world: World,
    handover: Handover,
    program_of: ProgramOf,
    client_of: Callable[..., OutsideClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = handover.clock[1]
    program, browser = program_of(world.inspectorate), client_of(world.philo)
    shown = [
        program.get("/doormeldingen").json()["resultaten"][0],
        program.get(f"/doormeldingen/{handover.pk}").json(),
    ]
    assert [row["antwoordUiterlijk"] for row in shown] == [f"{day:%Y-%m-%d}"] * 2
    listed = browser.get(reverse("postbox:inbox")).content.decode()
    assert f'<td data-label="Antwoord uiterlijk">{day:%d-%m-%Y}</td>' in listed
    assert "Graag antwoord uiterlijk" in browser.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    typeset: list[str] = []
    monkeypatch.setattr("signals.letters.render_pdf", lambda html, title: typeset.append(html) or b"%PDF-")
    letter_of(handover)
    assert "Graag antwoord uiterlijk" in typeset[0]
