"""Several followed signals prolonged in one form: all of them or none, with one line each."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.workdays import today
from municipalities.roles import actor_for
from signals import operations, terms
from signals.models import Follow, FollowReview, Signal
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

DAY = dt.timedelta(days=1)
URL = "/signalen/volgen/bekijken/"


def follow_of(signal: Signal) -> Follow:
    row: Follow = Follow.objects.of(signal).get()
    return row


@pytest.fixture
def follows(world: World) -> list[Follow]:
    """Of Wilma: one since yesterday, one today, one in a week; one of next week that does not belong here yet."""
    days = (today() - DAY, today(), today() + 7 * DAY, today() + 8 * DAY)
    return [follow_of(make.followed(world.goes, world.wilma, review_on=day)) for day in days]


@pytest.fixture
def client(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.wilma)


def form_of(client: OutsideClient, taken: dict[Follow, str]) -> dict[str, Any]:
    """The form as the page shows it, with these ticked, each with its line."""
    form = client.get(URL).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() is not None}
    for follow, line in taken.items():
        sent |= {f"take_{follow.pk.hex}": "on", f"line_{follow.pk.hex}": line}
    return sent


def lines(follow: Follow) -> list[str]:
    return list(FollowReview.objects.unscoped(reason="test").filter(follow=follow).values_list("line", flat=True))


def test_what_comes_this_week_stands_there_the_earliest_first_and_nothing_is_chosen(
    client: OutsideClient, follows: list[Follow]
) -> None:
    form = client.get(URL).context["form"]
    assert list(form.follows) == follows[:3]
    assert [bool(take.value()) for _follow, take, _line in form.rows()] == [False] * 3
    assert {line.value() for _follow, _take, line in form.rows()} == {"Geen nieuwe informatie."}


def test_what_was_written_last_stands_above_a_line_that_says_nothing_yet(client: OutsideClient, world: World) -> None:
    follow = follow_of(make.followed(world.goes, world.wilma))
    wilma = actor_for(world.wilma)
    for line in ("Nog steeds bedden.", "De bedden zijn weg."):
        operations.review_follow(follow, actor=wilma, line=line, next_on=today() + DAY)
    answer = client.get(URL)
    ((_follow, _take, line),) = answer.context["form"].rows()
    assert line.value() == "Geen nieuwe informatie."
    page = answer.content.decode()
    assert "De bedden zijn weg." in page
    assert "Nog steeds bedden." not in page


def test_those_that_were_ticked_go_on_and_the_others_stay_as_they_were(
    client: OutsideClient, follows: list[Follow]
) -> None:
    first, second, third, _later = follows
    answer = client.post(URL, form_of(client, {first: "Niets nieuws.", third: "Bus is weg."}), follow=True)
    assert "2 signalen worden verder gevolgd." in answer.content.decode()
    assert (lines(first), lines(second), lines(third)) == (["Niets nieuws."], [], ["Bus is weg."])
    first.refresh_from_db()
    assert first.review_on == today() + 30 * DAY


def test_a_second_click_writes_nothing_twice(client: OutsideClient, follows: list[Follow]) -> None:
    sent = form_of(client, {follows[0]: "Niets nieuws."})
    assert [client.post(URL, sent).status_code for _ in range(2)] == [302, 302]
    assert lines(follows[0]) == ["Niets nieuws."]


def test_with_one_that_is_refused_nothing_is_written(client: OutsideClient, follows: list[Follow]) -> None:
    """After six months a line is not enough."""
    long, short = follows[0], follows[1]
    Follow.objects.unscoped(reason="test").filter(pk=long.pk).update(motivate_on=today())
    answer = client.post(URL, form_of(client, {long: "Niets.", short: "Niets nieuws."}))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {f"line_{long.pk.hex}"}
    assert "al sinds" in str(answer.context["form"].errors)
    assert (lines(long), lines(short)) == ([], [])
    form = client.get(URL).context["form"]
    (asked, plain) = (form[f"line_{follow.pk.hex}"] for follow in (long, short))
    assert asked.help_text.startswith("Wordt gevolgd sinds")
    assert (asked.value(), plain.value(), plain.help_text) == ("", "Geen nieuwe informatie.", "")
    why = "De buren zien hen nog elke week, en de boa gaat in mei weer langs."
    assert client.post(URL, form_of(client, {long: why, short: "Niets nieuws."})).status_code == 302
    long.refresh_from_db()
    assert not long.is_to_motivate, "the next motivation is asked six months on"
    assert long.motivate_on == terms.MOTIVATE_FOLLOW.default.due(timezone.now())


def test_one_that_changed_meanwhile_stops_all(client: OutsideClient, follows: list[Follow], world: World) -> None:
    sent = form_of(client, {follows[0]: "Niets nieuws.", follows[1]: "Ook niets."})
    operations.review_follow(follows[1], actor=actor_for(world.koos), line="Een collega keek.")
    assert client.post(URL, sent).status_code == 409
    assert (lines(follows[0]), lines(follows[1])) == ([], ["Een collega keek."])


def test_one_that_ended_meanwhile_stops_all(client: OutsideClient, follows: list[Follow], world: World) -> None:
    sent = form_of(client, {follows[0]: "Niets nieuws."})
    operations.end_follow(follows[1], actor=actor_for(world.wilma), reason="Opgelost.")
    answer = client.post(URL, sent)
    assert answer.status_code == 409
    assert "niet meer gevolgd" in answer.content.decode()
    assert lines(follows[0]) == []


@pytest.mark.parametrize("change", ["nothing ticked", "no line", "line too long", "version gone", "version no number"])
def test_what_is_missing_is_told_and_nothing_is_written(
    client: OutsideClient, follows: list[Follow], change: str
) -> None:
    key = follows[0].pk.hex
    sent = form_of(client, {follows[0]: "Niets nieuws."})
    changed = {
        "nothing ticked": {f"take_{key}": ""},
        "no line": {f"line_{key}": " "},
        "line too long": {f"line_{key}": "x" * 301},
        "version gone": {f"seen_{key}": ""},
        "version no number": {f"seen_{key}": "een"},
    }[change]
    assert client.post(URL, sent | changed).status_code == 422
    assert lines(follows[0]) == []


def test_what_is_not_hers_is_not_prolonged_with_a_form_made_by_hand(
    client: OutsideClient, follows: list[Follow], world: World
) -> None:
    """Of another municipality, and of a colleague who is not away."""
    foreign = follow_of(make.followed(world.vlissingen, world.vera, review_on=today()))
    beside = follow_of(make.followed(world.goes, world.koos, review_on=today()))
    for other in (foreign, beside):
        key = other.pk.hex
        sent = form_of(client, {}) | {f"take_{key}": "on", f"line_{key}": "Mee.", f"seen_{key}": other.version}
        assert client.post(URL, sent).status_code == 409
        assert lines(other) == []
    assert foreign.signal.reference not in client.get(URL).content.decode()


def test_keys_that_are_none_are_nothing(client: OutsideClient, follows: list[Follow]) -> None:
    assert client.post(URL, {"hat": "focal_officer", "seen_geen-sleutel": "1", "take_x": "on"}).status_code == 422


def test_the_page_asks_as_much_for_many_as_for_few(client: OutsideClient, world: World) -> None:
    def shown() -> int:
        return len(queries_of(lambda: client.get(URL)))

    make.followed(world.goes, world.wilma, review_on=today())
    shown()  # the first of a session writes it
    few = shown()
    for _ in range(9):
        make.followed(world.goes, world.wilma, review_on=today())
    assert shown() == few


def test_without_any_the_page_says_what_comes_there(client: OutsideClient) -> None:
    assert "Niets te bekijken" in client.get(URL).content.decode()


def test_the_way_there_stands_beside_what_is_followed(client: OutsideClient) -> None:
    assert URL in client.get(f"{reverse('signals:list')}?tab=gevolgd").content.decode()
    assert URL not in client.get(reverse("signals:list")).content.decode()


def test_who_looks_at_the_page_stands_with_each_signal_on_it(
    client: OutsideClient, follows: list[Follow], world: World
) -> None:
    client.get(URL)
    looks = AuditEvent.objects.unscoped(reason="test").filter(event="signals.viewed", purpose="Opnieuw bekijken")
    assert set(looks.values_list("object_id", flat=True)) == {str(follow.signal_id) for follow in follows[:3]}
