"""What lies outside somebody's reach changes nothing of what that person gets to see, on any page."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from inspect import unwrap
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import User
from core.access import Actor, may
from core.pages import mark_of
from municipalities.roles import actor_for
from reports import pdf
from reports.models import Report
from reports.operations import Ask, Texts
from reports.periods import Period
from signals import letters, operations
from signals.models import Handover, Offer
from tests.api.conftest import Program, program_of
from tests.architecture.test_access_matrix import ADDRESSES
from tests.factories import cases as make_case
from tests.factories import reports as make_report
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.statuses import only_statuses
from tests.support.world import PASSWORD, World, email_of

__all__ = ["only_statuses", "program_of"]
type ClientOf = Callable[..., OutsideClient]

WORD = "Zonderlingewoord"
# Drawn anew for every answer: the token of a form, its key, the moment at which its words were signed, the mark of a
# script, the seal of words in an address, and how long the session still lasts.
DRAWN = re.compile(
    r'(name="(csrfmiddlewaretoken|key|page|woorden)" value|nonce|data-session-seconds|X-CSRFToken&quot;: &quot;)(="|)[^"&]*|\bq=[^"&]*|"seconds": \d+'
)
SEARCHES = {
    "signals:list": ({"q": WORD}, {"tab": "alles"}, {"tab": "te-laat"}),
    "cases:list": ({"q": WORD}, {"wanneer": "te-laat"}),
    "search": ({"q": WORD},),
}


def lists() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every page that needs no id, with its searches."""
    for name, pattern in sorted(ADDRESSES.items()):
        plain = not pattern.pattern.converters and "?P<" not in str(pattern.pattern)
        if plain and not name.startswith("api:") and name != "account_logout":
            for query in ({}, *SEARCHES.get(name, ())):
                yield name, query


def read(client: OutsideClient, actor: Actor, *, all_of_them: bool = False) -> dict[str, str]:
    """Every page that this person may open, as she gets it. The others are refused before anything is asked for them.

    Those of `accounts`, which stands below all content and cannot import it, only where somebody wants `all_of_them`.
    """
    found = {}
    for name, query in lists():
        view = ADDRESSES[name].callback
        mark = mark_of(view)
        assert mark is not None
        if mark.action is not None and not may(actor, mark.action):
            continue
        if is_below_content(view) and not all_of_them:
            continue
        ask = client.post if "q" in query else client.get
        answer = ask(reverse(name), query, follow="q" in query)
        found[f"{name}?{query}"] = f"{answer.status_code} " + DRAWN.sub("", answer.content.decode())
    return found


def is_below_content(view: Any) -> bool:
    return bool(unwrap(view).__module__.startswith(("accounts.", "allauth.")))


def foreign_rows(world: World) -> list[str]:
    """Signals, an urgent one too, and one passed on, in a municipality without mandate; their references."""
    rows = [
        make.triaged(world.vlissingen, world.vera, facts=f"{WORD} in de haven", company=WORD, place=WORD),
        make.handled(world.vlissingen, world.vera, facts=WORD, danger="yes"),
    ]
    make.handed_over(rows[1], actor_for(world.vera), world.veilig_thuis)
    return [row.reference for row in rows]


@pytest.mark.parametrize("person", ["Karlijn", "Pieter", "Wilma", "Philo", "Berend", "Hanna", "Bo", "Lowie", "Vince"])
def test_rows_out_of_reach_change_no_page(world: World, client_of: ClientOf, person: str) -> None:
    make.received(world.goes, world.hanna)
    make_case.offered(world.goes, world.wilma)
    browser, actor = client_of(world.person(person)), actor_for(world.person(person))
    before = read(browser, actor, all_of_them=person == "Wilma")
    references = foreign_rows(world)
    after = read(browser, actor, all_of_them=person == "Wilma")
    changed = [page for page in before if before[page] != after[page]]
    assert changed == []
    for secret in (*references, WORD + " in"):
        assert not any(secret in page for page in after.values())


def test_a_program_finds_nothing_of_what_was_not_sent_to_it(world: World, program_of: Callable[..., Program]) -> None:
    program = program_of(world.inspectorate)
    paths = ("/signalen", "/doormeldingen", "/gemeenten", "/codelijsten")
    before = [program.get(path).content for path in paths]
    foreign_rows(world)
    assert [program.get(path).content for path in paths] == before


