"""A password opens nothing by itself: the second step of signing in, and what must never get round it."""

import json
import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import enrolling, factors, second_factor
from accounts.events import AccountEvent
from accounts.factor_adapter import SealedAdapter
from accounts.models import User
from accounts.throttle import RULES
from audit.models import AuditEvent
from core.sealed import SealBroken
from jobs.outbox import send_waiting
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.signing_in import is_in
from tests.support.world import PASSWORD, World

type ClientOf = Callable[..., OutsideClient]

STEP, SET_UP = "mfa_authenticate", "accounts:second-factor"


NEW_PASSWORD = "een heel ander woord van vijf"


def give_password(user: User, client: OutsideClient | None = None) -> OutsideClient:
    client = client or OutsideClient()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def signs_in_with(user: User, code: str) -> bool:
    client = give_password(user)
    answer = client.post(reverse(STEP), {"code": code})
    assert answer.status_code in {302, 422}
    assert is_in(client) == (answer.status_code == 302)
    return is_in(client)


def happened(event: AccountEvent) -> list[AuditEvent]:
    return list(AuditEvent.objects.unscoped(reason="test").filter(event=event))


@pytest.fixture
def wilma(world: World) -> User:
    """She has an app and recovery codes."""
    second_step.set_up(world.wilma)
    return world.wilma


def test_password_and_code_together_sign_in(wilma: User) -> None:
    client = give_password(wilma)
    assert not is_in(client)
    assert client.post(reverse(STEP), {"code": second_step.code()}).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("code", ["", "0", "000000", "abcdef", "٠١٢٣٤٥", "9" * 20, "9" * 5000])
def test_a_wrong_code_signs_in_nobody(wilma: User, code: str) -> None:
    assert not signs_in_with(wilma, code)


def test_a_code_works_once(wilma: User) -> None:
    with time_machine.travel(time.time(), tick=False):
        code = second_step.code()
        assert signs_in_with(wilma, code)
        assert not signs_in_with(wilma, code)


def test_the_code_before_one_that_was_used_no_longer_works(wilma: User) -> None:
    with time_machine.travel(time.time(), tick=False):
        assert signs_in_with(wilma, second_step.code())
        assert not signs_in_with(wilma, second_step.code(-1))


@pytest.mark.parametrize(("steps", "works"), [(-20, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_an_old_code_does_not_work(wilma: User, steps: int, works: bool) -> None:
    with time_machine.travel(time.time(), tick=False):
        assert signs_in_with(wilma, second_step.code(steps)) is works


def test_a_recovery_code_works_once_and_its_owner_hears_of_it(wilma: User) -> None:
    code = factors.recovery_codes(wilma.pk)[3]
    assert signs_in_with(wilma, f"{code[:5]} {code[5:]}")
    assert not signs_in_with(wilma, code)
    assert factors.codes_left(wilma.pk) == 9
    assert len(happened(AccountEvent.RECOVERY_CODE_USED)) == 1
    assert send_waiting() == 1
    assert mail.outbox[0].subject == "Uw tweede stap bij inloggen is gewijzigd"
    assert code not in str(mail.outbox[0].body)


def test_the_code_of_somebody_else_does_not_work(world: World, wilma: User) -> None:
    second_step.set_up(world.vera, factors.new_secret())
    assert not signs_in_with(world.vera, second_step.code())
    assert not signs_in_with(world.vera, factors.recovery_codes(wilma.pk)[0])


def test_who_guesses_is_stopped_whatever_the_session_and_the_server(wilma: User) -> None:
    limit = RULES["name"].limit
    with time_machine.travel(time.time(), tick=False) as clock:
        said = [_code_refused(wilma, "000000") for _ in range(limit)]
        said.append(_code_refused(wilma, second_step.code()))
        assert said == [said[0]] * (limit + 1)
        clock.shift(61)
        assert signs_in_with(wilma, second_step.code())
    assert len(happened(AccountEvent.SECOND_STEP_FAILED)) == limit
    assert len(happened(AccountEvent.MADE_TO_WAIT)) == 1


def _code_refused(user: User, code: str) -> tuple[int, list[str]]:
    answer = give_password(user).post(reverse(STEP), {"code": code})
    return answer.status_code, list(answer.context["form"].errors["code"])


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '"x"', "null", '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}', '{"id":"\\ud800"}', "[" * 100_000])  # fmt: skip
def test_a_made_up_passkey_signs_in_nobody(wilma: User, credential: str) -> None:
    client = give_password(wilma)
    client.get(reverse(STEP))
    answer = client.post(reverse(STEP), {"credential": credential})
    assert answer.status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}', '{"id":"\\ud800"}', "[" * 100_000])  # fmt: skip
