"""The API as a partner's program meets it."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import URLResolver, get_resolver, reverse

from accounts.throttle import Rule
from audit.models import AuditEvent
from municipalities.clients import ProgramThrottle
from municipalities.models import RegionFallBack
from municipalities.roles import actor_for
from signals import operations
from signals.api.handed import OF_WITHDRAWN
from signals.api.views import CODE_LISTS
from signals.codes import Outcome
from signals.models import Handover, HandoverAnswer, Signal
from signals.workflow import HandoverState, SignalState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import PASSWORD, World

from .conftest import Program

type ProgramOf = Callable[..., Program]

SIGNAL = {"bron": "nla", "feiten": "Twee diensten achter elkaar, deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}


def test_a_token_needs_the_right_secret_and_a_given_scope(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate, ("signalen",))
    assert program.sign_in("signalen").json()["expires_in"] == 600
    assert program.sign_in("signalen doormeldingen").status_code == 400
    program.basic = "bmllbWFuZDpuaWV0cw=="
    assert program.sign_in("signalen").status_code == 401


def test_asking_for_no_scope_gives_none(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate)
    assert program.sign_in("").status_code == 400
    assert program.token == ""


@pytest.mark.parametrize("way", ["password", "urn:ietf:params:oauth:grant-type:device_code", "refresh_token", ""])
def test_there_is_no_other_way_to_a_token_and_it_tells_nothing_of_a_password(
    world: World, program_of: ProgramOf, way: str
) -> None:
    program = program_of(world.inspectorate)
    answers = [
        program.client.post(
            "/api/v1/token",
            {"grant_type": way, "username": world.wilma.email, "password": password, "scope": "signalen"},
            headers={"Authorization": f"Basic {program.basic}"},
        )
        for password in (PASSWORD, "een ander wachtwoord")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["error"] in {"unsupported_grant_type", "invalid_request"}


@pytest.mark.parametrize(
    ("body", "status"),
    [('{"\\ud800": 1}', 400), ('{"feiten": "\\udfff"}', 400), ('{"feiten": "' + "x" * 3_000_000 + '"}', 413)],
)
def test_a_body_that_nothing_can_hold_is_a_problem_of_the_sender(
    world: World, program_of: ProgramOf, body: str, status: int
) -> None:
    answer = program_of(world.inspectorate).post("/signalen", body, key="proef")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_opens_only_what_its_scope_says(world: World, program_of: ProgramOf) -> None:
    assert program_of(world.inspectorate, ("signalen",)).get("/doormeldingen").status_code == 403


def test_a_token_is_not_stored_readable(world: World, program_of: ProgramOf) -> None:
    from oauth2_provider.models import get_access_token_model  # noqa: PLC0415

    program = program_of(world.inspectorate)
    assert program.token
    assert list(get_access_token_model().objects.values_list("token", flat=True)) == [""]


def test_a_signal_arrives_and_its_sender_reads_its_state(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate)
    sent = program.post("/signalen", SIGNAL, key="2026-1")
    assert sent.status_code == 201
    signal = Signal.objects.unscoped(reason="test").get(pk=sent.json()["id"])
    assert (signal.municipality, signal.state, signal.sender) == (world.goes, SignalState.RECEIVED, world.inspectorate)
    operations.take_up(signal, actor=actor_for(world.wilma))
    assert program.get(f"/signalen/{signal.pk}").json()["stand"] == "triage"
    assert [item["nummer"] for item in program.get("/signalen").json()["resultaten"]] == [signal.reference]


@pytest.mark.parametrize("words", ["GM0664", "gm0664", "goes", " Goes "])
def test_a_municipality_is_found_by_code_or_name(world: World, program_of: ProgramOf, words: str) -> None:
    sent = program_of(world.inspectorate).post("/signalen", {**SIGNAL, "gemeente": words}, key="k")
    assert sent.json()["gemeente"] == "GM0664"


@pytest.mark.parametrize(
    ("given", "place", "unknown"),
    [
        ({}, "Verweggistan", ""),
        ({"plaats": "Kade 3"}, "Kade 3, Verweggistan", ""),
        ({"plaatsOnbekend": "Op het water."}, "", "Op het water., Verweggistan"),
    ],
)
def test_a_municipality_that_nobody_knows_goes_to_the_fall_back_and_stays_with_the_place(
    world: World,
    program_of: ProgramOf,
    fall_back: RegionFallBack,
    given: dict[str, str],
    place: str,
    unknown: str,
) -> None:
    body = {"bron": "nla", "feiten": "Deur op slot.", "gemeente": "Verweggistan", **given}
    sent = program_of(world.inspectorate).post("/signalen", body, key="k").json()
    assert sent["gemeente"] == world.breda.gm_code
    signal = Signal.objects.unscoped(reason="test").get(pk=sent["id"])
    assert (signal.place, signal.place_unknown) == (place, unknown)


def test_without_any_place_the_fall_back_gets_it_and_the_page_says_so(
    world: World, program_of: ProgramOf, fall_back: RegionFallBack
) -> None:
    sent = program_of(world.inspectorate).post("/signalen", {"bron": "nla", "feiten": "Deur op slot."}, key="k").json()
    signal = Signal.objects.unscoped(reason="test").get(pk=sent["id"])
    assert (sent["gemeente"], signal.place_unknown) == (world.breda.gm_code, "niet door de partner vermeld")


def test_the_same_key_is_one_signal_and_another_body_a_conflict(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate)
    first, again = (program.post("/signalen", SIGNAL, key="k") for _ in range(2))
    assert first.json() == again.json()
    assert program.post("/signalen", {**SIGNAL, "feiten": "Iets anders."}, key="k").status_code == 409
    assert Signal.objects.unscoped(reason="test").count() == 1


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "bron"),
        ({**SIGNAL, "bron": "buurman"}, "bron"),
        ({**SIGNAL, "feiten": ""}, "feiten"),
        ({**SIGNAL, "feiten": "x" * 8001}, "feiten"),
        ({**SIGNAL, "gezienOp": "31-12-2025"}, "gezienOp"),
        ({**SIGNAL, "gezienOp": "2999-01-01"}, "gezienOp"),
        ({**SIGNAL, "gezienOp": "0001-01-01"}, "gezienOp"),
        ({**SIGNAL, "gemeente": 5}, "gemeente"),
        ({**SIGNAL, "gemeente": "0664"}, "gemeente"),
        ({**SIGNAL, "gemeente": "V" * 120}, "gemeente"),
        ({**SIGNAL, "fieten": "x"}, "fieten"),
    ],
)
def test_bad_input_names_the_field_and_does_not_repeat_it(
    world: World, program_of: ProgramOf, fall_back: RegionFallBack, body: dict[str, Any], name: str
) -> None:
    answer = program_of(world.inspectorate).post("/signalen", body, key="k")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert name in {field["name"] for field in problem["invalidParams"]}
    assert "buurman" not in answer.content.decode()
    assert not Signal.objects.unscoped(reason="test").exists()


@pytest.mark.parametrize("body", ["{", "[]", '"tekst"', "null"])
def test_a_body_that_is_no_object_is_a_problem_and_no_fault(world: World, program_of: ProgramOf, body: str) -> None:
    assert program_of(world.inspectorate).post("/signalen", body, key="k").status_code == 400


def test_without_a_key_nothing_is_taken(world: World, program_of: ProgramOf) -> None:
    assert program_of(world.inspectorate).post("/signalen", SIGNAL).status_code == 400


def test_an_unknown_query_key_is_refused(world: World, program_of: ProgramOf) -> None:
    assert program_of(world.inspectorate).get("/signalen", pagina="2").status_code == 400


def test_a_program_asks_for_25_or_100_lines_at_a_time(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate)
    statuses = [program.get("/signalen", aantal=size).status_code for size in ("25", "100", "1000", "0", "veel")]
    assert statuses == [200, 200, 400, 400, 400]


def test_without_a_token_there_is_a_problem_with_the_way_to_sign_in(world: World) -> None:
    answer = OutsideClient().get("/api/v1/signalen")
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.fixture
def handover(world: World) -> Handover:
    signal = make.handled(world.goes, world.wilma)
    return make.handed_over(signal, actor_for(world.wilma), world.inspectorate)


def test_the_first_reading_counts_as_received(world: World, program_of: ProgramOf, handover: Handover) -> None:
    program = program_of(world.inspectorate)
    read = program.get(f"/doormeldingen/{handover.pk}").json()
    assert read["stand"] == HandoverState.RECEIVED
    assert [field["code"] for field in read["inhoud"]] == ["place", "facts"]


def test_the_answer_stands_on_the_page_of_the_officer(
    world: World, program_of: ProgramOf, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    answer = {"besluit": "beantwoord", "uitkomsten": ["inspection_done"], "toelichting": "Wij waren er dinsdag."}
    sent = program_of(world.inspectorate).post(f"/doormeldingen/{handover.pk}/antwoord", answer)
    assert sent.json()["stand"] == HandoverState.ANSWERED
    page = client_of(world.wilma).get(reverse("signals:detail", args=[handover.signal_id])).content.decode()
    assert "Controle uitgevoerd" in page
    assert "Wij waren er dinsdag." in page


@pytest.mark.parametrize(
    ("answer", "other"),
    [
        ({"besluit": "beantwoord", "uitkomsten": ["inspection_done"], "toelichting": "Geweest."}, "Toch niet."),
        ({"besluit": "geweigerd", "toelichting": "Niet van ons."}, "Toch wel."),
        ({"besluit": "in_behandeling"}, ""),
    ],
)
def test_an_answer_sent_twice_under_one_key_is_one_answer(
    world: World, program_of: ProgramOf, handover: Handover, answer: dict[str, str], other: str
) -> None:
    program, path = program_of(world.inspectorate), f"/doormeldingen/{handover.pk}/antwoord"
    first, again = (program.post(path, answer, key="a-1") for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert HandoverAnswer.objects.of_handover(handover).count() == (answer["besluit"] == "beantwoord")
    if other:
        assert program.post(path, answer | {"toelichting": other}, key="a-1").status_code == 409


def test_a_key_of_an_answer_keeps_its_meaning_whatever_happens_after(
    world: World, program_of: ProgramOf, handover: Handover
) -> None:
    program, path = program_of(world.inspectorate), f"/doormeldingen/{handover.pk}/antwoord"
    accepted = {"besluit": "in_behandeling"}
    answered = {"besluit": "beantwoord", "uitkomsten": ["inspection_done"]}
    assert program.post(path, accepted, key="a-1").status_code == 200
    assert program.post(path, answered, key="a-1").status_code == 409
    assert program.post(path, answered, key="a-2").status_code == 200
    again = program.post(path, accepted, key="a-1")
    assert (again.status_code, again.json()["stand"]) == (200, HandoverState.ANSWERED)
    assert program.post(path, accepted, key="a-3").status_code == 409
    assert HandoverAnswer.objects.of_handover(handover).count() == 1


def test_a_request_sent_again_after_the_handover_was_taken_back_gives_number_dates_and_state(
    world: World, program_of: ProgramOf, handover: Handover
) -> None:
    program, path = program_of(world.inspectorate), f"/doormeldingen/{handover.pk}/antwoord"
    program.post(path, {"besluit": "in_behandeling"}, key="a-1")
    operations.withdraw_handover(handover, actor=actor_for(world.wilma), reason="Te vroeg gestuurd.")
    again = program.post(path, {"besluit": "in_behandeling"}, key="a-1")
    assert (again.status_code, set(again.json())) == (200, set(OF_WITHDRAWN))


def test_a_request_that_was_refused_leaves_its_key_free(
    world: World, program_of: ProgramOf, handover: Handover
) -> None:
    program, path = program_of(world.inspectorate), f"/doormeldingen/{handover.pk}/antwoord"
    program.post(path, {"besluit": "beantwoord", "uitkomsten": ["inspection_done"]}, key="a-1")
    assert program.post(path, {"besluit": "in_behandeling"}, key="a-2").status_code == 409
    more = {"besluit": "beantwoord", "uitkomsten": ["no_trafficking"]}
    assert program.post(path, more, key="a-2").status_code == 200


def test_an_outcome_is_named_once(world: World, program_of: ProgramOf, handover: Handover) -> None:
    answer = {"besluit": "beantwoord", "uitkomsten": ["inspection_done"] * 2}
    refused = program_of(world.inspectorate).post(f"/doormeldingen/{handover.pk}/antwoord", answer)
    assert refused.status_code == 400
    assert [(field["name"], field["code"]) for field in refused.json()["invalidParams"]] == [
        ("uitkomsten", "duplicate")
    ]
    with_twice = [Outcome.INSPECTION_DONE] * 2
    operations.answer_handover(handover, actor=actor_for(world.philo), outcomes=with_twice)
    assert HandoverAnswer.objects.of_handover(handover).get().outcomes == ["inspection_done"]


def test_of_a_handover_taken_back_a_program_gets_number_dates_and_state(
    world: World, program_of: ProgramOf, handover: Handover
) -> None:
    operations.withdraw_handover(handover, actor=actor_for(world.wilma), reason="Te vroeg gestuurd.")
    program = program_of(world.inspectorate)
    answer = program.get(f"/doormeldingen/{handover.pk}")
    assert set(answer.json()) == {"id", "nummer", "stand", "verstuurdOp", "ingetrokkenOp"}
    assert program.get("/doormeldingen").json()["resultaten"] == [answer.json()]
    for text in (make.FACTS, handover.purpose, "Te vroeg"):
        assert text not in answer.content.decode()
    refused = program.post(f"/doormeldingen/{handover.pk}/antwoord", {"besluit": "in_behandeling"})
    assert refused.status_code == 409


def test_a_partner_finds_nothing_of_another(world: World, program_of: ProgramOf, handover: Handover) -> None:
    other = program_of(world.veilig_thuis)
    assert other.get("/doormeldingen").json()["resultaten"] == []
    assert other.get(f"/doormeldingen/{handover.pk}").status_code == 404
    refused = other.post(f"/doormeldingen/{handover.pk}/antwoord", {"besluit": "in_behandeling"})
    assert refused.status_code == 404
    mine = program_of(world.inspectorate).post("/signalen", SIGNAL, key="k").json()
    assert other.get(f"/signalen/{mine['id']}").status_code == 404
    assert other.get("/signalen").json()["resultaten"] == []


def test_a_list_is_logged_with_as_many_rows_as_it_gave(world: World, program_of: ProgramOf, handover: Handover) -> None:
    program = program_of(world.inspectorate)
    program.post("/signalen", SIGNAL, key="k")
    for resource, event in (("/signalen", "signals.submission_viewed"), ("/doormeldingen", "signals.handover_viewed")):
        assert len(program.get(resource).json()["resultaten"]) == 1
        look = AuditEvent.objects.unscoped(reason="test").get(event=event)
        assert look.detail["rows"] == 1


def test_a_partner_does_not_read_a_signal_by_the_pages(world: World, handover: Handover) -> None:
    answer = OutsideClient().get(reverse("signals:detail", args=[handover.signal_id]))
    assert answer.status_code == 302


def test_code_lists_and_municipalities_are_there(world: World, program_of: ProgramOf) -> None:
    program = program_of(world.inspectorate)
    assert {"code": "GM0664", "naam": "Goes"} in program.get("/gemeenten").json()
    lists = program.get("/codelijsten").json()
    assert {name: len(program.get(f"/codelijsten/{name}").json()) > 1 for name in lists} == dict.fromkeys(
        CODE_LISTS, True
    )
    assert program.get("/codelijsten/bestaat-niet").status_code == 404


def test_forms_sources_and_organisations_give_their_value_in_the_data_standard(
    world: World, program_of: ProgramOf
) -> None:
    program = program_of(world.inspectorate)
    nobodys = {"network_tip", "citizen", "victim", "relative", "anonymous", "mma", "media_online", "own_check"}
    for name, (code, value), without in (
        ("vormen", ("labour", "ForcedLabour"), {"unknown"}),
        ("bronnen", ("ind", "ImmigrationService"), nobodys),
        ("soorten-organisaties", ("nla", "CentralGovernmentOrganisation"), {"foreign_authority"}),
    ):
        rows = {row["code"]: row for row in program.get(f"/codelijsten/{name}").json()}
        assert rows[code]["htcds"] == value
        assert {row["code"] for row in rows.values() if "htcds" not in row} == without, name


def test_a_trailing_slash_is_not_an_address(world: World, program_of: ProgramOf) -> None:
    assert program_of(world.inspectorate).get("/signalen/").status_code == 404


def test_the_document_describes_every_resource_and_each_answer_has_the_version(world: World) -> None:
    answer = OutsideClient().get("/api/v1/openapi.json")
    assert answer.headers["API-Version"] == "1.0.0"
    assert "sessie" not in answer.cookies
    document = answer.json()
    assert document["openapi"].startswith("3.")
    assert set(document["info"]["contact"]) == {"name", "email", "url"}
    api = next(item for item in get_resolver().url_patterns if str(item.pattern) == "api/v1/")
    assert isinstance(api, URLResolver)
    routes = {
        f"/{item.pattern}".replace("<uuid:pk>", "{id}")
        .replace("<slug:name>", "{name}")
        .replace("<int:nummer>", "{nummer}")
        for item in api.url_patterns
    }
    described = {path.replace("{pk}", "{id}") for path in document["paths"]}
    assert described == routes - {"/token", "/openapi.json"}


def test_each_program_has_an_allowance_of_its_own_and_hears_when_there_is_more(
    world: World, program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgramThrottle, "allowance", Rule(limit=2, memory=60, waits=()))
    eager, other = program_of(world.inspectorate), program_of(world.inspectorate)
    with time_machine.travel(1_900_000_000, tick=False) as clock:
        eager.sign_in(), other.sign_in()
        assert [eager.get("/gemeenten").status_code for _ in range(4)] == [200, 200, 429, 429]
        refused = eager.get("/gemeenten")
        assert (refused["Content-Type"], refused["Retry-After"]) == ("application/problem+json", "60")
        assert other.get("/gemeenten").status_code == 200
        # Of danger it hears nothing of the kind, whatever else it does: a signal that says so gets past.
        assert eager.post("/signalen", {"directGevaar": "yes"}, key="haast").status_code == 400
        assert eager.post("/signalen", {"directGevaar": "no"}, key="geen haast").status_code == 429
        clock.shift(60)
        assert eager.get("/gemeenten").status_code == 200
