"""An address is looked up once, and is the one that Django gives."""

import datetime as dt
import uuid

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.links import address
from core.templatetags.ui import date_long, date_machine, date_short, days_long, moment, moment_machine

KEY = uuid.UUID("6f1d2c3b-0a4e-4f57-8f00-1b2c3d4e5f60")


def test_it_is_the_address_that_django_gives_also_the_second_time() -> None:
    for _ in range(2):
        assert address("signals:list") == reverse("signals:list")
        for key in (KEY, uuid.uuid4()):
            assert address("signals:detail", key) == reverse("signals:detail", args=[key])


@pytest.mark.parametrize("key", [None, KEY])
def test_a_page_that_is_not_there_has_none(key: uuid.UUID | None) -> None:
    with pytest.raises(NoReverseMatch):
        address("signals:nowhere", key)


def test_a_template_writes_the_same_addresses_as_before() -> None:
    links = "{% url 'signals:list' %} {% url 'signals:detail' key %} {% url 'signals:detail' pk=key %}{% url 'signals:detail' key as kept %} {{ kept }}"
    detail = reverse("signals:detail", args=[KEY])
    assert (
        engines["django"].from_string(links).render({"key": KEY})
        == f"{reverse('signals:list')} {detail} {detail} {detail}"
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_dates_read_as_the_formats_of_django_have_them(month: int) -> None:
    at = dt.datetime(2026, month, 9, 23, 30, tzinfo=dt.UTC)
    here = timezone.localtime(at)
    assert (date_long(at), date_short(at)) == (date_format(here, "j F Y"), date_format(here, "d-m-Y"))
    assert (date_machine(at), date_machine(at.date())) == (date_format(here, "Y-m-d"), at.date().isoformat())
    assert (moment(at), moment_machine(at)) == (date_format(here, "j F Y, H:i"), here.isoformat())
    assert date_long(None) == date_short(None) == date_machine(None) == moment(None) == moment_machine(None) == ""


def test_what_waits_since_today_waits_no_0_days() -> None:
    assert [days_long(days) for days in (0, 1, 12)] == ["sinds vandaag", "1 dag", "12 dagen"]
