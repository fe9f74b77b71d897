"""When something breaks: a calm page or a problem document, and in the log the same reference with the cause."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from signals.models import Submission
from signals.querysets import SignalQuerySet
from tests.api.conftest import Program, program_of
from tests.support.clients import OutsideClient
from tests.support.world import World

__all__ = ["program_of"]
REFERENCE = re.compile(r"F-[0-9A-Z]{4}-[0-9A-Z]")
SECRET = "Jansen uit Goes"


def broken(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError(f"kapot bij {SECRET}")


def test_a_fault_of_a_page_is_a_calm_page_whose_code_stands_in_the_log(
    world: World,
    client_of: Callable[..., OutsideClient],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    browser = client_of(world.wilma)
    browser.raise_request_exception = False
    monkeypatch.setattr(SignalQuerySet, "for_list", broken)
    answer = browser.get(reverse("signals:list"), {"zoek": "Pieters"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Dit ligt aan ons, niet aan u." in page
    assert "Bel 112." in page
    for told in ("ZeroDivisionError", "kapot", SECRET, "Traceback", "Pieters"):
        assert told not in page
    [reference] = REFERENCE.findall(page)
    [line] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert line.getMessage() == f"Fault {reference}: GET /signalen/"
    assert line.exc_info is not None
    assert line.exc_info[0] is ZeroDivisionError


def test_a_fault_of_the_api_is_a_problem_document_with_the_code_of_the_log(
    world: World,
    program_of: Callable[..., Program],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    program = program_of(world.inspectorate)
    program.client.raise_request_exception = False
    monkeypatch.setattr("signals.operations.logging.announce", broken)
    body = {"bron": "nla", "feiten": "Deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}
    answer = program.post("/signalen", body, key="proef")
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["API-Version"]
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "kenmerk"}
    assert SECRET not in answer.content.decode()
    assert f"Fault {problem['kenmerk']}: POST /api/v1/signalen" in caplog.text
    assert not Submission.objects.unscoped(reason="test").exists()
    monkeypatch.undo()
    assert program.post("/signalen", body, key="proef").status_code == 201


def test_a_fault_while_the_database_is_away_is_the_same_page(
    world: World, client_of: Callable[..., OutsideClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(world.wilma)
    browser.raise_request_exception = False
    monkeypatch.setattr("accounts.middleware._actor_of", broken)
    answer = browser.get(reverse("start"))
    assert answer.status_code == 500
    assert REFERENCE.search(answer.content.decode())


def test_the_log_of_a_fault_leaves_out_the_key_of_a_link_in_a_mail(
    client: OutsideClient, db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("accounts.middleware._actor_of", broken)
    assert client.get("/wachtwoord/herstel/1-geheim/").status_code == 500
    assert "GET /wachtwoord/herstel/..." in caplog.text
    assert "1-geheim" not in [record.getMessage() for record in caplog.records][-1]


def test_an_address_of_the_api_that_is_none_is_a_problem_document(client: OutsideClient, db: None) -> None:
    for path in ("/api/v1/bestaat-niet", "/api/v2/signalen", "/api/v1/signalen/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_address_that_is_none_is_a_dutch_page(client: OutsideClient, db: None) -> None:
    answer = client.get("/bestaat-niet/")
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet" in answer.content.decode()


def test_to_a_visitor_it_speaks_of_signing_in_and_to_who_works_here_of_her_role(
    world: World, client: OutsideClient, client_of: Callable[..., OutsideClient]
) -> None:
    answer = client.get("/bestaat-niet/").content.decode()
    assert "Log dan eerst in." in answer
    assert reverse("account_login") in answer
    assert "rol" not in answer.partition("<main")[2].partition("</main>")[0].split()
    assert "in de rol waarin u nu werkt" in client_of(world.wilma).get("/bestaat-niet/").content.decode()


def test_the_address_of_a_button_is_a_dutch_page_that_did_nothing(
    world: World, client_of: Callable[..., OutsideClient]
) -> None:
    answer = client_of(world.wilma).get(reverse("accounts:hat"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Er is niets gedaan." in answer.content.decode()


def test_a_button_without_a_session_leads_through_sign_in_to_a_page_that_is_there(
    client: OutsideClient, db: None
) -> None:
    answer = client.post(reverse("accounts:hat"), {"hat": "focal_officer"})
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "token", 405), ("put", "token", 405), ("get", "x", 404)]
)
def test_no_program_gets_a_page(client: OutsideClient, db: None, method: str, path: str, status: int) -> None:
    answer = getattr(client, method)(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.headers["API-Version"]
    assert answer.headers.get("Allow", "") == ("POST" if status == 405 else "")