def test_a_refused_offer_is_gone_for_who_refused_it(world: World, client_of: ClientOf) -> None:
    signal = make_case.offered(world.goes, world.wilma, facts=f"{WORD} in de haven")
    offer = Offer.objects.unscoped(reason="test").get(signal=signal)
    browser = client_of(world.karlijn)
    pages = [
        reverse("cases:offer", args=[offer.pk]),
        reverse("signals:detail", args=[signal.pk]),
        reverse("cases:of-signal", args=[signal.pk]),
        f"{reverse('cases:new')}?signaal={signal.pk}",
        f"{reverse('cases:join')}?signaal={signal.pk}",
    ]
    verbs = [reverse(f"cases:{verb}", args=[offer.pk]) for verb in ("ask-back", "advise-following", "refuse-offer")]
    pages += verbs
    assert [browser.get(page).status_code for page in pages] == [200] * len(pages)
    operations.refuse_offer(offer, actor=make_case.coordinator(world.karlijn), refusal="Geen hulpvraag.")
    assert [browser.get(page).status_code for page in pages] == [404] * len(pages)
    pages_now = read(browser, make_case.coordinator(world.karlijn))
    assert [name for name, page in pages_now.items() if WORD + " in" in page or signal.reference in page] == []
    for answer in (browser.post(verb, {"hat": make_case.HAT}) for verb in verbs):
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "U hebt dit aanbod al geweigerd" in page
        assert WORD not in page
        assert signal.reference not in page


def _addresses(world: World) -> Iterator[tuple[str, str, bool]]:
    """Every address, with an id of nothing where it needs one, and whether anybody may open it."""
    for name, pattern in ADDRESSES.items():
        kinds = pattern.pattern.converters
        arguments = {key: _example(type(kind).__name__) for key, kind in kinds.items()}
        mark = mark_of(pattern.callback)
        assert mark is not None
        if "?P<" not in str(pattern.pattern):
            yield name, reverse(name, kwargs=arguments), mark.public


def _example(kind: str) -> Any:
    return {"UUIDConverter": uuid.uuid4(), "IntConverter": 1}.get(kind, "goes")


def _half_sign_in(world: World, client: OutsideClient, state: str) -> None:
    User.objects.filter(pk=world.wilma.pk).update(is_active=state != "closed account")
    EmailAddress.objects.filter(user=world.wilma).update(verified=state != "unconfirmed address")
    password = PASSWORD if state != "wrong password" else "iets anders dan dat"
    client.post(reverse("account_login"), {"login": email_of("Wilma Windvaan"), "password": password})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("state", ["closed account", "wrong password"])
def test_who_is_refused_has_the_session_of_a_stranger(world: World, client: OutsideClient, state: str) -> None:
    """So nothing that the access matrix does not show for somebody who never signed in."""
    _half_sign_in(world, client, state)
    assert dict(client.session.items()) == {}


@pytest.mark.usefixtures("only_statuses")
def test_who_has_to_confirm_an_address_first_reaches_nothing(world: World, client: OutsideClient) -> None:
    _half_sign_in(world, client, "unconfirmed address")
    opened = []
    for name, url, public in _addresses(world):
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            inside = answer.status_code not in {302, 401, 403, 405, 415}
            if inside and not public and not name.startswith("api:"):
                opened.append((name, method, answer.status_code))
    assert opened == []


def test_a_session_whose_account_is_closed_meanwhile_reaches_nothing(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    assert browser.get(reverse("signals:list")).status_code == 200
    User.objects.filter(pk=world.wilma.pk).update(is_active=False)
    assert browser.get(reverse("signals:list")).status_code == 302


class Elements(HTMLParser):
    """The elements of a document and the attributes that lead somewhere or run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.found += [
            f"{tag} {name}" for name, _ in attrs if name in {"style", "href", "src"} or name.startswith("on")
        ]


HOSTILE = (
    '<script>alert(1)</script><img src="file:///etc/passwd" onerror="x"><style>p{display:none}</style>'
    '<link rel="attachment" href="file:///etc/passwd"></p></style>" style="color:red" onclick="x" {{ settings }} \u202e'
)


def test_what_was_typed_is_no_markup_in_a_letter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    monkeypatch.setattr(letters, "render_pdf", lambda html, title: pages.append(html))
    for text in ("Gewoon.", HOSTILE):
        signal = make.handled(world.goes, world.wilma, facts=text, company=text[:120], place=text[:80])
        given: dict[str, Any] = {
            "purpose": text[:200],
            "to_function": text[:60],
            "fields": ["place", "company", "facts"],
        }
        handover: Handover = make.handed_over(signal, actor_for(world.wilma), world.inspectorate, **given)
        letters.letter_of(handover)
    plain, hostile = (Elements(page).found for page in pages)
    assert hostile == plain
    assert "{{ settings }}" in pages[1]


def test_what_was_typed_is_no_markup_in_a_report(world: World, client_of: ClientOf) -> None:
    reports: list[Report] = []
    for text, half in (("Gewoon.", "2025-H2"), (HOSTILE, "2026-H1")):
        texts = Texts(introduction=text, asks=[Ask(what=text, who=text, before=text)])
        reports.append(make_report.made(world.zeeland, world.daphne, Period.from_code(half), texts=texts))
    plain, hostile = (Elements(pdf.html_of(report)).found for report in reports)
    assert hostile == plain
    browser = client_of(world.daphne, "district_coordinator")
    page = browser.get(reverse("reports:detail", args=[reports[1].pk])).content.decode()
    assert "<script>alert" not in page
    assert 'onclick="x"' not in page
