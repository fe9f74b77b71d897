"""The administrator of the server lets people of a municipality sign in by its own screen, and ends that."""

import io
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import issuers
from accounts.models import Identity, Issuer, IssuerDomain
from audit.models import AuditEvent
from core.access import SYSTEM
from core.errors import Forbidden, Invalid
from municipalities import operations
from municipalities.operations.issuers import Screen
from municipalities.roles import actor_for
from tests.support.issuer import CLIENT_SECRET, LocalIssuer, running
from tests.support.signing_in import register
from tests.support.world import World


@pytest.fixture(scope="module")
def _issuer() -> Iterator[LocalIssuer]:
    with running() as issuer:
        yield issuer


@pytest.fixture
def local(_issuer: LocalIssuer) -> LocalIssuer:
    _issuer.begin_anew()
    return _issuer


def made(local: LocalIssuer, monkeypatch: pytest.MonkeyPatch, *more: str, url: str = "") -> dict[str, str]:
    """What the command prints, by name."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CLIENT_SECRET}\n"))
    out = io.StringIO()
    given = ["--client-id", "signaalpunt", "--domain", "@Voorbeeld.example", "--proof", "amr=mfa", *more]
    whose = [] if "--organisation" in more or "--municipality" in more else ["--municipality", "goes"]
    call_command("make_issuer", "Gemeente Goes", "--url", url or local.url, *given, *whose, stdout=out, stderr=out)
    return dict(line.split("=", 1) for line in out.getvalue().splitlines()[:2])


def test_the_command_reads_how_it_works_and_says_what_to_register_there(
    world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = made(local, monkeypatch)
    issuer = Issuer.objects.get(pk=printed["ISSUER"])
    assert printed["REDIRECT_URI"] == f"http://testserver/inloggen/organisatie/{issuer.pk}/terug/"
    assert (issuer.token_endpoint, issuer.keys_endpoint) == (f"{local.url}/token", f"{local.url}/keys")
    assert (issuer.secret_in_header, issuer.names_itself, issuer.is_on) == (True, True, True)
    assert issuer.client_secret == CLIENT_SECRET
    assert issuers.for_address("Wie-dan-ook@VOORBEELD.example") == issuer
    assert [area.municipality for area in issuer.areas.all()] == [world.goes]


def test_its_secret_stands_sealed_and_nowhere_else(
    world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(local, monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(i::text, ' ') || string_agg(i.client_secret::text, ' ') FROM accounts_issuer i"
        )
        stored = str(cursor.fetchone()[0])
    assert CLIENT_SECRET not in stored
    assert CLIENT_SECRET.encode().hex() not in stored


def test_an_organisation_may_have_one_too(world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = made(local, monkeypatch, "--organisation", world.veilig_thuis.name)
    assert Issuer.objects.get(pk=printed["ISSUER"]).areas.get().organisation == world.veilig_thuis


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--municipality", "Nergens"], "No municipality is called"),
        (["--organisation", "Niemand"], "No organisation is called"),
        (["--proof", "sub=x"], "Geef een bewijs"),
        (["--proof", "amr"], "Geef een bewijs"),
        (["--domain", "geen domein"], "Geef een of meer domeinen"),
        (["--domain", "nl"], "Geef een of meer domeinen"),
        (["--until", "2020-01-01"], "voor de eerste"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value),
)
def test_what_is_wrong_is_said(
    more: list[str], told: str, world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match=told):
        made(local, monkeypatch, *more)
    assert not Issuer.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"issuer": "https://een.ander"}, "It calls itself"),
        ({"token_endpoint": "http://ergens.example/token"}, "no address that we call"),
        ({"jwks_uri": "https://ergens.example/keys"}, "lies on another host"),
        ({"response_types_supported": ["token"]}, "response type code"),
        ({"id_token_signing_alg_values_supported": ["none", "HS256"]}, "signing by"),
        ({"token_endpoint_auth_methods_supported": ["none"]}, "a client secret"),
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_an_issuer_that_does_not_fit_is_refused(
    said: dict[str, Any], told: str, world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = local.about()
    local.answers["/.well-known/openid-configuration"] = lambda handler: handler.say(200, about | said)
    with pytest.raises(CommandError, match=told):
        made(local, monkeypatch)


@pytest.mark.parametrize("url", ["http://ergens.example", "ftp://127.0.0.1", "https://", "x", "https://een:twee@ergens.example"])  # fmt: skip
def test_only_addresses_under_tls_are_called(
    url: str, world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="begins with https"):
        made(local, monkeypatch, url=url)
    assert local.asked == []


def test_over_loopback_only_where_the_settings_say_so(
    world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ISSUERS_OVER_LOOPBACK = False
    with pytest.raises(CommandError, match="begins with https"):
        made(local, monkeypatch)


def test_an_issuer_that_is_away_is_said_to_be(
    world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="did not answer"):
        made(local, monkeypatch, url="http://127.0.0.1:9")


def test_a_domain_belongs_to_one_issuer(world: World, local: LocalIssuer) -> None:
    first = register(local, world.goes)
    with pytest.raises(Invalid) as refused:
        register(local, world.vlissingen, domains=["ander.example", "VOORBEELD.example"])
    assert "voorbeeld.example" in refused.value.fields["domains"][0]
    operations.end_issuer(first, actor=SYSTEM)
    assert issuers.for_address("x@voorbeeld.example") is None
    second = register(local, world.vlissingen)
    assert issuers.for_address("x@voorbeeld.example") == second


@pytest.mark.parametrize(("first", "last", "runs"), [(0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True)])
def test_an_issuer_runs_from_its_first_to_its_last_day(
    first: int, last: int | None, runs: bool, world: World, local: LocalIssuer
) -> None:
    today = timezone.localdate()
    days: dict[str, Any] = {
        "valid_from": today + timedelta(first),
        "valid_until": None if last is None else today + timedelta(last),
    }
    register(local, world.goes, **days)
    assert (issuers.for_address("x@voorbeeld.example") is not None) is runs
    assert issuers.are_there() is runs


def ended(issuer: Issuer | str, *how: str) -> str:
    out = io.StringIO()
    call_command("end_issuer", str(getattr(issuer, "pk", issuer)), *how, stdout=out)
    return out.getvalue()


def test_ending_switching_and_registering_stand_in_the_log(
    world: World, local: LocalIssuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "beheerder")
    issuer = Issuer.objects.get(pk=made(local, monkeypatch)["ISSUER"])
    Identity.objects.create(user=world.wilma, issuer=issuer, subject="1")
    assert ended(issuer, "--pause") == "Gemeente Goes: paused.\n"
    assert issuers.for_address("x@voorbeeld.example") is None
    assert ended(issuer, "--resume") == "Gemeente Goes: on again.\n"
    assert issuers.for_address("x@voorbeeld.example") == issuer
    with pytest.raises(CommandError, match="staat al zo"):
        ended(issuer, "--resume")
    assert ended(issuer) == "Gemeente Goes: ended.\n"
    with pytest.raises(CommandError, match="al beëindigd"):
        ended(issuer, "--resume")
    issuer.refresh_from_db()
    assert (issuer.is_on, issuer.client_secret, Identity.objects.count()) == (False, "", 0)
    assert not IssuerDomain.objects.exists()
    log = AuditEvent.objects.unscoped(reason="test").filter(event__contains=".issuer_", result="done").order_by("at")
    assert [event.event.partition("_")[2] for event in log] == ["registered", "switched", "switched", "ended"]
    assert {event.origin for event in log} == {"command beheerder"}
    assert CLIENT_SECRET not in str([event.detail for event in log])


def test_an_unknown_one_lists_those_that_there_are(world: World, local: LocalIssuer) -> None:
    issuer = register(local, world.goes)
    for unknown in ("x", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(CommandError, match=f"{issuer.pk}  Gemeente Goes, on: voorbeeld.example"):
            ended(unknown)


def test_who_somebody_is_there_can_be_forgotten(world: World, local: LocalIssuer) -> None:
    issuer = register(local, world.goes)
    Identity.objects.create(user=world.wilma, issuer=issuer, subject="1")
    call_command("forget_identity", world.wilma.email.upper(), stdout=io.StringIO())
    assert not Identity.objects.exists()
    for email, told in ((world.wilma.email, "nog nooit"), ("niemand@voorbeeld.example", "No account")):
        with pytest.raises(CommandError, match=told):
            call_command("forget_identity", email, stdout=io.StringIO())


@pytest.mark.parametrize("person", ["Bo", "Wilma", "Vince"])
def test_nobody_does_it_from_the_pages(person: str, world: World, local: LocalIssuer) -> None:
    issuer = register(local, world.goes)
    Identity.objects.create(user=world.wilma, issuer=issuer, subject="1")
    actor = actor_for(world.person(person))
    screen = Screen("x", local.url, "x", "x", ["x.example"], ["amr=mfa"], valid_from=date(2026, 1, 1))
    attempts: list[Callable[[], object]] = [
        lambda: operations.register_issuer(
            actor=actor,
            screen=screen,
            endpoints=issuers.discover(local.url, hosts=[]),
            municipalities=[world.goes],
            organisation=None,
        ),
        lambda: operations.switch_issuer(issuer, actor=actor, on=False),
        lambda: operations.end_issuer(issuer, actor=actor),
        lambda: operations.forget_identity(world.wilma, actor=actor),
    ]
    for attempt in attempts:
        with pytest.raises(Forbidden):
            attempt()
    assert Issuer.objects.get().is_on
    assert Identity.objects.count() == 1
