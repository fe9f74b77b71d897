"""What nobody types by accident: it is refused in words, or it is nothing; it is never a fault of ours."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from municipalities.roles import actor_for
from signals.models import Handover, Submission
from tests.api.conftest import Program, program_of
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
type ProgramOf = Callable[..., Program]

__all__ = ["program_of"]
SIGNAL = {"bron": "nla", "feiten": "Deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}
SOME_ID = "00000000-0000-4000-8000-000000000000"
MOMENT = ["t", "2026-01-01T00:00:00+01:00"]
PLACES: tuple[Any, ...] = (
    [["p", "abc"], ["u", SOME_ID]],
    [["p", None], ["p", None]],
    [["t", 5], ["u", SOME_ID]],
    [["t", "0001-01-01T00:00:00+14:00"], ["u", SOME_ID]],
    [MOMENT, ["u", 5]],
    [MOMENT, ["p", "nee"]],
    [["d", "2026-01-01"], ["d", "2026-01-01"]],
    [["p", {"a": 1}], ["p", [1]]],
    [["p", "\x00"], ["p", 1]],
    [["p", "\ud800"], ["p", 1]],
    [["p", 10**40], ["p", 10**40]],
    [[["t"], 1], [["u"], 1]],
    [MOMENT],
    {"t": 1},
    5,
)


def _place(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize("place", PLACES)
def test_a_place_in_a_list_that_was_made_by_hand_gives_the_first_page(
    world: World, client_of: ClientOf, place: Any
) -> None:
    signal = make.received(world.goes, world.hanna)
    for turn in ("", "-"):
        answer = client_of(world.wilma).get(reverse("signals:list"), {"na": turn + _place(place)})
        assert answer.status_code == 200
        assert signal.reference in answer.content.decode()


@pytest.mark.parametrize(
    "place", [[["p", 5], ["p", "nee"]], [["p", "Wilma"], ["p", "\x00"]], [["p", "\ud800"], ["p", 1]]]
)
def test_a_place_among_the_users_that_was_made_by_hand_gives_the_first_page(
    world: World, client_of: ClientOf, place: Any
) -> None:
    answer = client_of(world.person("Bo")).get(reverse("municipalities:users-and-roles"), {"na": _place(place)})
    assert answer.status_code == 200


def test_a_null_character_in_the_search_for_a_user_finds_what_the_rest_finds(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.person("Bo")).post(
        reverse("municipalities:users-and-roles"), {"q": "Wil\x00ma"}, follow=True
    )
    assert answer.status_code == 200
    assert "Wilma Windvaan" in answer.content.decode()


def test_a_null_character_in_a_clicked_cell_names_no_municipality(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.daphne, "district_coordinator").post(
        reverse("municipalities:set-readiness"), {"hat": "district_coordinator", "cel": "\x00GM-focal_officer"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"feiten": ' + "[" * 5_000 + "]" * 5_000 + "}", '{"feiten": "\\ud800"}']
)
def test_a_body_that_no_signal_can_have_is_a_problem_document(world: World, program_of: ProgramOf, body: str) -> None:
    answer = program_of(world.inspectorate).post("/signalen", body, key="vreemd")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Submission.objects.unscoped(reason="test").exists()


def test_a_null_character_in_the_name_of_a_program_is_the_name_of_no_program(
    world: World, program_of: ProgramOf
) -> None:
    program = program_of(world.inspectorate)
    program.basic = base64.b64encode(b"\x00:geheim").decode()
    assert program.sign_in().status_code == 401


@pytest.mark.parametrize(
    ("name", "stands"),
    [("enrich", "triaged"), ("hand-over", "handled"), ("close-at-once", "received")],
)
def test_showing_a_form_about_a_signal_is_a_look_that_stands_in_the_log(
    world: World, client_of: ClientOf, name: str, stands: str
) -> None:
    signal = getattr(make, stands)(world.goes, world.hanna if stands == "received" else world.wilma)
    assert client_of(world.wilma).get(reverse(f"signals:{name}", args=[signal.pk])).status_code == 200
    look = AuditEvent.objects.unscoped(reason="test").get(event="signals.viewed")
    assert (look.actor_id, look.hat, look.dossier_id) == (world.wilma.pk, "focal_officer", signal.pk)


def test_a_form_about_a_part_of_a_signal_is_a_look_that_stands_in_the_log(world: World, client_of: ClientOf) -> None:
    handover: Handover = make.handed_over(
        make.handled(world.goes, world.wilma), actor_for(world.wilma), world.inspectorate
    )
    assert client_of(world.wilma).get(reverse("signals:record-answer", args=[handover.pk])).status_code == 200
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.viewed")
    assert [look.dossier_id for look in looks] == [handover.dossier_id]


VALUES = (
    "\x00",
    "a\x00b",
    "-1",
    "9" * 40,
    "NaN",
    "[]",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "a & | !b",
    '"onaf',
    "\u202e\u200b",
    "\u0661\u0662",
    "²",
    "%00",
    "district-" + "9" * 40,
    "<script>alert(1)</script>",
    "A" * 3_000,
)
FILTERED = {
    "Karlijn": {
        "signals:list": ("q", "stand", "vorm", "bron", "aandacht", "gemeente", "tab"),
        "cases:list": ("q", "intensiteit", "wanneer", "gemeente", "van", "klok", "vorm"),
        "cases:new": ("signaal",),
        "cases:join": ("signaal",),
    },
    "Philo": {"postbox:inbox": ("tab", "na"), "signals:submissions": ("na",)},
    "Hanna": {"signals:submissions": ("na",), "signals:begin": ("terug", "q")},
    "Bo": {
        "municipalities:users-and-roles": ("q", "na"),
        "municipalities:register-mandate": ("gemeente",),
    },
    "Lowie": {
        "reports:list": ("na",),
        "municipalities:list": ("q", "district", "gebied"),
        "municipalities:readiness": ("district", "datum", "onderdeel"),
    },
}


@pytest.mark.parametrize("person", sorted(FILTERED))
def test_a_value_that_no_filter_has_is_an_answer_in_words_or_nothing(
    world: World, client_of: ClientOf, person: str
) -> None:
    browser = client_of(world.person(person))
    for name, fields in FILTERED[person].items():
        url = reverse(name)
        for number, field in enumerate(fields):
            # Every value meets several fields of its kind; all of them on each would take a minute.
            for value in ("\x00", *VALUES[number % 5 :: 5]):
                answer = browser.get(url, {field: [value, "tweede"]} if value == "[]" else {field: value})
                assert answer.status_code in {200, 302, 404, 422}, (name, field, value)
                assert "<script>alert" not in answer.content.decode(), (name, field)


@pytest.mark.parametrize("person", sorted(FILTERED))
def test_a_body_of_ten_megabytes_is_refused_and_no_fault(world: World, client_of: ClientOf, person: str) -> None:
    browser = client_of(world.person(person))
    for url in (reverse("accounts:hat"), reverse("signals:note"), reverse("municipalities:set-readiness")):
        assert browser.post(url, {"facts": "A" * 10_000_000}).status_code in {400, 403, 413}


@pytest.mark.parametrize("path", ["//elders.example/x", "/\\elders.example", "///elders.example"])
def test_the_way_back_from_an_error_never_leads_to_another_host(world: World, client_of: ClientOf, path: str) -> None:
    signal, wilma = make.triaged(world.goes, world.wilma), client_of(world.wilma)
    url = reverse("signals:take-up", args=[signal.pk])
    data = {"hat": "focal_officer", "version": signal.version}
    for referer, leads in ((f"http://testserver{path}", False), (f"http://testserver/signalen/{signal.pk}/", True)):
        page = wilma.post(url, data, headers={"Referer": referer})
        assert page.status_code == 409
        assert "elders.example" not in page.content.decode()
        assert ("Pagina opnieuw openen" in page.content.decode()) == leads
