"""What goes with every answer: nothing runs or loads but what we name, nothing is kept, cookies belong to this host alone."""

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from core.headers import ALWAYS
from mensenhandel.settings.paths import BASE_DIR
from signals.querysets import SignalQuerySet
from tests.api.conftest import Program, program_of
from tests.architecture.test_access_matrix import ADDRESSES
from tests.factories import reports as make_report
from tests.factories import signals as make
from tests.support import second_step
from tests.support.clients import OutsideClient
from tests.support.world import PASSWORD, World

__all__ = ["program_of"]
type ClientOf = Callable[..., OutsideClient]

PACKAGES = ("core", "jobs", "audit", "accounts", "municipalities", "signals", "cases", "reports", "mensenhandel")


def policy_of(answer: Any) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, _, values in directives}


def check(answer: Any, *, status: int, kept: bool = False) -> None:
    """What holds for any answer at all; `kept`: a static file, which a browser may keep."""
    assert answer.status_code == status
    policy = policy_of(answer)
    assert "unsafe" not in str(policy)
    assert {policy[name] for name in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert policy.get("object-src", "'none'") == "'none'"
    for name in ("script-src", "style-src"):
        assert re.fullmatch(r"'nonce-[\w-]{22,}'", policy.get(name, "'nonce-" + "x" * 22 + "'"))
    for name, value in ALWAYS.items():
        if name != "Content-Security-Policy":
            assert answer.headers[name] == value, name
    assert (answer.headers.get("Cache-Control", "") == "no-store") is not kept
    assert "Access-Control-Allow-Origin" not in answer.headers
    kind = answer.headers["Content-Type"]
    assert "charset=utf-8" in kind.replace('"', "") or not kind.startswith("text/")


def test_the_headers_say_what_they_must() -> None:
    assert ALWAYS["X-Content-Type-Options"] == "nosniff"
    assert ALWAYS["X-Frame-Options"] == "DENY"
    assert {ALWAYS[f"Cross-Origin-{name}-Policy"] for name in ("Opener", "Resource")} == {"same-origin"}
    assert ALWAYS["Referrer-Policy"] == "same-origin"
    for name in ("camera", "geolocation", "microphone"):
        assert f"{name}=()" in ALWAYS["Permissions-Policy"]
    assert settings.MIDDLEWARE[0] == "core.headers.PrivateAnswers"


def test_a_page_a_part_of_it_and_every_refusal_carry_them(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = make.handled(world.goes, world.wilma)
    mine, browser = reverse("signals:detail", args=[signal.pk]), client_of(world.wilma)
    check(browser.get(mine), status=200)
    check(browser.get(reverse("signals:list"), headers={"hx-request": "true"}), status=200)
    check(browser.get(reverse("accounts:session")), status=200)
    check(browser.get("/bestaat-niet/"), status=404)
    check(browser.get("/signalen"), status=301)
    check(client_of(world.vera).get(mine), status=404)
    check(client_of(world.person("Jet")).get(reverse("signals:list")), status=403)
    check(browser.get(reverse("signals:decide", args=[signal.pk])), status=405)
    check(browser.post(reverse("signals:note"), {"hat": "focal_officer"}), status=422)
    check(browser.post(reverse("signals:note"), {"hat": "reporter"}), status=409)
    check(browser.get("/", headers={"host": "elders.example"}), status=400)
    browser.raise_request_exception = False
    monkeypatch.setattr(SignalQuerySet, "for_list", lambda *_: 1 / 0)
    check(browser.get(reverse("signals:list")), status=500)


def test_without_a_session_too(world: World, client: OutsideClient) -> None:
    for url, status in (("/", 302), ("/inloggen/", 200), ("/hulp/", 200), ("/livez", 200), ("/readyz", 200)):
        check(client.get(url), status=status)
    for url in ("/static/bestaat-niet.css", "/static/", "/static/fonts/", "/.git/config"):
        check(client.get(url), status=404)
    check(client.trace("/inloggen/"), status=405)
    strict = OutsideClient(enforce_csrf_checks=True)
    check(strict.post("/inloggen/", {"login": "x"}), status=403)


def test_a_static_file_carries_them_and_may_be_kept(client: OutsideClient) -> None:
    sheet: Any = client.get("/static/app.css")
    check(sheet, status=200, kept=True)
    for close in sheet._resource_closers:  # its file; closing the whole answer would look at connections
        close()


def test_downloads_carry_them(world: World, client_of: ClientOf) -> None:
    report = make_report.made(world.zeeland, world.daphne)
    browser = client_of(world.daphne, "district_coordinator")
    answer = browser.get(reverse("reports:tables", args=[report.pk]))
    check(answer, status=200)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_the_api_carries_them_whatever_it_answers(
    world: World, program_of: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = program_of(world.inspectorate)
    check(program.get("/doormeldingen"), status=200)
    check(program.get("/bestaat-niet"), status=404)
    check(program.post("/signalen", "geen json"), status=400)
    check(OutsideClient().get("/api/v1/doormeldingen"), status=401)
    check(program.sign_in(), status=200)
    program.client.raise_request_exception = False
    monkeypatch.setattr("signals.operations.logging.announce", lambda *_, **__: 1 / 0)
    body = {"bron": "nla", "feiten": "Deur op slot.", "gemeente": "GM0664", "plaats": "Goes"}
    check(program.post("/signalen", body, key="proef"), status=500)


def test_the_nonce_of_a_page_is_new_each_time_and_that_of_its_header(client: OutsideClient, db: None) -> None:
    seen = set()
    for url in ("/inloggen/", "/inloggen/", "/bestaat-niet/"):
        answer = client.get(url)
        nonces = set(re.findall(r'nonce="([^"]*)"', answer.content.decode()))
        assert {f"'nonce-{nonce}'" for nonce in nonces} == {policy_of(answer)["script-src"]}
        seen |= nonces
    assert len(seen) == 3


def test_the_pages_of_a_broken_request_and_of_a_fault_have_their_style(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(world.wilma)
    browser.raise_request_exception = False
    monkeypatch.setattr(SignalQuerySet, "for_list", lambda *_: 1 / 0)
    for answer in (browser.get("/", headers={"host": "elders.example"}), browser.get(reverse("signals:list"))):
        [nonce] = set(re.findall(r'nonce="([^"]+)"', answer.content.decode()))
        assert policy_of(answer)["style-src"] == f"'nonce-{nonce}'"


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (BASE_DIR / package).rglob("*.py")


@pytest.mark.parametrize(
    ("words", "only_in"),
    [
        # No view loosens the policy of its page: the one exception would be named here.
        (r"csp_override|csp_report_only|_csp_config", set()),
        # What the browser is told of each answer has one home; a file and a request that never got here have their own.
        (r"X-Frame-Options|X_FRAME_OPTIONS|Permissions-Policy|Cross-Origin-|CSP\.(?:SELF|NONE)", {"core/headers.py"}),
        (r"SECURE_(?:CONTENT_TYPE_NOSNIFF = T|REFERRER_POLICY = \"|CROSS_ORIGIN_OPENER_POLICY = \")", set()),
        (r"Content-Security-Policy", {"core/headers.py", "core/files.py", "mensenhandel/web_worker.py"}),
        (
            r"\bimport csv\b.*|csv\.writer",
            {
                "core/cleaning/sheets.py",
                "core/spreadsheets.py",
                "municipalities/loading.py",
                "reports/figures/police.py",
            },
        ),
        (r"import weasyprint|from weasyprint", {"core/typeset.py"}),
        # Nothing opens an address but the database, the broker and the mail server; `local/` starts servers of its own.
        (
            r"(?m)^\s*(?:import|from) (?:socket|http\.client|urllib\.request|requests|httpx|aiohttp|smtplib|ftplib)\b",
            {"core/scanning.py", "core/outgoing.py", "mensenhandel/local/start.py", "mensenhandel/local/valkey.py"},
        ),
        # Each of these lets a request wait for another server: the table in core/outgoing.py tells of it.
        (r"outgoing\.(?:fetch_json|post_form)\(", {"accounts/issuers.py", "core/addresses/locatieserver.py"}),
        (r"\b(?:sentry|rollbar|bugsnag|newrelic|opentelemetry)", set()),
        (r"\beval\(|\bexec\(|pickle|yaml\.load|os\.system|shell=True", set()),
    ],
)
def test_what_may_stand_in_one_place_stands_there_alone(words: str, only_in: set[str]) -> None:
    found = {str(path.relative_to(BASE_DIR)) for path in sources() if re.search(words, path.read_text())}
    assert found <= only_in


def test_nothing_that_reports_to_elsewhere_is_installed() -> None:
    for name in ("base", "demo", "dev"):
        text = (BASE_DIR / "requirements" / f"{name}.txt").read_text()
        assert not re.search(r"^(?:sentry|rollbar|bugsnag|newrelic|opentelemetry)", text, re.MULTILINE)


# Cookies.


@pytest.fixture
def as_in_production(settings: Any) -> Any:
    """The cookies as a municipality's own server sets them."""
    production = importlib.import_module("mensenhandel.settings.production")
    for name in dir(production):
        if re.match(r"(SESSION|CSRF)_COOKIE_", name):
            setattr(settings, name, getattr(production, name))
    return settings


@pytest.mark.usefixtures("as_in_production")
def test_every_cookie_belongs_to_this_host_alone_and_no_script_reads_it(world: World, client: OutsideClient) -> None:
    second_step.set_up(world.wilma)
    client.get("/inloggen/")
    client.post("/inloggen/", {"login": world.wilma.email, "password": PASSWORD})
    second_step.give(client, world.wilma)
    assert client.get(reverse("signals:list")).status_code == 200
    assert len(client.cookies) == 4
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert all([cookie["secure"], cookie["httponly"], cookie["path"] == "/", not cookie["domain"]]), name
        assert cookie["samesite"] == "Strict"
        assert len(name) + len(cookie.value) < 4096


def test_production_speaks_tls_alone(settings: Any) -> None:
    production = importlib.import_module("mensenhandel.settings.production")
    assert production.SECURE_SSL_REDIRECT
    assert production.SECURE_HSTS_SECONDS >= 365 * 24 * 60 * 60
    assert production.SECURE_HSTS_INCLUDE_SUBDOMAINS


def test_a_page_is_sent_on_to_https_and_a_program_is_refused(
    world: World, program_of: Callable[..., Program], settings: Any, client: OutsideClient
) -> None:
    program = program_of(world.inspectorate)
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, ["^api/"]
    assert OutsideClient().get("/inloggen/").headers["Location"].startswith("https://")
    refused = program.get("/doormeldingen")
    assert refused.status_code == 403
    assert "alleen over https" in refused.json()["detail"]
    assert program.client.get("/api/v1/doormeldingen", secure=True).status_code == 401


# What a browser keeps.


def test_signing_out_or_being_too_late_makes_the_browser_forget_its_pages(
    world: World, client_of: ClientOf, settings: Any
) -> None:
    browser = client_of(world.wilma)
    assert "Clear-Site-Data" not in browser.get("/").headers
    assert browser.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache"'
    late = client_of(world.wilma)
    late.get("/")
    settings.SESSION_COOKIE_AGE = -1
    answer = late.get("/")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (302, '"cache"')


def test_no_script_keeps_anything_but_the_choice_of_shortcut_keys() -> None:
    scripts = list((BASE_DIR / "assets" / "src" / "js").glob("*.js"))
    keeping = {
        path.name
        for path in scripts
        if re.search(r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie", path.read_text())
    }
    assert keeping == {"shortcut.js"}


# What stands in an address.

# Each name in a query string with what it can hold. Words somebody typed go sealed (core/words.py).
QUERIES = {
    "q": "sealed words",
    "na": "place in a list: times, numbers, ids (core/pagination.py)",
    "tab": "code of a tab",
    "tabel": "code of a table",
    "terug": "flag",
    "fout": "flag, in development only",
    "signaal": "ids",
    **dict.fromkeys(("regel", "als", "punt", "overleg", "uitzondering", "concept"), "id"),
    **dict.fromkeys(("van", "tot"), "day"),
    **dict.fromkeys(("wie", "persoon"), "id"),
    **dict.fromkeys(("soort", "wat", "uitkomst", "erbij", "voor"), "code"),
    **dict.fromkeys(("code", "state", "iss"), "of an issuer, for its return alone"),
    "next": "path of a page of ours, its words sealed",
    "nummer": "number of a dossier, which says nothing",
    "naar": "path of a page of ours, whose form is sent again under another hat",
    **dict.fromkeys(("gemeente", "coordinator", "regio"), "code or id"),
    "aantal": "how many rows a page has",
    "delen": "whether the parts of a page are unfolded",
    **dict.fromkeys(
        (
            "stand",
            "vorm",
            "bron",
            "aandacht",
            "cijfer",
            "periode",
            "volgorde",
            "intensiteit",
            "wanneer",
            "error",
            "grond",
        ),
        "code",
    ),
}


def _asked_names() -> Iterator[str]:
    """What the code reads from a query string: `request.GET.get("x")`, `.getlist("x")`, `"x" in request.GET`."""
    asking = (text for path in sources() if "request.GET" in (text := path.read_text()))
    for source in asking:
        for node in ast.walk(ast.parse(source)):
            text = ast.unparse(node) if isinstance(node, ast.Call | ast.Compare | ast.Subscript) else ""
            yield from re.findall(r"^request\.GET(?:\.get|\.getlist)?[(\[]'(\w+)'", text)
            yield from re.findall(r"^'(\w+)' in request\.GET$", text)


def test_every_name_in_a_query_string_is_known_to_hold_nothing_of_a_person() -> None:
    asked = set(_asked_names())
    assert asked >= {"na", "tab", "signaal"}
    assert asked <= set(QUERIES)


@pytest.mark.parametrize(
    "name",
    [
        "signals.filters.SignalFilter",
        "signals.paper_filters.PaperFilter",
        "signals.agreement_filters.AgreementFilter",
        "cases.filters.CaseFilter",
        "municipalities.forms.log.LogFilter",
    ],
)
def test_every_filter_is_known_too(name: str) -> None:
    module, _, kind = name.rpartition(".")
    found = getattr(importlib.import_module(module), kind)
    assert set(getattr(found, "base_filters", ()) or found.base_fields) <= set(QUERIES)


# Of the parts of a path: what is no id or number.
PATH_WORDS = {
    "key": "drawn at random, or the number of an account",
    "uidb36": "number of an account",
    "slug": "step of the wizard, item of readiness, or term",
    "kind": "kind of role, or of a thing",
    "gm_code": "code of a municipality",
    "name": "code list of the API",
}


def test_a_path_holds_ids_and_codes_alone() -> None:
    words = set()
    for pattern in ADDRESSES.values():
        for name, kind in pattern.pattern.converters.items():
            if type(kind).__name__ not in {"UUIDConverter", "IntConverter"}:
                words.add(name)
        words |= set(re.findall(r"\?P<(\w+)>", str(pattern.pattern)))
    assert words == set(PATH_WORDS)
