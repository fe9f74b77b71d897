"""Signing in by the screen of a municipality: who comes in, and which return signs in nobody."""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from accounts import departures, throttle
from accounts.events import AccountEvent
from accounts.models import Departure, Identity, Issuer
from audit.models import AuditEvent
from core import outgoing
from tests.support.clients import OutsideClient
from tests.support.issuer import Claims, LocalIssuer, rsa_key
from tests.support.signing_in import come_back, is_in, leave, refusals, register, sign_in, way_on
from tests.support.world import World


@pytest.fixture
def goes(world: World, local: LocalIssuer) -> Issuer:
    """The issuer of Goes."""
    return register(local, world.goes)


def test_whoever_signs_in_there_with_a_second_factor_comes_in(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = OutsideClient()
    address = leave(browser, world.wilma.email.upper(), next="/signalen/")
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["scope"], asked["response_type"]) == (["openid email profile"], ["code"])
    assert asked["acr_values"] == ["urn:hoog"]
    assert world.wilma.email not in address
    before = browser.session.session_key
    arrived = come_back(browser, goes, local.authorize(address, world.wilma.email))
    assert arrived.status_code == 200
    assert way_on(arrived) == "/signalen/"
    assert is_in(browser)
    assert browser.session.session_key != before
    events = AuditEvent.objects.unscoped(reason="test").filter(object_id=str(world.wilma.pk))
    assert [event.event for event in events.order_by("at")] == [AccountEvent.IDENTITY_LINKED, AccountEvent.SIGNED_IN]
    assert events.get(event=AccountEvent.SIGNED_IN).detail == {"second_step": "issuer"}
    assert Identity.objects.get().user == world.wilma


def test_the_key_of_a_session_from_before_opens_nothing(world: World, local: LocalIssuer, goes: Issuer) -> None:
    """A session that somebody else planted in this browser is not the one that is signed in."""
    browser, thief = OutsideClient(), OutsideClient()
    browser.get(reverse("account_login"))
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["sessie"] = thief.cookies["sessie"] = str(session.session_key)
    assert sign_in(browser, goes, local, world.wilma.email).status_code == 200
    assert is_in(browser)
    assert not is_in(thief)


def test_nothing_of_a_token_is_kept(
    world: World, local: LocalIssuer, goes: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    brought = local.authorize(leave(browser := OutsideClient(), world.wilma.email), world.wilma.email)
    come_back(browser, goes, brought)
    sign_in(OutsideClient(), goes, local, world.wilma.email, nonce="een andere")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, ' ') FROM accounts_departure d")
        stored = str(cursor.fetchone()[0])
        cursor.execute("SELECT string_agg(e::text, ' ') FROM audit_auditevent e")
        stored += str(cursor.fetchone()[0])
        cursor.execute("SELECT string_agg(i::text, ' ') FROM accounts_issuer i")
        stored += str(cursor.fetchone()[0])
    stored += " ".join(json.dumps(session.get_decoded()) for session in Session.objects.all()) + caplog.text
    for secret in (*local.tokens, brought["code"], brought["state"], "een geheim: met", "nobody uses this"):
        assert secret not in stored


