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
            plain = logging.Formatter().formatException(record.exc_info)  # type: ignore[arg-type]
            raise
    assert "Jansen" in plain
    assert "Jansen" not in told
    assert "uit Goes" not in told
    assert "IntegrityError" in told
    assert "The above exception was the direct cause" in told


def test_a_detail_of_many_lines_goes_as_a_whole() -> None:
    formatter = WithoutRows("%(message)s")
    try:
        raise ValueError("mis\nDETAIL:  Failing row contains (Jansen\n\nuit Goes\nCONTEXT: Pieters).")
    except ValueError:
        told = formatter.formatException(sys.exc_info())
    assert told.endswith("ValueError: mis\nDETAIL: left out")


def test_every_log_line_goes_through_it() -> None:
    assert settings.LOGGING["formatters"][settings.LOGGING["handlers"]["console"]["formatter"]] == {
        "()": "core.logs.WithoutRows"
    }


def test_a_page_that_is_not_there_is_logged_by_its_path_alone(
    client: OutsideClient, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/bestaat-niet/", {"zoek": "Jansen"}, headers={"referer": "http://testserver/?zoek=Pieters"})
    assert "/bestaat-niet/" in caplog.text
    assert "Jansen" not in caplog.text
    assert "Pieters" not in caplog.text
