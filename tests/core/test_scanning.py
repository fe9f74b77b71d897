"""The virus scanner over its socket: only a plain "OK" opens a file."""

import socket
from typing import Any

import pytest

from core.scanning import Verdict, is_configured, scan
from mensenhandel.checks import scanner_address
from tests.support.scanner import Scanner, scanner

__all__ = ["scanner"]


def test_the_whole_file_is_sent_and_passes(scanner: Scanner) -> None:
    data = bytes(range(256)) * 1000
    assert scan(data) is Verdict.CLEAN
    assert scanner.came == [data]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", Verdict.FOUND),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Verdict.UNKNOWN),
        (b"stream: OK ERROR\0", Verdict.UNKNOWN),
        (b"ERROR\0", Verdict.UNKNOWN),
        (b"\xff\xfe\0", Verdict.UNKNOWN),
        (b"", Verdict.UNKNOWN),
    ],
)
def test_only_a_plain_answer_counts(scanner: Scanner, answer: bytes, verdict: Verdict) -> None:
    scanner.answer = answer
    assert scan(b"bestand") is verdict


def test_a_file_that_is_bigger_than_the_scanner_reads_is_not_known(scanner: Scanner) -> None:
    scanner.most = 100_000
    assert scan(b"x" * 5_000_000) is Verdict.UNKNOWN


def test_a_scanner_that_is_away_or_silent_says_nothing(scanner: Scanner, settings: Any) -> None:
    scanner.answer = b"stream: OK"  # and no end
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        path = scanner.path.with_name("stil")
        silent.bind(str(path))
        silent.listen()
        settings.CLAMAV_ADDRESS = f"unix:{path}"
        assert scan(b"bestand", seconds=0.3) is Verdict.UNKNOWN
    settings.CLAMAV_ADDRESS = f"unix:{scanner.path}-weg"
    assert scan(b"bestand") is Verdict.UNKNOWN
    settings.CLAMAV_ADDRESS = "tcp:127.0.0.1:9"
    assert scan(b"bestand", seconds=1) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("address", "stands"),
    [("", True), ("unix:/run/clamd", True), ("tcp:127.0.0.1:3310", True), ("/run/clamd", False), ("tcp:host", False)],
)
def test_an_address_that_is_none_is_refused_at_the_start(settings: Any, address: str, stands: bool) -> None:
    settings.CLAMAV_ADDRESS = address
    assert bool(scanner_address()) is not stands
    assert is_configured() is bool(address)