def test_a_made_up_passkey_is_not_set_up(world: World, credential: str) -> None:
    client = give_password(world.wilma)
    client.get(reverse("accounts:add-passkey"))
    form = {"hat": "", "name": "Telefoon", "credential": credential}
    assert client.post(reverse("accounts:add-passkey"), form).status_code == 422
    assert not factors.has_factor(world.wilma.pk)
    assert not is_in(client)


def test_a_stored_passkey_that_cannot_be_read_shuts_nobody_out(wilma: User, client_of: ClientOf) -> None:
    for damaged in ({}, {"type": "public-key"}, {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}):
        WebAuthn.add(wilma, "Kapot", damaged)
    client = give_password(wilma)
    assert client.get(reverse(STEP)).status_code == 200
    assert client.post(reverse(STEP), {"credential": '{"id":"AA"}'}).status_code == 422
    assert signs_in_with(wilma, second_step.code())
    client = confirmed(client_of(wilma))
    for name in (SET_UP, "accounts:add-passkey"):
        assert client.get(reverse(name)).status_code == 200
    broken = factors.factors_of(wilma.pk)[-1]
    remove = reverse("accounts:remove-factor", args=[broken.pk])
    assert client.post(remove, {"hat": client.hat}).status_code == 302


def test_signing_in_for_the_first_time_leads_to_a_second_factor_and_to_nothing_else(world: World) -> None:
    client = OutsideClient()
    way = reverse("signals:list")
    answer = client.post(f"{reverse('account_login')}?next={way}", {"login": world.wilma.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse(SET_UP)
    assert client.get(reverse("account_login")).headers["Location"] == reverse(SET_UP)
    assert not is_in(client)
    former = client.session.session_key
    shown = client.get(reverse("accounts:add-app")).content.decode()
    assert "frame__nav" not in shown
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', shown)
    assert secret is not None
    code = second_step.code(secret=secret[1].replace(" ", ""))
    assert client.post(reverse("accounts:add-app"), {"hat": "", "code": code}).headers["Location"] == reverse(
        "accounts:recovery-codes"
    )
    assert is_in(client)
    assert client.session.session_key != former
    codes = client.get(reverse("accounts:recovery-codes")).content.decode()
    assert codes.count("<li><code>") == 10
    assert f'href="{way}"' in codes
    assert "<li><code>" not in client.get(reverse("accounts:recovery-codes")).content.decode()
    assert not signs_in_with(world.wilma, code), "the code that set it up was accepted once more"
    assert [len(happened(event)) for event in (AccountEvent.PASSWORD_GIVEN, AccountEvent.FACTOR_ADDED)] == [1, 1]
    assert len(happened(AccountEvent.SIGNED_IN)) == 1
    assert send_waiting() == 1


def test_a_half_open_session_that_somebody_kept_opens_nothing_later(world: World) -> None:
    mine, thiefs = give_password(world.wilma), give_password(world.wilma)
    thief = thiefs.session.session_key
    secret = enrolled(mine)
    for name in (SET_UP, "accounts:add-app", "accounts:add-passkey"):
        assert thiefs.get(reverse(name)).status_code == 302
    own = {"hat": "", "code": second_step.code(1, secret)}
    assert thiefs.post(reverse("accounts:add-app"), own).status_code == 302
    assert len(factors.factors_of(world.wilma.pk)) == 1
    assert thiefs.session.session_key == thief
    assert not is_in(thiefs)


def enrolled(client: OutsideClient) -> str:
    shown = client.get(reverse("accounts:add-app")).content.decode()
    secret = re.sub(r".*class=\"secret\">([A-Z2-7 ]+)<.*", r"\1", shown, flags=re.DOTALL).replace(" ", "")
    answer = client.post(reverse("accounts:add-app"), {"hat": "", "code": second_step.code(secret=secret)})
    assert answer.status_code == 302
    return secret


def test_the_old_key_of_the_session_opens_nothing_after_setting_up(world: World) -> None:
    client = give_password(world.wilma)
    former = client.cookies["sessie"].value
    enrolled(client)
    thief = OutsideClient()
    thief.cookies["sessie"] = former
    assert not is_in(thief)


def test_the_key_of_the_session_between_password_and_code_opens_nothing_before_or_after(wilma: User) -> None:
    client = give_password(wilma)
    thief = OutsideClient()
    thief.cookies["sessie"] = client.cookies["sessie"].value
    assert not is_in(thief)
    assert thief.get(reverse("accounts:add-app")).status_code == 302
    assert client.post(reverse(STEP), {"code": second_step.code()}).status_code == 302
    assert is_in(client)
    assert not is_in(thief)


def test_a_quarter_of_an_hour_after_the_password_nothing_can_be_set_up(world: World) -> None:
    now = time.time()
    with time_machine.travel(now, tick=False) as clock:
        client = give_password(world.wilma)
        assert client.get(reverse("accounts:add-app")).status_code == 200
        clock.move_to(now + second_factor.HALF_AGE + 1)
        assert client.get(reverse("accounts:add-app")).status_code == 302


def test_what_is_stored_cannot_be_read(world: World) -> None:
    client = give_password(world.wilma)
    secret = enrolled(client)
    codes = factors.recovery_codes(world.wilma.pk)
    other = give_password(world.vera)
    waiting = enrolling_secret(other)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(a)::text, ' ') FROM mfa_authenticator a")
        stored = str(cursor.fetchone()[0])
    sessions = " ".join(json.dumps(session.get_decoded()) for session in Session.objects.all())
    seed = Authenticator.objects.get(user=world.wilma, type="recovery_codes").data["seed"]
    for text in (secret, waiting, *codes):
        assert text not in stored + sessions
        assert text.lower() not in (stored + sessions).lower()
    assert re.fullmatch(r"[0-9a-f]{80}", seed) is None, "a seed as allauth makes it"
    with pytest.raises((SealBroken, ValueError)):
        SealedAdapter().decrypt(seed[:-8] + "AAAAAAA=")


def enrolling_secret(client: OutsideClient) -> str:
    shown = client.get(reverse("accounts:add-app")).content.decode()
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', shown)
    assert found
    assert enrolling.spelled(found[1].replace(" ", "")) == found[1]
    return found[1].replace(" ", "")


def confirmed(client: OutsideClient) -> OutsideClient:
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_the_last_factor_cannot_be_removed(wilma: User, client_of: ClientOf) -> None:
    client = confirmed(client_of(wilma))
    (only,) = factors.factors_of(wilma.pk)
    address = reverse("accounts:remove-factor", args=[only.pk])
    assert client.get(address).status_code == 409
    assert client.post(address, {"hat": client.hat}).status_code == 409
    second_step.add_passkey(wilma)
    assert client.post(address, {"hat": client.hat}).status_code == 302
    (left,) = factors.factors_of(wilma.pk)
    assert left.type == "webauthn"
    assert client.post(reverse("accounts:remove-factor", args=[left.pk]), {"hat": client.hat}).status_code == 409
    assert len(happened(AccountEvent.FACTOR_REMOVED)) == 1
    assert send_waiting() == 1


def test_recovery_codes_count_as_no_factor_and_are_not_removed(wilma: User, client_of: ClientOf) -> None:
    client = confirmed(client_of(wilma))
    second_step.add_passkey(wilma)
    codes = Authenticator.objects.get(user=wilma, type="recovery_codes")
    assert client.post(reverse("accounts:remove-factor", args=[codes.pk]), {"hat": client.hat}).status_code == 409
    assert Authenticator.objects.filter(pk=codes.pk).exists()


def test_nobody_removes_the_factor_of_somebody_else(world: World, wilma: User, client_of: ClientOf) -> None:
    second_step.add_passkey(wilma)
    client = confirmed(client_of(world.vera))
    for factor in factors.factors_of(wilma.pk):
        address = reverse("accounts:remove-factor", args=[factor.pk])
        assert client.get(address).status_code == client.post(address, {"hat": client.hat}).status_code == 404


@pytest.mark.parametrize("name", ["accounts:add-app", "accounts:add-passkey", "accounts:recovery-codes"])
def test_a_change_asks_for_the_password_once_more(wilma: User, client_of: ClientOf, name: str) -> None:
    client = client_of(wilma)
    codes = factors.recovery_codes(wilma.pk)
    asked = client.post(reverse(name), {"hat": client.hat})
    assert asked.headers["Location"] == f"{reverse('account_reauthenticate')}?next={reverse(name).replace('/', '%2F')}"
    assert factors.recovery_codes(wilma.pk) == codes


def test_new_recovery_codes_end_the_old_ones(wilma: User, client_of: ClientOf) -> None:
    client = confirmed(client_of(wilma))
    old = factors.recovery_codes(wilma.pk)
    client.post(reverse("accounts:recovery-codes"))
    page = client.get(reverse("accounts:recovery-codes")).content.decode()
    assert page.count("<li><code>") == 10
    assert not set(old) & set(factors.recovery_codes(wilma.pk))
    assert not signs_in_with(wilma, old[0])
    assert len(happened(AccountEvent.RECOVERY_CODES_RENEWED)) == 1
    assert send_waiting() == 1


def test_an_administrator_resets_with_an_event_and_a_notice(world: World, wilma: User, client_of: ClientOf) -> None:
    hers = give_password(wilma)
    hers.post(reverse(STEP), {"code": second_step.code()})
    assert is_in(hers)
    half = give_password(wilma)
    client = client_of(world.person("Bo"))
    address = reverse("municipalities:reset-second-factor", args=[wilma.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"hat": client.hat}).status_code == 422
    assert client.post(address, {"hat": client.hat, "checked": "called_back"}).status_code == 302
    (event,) = happened(AccountEvent.FACTORS_RESET)
    assert (event.actor_id, event.object_id) == (world.person("Bo").pk, str(wilma.pk))
    assert event.detail == {"checked": "called_back", "factors": 1, "sessions_ended": 1}
    assert send_waiting() == 2
    assert {tuple(one.to) for one in mail.outbox} == {(wilma.email,)}
    assert not is_in(hers)
    # Who waited at the second step comes back to the first, and is not sent to and fro.
    begun_anew = half.get(reverse(STEP), follow=True)
    assert [where for where, _ in begun_anew.redirect_chain] == [reverse("account_login")]
    assert "Er is iets veranderd aan uw account." in begun_anew.content.decode()
    # The password that somebody may have got hold of sets up no factor: only the link in her mailbox leads on.
    stolen = OutsideClient()
    assert stolen.post(reverse("account_login"), {"login": wilma.email, "password": PASSWORD}).status_code == 422
    assert stolen.get(reverse("accounts:add-app")).status_code == 302
    [link] = [found for one in mail.outbox for found in re.findall(r"http\S+/wachtwoord/\S+", str(one.body))]
    again = OutsideClient()
    page = again.get(urlsplit(link).path, follow=True)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert again.post(page.redirect_chain[-1][0], new).status_code == 302
    assert not is_in(again)
    assert again.post(reverse("account_login"), {"login": wilma.email, "password": NEW_PASSWORD}).status_code == 302
    assert not is_in(again)
    enrolled(again)
    assert is_in(again)
    assert client.post(address, {"hat": client.hat, "checked": "video"}).status_code == 302


def test_a_sign_in_that_was_begun_with_a_former_password_goes_no_further(wilma: User) -> None:
    half = give_password(wilma)
    wilma.set_password(NEW_PASSWORD)
    wilma.save()
    answer = half.post(reverse(STEP), {"code": second_step.code()})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_login"))
    assert not is_in(half)


def test_nobody_resets_himself_or_what_is_not_there(world: World, client_of: ClientOf) -> None:
    client = client_of(world.person("Bo"))
    second_step.set_up(world.person("Bo"))
    for person, status in ((world.person("Bo"), 422), (world.vera, 409)):
        address = reverse("municipalities:reset-second-factor", args=[person.pk])
        assert client.post(address, {"hat": client.hat, "checked": "video"}).status_code == status
    assert factors.has_factor(world.person("Bo").pk)


def test_a_session_without_the_mark_is_nobodys_and_the_mark_of_another_is_none(world: World) -> None:
    for marked in (None, world.vera):
        client = Client()
        client.force_login(world.wilma)
        if marked:
            session = client.session
            second_factor.mark(session, marked)
            session.save()
        outside = OutsideClient()
        outside.cookies = client.cookies
        assert not is_in(outside)
