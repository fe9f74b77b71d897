"""The row of a session is found as Django finds it, and only while it holds."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.session_store import SessionStore
from tests.support.clients import OutsideClient

pytestmark = pytest.mark.django_db


def test_a_session_is_opened_by_its_key_until_it_is_over() -> None:
    store = SessionStore()
    store["hat"] = "focal_officer"
    store.create()
    key = store.session_key
    assert SessionStore(key).load() == db.SessionStore(key).load() == {"hat": "focal_officer"}
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    over = SessionStore(key)
    assert over.load() == {}
    assert over.session_key is None


@pytest.mark.parametrize("key", ["x" * 32, "\0" * 32, "x" * 5000, "ééééééééé", "%s" * 16])
def test_a_key_that_nobody_gave_out_opens_nothing_and_is_not_taken_over(key: str) -> None:
    unknown = SessionStore(key)
    assert unknown.load() == {}
    assert unknown.session_key is None
    # Not even asked for; the driver refuses a NUL, and whoever sent it would get a page that failed.
    for made_up in ("abcdefgh\0", "a" * 7, "ABCDEFGH", "abcdefg'"):
        assert SessionStore(made_up).session_key is None
    answer = OutsideClient().get("/", headers={"cookie": rf'{settings.SESSION_COOKIE_NAME}="abcdefgh\000"'})
    assert answer.status_code == OutsideClient().get("/").status_code < 500
