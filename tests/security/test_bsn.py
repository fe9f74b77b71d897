"""No BSN in any text that is kept, by page or program; who says that it is none is in the log. With danger nothing asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.events import AuditFact
from audit.models import AuditEvent
from cases.models import Note
from core.forms import every_form
from signals.models import Decision, Signal
from signals.views.start import PURPOSES
from tests.api.conftest import Program
from tests.api.conftest import program_of as program_of
from tests.architecture.matrix import ROWS
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.factories.consent import FILLED
from tests.signals.filling import ANSWERS, begin, fill, send
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
TEXT = "Op de kaart staat 111.222.333."
JUDGEMENT = {"severity": "raised", "plausibility": "reasonable", "urgency": "normal"}


def told() -> list[tuple[Any, list[str]]]:
    """Of each time somebody said that it is no BSN: in which dossier, and in which fields."""
    events = AuditEvent.objects.unscoped(reason="test").filter(event=AuditFact.NO_BSN)
    return [(event.dossier_id, event.detail["fields"]) for event in events]


def test_a_note_in_a_case_is_refused_until_its_writer_says_that_it_is_none(world: World, client_of: ClientOf) -> None:
    case = make_case.in_intake(world.goes, world.wilma, world.karlijn)
    browser, url = client_of(world.karlijn), reverse("cases:add-note", args=[case.pk])
    refused = send(browser, url, text=TEXT)
    assert refused.status_code == 422
    assert "Dit is geen BSN" in refused.content.decode()
    assert TEXT in refused.content.decode()
    assert not Note.objects.unscoped(reason="test").exists()
    assert told() == []
    assert send(browser, url, text=TEXT, no_bsn="on").status_code == 302
    assert Note.objects.unscoped(reason="test").get().text == TEXT
    assert told() == [(case.dossier_id, ["text"])]


def test_of_a_form_that_takes_several_steps_it_is_told_once(world: World, client_of: ClientOf) -> None:
    signal = make.triaged(world.goes, world.wilma)
    browser, url = client_of(world.wilma), reverse("signals:decide", args=[signal.pk])
    given = {"hat": browser.hat, "version": signal.version, **JUDGEMENT, "motivation": TEXT, "offer": "on"}
    given |= {"offer_why": TEXT, **FILLED}
    assert browser.post(url, given).status_code == 422
    assert not Decision.objects.unscoped(reason="test").exists()
    assert browser.post(url, {**given, "no_bsn": "on"}).status_code == 302
    assert told() == [(signal.dossier_id, ["motivation", "offer_why"])]


def test_who_said_so_while_filling_in_a_draft_said_so_of_the_signal(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    draft = begin(browser)
    check = fill(browser, draft, wat={**ANSWERS["wat"], "facts": TEXT, "no_bsn": "on"})
    assert told() == []
    assert send(browser, check).status_code == 302
    assert told() == [(draft.pk, ["facts"])]


@pytest.mark.parametrize("danger", ["yes", "no"])
def test_with_direct_danger_a_decision_is_not_held_up(world: World, client_of: ClientOf, danger: str) -> None:
    signal = make.triaged(world.goes, world.wilma, danger=danger)
    browser, url = client_of(world.wilma), reverse("signals:decide", args=[signal.pk])
    given = {"hat": browser.hat, "version": signal.version, **JUDGEMENT, "motivation": TEXT, "hand_over": "on"}
    assert browser.post(url, given).status_code == (302 if danger == "yes" else 422)
    assert told() == []


def test_on_the_page_of_an_open_signal_in_direct_danger_no_form_asks(world: World, client_of: ClientOf) -> None:
    browser, signals = client_of(world.wilma), Signal.objects.unscoped(reason="test")
    made: dict[Any, list[Any]] = {}
    asking, opened = [], 0
    for name in (f"signals:{step}" for step in ("detail", "decide", *PURPOSES) if step not in ("reopen", "split")):
        row = ROWS.get(name)
        if row is None or row.about is None or "Wilma" not in row.open_to or "get" not in row.methods:
            continue
        made[row.about] = made.get(row.about) or row.about(world)
        signals.exclude(danger="yes").update(danger="yes", danger_since=timezone.now(), danger_over="")
        answer = browser.get(reverse(name, args=made[row.about]))
        opened += answer.status_code == 200
        asking += [name] if b"data-bsn" in answer.content else []
    assert asking == []
    assert opened > 40
    signal = make.triaged(world.goes, world.wilma, danger="yes")
    url = reverse("signals:note-call", args=[signal.pk])
    assert "no_bsn" not in send(browser, url, text=TEXT).context["form"].fields


SENT = {"bron": "nla", "feiten": TEXT, "gemeente": "GM0664", "plaats": "Goes"}


def test_a_program_is_told_which_field_and_how_to_say_that_it_is_none(
    world: World, program_of: Callable[..., Program]
) -> None:
    program = program_of(world.inspectorate)
    refused = program.post("/signalen", SENT, key="1")
    assert refused.status_code == 400
    assert [field["name"] for field in refused.json()["invalidParams"]] == ["feiten"]
    assert not Signal.objects.unscoped(reason="test").exists()
    sent = program.post("/signalen", {**SENT, "geenBsn": True}, key="2")
    assert sent.status_code == 201
    assert told() == [(Signal.objects.unscoped(reason="test").get().pk, ["feiten"])]
    assert program.post("/signalen", {**SENT, "directGevaar": "yes"}, key="3").status_code == 201
    assert len(told()) == 1


def test_only_what_keeps_no_text_asks_nothing() -> None:
    """A form asks unless it says why not."""
    silent = {form.__name__ for form in every_form() if not form.keeps_texts}
    assert silent == {"AppForm", "FindOtherForm", "LockForm", "NoBsnForm"}
