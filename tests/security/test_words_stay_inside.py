"""What somebody typed stands on the page and in the row, and nowhere beside it: no title, address, mail, log or log row."""

import logging
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from audit.models import AuditEvent
from cases import operations as case_operations
from cases.models import CasePerson
from cases.operations.people import Identity
from core.logs import WithoutRows
from jobs.models import Job, OutboxMessage
from jobs.outbox import send_waiting
from municipalities.roles import actor_for
from signals.querysets import SignalQuerySet
from tests.factories import cases as make_case
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

WORD = "Zonderlingewoord"
NAME = "Vreemdenaamdrager"
ADDRESSES = re.compile(r'\b(?:href|src|action|formaction|content|hx-[\w-]+|data-[\w-]*url)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
LOOSE = {WORD, NAME}


def words_in(text: str) -> set[str]:
    return {word for word in LOOSE if word.lower() in text.lower()}


@pytest.fixture
def signal(world: World) -> Any:
    """A signal full of them, passed on to the inspectorate and offered to care coordination."""
    typed = {"facts": f"{WORD} bij {NAME}", "company": WORD, "place": f"{WORD}kwartier", "shift": WORD}
    row = make_case.offered(world.goes, world.wilma, **typed)
    # The company is of the same word: it goes along, or the last check would ask about it.
    fields = ["place", "company", "facts"]
    make.handed_over(row, actor_for(world.wilma, "focal_officer"), world.inspectorate, purpose=WORD, fields=fields)
    return row


@pytest.fixture
def case(world: World) -> Any:
    """A case about somebody of that name."""
    row = make_case.intensive(world.goes, world.karlijn, request=WORD, safe_contact=f"{WORD} appen")
    who = Identity(name=NAME, contact=WORD, address=WORD, shelter_address=WORD)
    case_operations.add_person(row, actor=make_case.coordinator(world.karlijn), key=uuid.uuid4(), identity=who)
    return row


def pages(world: World, client_of: ClientOf, signal: Any, case: Any) -> Iterator[Any]:
    """The pages on which they stand, as those who may read them get them."""
    wilma, karlijn = client_of(world.wilma), client_of(world.karlijn)
    person = CasePerson.objects.of(case).get()
    yield wilma.post(reverse("signals:note"), {"hat": "focal_officer", "facts": WORD, "place": WORD, "company": NAME})
    for url in (reverse("search"), reverse("signals:list")):
        found = wilma.post(url, {"q": WORD})
        yield found
        yield wilma.get(found.headers["Location"])
    for name in ("detail", "readers", "complete", "enrich", "hand-over"):
        yield wilma.get(reverse(f"signals:{name}", args=[signal.pk]))
    yield wilma.get("/mijn-werk/")
    for name in ("detail", "people", "help", "course", "edit", "close"):
        yield karlijn.get(reverse(f"cases:{name}", args=[case.pk]))
    yield karlijn.get(reverse("cases:offer", args=[make_case.offer_of(signal).pk]))
    yield karlijn.post(reverse("cases:reveal", args=[person.pk]), {"hat": "care_coordinator"})
    yield karlijn.get(reverse("cases:edit-person", args=[person.pk]))
    yield client_of(world.vera).get(reverse("signals:detail", args=[signal.pk]), {"q": WORD})
    yield wilma.get(f"/{WORD}/")


def test_no_title_address_mail_job_log_row_or_log_line_holds_what_was_typed(
    world: World, client_of: ClientOf, signal: Any, case: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = set()
    for answer in pages(world, client_of, signal, case):
        shown |= words_in(answer.content.decode())
        _keeps_them_to_the_page(answer)
    assert shown == LOOSE, "they do stand on the pages"
    send_waiting()
    assert [letter for letter in mail.outbox if words_in(f"{letter.subject} {letter.body} {letter.to}")] == []
    for rows in (OutboxMessage.objects.all(), Job.objects.all(), AuditEvent.objects.unscoped(reason="test")):
        assert [row for row in rows.values() if words_in(str(row))] == []
    assert AuditEvent.objects.unscoped(reason="test").exists()
    assert words_in(told(caplog, without="/" + WORD)) == set()


def _keeps_them_to_the_page(answer: Any) -> None:
    page, asked = answer.content.decode(), answer.wsgi_request.get_full_path()
    for title in TITLE.findall(page):
        assert words_in(title) == set(), asked
    for address in ADDRESSES.findall(page):
        # Only an address that a stranger made up may come back in the page that says that there is none.
        assert words_in(address) <= words_in(asked), (asked, address)
    for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "Content-Disposition"):
        assert words_in(answer.headers.get(name, "")) == set(), asked


def told(caplog: pytest.LogCaptureFixture, *, without: str = "") -> str:
    """What a server's log would hold: the lines in our format; statements of the database are not logged there."""
    formatter = WithoutRows("%(levelname)s %(name)s %(message)s")
    lines = [formatter.format(record) for record in caplog.records if not record.name.startswith("django.db")]
    return "\n".join(lines).replace(without, "") if without else "\n".join(lines)


def test_a_fault_is_logged_without_what_was_sent_or_held(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        held = f"{WORD} in a variable"
        raise ValueError(held)

    monkeypatch.setattr("signals.operations.note_signal", broken)
    monkeypatch.setattr(SignalQuerySet, "for_list", broken)
    browser = client_of(world.wilma)
    browser.raise_request_exception = False
    typed = {"hat": "focal_officer", "facts": WORD, "place": WORD}
    answers = [browser.get(reverse("signals:list"), {"q": WORD}), browser.post(reverse("signals:note"), typed)]
    assert 500 in {answer.status_code for answer in answers}
    lines = told(caplog)
    assert "ValueError" in lines
    assert "Fault F-" in lines
    assert words_in(lines) == set()
