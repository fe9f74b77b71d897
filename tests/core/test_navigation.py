"""The menu: only what the actor may use, in the order that the apps gave."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from core import navigation
from core.access import NOBODY, Action, Actor, Policy, Reach
from core.navigation import Link


class _Menu(Action):
    OPEN = "navigation_test.open", "openen"
    CLOSED = "navigation_test.closed", "sluiten"


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", _page, name="start"),
    path("dossiers/", _page, name="list"),
    path("dossiers/nieuw/", _page, name="new"),
]
A = Actor(1, hat="focal_officer", hats=("focal_officer", "reporter"))


@pytest.fixture(autouse=True)
def _own_frame(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]  # the fixture takes any setting
    monkeypatch.setattr(navigation, "_frame", navigation._Frame())
    monkeypatch.setattr(Policy, "_by_action", {})
    Policy({_Menu.OPEN: {"focal_officer": [Reach.OWN]}, _Menu.CLOSED: {"app_admin": [Reach.ANYWHERE]}})


def test_an_entry_is_shown_to_whom_the_policy_allows_it() -> None:
    navigation.add_entry("Dossiers", "list", action=_Menu.OPEN, order=20)
    navigation.add_entry("Nieuw", "new", action=_Menu.CLOSED, order=30)
    navigation.add_entry("Start", "start", order=10)
    assert navigation.links_for(A, "/dossiers/7/") == [
        Link("Start", "/", current=False),
        Link("Dossiers", "/dossiers/", current=True),
    ]
    assert navigation.links_for(NOBODY, "/") == []


def test_the_deepest_entry_above_the_page_is_the_current_one() -> None:
    navigation.add_entry("Dossiers", "list", order=20)
    navigation.add_entry("Nieuw", "new", order=30)
    assert [link.current for link in navigation.links_for(A, "/dossiers/nieuw/2/")] == [False, True]
    assert [link.current for link in navigation.links_for(A, "/")] == [False, False]


def test_search_and_work_follow_the_policy_and_counts_add_up() -> None:
    assert navigation.search_url_for(A) == ""
    navigation.add_search("list", action=_Menu.OPEN)
    navigation.set_work("new", action=_Menu.CLOSED)
    assert (navigation.search_url_for(A), navigation.work_url_for(A)) == ("/dossiers/", "")
    navigation.add_work_counter(lambda actor: 3)
    navigation.add_work_counter(lambda actor: 1)
    assert navigation.count_work(A) == 4
