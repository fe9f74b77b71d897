"""`/.well-known/security.txt`: there when the installation names an address, and else not."""

from typing import Any

import pytest

from tests.support.clients import OutsideClient

URL = "/.well-known/security.txt"


def test_it_says_where_to_tell_and_until_when(client: OutsideClient, db: None, settings: Any) -> None:
    settings.SECURITY_CONTACT = ["mailto:meld@gemeente.example", "https://gemeente.example/kwetsbaarheid"]
    settings.SECURITY_POLICY = "https://gemeente.example/cvd"
    answer = client.get(URL)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:meld@gemeente.example",
        "Contact: https://gemeente.example/kwetsbaarheid",
        "Expires: 2099-01-01T00:00:00Z",
        "Preferred-Languages: nl, en",
        "Canonical: http://testserver/.well-known/security.txt",
        "Policy: https://gemeente.example/cvd",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("CONTACT", []), ("EXPIRES", ""), ("EXPIRES", "2026-01-01"), ("EXPIRES", "volgend jaar")]
)
def test_without_an_address_that_still_counts_there_is_none(
    client: OutsideClient, db: None, settings: Any, name: str, value: Any
) -> None:
    setattr(settings, f"SECURITY_{name}", value)
    assert client.get(URL).status_code == 404