@pytest.mark.parametrize("way", ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "javascript:alert(1)", "/\t/kwaad.example"])  # fmt: skip
def test_nobody_is_led_to_another_site(way: str, world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = OutsideClient()
    brought = local.authorize(leave(browser, world.wilma.email, next=way), world.wilma.email)
    assert way_on(come_back(browser, goes, brought)) == "/"


@pytest.mark.parametrize(("told", "why"), [
    ({"nonce": "een andere"}, "nonce"),
    ({"amr": ["pwd"]}, "second_factor"),
    ({"email_verified": False}, "email_not_verified"),
    ({"email": "windvaan@elders.example"}, "domain"),
    ({"email": "windvaan@onder.voorbeeld.example"}, "domain"),
    ({"email": "niemand@voorbeeld.example"}, "unknown"),
], ids=lambda value: "" if isinstance(value, dict) else value)  # fmt: skip
def test_a_token_that_says_too_little_or_something_else_signs_in_nobody(
    told: Claims, why: str, world: World, local: LocalIssuer, goes: Issuer
) -> None:
    """Each way in which a token can be wrong stands in test_id_tokens.py."""
    browser = OutsideClient()
    assert sign_in(browser, goes, local, world.wilma.email, **told).status_code == 422
    assert not is_in(browser)
    assert refusals() == [why]
    assert not Identity.objects.exists()


def test_a_token_that_another_signed_signs_in_nobody(world: World, local: LocalIssuer, goes: Issuer) -> None:
    local.sign = lambda claims: jwt.encode(claims, rsa_key("another"), algorithm="RS256", headers={"kid": "first"})
    browser = OutsideClient()
    sign_in(browser, goes, local, world.wilma.email)
    assert not is_in(browser)
    assert refusals() == ["signature"]


def test_every_refusal_looks_the_same(world: World, local: LocalIssuer, goes: Issuer) -> None:
    told: list[dict[str, Any]] = [{"email": "niemand@voorbeeld.example"}, {"amr": []}, {"nonce": "x"}, {"email": "koffiekan@elders.example"}]  # fmt: skip
    pages = {_page(sign_in(OutsideClient(), goes, local, world.wilma.email, **one)) for one in told}
    pages.add(_page(come_back(OutsideClient(), goes, {"code": "x", "state": "y"})))
    assert len(pages) == 1


def _page(answer: Any) -> str:
    words = re.sub(r'nonce="[^"]*"', "", answer.content.decode())  # new each time
    return f"{answer.status_code} {words}"


def test_a_return_counts_once_and_only_in_the_browser_that_left(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser, thief = OutsideClient(), OutsideClient()
    brought = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
    copy = browser.cookies[departures.cookie_name()].value
    assert come_back(thief, goes, brought).status_code == 422
    assert come_back(browser, goes, brought).status_code == 200
    assert come_back(browser, goes, brought).status_code == 422
    thief.cookies[departures.cookie_name()] = copy
    assert come_back(thief, goes, brought).status_code == 422
    assert refusals() == ["state", "state", "spent"]
    assert not is_in(thief)


def test_a_code_counts_once(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = OutsideClient()
    first = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
    come_back(browser, goes, first)
    again = OutsideClient()
    later = local.authorize(leave(again, world.wilma.email), world.wilma.email)
    assert come_back(again, goes, later | {"code": first["code"]}).status_code == 422
    assert refusals() == ["refused_there"]


def test_a_code_of_another_browser_is_worth_nothing_here(world: World, local: LocalIssuer, goes: Issuer) -> None:
    """Somebody makes her browser come back with his code, or his with hers: the verifier does not fit."""
    his, hers = OutsideClient(), OutsideClient()
    brought = local.authorize(leave(his, world.wilma.email), world.wilma.email)
    own = local.authorize(leave(hers, world.koos.email), world.koos.email)
    assert come_back(hers, goes, own | {"code": brought["code"]}).status_code == 422
    assert not is_in(hers)


@pytest.mark.parametrize("brought", [{}, {"code": ""}, {"state": "x"}, {"state": ""}, {"error": "access_denied"}, {"iss": "https://ander.example"}, {"iss": ""}, {"code": "x" * 5000}], ids=str)  # fmt: skip
def test_a_return_that_is_not_as_it_should_be(
    brought: dict[str, str], world: World, local: LocalIssuer, goes: Issuer
) -> None:
    browser = OutsideClient()
    right = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
    sent = right | brought if brought else {"state": right["state"], "code": right["code"]}
    assert come_back(browser, goes, sent).status_code == 422
    assert not is_in(browser)


def test_who_comes_back_too_late_begins_again(world: World, local: LocalIssuer, goes: Issuer) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        browser = OutsideClient()
        brought = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
        kept = browser.cookies[departures.cookie_name()].value
        clock.shift(departures.LONGEST)
        browser.cookies[departures.cookie_name()] = kept
        assert come_back(browser, goes, brought).status_code == 422
        assert refusals() == ["state"]
        clock.shift(departures.LONGEST)
        departures.delete_old()
        assert not Departure.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "eA==", "é", "A" * 5000])
def test_a_cookie_that_is_not_ours_is_no_departure(cookie: str, goes: Issuer) -> None:
    browser = OutsideClient()
    browser.cookies[departures.cookie_name()] = cookie
    assert come_back(browser, goes, {"code": "x", "state": ""}).status_code == 422


def test_only_the_cookie_of_the_departure_is_lax(world: World, local: LocalIssuer, goes: Issuer) -> None:
    browser = OutsideClient()
    answer = browser.post(reverse("accounts:organisation"), {"email": world.wilma.email})
    kept = answer.cookies[departures.cookie_name()]
    assert (kept["samesite"], kept["httponly"], kept["max-age"]) == ("Lax", True, 600)
    address = re.sub("&amp;", "&", re.findall(r'content="0;url=([^"]+)"', answer.content.decode())[0])
    arrived = come_back(browser, goes, local.authorize(address, world.wilma.email))
    assert {name for name, cookie in arrived.cookies.items() if cookie["samesite"] != "Strict"} == {kept.key}
    assert arrived.cookies[kept.key]["max-age"] == 0


def test_an_issuer_with_a_new_key_is_asked_for_it_and_not_again_at_once(
    world: World, local: LocalIssuer, goes: Issuer
) -> None:
    sign_in(OutsideClient(), goes, local, world.wilma.email)
    sign_in(OutsideClient(), goes, local, world.wilma.email)
    assert local.asked.count("/keys") == 1
    local.key = "second"
    browser = OutsideClient()
    sign_in(browser, goes, local, world.wilma.email)
    assert is_in(browser)
    assert local.asked.count("/keys") == 2
    local.sign = lambda claims: jwt.encode(claims, rsa_key("another"), algorithm="RS256", headers={"kid": "another"})
    for _ in range(3):
        sign_in(OutsideClient(), goes, local, world.wilma.email)
    assert local.asked.count("/keys") == 2


@pytest.mark.parametrize("trouble", ["away", "slow", "dripping", "broken", "elsewhere", "large", "words"])
def test_an_issuer_in_trouble_is_said_to_be_so(
    trouble: str, world: World, local: LocalIssuer, goes: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "STEP", 0.1)
    monkeypatch.setattr(outgoing, "WHOLE", 0.2)
    browser = OutsideClient()
    brought = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
    if trouble == "away":
        Issuer.objects.filter(pk=goes.pk).update(token_endpoint="http://127.0.0.1:9/token")
    local.answers["/token"] = TROUBLES.get(trouble, lambda _: None)
    begun = time.monotonic()
    answer = come_back(browser, goes, brought)
    assert time.monotonic() - begun < 1.5
    assert answer.status_code == 424
    assert "antwoordt niet" in answer.content.decode()
    assert refusals() == ["unreachable"]
    assert not is_in(browser)


def _drip(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        time.sleep(0.05)


TROUBLES: dict[str, Callable[[Any], None]] = {
    "slow": lambda handler: time.sleep(0.3),
    "dripping": _drip,
    "broken": lambda handler: handler.say(503, {}),
    "elsewhere": lambda handler: handler.say(302, {}, Location="/keys"),
    "large": lambda handler: handler.say(200, {"id_token": "x" * outgoing.LARGEST}),
    "words": lambda handler: handler.say(200, "woorden"),
}


def test_who_keeps_failing_waits_and_makes_us_ask_nobody(world: World, local: LocalIssuer, goes: Issuer) -> None:
    limit = throttle.RULES["address"].limit
    with time_machine.travel(time.time(), tick=False) as clock:
        for _ in range(limit):
            browser = OutsideClient()
            brought = local.authorize(leave(browser, world.wilma.email), world.wilma.email)
            come_back(browser, goes, brought | {"code": "x"})
        assert set(refusals()) == {"refused_there"}
        asked = len(local.asked)
        sign_in(OutsideClient(), goes, local, world.wilma.email)
        assert refusals()[-1] == "waits"
        assert "/token" not in local.asked[asked:]
        clock.shift(61)
        browser = OutsideClient()
        sign_in(browser, goes, local, world.wilma.email)
        assert is_in(browser)
    waited = AuditEvent.objects.unscoped(reason="test").filter(event=AccountEvent.MADE_TO_WAIT)
    assert waited.count() == 1


def test_nobody_fills_the_table_of_departures(world: World, goes: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.views.issuer.DEPARTURES", throttle.Rule(limit=2, memory=900, waits=()))
    answers = [OutsideClient().post(reverse("accounts:organisation"), {"email": world.wilma.email}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert Departure.objects.count() == 2


def test_returns_that_never_left_from_here_shut_nobody_out(world: World, local: LocalIssuer, goes: Issuer) -> None:
    """Any page elsewhere can make the browsers of a town hall ask for such addresses; they share one network address."""
    for _ in range(throttle.RULES["address"].limit + 1):
        assert come_back(OutsideClient(), goes, {"code": "x", "state": "y"}).status_code == 422
    browser = OutsideClient()
    assert sign_in(browser, goes, local, world.wilma.email).status_code == 200
    assert is_in(browser)


def test_of_returns_that_never_left_from_here_the_log_keeps_the_first(
    world: World, local: LocalIssuer, goes: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.arrivals.STRAYS", throttle.Rule(limit=2, memory=900, waits=()))
    monkeypatch.setattr("accounts.arrivals.ALL_STRAYS", throttle.Rule(limit=5, memory=900, waits=()))
    addresses = [*["192.0.2.1"] * 4, *["192.0.2.2"] * 4, *["192.0.2.3"] * 4]
    with time_machine.travel(time.time(), tick=False) as clock:
        pages = {_page(_stray(goes, address)) for address in addresses}
        assert refusals() == ["state"] * (2 + 2 + 1)
        assert len(pages) == 1
        # Who left from here is in the log however many strays there were.
        sign_in(OutsideClient(), goes, local, world.wilma.email, nonce="een andere")
        assert refusals()[-1] == "nonce"
        # So is a return that was stolen, the first times.
        left, thief = OutsideClient(), OutsideClient()
        brought = local.authorize(leave(left, world.wilma.email), world.wilma.email)
        copy = left.cookies[departures.cookie_name()].value
        come_back(left, goes, brought)
        for _ in range(4):
            thief.cookies[departures.cookie_name()] = copy
            assert _page(come_back(thief, goes, brought)) in pages
        assert refusals()[-3:] == ["nonce", "spent", "spent"]
        clock.shift(901)
        _stray(goes, "192.0.2.1")
        assert refusals().count("state") == 6


def _stray(issuer: Issuer, address: str) -> Any:
    """A return of a browser at this network address that never left from here."""
    url = reverse("accounts:returned", args=[issuer.pk])
    return OutsideClient().get(url, {"code": "x", "state": "y"}, REMOTE_ADDR=address)
