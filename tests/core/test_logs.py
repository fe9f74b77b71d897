"""What the application's own log says of an error."""

import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from core.logs import WithoutRows
from core.unit import Unit
from municipalities.models import Organisation
from tests.support.clients import OutsideClient


def test_an_error_of_the_database_is_told_without_the_values_of_its_row(unit: Unit) -> None:
    formatter = WithoutRows("%(message)s")
    organisation = Organisation(name="Jansen\n\nuit Goes", kind="nla")  # without the day from which it counts
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012 (the text is made where it is handled)
        try:
            organisation.save(force_insert=True)
        except IntegrityError:
            record = logging.LogRecord("x", logging.ERROR, "x", 1, "mis", (), sys.exc_info())
            told = formatter.format(record)
            plain = logging.Formatter().formatException(record.exc_info)  # type: ignore[arg-type]  # it was logged with one
            raise
    assert "Jansen" in plain
    assert "Jansen" not in told
    assert "uit Goes" not in told
    assert "IntegrityError" in told
    assert "The above exception was the direct cause" in told


@pytest.mark.parametrize(
    "text", ["mis\nDETAIL:  Failing row (Jansen\n\nuit Goes).", "geen getal: 'Jansen'", "Jansen uit Goes"]
)
def test_the_text_of_an_error_goes_and_its_kind_and_place_stay(text: str) -> None:
    formatter = WithoutRows("%(message)s")
    try:
        try:
            raise ValueError(text)
        except ValueError as error:
            raise KeyError(text) from error
    except KeyError:
        told = formatter.formatException(sys.exc_info())
    assert "Jansen" not in told
    assert "Goes" not in told
    assert "builtins.ValueError" in told
    assert told.endswith("builtins.KeyError: (text left out)")
    assert told.count("test_logs.py") == 2


def test_an_error_that_leads_to_itself_is_told_to_its_end() -> None:
    error = ValueError()
    error.__cause__ = error
    assert WithoutRows().formatException((ValueError, error, None)).count("builtins.ValueError") == 21


def test_every_log_line_goes_through_it() -> None:
    formatter = settings.LOGGING["formatters"][settings.LOGGING["handlers"]["console"]["formatter"]]
    assert formatter["()"] == "core.logs.WithoutRows"
    assert settings.LOGGING["root"]["handlers"] == ["console"]


def test_a_line_says_when_how_grave_and_by_whom_in_utc() -> None:
    told = settings.LOGGING["formatters"]["quiet"]
    formatter = WithoutRows(told["format"], style=told["style"])
    record = logging.makeLogRecord({"msg": "mis", "name": "jobs", "levelname": "ERROR", "created": 0.0, "msecs": 7.0})
    assert formatter.format(record) == "1970-01-01T00:00:00.007Z ERROR jobs mis"


def test_what_was_sent_begins_no_line_and_rings_no_bell() -> None:
    record = logging.makeLogRecord({"msg": "pad %s", "args": ("/a\n2026 ERROR verzonnen\r\x1b[31m\u2028x",)})
    first, *more = WithoutRows().format(record).splitlines()
    assert first == "pad /a"
    assert more == ["    2026 ERROR verzonnen??[31m?x"]


def test_no_handler_of_django_mails_or_prints_a_fault_with_what_was_sent() -> None:
    loggers = settings.LOGGING["loggers"]
    assert {name: (told["handlers"], told["propagate"]) for name, told in loggers.items()} == {
        "django": ([], True),
        "django.server": ([], True),
    }


def test_a_page_that_is_not_there_is_logged_by_its_path_alone(
    client: OutsideClient, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/bestaat-niet/", {"zoek": "Jansen"}, headers={"referer": "http://testserver/?zoek=Pieters"})
    assert "/bestaat-niet/" in caplog.text
    assert "Jansen" not in caplog.text
    assert "Pieters" not in caplog.text
