"""The outbox against a real mail server over loopback: away, refusing, breaking off, and back. Each mail arrives once."""

import email
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.functions import Now

from jobs.models import OutboxMessage
from jobs.outbox import queue_mail, send_waiting
from jobs.states import MailKind, MailState
from tests.support.world import World


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a client needs. `mood`: "takes", "refuses" (at its door), "breaks off" (before the text)."""

    allow_reuse_address = True
    daemon_threads = True
    mood = "takes"

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        super().__init__(("127.0.0.1", 0), Conversation)

    def take(self, to: str, text: str) -> None:
        letter = email.message_from_string(text)
        body: Any = letter.get_payload(decode=True)
        self.taken.append(
            (to, str(email.header.make_header(email.header.decode_header(letter["Subject"]))), body.decode())
        )


class Conversation(socketserver.StreamRequestHandler):
    """One client."""

    server: MailServer

    def handle(self) -> None:
        if self.server.mood == "refuses":
            self.say("421 closed")
            return
        self.say("220 here")
        to = ""
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT"):
                to = line.partition("<")[2].rstrip(">")
            if verb.startswith("DATA") and self.server.mood == "breaks off":
                return
            if verb.startswith("DATA"):
                self.say("354 go on")
                self.server.take(to, self.read_text())
            self.say("221 bye" if verb.startswith("QUIT") else "250 ok")
            if verb.startswith("QUIT"):
                return

    def read_text(self) -> str:
        lines: list[str] = []
        while (line := self.rfile.readline().decode()) not in {".\r\n", ""}:
            lines.append(line)
        return "".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A server that the application sends to, through the back end of production."""
    with MailServer() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": running.server_address[1], "timeout": 5},
            }
        }
        yield running
        running.shutdown()
        thread.join(5)


def try_again() -> int:
    OutboxMessage.objects.filter(state=MailState.QUEUED).update(send_at=Now())
    return send_waiting()


@pytest.mark.parametrize("mood", ["refuses", "breaks off"])
def test_a_mail_waits_for_a_server_that_does_not_take_it_and_arrives_once(
    world: World, server: MailServer, mood: str
) -> None:
    queue_mail(user_id=world.wilma.pk)
    queue_mail(user_id=world.vera.pk, kind=MailKind.URGENT)
    server.mood = mood
    assert [send_waiting(), try_again(), try_again()] == [0, 0, 0]
    assert server.taken == []
    assert set(OutboxMessage.objects.values_list("attempts", "state")) == {(3, MailState.QUEUED)}
    server.mood = "takes"
    assert [try_again(), try_again()] == [2, 0]
    told = {to: (subject, body) for to, subject, body in server.taken}
    assert len(server.taken) == 2
    assert told[world.wilma.email][0] == "U hebt een bericht"
    assert told[world.vera.email][0] == "Spoed: kijk nu"


def test_a_mail_says_nothing_of_what_it_is_about_on_the_line_either(world: World, server: MailServer) -> None:
    queue_mail(user_id=world.wilma.pk)
    assert send_waiting() == 1
    [(to, subject, body)] = server.taken
    assert to == world.wilma.email
    for word in ("signaal ", "S-", "casus", "Goes", world.wilma.full_name, "http"):
        assert word not in f"{subject} {body}".replace("Signaalpunt mensenhandel", "")


def test_a_server_that_is_not_there_at_all_costs_nobody_a_mail(world: World, server: MailServer, settings: Any) -> None:
    queue_mail(user_id=world.wilma.pk)
    there = settings.MAILERS
    options = there["default"]["OPTIONS"] | {"port": 9}
    settings.MAILERS = {"default": there["default"] | {"OPTIONS": options}}
    assert send_waiting() == 0
    assert OutboxMessage.objects.get().error == "ConnectionRefusedError"
    settings.MAILERS = there
    assert try_again() == 1
    assert len(server.taken) == 1
