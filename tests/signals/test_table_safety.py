"""What a paragraph for a screening table points out, and which tables may not have what the police or the OM gave."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Invalid
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals.codes import Source
from signals.models import Meeting, Signal, TableItem
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Led by the municipality of the signal, so that nobody reads it who was not chosen."""
    return at_table.meeting(world, chair=world.goes)


@pytest.fixture
def to_inspectorate(world: World) -> str:
    return f"o{world.inspectorate.pk}"


def typed(party: str, **given: Any) -> dict[str, Any]:
    known = {"text": at_table.TEXT, "question": at_table.QUESTION, "ground": "public_task", "parties": [party]}
    return {"hat": "focal_officer", "key": str(uuid4()), "stap": "controleren", **known, **given}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wij zagen zwaluwtje daar.", "zwaluwtje"),
        ("Wij zagen m-u-n-t-e-n-b-a-k daar.", "m-u-n-t-e-n-b-a-k"),
        ("Het is te zien bij @demo_nevel.", "@demo_nevel"),
        ("Het busje 0-dem-04 staat er.", "0-dem-04"),
        ("Het komt van verteller.", "verteller"),
        ("De buurtsportcoach zag het.", "buurtsportcoach"),
    ],
)
def test_alias_things_and_reporter_are_pointed_out_however_they_are_spelled(
    text: str, said: str, world: World, wilma: Actor, client_of: ClientOf, meeting: Meeting, to_inspectorate: str
) -> None:
    reporter = ReporterFacts(name="Joop Verteller")
    signal = make.triaged(world.goes, world.wilma, source_function="Buurtsportcoach", reporter=reporter)
    signal = make.mentioned(
        signal,
        wilma,
        ToldPerson("Demo Muntenbak", alias="Zwaluwtje"),
        ToldPerson(description="draagt een rode jas"),
        ToldThing(ThingKind.PROFILE, value="@demo_nevel"),
        ToldThing(ThingKind.VEHICLE, value="0-DEM-04", whose=Whose.EXPLOITER),
    )
    url = reverse("signals:table-signal", args=[signal.pk, meeting.pk])
    answer = client_of(world.wilma).post(url, typed(to_inspectorate, text=text))
    assert answer.status_code == 422
    assert said in answer.context["form"].errors["text"][0]


def test_a_nameless_person_points_nothing_out(
    world: World, wilma: Actor, client_of: ClientOf, meeting: Meeting, to_inspectorate: str
) -> None:
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, ToldPerson(description="draagt een jas"))
    url = reverse("signals:table-signal", args=[signal.pk, meeting.pk])
    text = "Het woord None zegt hier niets."
    assert client_of(world.wilma).post(url, typed(to_inspectorate, text=text)).status_code == 200


@pytest.fixture
def of_police(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma, source=Source.POLICE)


def test_police_data_go_before_nobody_who_may_not_have_them(
    world: World, wilma: Actor, of_police: Signal, meeting: Meeting
) -> None:
    for party in (f"o{world.veilig_thuis.pk}", f"g{world.vlissingen.pk}"):
        with pytest.raises(Invalid) as refusal:
            at_table.tabled(of_police, wilma, meeting, party, permitted=True)
        assert set(refusal.value.fields) == {"parties"}
    assert not TableItem.objects.of(of_police).exists()


def test_police_data_need_permission_also_before_who_may_have_them(
    world: World, wilma: Actor, of_police: Signal, meeting: Meeting, to_inspectorate: str, client_of: ClientOf
) -> None:
    Organisation.objects.filter(pk=world.inspectorate.pk).update(kind=OrganisationKind.NLA)
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(of_police, wilma, meeting, to_inspectorate)
    assert set(refusal.value.fields) == {"permitted"}
    client, url = client_of(world.wilma), reverse("signals:table-signal", args=[of_police.pk, meeting.pk])
    answer = client.post(url, typed(to_inspectorate))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"permitted"})
    assert client.post(url, typed(to_inspectorate, permitted="on", stap="versturen")).status_code == 302
    assert TableItem.objects.of(of_police).count() == 1


def test_what_is_of_nobody_in_particular_asks_no_permission(
    world: World, client_of: ClientOf, meeting: Meeting
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    page = client_of(world.wilma).get(reverse("signals:table-signal", args=[signal.pk, meeting.pk]))
    assert "permitted" not in page.context["form"].fields
