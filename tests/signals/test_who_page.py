"""The page "Wie en wat" of the wizard: rows that are added one by one without scripts, each optional."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from core.sealed import Sealed
from signals.models import Draft, SignalPerson, SignalThing
from signals.models.people import standing
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import begin, fill, open_page, page_url, send, signal_of

type ClientOf = Callable[..., OutsideClient]

PERSON = {"person_1_name": "Demo Wulp", "person_1_role": "victim", "person_1_certainty": "told"}


def add(client: OutsideClient, draft: Draft, kind: str, **answers: Any) -> Any:
    return send(client, page_url(draft, "wie"), stap=f"erbij:{kind}", **answers)


def test_a_row_is_added_by_a_button_and_the_page_comes_back_with_what_was_typed(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    answer = add(client, draft, "person")
    assert answer.headers["Location"] == f"{page_url(draft, 'wie')}?erbij=person"
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'name="person_1_name"' in page
    assert "autofocus" in page
    answer = add(client, draft, "phone", **PERSON)
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'value="Demo Wulp"' in page
    assert 'name="phone_1_value"' in page
    assert "Nog een persoon" in page


def test_the_whole_page_can_be_skipped(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft)
    assert "niets ingevuld" in client.get(check).content.decode()
    send(client, check)
    signal = signal_of(draft)
    assert not SignalPerson.objects.of(signal).exists()
    assert not SignalThing.objects.of(signal).exists()


@pytest.mark.parametrize("who", ["Wilma", "Hanna"])
def test_what_was_told_is_checked_and_stands_sealed_with_the_signal(
    who: str, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.person(who))
    draft = begin(client)
    rows = {
        **PERSON,
        "person_2_description": "man met grijze bestelbus",
        "person_2_role": "exploiter",
        "vehicle_1_value": "0-dem-04",
        "vehicle_1_whose": "exploiter",
        "phone_1_value": "",
        "phone_2_value": "06-0000 1234",
        "profile_1_platform": "website",
        "profile_1_value": "https://advertentie.example/421",
    }
    answers = {"facts": "Gezien.", "minor": "yes"}
    check = fill(client, draft, wie={**rows, "veilig_thuis": "no"}, wat=answers)
    page = client.get(check).content.decode()
    assert "Mogelijke uitbuiter of iemand die meewerkt" in page
    assert "Nee" in page.partition("Is Veilig Thuis gebeld?")[2][:400]
    send(client, check)
    signal = signal_of(draft)
    people = standing(SignalPerson.objects.of(signal))
    assert [(one.number, one.name, one.role) for one in people] == [(1, "Demo Wulp", "victim"), (2, None, "exploiter")]
    things = standing(SignalThing.objects.of(signal))
    assert [(one.kind, one.value) for one in things] == [
        ("phone", "06-0000 1234"),
        ("profile", "https://advertentie.example/421"),
        ("vehicle", "0-dem-04"),
    ]
    assert signal.veilig_thuis == "no"
    if who == "Wilma":
        told = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
        assert "bel vandaag" in told


def test_veilig_thuis_is_asked_about_where_a_minor_may_be_involved(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    for minor, asked in (("no", False), ("unknown", True), ("yes", True)):
        send(client, page_url(draft, "wat"), facts="Gezien.", minor=minor)
        page = client.get(page_url(draft, "wie")).content.decode()
        assert ("Is Veilig Thuis gebeld?" in page) is asked


@pytest.mark.parametrize(
    ("answers", "field", "message"),
    [
        ({"phone_1_value": "bel maar"}, "phone_1_value", "Dit is geen telefoonnummer."),
        ({"company_1_value": "17"}, "company_1_name", "Vul de naam van het bedrijf in."),
        ({"person_1_description": "BSN 111222333"}, "person_1_description", "Hier staat een nummer"),
        ({"person_1_role": "made_up", "person_1_name": "Wulp"}, "person_1_role", "Kies een van de antwoorden."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    answers: dict[str, str], field: str, message: str, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    refused = send(client, page_url(draft, "wie"), **answers)
    assert refused.status_code == 422
    [sentence] = refused.context["form"].errors[field]
    assert sentence.startswith(message)
    assert send(client, page_url(draft, "wie"), stap="later", **answers).status_code == 302
    assert "Wie en wat" in client.get(reverse("signals:draft-check", args=[draft.pk])).content.decode()


def test_with_danger_nothing_asks_about_a_bsn(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client, danger="yes")
    given = {"person_1_description": "BSN 111222333", "person_1_name": "Demo Wulp"}
    assert send(client, page_url(draft, "wie"), **given).status_code == 302


def test_there_is_an_end_to_rows_and_what_is_no_row_is_nothing(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    many = {f"phone_{number}_value": f"06-0000 12{number:02}" for number in range(1, 13)}
    assert add(client, draft, "phone", **many, ship_1_value="x").status_code == 302
    page = client.get(f"{page_url(draft, 'wie')}?erbij=phone").content.decode()
    assert "phone_10_value" in page
    assert "phone_11_value" not in page
    assert client.get(f"{page_url(draft, 'wie')}?erbij=ship").status_code == 200
    assert "ship" not in page


def test_a_draft_holds_the_rows_sealed(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    send(client, page_url(draft, "wie"), **PERSON)
    [stored] = Draft.objects.unscoped(reason="test").filter(pk=draft.pk).values_list("answers", flat=True)
    assert isinstance(stored, Sealed)
    assert b"Wulp" not in stored.data
    assert 'value="Demo Wulp"' in client.get(page_url(draft, "wie")).content.decode()
    assert open_page(client, page_url(draft, "wie"))["version"] == 1


@pytest.mark.parametrize(("called", "asked"), [("yes", False), ("no", True), ("unknown", True)])
def test_nobody_is_asked_to_call_who_was_called(called: str, asked: bool, world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    draft = begin(client)
    check = fill(client, draft, wie={"veilig_thuis": called}, wat={"facts": "Gezien.", "minor": "yes"})
    assert ("Bel vandaag nog Veilig Thuis" in client.get(check).content.decode()) is asked
    logged = client.get(send(client, check).headers["Location"]).content.decode()
    assert "Het signaal is vastgelegd" in logged
    assert ("Bel vandaag Veilig Thuis" in logged) is asked
