"""The administrator of the server gives a partner's program access, and takes it back."""

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from core.access import SYSTEM
from core.errors import Forbidden
from municipalities import operations
from municipalities.models import ApiClient
from municipalities.roles import actor_for
from tests.api.conftest import Program
from tests.support.world import World

PARTNER = "nederlandse arbeidsinspectie (Demo)"


def given(*more: str, partner: str = PARTNER) -> dict[str, str]:
    """What the command prints, by name."""
    out = io.StringIO()
    scopes = more or ("--scope", "signalen")
    call_command("make_client", partner, "--name", "Zaaksysteem", *scopes, stdout=out, stderr=io.StringIO())
    return dict(line.split("=", 1) for line in out.getvalue().splitlines())


def ended(client_id: str) -> str:
    out = io.StringIO()
    call_command("end_client", client_id, stdout=out)
    return out.getvalue()


def events() -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped(reason="test").filter(event__contains=".program_").order_by("at"))


def test_the_command_prints_a_secret_that_works_and_is_stored_hashed(world: World) -> None:
    printed = given()
    program = Program(printed["CLIENT_ID"], printed["CLIENT_SECRET"])
    assert program.sign_in("signalen").status_code == 200
    assert program.get("/signalen").status_code == 200
    assert program.sign_in("signalen doormeldingen").status_code == 400
    row = ApiClient.objects.get(client_id=printed["CLIENT_ID"])
    assert (row.organisation, row.name, row.scopes) == (world.inspectorate, "Zaaksysteem", ["signalen"])
    assert printed["CLIENT_SECRET"] not in row.client_secret


def test_giving_and_taking_stand_in_the_log_with_who_did_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "beheerder")
    printed = given("--scope", "signalen", "--scope", "doormeldingen")
    ended(printed["CLIENT_ID"])
    made, gone = events()
    row = ApiClient.objects.get(client_id=printed["CLIENT_ID"])
    assert (made.event, gone.event) == ("municipalities.program_registered", "municipalities.program_ended")
    assert {made.object_id, gone.object_id} == {str(row.pk)}
    assert made.detail == {"organisation": world.inspectorate.pk, "scopes": ["doormeldingen", "signalen"]}
    assert {made.origin, gone.origin} == {"command beheerder"}
    assert printed["CLIENT_SECRET"] not in str(made.detail)


def test_an_ended_program_gets_in_neither_by_its_secret_nor_with_its_token(world: World) -> None:
    printed = given()
    program = Program(printed["CLIENT_ID"], printed["CLIENT_SECRET"])
    program.sign_in("signalen")
    assert program.get("/signalen").status_code == 200
    assert ended(printed["CLIENT_ID"]) == "Zaaksysteem ended.\n"
    assert program.get("/signalen").status_code == 401
    assert program.sign_in("signalen").status_code == 401
    with pytest.raises(CommandError, match="al beëindigd"):
        ended(printed["CLIENT_ID"])


def test_what_is_wrong_is_said_with_what_there_is(world: World) -> None:
    with pytest.raises(CommandError, match=r"There are: .*Veilig Thuis Zeeland \(demo\)"):
        given(partner="Bestaat niet")
    with pytest.raises(CommandError, match="invalid choice"):
        given("--scope", "alles")
    with pytest.raises(CommandError, match="Geef de koppeling een naam"):
        call_command("make_client", PARTNER, "--name", " ", "--scope", "signalen", stdout=io.StringIO())
    printed = given()
    with pytest.raises(CommandError, match=f"{printed['CLIENT_ID']}  Nederlandse"):
        ended("bestaat-niet")
    assert ApiClient.objects.count() == 1


@pytest.mark.parametrize("person", ["Bo", "Philo", "Wilma"])
def test_nobody_does_it_from_the_pages(world: World, person: str) -> None:
    actor = actor_for(world.person(person))
    attempts: list[Callable[[], object]] = [
        lambda: operations.register_program(
            actor=actor, organisation=world.inspectorate, name="x", scopes={"signalen"}, secret="y"
        )
    ]
    program = operations.register_program(
        actor=SYSTEM, organisation=world.inspectorate, name="x", scopes={"signalen"}, secret="y"
    )
    attempts.append(lambda: operations.end_program(program, actor=actor))
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert list(ApiClient.objects.values_list("pk", "scopes")) == [(program.pk, ["signalen"])]
