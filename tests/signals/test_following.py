"""A followed signal whose day to look again has passed shows wherever somebody looks."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.errors import Invalid
from core.workdays import AMSTERDAM, today
from municipalities.roles import actor_for
from signals import operations, terms
from signals.attention import lines, list_url
from signals.models import Follow, FollowReview, Signal
from signals.work import work
from tests.factories import signals as make
from tests.factories import terms as setting
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

LATE = "3 dagen te laat"
DAY = dt.timedelta(days=1)


def _late(world: World) -> Signal:
    return make.followed(world.goes, world.wilma, review_on=today() - 3 * DAY)


def _shown(client: OutsideClient, tab: str) -> list[str]:
    return [signal.reference for signal in client.get(reverse("signals:list"), {"tab": tab}).context["page"].rows]


def test_a_review_that_is_late_stands_under_te_laat_with_how_late_it_is(world: World, client_of: ClientOf) -> None:
    late = _late(world)
    make.followed(world.goes, world.wilma)
    make.followed(world.goes, world.wilma, review_on=today())
    client = client_of(world.wilma)
    assert _shown(client, "te-laat") == [late.reference]
    assert LATE in client.get(reverse("signals:list"), {"tab": "te-laat"}).content.decode()


def test_the_start_page_counts_it_and_leads_to_its_list(world: World, client_of: ClientOf) -> None:
    late = _late(world)
    (line,) = [found for found in lines(actor_for(world.wilma)) if "opnieuw bekeken" in found.text]
    assert (line.count, line.link, line.tone) == (1, late.reference, "warning")
    _late(world)
    (line,) = [found for found in lines(actor_for(world.wilma)) if "opnieuw bekeken" in found.text]
    assert (line.count, line.url) == (2, list_url("herzien"))
    assert client_of(world.wilma).get(line.url).context["count"] == 2


def test_the_page_of_the_signal_says_it_on_top(world: World, client_of: ClientOf) -> None:
    late = _late(world)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[late.pk])).content.decode()
    top = page.split("Zichtbaar voor", 1)[0]
    assert LATE in top
    assert "opnieuw bekijken" in top


def test_what_is_followed_is_listed_by_the_day_to_look_again_the_late_first(world: World, client_of: ClientOf) -> None:
    soon = make.followed(world.goes, world.wilma, review_on=today() + DAY)
    late = _late(world)
    later = make.followed(world.goes, world.wilma, review_on=today() + 9 * DAY)
    answer = client_of(world.wilma).get(reverse("signals:list"), {"tab": "gevolgd"})
    assert [signal.reference for signal in answer.context["page"].rows] == [
        late.reference,
        soon.reference,
        later.reference,
    ]
    assert "Opnieuw bekijken" in answer.context["columns"]
    assert "Termijn" not in answer.context["columns"]


def test_the_pages_of_what_is_followed_go_on_where_the_one_before_ended(world: World, client_of: ClientOf) -> None:
    signals = make.stored(world.goes, world.wilma, 30)
    Signal.objects.unscoped(reason="test").update(is_followed=True)
    for number, signal in enumerate(signals):
        Follow.objects.create(
            signal=signal,
            municipality=world.goes,
            dossier_id=signal.dossier_id,
            why="Te weinig.",
            what_changes_it="Meer.",
            started_at=timezone.now(),
            review_on=today() + (number // 7) * DAY,
            motivate_on=today() + 180 * DAY,
            author=world.wilma,
        )
    client = client_of(world.wilma)
    first = client.get(reverse("signals:list"), {"tab": "gevolgd"}).context["page"]
    second = client.get(reverse("signals:list"), {"tab": "gevolgd", "na": first.next}).context["page"]
    days = [signal.review_on for signal in (*first.rows, *second.rows)]
    assert len({signal.pk for signal in (*first.rows, *second.rows)}) == 30
    assert days == sorted(days)


def test_what_was_typed_wrong_is_put_right_and_what_stood_there_stays_to_be_read(
    world: World, client_of: ClientOf
) -> None:
    signal = make.followed(world.goes, world.wilma)
    follow, client = Follow.objects.of(signal).get(), client_of(world.wilma)
    url = reverse("signals:correct-follow", args=[follow.pk])
    seen = client.get(url).context["form"]
    shown = {name: seen[name].value() for name in ("hat", "version", "why", "what_changes_it")}
    untouched = shown | {"review_on": f"{follow.review_on}"}
    assert client.post(url, untouched).status_code == 422
    # Not later than could be chosen when it was last looked at, and not before tomorrow.
    for day in (today() + 31 * DAY, today()):
        refused = client.post(url, untouched | {"review_on": f"{day}"})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["review_on"])
    right = untouched | {"why": "Te weinig om door te geven.", "review_on": f"{today() + 9 * DAY}"}
    # A second click too; a colleague who saw what stood there before overwrites nothing.
    assert [client.post(url, right).status_code for _ in range(2)] == [302, 302]
    late = client_of(world.koos).post(url, untouched | {"why": "Iets anders."})
    assert (late.status_code, "Er is niets overschreven." in late.content.decode()) == (409, True)
    now = Follow.objects.of(signal).get()
    assert (now.why, now.what_changes_it) == ("Te weinig om door te geven.", follow.what_changes_it)
    assert (now.review_on, now.motivate_on) == (today() + 9 * DAY, follow.motivate_on)
    assert not FollowReview.objects.of(signal).exists()
    page = client.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    card = page.split('id="volgen"', 1)[1].split("</section>", 1)[0]
    assert f"door {world.wilma}: wat er stond" in card
    assert follow.why in card
    assert f"{follow.review_on:%d-%m-%Y}" in card
    assert "heeft verbeterd wat er bij het volgen stond" in page
    assert "Wat er eerder stond" not in page
    (event,) = AuditEvent.objects.unscoped(reason="test").filter(event="signals.follow_corrected")
    assert event.detail["fields"] == ["review_on", "why"]


def test_a_correction_stays_within_what_the_last_look_allowed(world: World) -> None:
    """Also when the region set another term since; from the last day on one looks again."""
    follow = Follow.objects.of(make.followed(world.goes, world.wilma)).get()
    told = {"why": follow.why, "what_changes_it": follow.what_changes_it}
    tenth, later, twentieth, last = (today() + days * DAY for days in (10, 15, 20, 40))
    with time_machine.travel(_noon(tenth), tick=False):
        operations.review_follow(follow, actor=actor_for(world.wilma), line="Niets.", next_on=tenth + 2 * DAY)
    setting.set_to(world, terms.REVIEW_FOLLOW, 60, later)
    with time_machine.travel(_noon(twentieth), tick=False):
        wilma = actor_for(world.wilma)
        with pytest.raises(Invalid):
            operations.correct_follow(follow, actor=wilma, review_on=last + DAY, **told)
        assert operations.correct_follow(follow, actor=wilma, review_on=last, **told).review_on == last
    with time_machine.travel(_noon(last), tick=False):
        wilma = actor_for(world.wilma)
        with pytest.raises(Invalid):
            operations.correct_follow(follow, actor=wilma, review_on=last + DAY, **told)
        # What was typed wrong in the reason needs no other day.
        operations.correct_follow(follow, actor=wilma, review_on=last, **told | {"why": "Anders."})
    assert Follow.objects.of(follow.signal).get().why == "Anders."


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), AMSTERDAM)


def test_an_ended_follow_is_late_nowhere_and_doubles_no_line(world: World, client_of: ClientOf) -> None:
    late = _late(world)
    wilma = actor_for(world.wilma)
    operations.end_follow(Follow.objects.of(late).get(), actor=wilma, reason="Er kwam niets meer.")
    client = client_of(world.wilma)
    assert _shown(client, "te-laat") == []
    signal = Signal.objects.visible_to(wilma).get(pk=late.pk)
    operations.follow_signal(signal, actor=wilma, why="Toch.", what_changes_it="Een melding.")
    assert _shown(client, "gevolgd") == [late.reference]
    assert _shown(client, "alles") == [late.reference]


def test_looking_again_takes_it_off_the_lists_of_what_is_late(world: World, client_of: ClientOf) -> None:
    late = _late(world)
    wilma = actor_for(world.wilma)
    assert [item.what for item in work(wilma)] == ["Opnieuw bekijken"]
    operations.review_follow(Follow.objects.of(late).get(), actor=wilma, line="Niets nieuws.")
    assert _shown(client_of(world.wilma), "te-laat") == []
    assert list(work(wilma)) == []


def test_the_list_of_what_is_followed_asks_as_much_for_many_as_for_few(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    _late(world)
    url = f"{reverse('signals:list')}?tab=gevolgd"
    client.get(url)
    few = len(queries_of(lambda: client.get(url)))
    for _ in range(5):
        _late(world)
    assert len(queries_of(lambda: client.get(url))) == few
