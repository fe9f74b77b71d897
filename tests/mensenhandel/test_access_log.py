"""What the web server writes of a request, by the real server with the settings that every start has."""

import http.client
import re
import socket as sockets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import gunicorn
import pytest
from gunicorn.config import Config

from mensenhandel.access_log import _QUOTE_NOTHING, PATHS_WITH_A_KEY, AccessLog, without_key
from mensenhandel.local.places import BASE
from mensenhandel.local.start import _processes

APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ja"]
"""
type Log = Callable[[], str]


@pytest.fixture(scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """gunicorn as it starts in the project folder, with an application that answers anything."""
    folder = tmp_path_factory.mktemp("web")
    (folder / "answers.py").write_text(APPLICATION)
    socket, log = folder / "web", folder / "log"
    command = ["-m", "gunicorn", "answers", "--bind", f"unix:{socket}", "--pythonpath", str(folder)]
    with log.open("wb") as output:
        web = subprocess.Popen(  # noqa: S603  its own interpreter
            [sys.executable, *command, "--no-control-socket", "--threads", "2"],
            cwd=BASE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    until(lambda: "Listening at" in log.read_text())  # the socket is there before anybody answers
    yield socket, log
    web.terminate()
    web.wait(10)


@pytest.fixture
def server(_server: tuple[Path, Path]) -> tuple[Path, Log]:
    """Its address, and what it has written since this test began."""
    socket, log = _server
    before = len(log.read_text())
    return socket, lambda: log.read_text()[before:]


def ask(socket_path: Path, target: str, **headers: str) -> None:
    connection = http.client.HTTPConnection("localhost", timeout=5)
    connection.sock = sockets.socket(sockets.AF_UNIX)
    connection.sock.connect(str(socket_path))
    connection.request("GET", target, headers=headers)
    assert connection.getresponse().status == 200
    connection.close()


def until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_log_of_the_web_server_holds_the_path_and_no_word_that_was_typed(server: tuple[Path, Log]) -> None:
    socket, log = server
    ask(socket, "/signalen/?zoek=Jansen", Referer="http://localhost/casussen/?zoek=Pieters", **{"User-Agent": "Vogel"})
    ask(socket, "/wachtwoord/herstel/1-geheim/")
    until(lambda: all(path in log() for path in ("/wachtwoord/herstel/", "/signalen/")))
    assert '"GET /signalen/" 200 2 ' in log()
    for typed in ("zoek", "Jansen", "Pieters", "Vogel", "geheim"):
        assert typed not in log()


def test_a_path_can_write_no_line_of_its_own(server: tuple[Path, Log]) -> None:
    socket, log = server
    ask(socket, "/niets%0a127.0.0.1%20%22GET%20/verzonnen%22%1b%5b31m%00")
    until(lambda: "/niets" in log())
    lines = [line for line in log().splitlines() if "verzonnen" in line]
    assert len(lines) == 1
    assert "/niets%0A127.0.0.1%20%22GET%20/verzonnen" in lines[0]
    assert "\x1b" not in log()


BROKEN = {
    # Two lengths for one body: where a proxy and we would see another end of it, a second request could hide.
    b"POST /?q=Jansen HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": (
        400,
        "begrijpen we niet",
    ),
    b"GET /signalen/?q=Jansen HTTP/9.9\r\nHost: x\r\n\r\n": (400, "begrijpen we niet"),
    b"GET /signalen/?q=Jansen\x00\xff HTTP/1.1\r\nHost: x\r\n\r\n": (400, "begrijpen we niet"),
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie sessie=Jansen: x\r\n\r\n": (400, "begrijpen we niet"),
    b"Jansen\r\n\r\n": (400, "begrijpen we niet"),
    b"GET /?q=Jansen" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n": (414, "adres is te lang"),
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie: Jansen" + b"a" * 9000 + b"\r\n\r\n": (431, "te veel mee"),
}


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_what_the_web_server_refuses_itself_is_said_in_dutch_and_repeated_nowhere(
    server: tuple[Path, Log], number: int
) -> None:
    socket, log = server
    request, (status, words) = list(BROKEN.items())[number]
    with sockets.socket(sockets.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(socket))
        connection.sendall(request)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        page = answer.read().decode()
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert words in page
    assert '<html lang="nl">' in page
    until(lambda: "Invalid request from" in log())
    for told in ("Jansen", "Invalid Request Line", "Error parsing"):
        assert told not in page
        assert told not in log()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            ("Invalid request from ip=2001:db8::1: Invalid HTTP Version: 'Jansen'",),
            "Invalid request from ip=2001:db8::1",
        ),
        (("Invalid request from ip=: Jansen",), "Invalid request from ip="),
        (("Worker (pid:%s) was sent %s!", 7, "SIGTERM"), "Worker (pid:7) was sent SIGTERM!"),
        (("Refused a request from ip=127.0.0.1: 'Jansen'",), None),
        (("Invalid request 'Jansen' from ip=127.0.0.1: no header",), None),
        (("Invalid request from ip=Jansen: no header",), None),
        (("Bad request: %s", "Jansen"), None),
    ],
)
def test_a_warning_that_is_not_known_is_told_without_its_words(
    caplog: pytest.LogCaptureFixture, given: tuple[str, ...], told: str | None
) -> None:
    log = AccessLog(Config())
    log.error_log.addHandler(caplog.handler)
    log.warning(*given)
    [line] = caplog.messages
    assert "Jansen" not in line
    assert line == told if told else "test_access_log.py" in line


def test_the_warnings_that_are_let_through_are_those_of_the_server_as_it_is_installed() -> None:
    folder = Path(gunicorn.__file__).parent
    source = "".join(path.read_text() for path in folder.rglob("*.py"))
    joined = re.sub(r'"(?: \+)?\s+"', "", source)  # sentences that stand there in two pieces
    for sentence in _QUOTE_NOTHING:
        assert sentence in joined, sentence


@pytest.mark.parametrize("start", PATHS_WITH_A_KEY)
def test_the_key_of_a_link_in_a_mail_does_not_stand_in_the_log(start: str) -> None:
    assert without_key(f"{start}1-geheim/") == f"{start}..."
    assert without_key(start) == start


def test_no_start_of_the_web_server_sets_another_log() -> None:
    commands = [" ".join(process.command) for process in _processes(8000) if process.name == "web"]
    for told in (*commands, (BASE / "Dockerfile").read_text(), (BASE / "docker-compose.yml").read_text()):
        assert "--access-log" not in told
        assert "--config" not in told
