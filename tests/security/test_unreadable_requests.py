"""A request that cannot be read is its sender's mistake: an answer in words below 500, whatever is wrong with it."""

import base64
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from audit.models import AuditEvent
from core.incoming import readable
from tests.api.conftest import Program, program_of
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
type ProgramOf = Callable[..., Program]

__all__ = ["program_of"]
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=abc"
NAMES = ("utf-7", "hex", "base64", "rot13", "idna", "punycode", "undefined", "utf-16", "latin-1", "bestaat-niet")
CONTENT_TYPES = [f"{kind}; charset={name}" for kind in (FORM, "application/json") for name in NAMES]
CONTENT_TYPES += ["text/plain; charset*=bestaat-niet''%41", "application/json; charset=\x00"]


def part(header: str, value: bytes = b"a") -> bytes:
    return b"--abc\r\nContent-Disposition: form-data; " + header.encode() + b"\r\n\r\n" + value + b"\r\n"


BODIES = {
    "no boundary": ("multipart/form-data", b"x"),
    "a boundary of other letters": ("multipart/form-data; boundary=\xe9", b"x"),
    "broken off": (MULTIPART, b'--abc\r\nContent-Disposition: form-data; name="x"'),
    "no base64": (
        MULTIPART,
        part('name="x"; filename="a"\r\nContent-Transfer-Encoding: base64', b"$$=$a") + b"--abc--",
    ),
    "a name in an unknown character set": (MULTIPART, part("name*=bestaat-niet''%41") + b"--abc--\r\n"),
    "a file's name in an unknown character set": (MULTIPART, part("name=x; filename*=hex''%41") + b"--abc--\r\n"),
    "too many parts": (MULTIPART, part('name="x"') * 1200 + b"--abc--\r\n"),
    "too many files": (MULTIPART, part('name="x"; filename="a"') * 200 + b"--abc--\r\n"),
    "too many fields": (FORM, b"&".join(b"a%d=1" % number for number in range(1200))),
    "too much": (FORM, b"a=" + b"x" * 3_000_000),
    "half a character": (FORM, b"facts=%ed%a0%80&place=%ff%fe&what=%zz&%00=%00&hat=%00"),
    "bytes that are no text": (FORM, b"facts=\xff\xfe"),
}


def site(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """The application without what closes connections that the test holds."""
    answer: Any = ClientHandler(enforce_csrf_checks=True)(environ)
    start(str(answer.status_code), list(answer.items()))
    return [answer.content]


def answer(environ: dict[str, Any]) -> tuple[int, dict[str, str], str]:
    """Status, headers and text, as the web server gets them."""
    got: list[Any] = []
    body = readable(site)(environ, lambda status, headers: got.extend([status, headers]))
    return int(got[0]), dict(got[1]), b"".join(body).decode()


def environ_of(path: str, content_type: str) -> dict[str, Any]:
    request = RequestFactory().generic("POST", path, b'{"a": "+AGE-"}', content_type="application/json")
    return {**request.META, "CONTENT_TYPE": content_type}


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
@pytest.mark.django_db
def test_a_body_in_other_characters_than_ours_is_refused_in_words(content_type: str) -> None:
    status, headers, text = answer(environ_of("/api/v1/signalen?q=%41", content_type))
    assert (status, headers["Content-Type"]) == (415, "application/problem+json")
    status, headers, text = answer(environ_of("/inloggen/?q=%41", content_type))
    assert status == 415
    assert "Dit verzoek begrijpen we niet" in text


@pytest.mark.parametrize("name", ["utf-8", "UTF8", "us-ascii"])
@pytest.mark.django_db
def test_our_own_characters_are_read_under_each_of_their_names(name: str) -> None:
    status, _, _ = answer(environ_of("/api/v1/signalen", f"application/json; charset={name}"))
    assert status == 401


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_broken_body_is_no_fault_of_a_page(world: World, client_of: ClientOf, kind: str) -> None:
    content_type, body = BODIES[kind]
    for browser in (client_of(world.wilma), OutsideClient()):
        for url in (reverse("signals:note"), reverse("accounts:hat"), reverse("account_login"), reverse("start")):
            told = browser.post(url, body, content_type=content_type)
            assert told.status_code < 500, url
            assert told.content or told.status_code in {302, 405}


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_broken_body_is_a_problem_document_of_the_api(world: World, program_of: ProgramOf, kind: str) -> None:
    content_type, body = BODIES[kind]
    program = program_of(world.inspectorate)
    for path in ("/api/v1/signalen", "/api/v1/token"):
        told = program.client.post(
            path, body, content_type=content_type, headers={"Authorization": f"Bearer {program.token}"}
        )
        assert told.status_code in {400, 401, 413, 415}
        assert told.headers["Content-Type"] in {"application/problem+json", "application/json"}


@pytest.mark.parametrize("path", ["/inloggen/?next=//[", "/inloggen/?next=http://[", "/inloggen/?next=%00", "/%00/"])
def test_an_address_that_is_none_is_no_fault(world: World, client_of: ClientOf, path: str) -> None:
    for browser in (client_of(world.wilma), OutsideClient()):
        assert browser.get(path).status_code < 500


def test_a_part_of_a_page_that_cannot_be_named_leads_to_sign_in(client: OutsideClient, db: None) -> None:
    told = client.get(reverse("signals:list"), headers={"HX-Request": "true", "HX-Current-URL": "http://["})
    assert told.status_code == 200
    assert told.headers["HX-Redirect"].startswith(reverse("account_login"))


@pytest.mark.parametrize("secret", ["\xff", "$$$", base64.b64encode(b"\xff\xfe:x").decode(), ""])
def test_a_secret_that_is_no_text_opens_nothing(client: OutsideClient, db: None, secret: str) -> None:
    told = client.post(
        "/api/v1/token", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {secret}"}
    )
    assert told.status_code == 401


def test_what_cannot_be_read_is_no_fault_in_the_log(world: World, client_of: ClientOf) -> None:
    client_of(world.wilma).post(reverse("signals:note"), b"x", content_type="multipart/form-data")
    assert not AuditEvent.objects.unscoped(reason="test").filter(event="audit.fault").exists()
