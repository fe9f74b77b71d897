"""What is open at each partner, and how it answered: for the talk with that partner."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils import timezone

from core.access import Actor
from core.workdays import AMSTERDAM, today
from municipalities.models import Organisation
from municipalities.roles import actor_for
from reports.figures.handovers import passed_on_by_partner
from reports.figures.source import over_this_connection
from reports.periods import Period, PeriodKind
from signals import operations
from signals.codes import Outcome
from signals.models import Handover
from signals.partners import BECAME, became, standings, unanswered
from signals.workflow import HandoverState
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

DAY = dt.timedelta(days=1)
type ClientOf = Callable[..., OutsideClient]


def sent(world: World, actor: Actor, partner: Organisation, days: int, *, answered: bool = False) -> Handover:
    """A handover of a signal of its own, sent so many days ago; answered today or not."""
    handover = make.handed_over(make.handled(world.goes, world.wilma), actor, partner)
    if answered:
        operations.record_answer(handover, actor=actor, outcomes=[Outcome.INSPECTION_DONE])
    # At noon: so many days before this hour may lie in summer time, on another date.
    noon = dt.datetime.combine(today() - days * DAY, dt.time(12), AMSTERDAM)
    Handover.objects.unscoped(reason="test").filter(pk=handover.pk).update(sent_at=noon)
    return handover


def test_each_partner_stands_with_what_is_open_and_what_became_of_the_last_year(
    world: World, client_of: ClientOf
) -> None:
    wilma = actor_for(world.wilma)
    for days, answered in ((10, True), (28, True), (29, True), (499, True), (40, False), (500, False)):
        sent(world, wilma, world.inspectorate, days, answered=answered)
    never, forgotten, refused = (sent(world, wilma, world.inspectorate, days) for days in (70, 501, 60))
    operations.withdraw_handover(sent(world, wilma, world.inspectorate, 5), actor=wilma, reason="Verkeerde partner.")
    sent(world, wilma, world.veilig_thuis, 3)
    for handover, state in (
        (never, HandoverState.NO_ANSWER),
        (forgotten, HandoverState.NO_ANSWER),
        (refused, HandoverState.REFUSED),
    ):
        Handover.objects.unscoped(reason="test").filter(pk=handover.pk).update(
            state=state,
            settled_at=timezone.now(),
            refused_at=timezone.now() if state == HandoverState.REFUSED else None,
            remind_on=None,
            refusal="Geen aanknopingspunt.",
        )
    first, second = standings(wilma)
    assert (first.partner, first.open, first.longest) == (world.inspectorate, 2, 500)
    # Refused by the button of the inbox is an answer too, as what was recorded as refused.
    assert (first.sent, first.answered, first.in_time, first.refused, first.median_days) == (6, 4, 2, 1, 28.5)
    # Each number has its list, which holds as many.
    counts = {"doorgegeven": 6, "beantwoord": 4, "op-tijd": 2, "geweigerd": 1}
    behind = {what: became(wilma, world.inspectorate.pk, what) for what in BECAME}
    assert {what: len(rows) for what, rows in behind.items()} == counts
    assert [row.pk for row in behind["geweigerd"]] == [refused.pk]
    client, page = client_of(world.wilma), reverse("signals:open-at-partner", args=[world.inspectorate.pk])
    shown = client.get(reverse("signals:partners")).content.decode()
    for what, count in counts.items():
        link = f'href="{page}?wat={what}#doormeldingen">{count}<'
        assert (link in shown) is (what != "geweigerd")
        answer = client.get(page, {"wat": what})
        assert (len(answer.context["page"].rows), BECAME[what][0] in answer.content.decode()) == (count, True)
        assert f'href="?wat={what}#doormeldingen">{count}</a>' in answer.content.decode()
        assert "zonder antwoord" not in answer.content.decode()
    assert client.get(page, {"wat": "anders"}).context["caption"] == ""
    assert (second.partner, second.open, second.answered, second.median_days) == (world.veilig_thuis, 1, 0, None)
    waiting = unanswered(wilma).filter(partner=world.inspectorate).order_by("sent_at")
    assert [one.days_waiting for one in waiting] == [500, 70, 40]


def test_only_what_she_works_on_counts(world: World) -> None:
    wilma, koos = actor_for(world.wilma), actor_for(world.koos)
    handover = sent(world, wilma, world.inspectorate, 40)
    assert [line.open for line in standings(koos)] == [1]
    shield.excluded(handover.signal, world.koos)
    assert list(standings(actor_for(world.koos))) == list(unanswered(actor_for(world.koos))) == []
    assert list(standings(actor_for(world.vera))) == []


def test_the_pages_show_who_waits_how_long_and_nothing_of_the_content(world: World, client_of: ClientOf) -> None:
    wilma = actor_for(world.wilma)
    handover = sent(world, wilma, world.inspectorate, 40)
    client = client_of(world.wilma)
    overview, page = reverse("signals:partners"), reverse("signals:open-at-partner", args=[world.inspectorate.pk])
    assert overview in client.get(reverse("signals:list"), {"tab": "doorgegeven"}).content.decode()
    shown = client.get(overview).content.decode()
    assert f'href="{page}#doormeldingen">1<' in shown
    assert shown.count("Binnen 28 dagen") == 2
    shown = client.get(page).content.decode()
    assert 'id="doormeldingen"' in shown
    assert handover.reference in shown
    assert handover.signal.reference in shown
    assert "40 dagen" in shown
    assert reverse("signals:record-answer", args=[handover.pk]) in shown
    assert make.FACTS not in shown
    few = [len(queries_of(partial(client.get, url))) for url in (overview, page)]
    for days in range(4):
        sent(world, wilma, world.inspectorate, days)
    assert [len(queries_of(partial(client.get, url))) for url in (overview, page)] == few
    assert max(few) <= 10


def test_a_partner_with_only_questions_stands_there_with_what_was_asked(world: World, client_of: ClientOf) -> None:
    wilma = actor_for(world.wilma)
    asked = make.questioned(make.handled(world.goes, world.wilma), wilma, to_partner_id=world.inspectorate.pk)
    make.questioned(asked.signal, wilma, to_user_id=world.koos.pk)
    [line] = standings(wilma)
    assert (line.partner, line.open, line.questions, line.waiting, line.longest) == (world.inspectorate, 0, 1, 1, 0)
    client, url = client_of(world.wilma), reverse("signals:open-at-partner", args=[world.inspectorate.pk])
    assert url in client.get(reverse("signals:partners")).content.decode()
    page = client.get(url).content.decode()
    for word in (asked.reference, asked.purpose, "1 vraag"):
        assert word in page
    assert str(asked.text) not in page
    assert client_of(world.vera).get(url).status_code == 404
    operations.answer_question(asked, actor=actor_for(world.philo), text="Niets bekend.")
    assert list(standings(wilma)) == []


def test_refused_counts_alike_by_letter_and_by_button(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    by_letter, by_button = (sent(world, wilma, world.inspectorate, 3) for _ in range(2))
    operations.record_answer(by_letter, actor=wilma, outcomes=[Outcome.REFUSED], text="Niet van ons.")
    operations.refuse_handover(by_button, actor=actor_for(world.philo), refusal="Niet van ons.")
    [line] = standings(wilma)
    assert (line.answered, line.in_time, line.refused, line.days) == (2, 2, 2, [3, 3])
    period = Period.holding(today() - 3 * DAY, PeriodKind.QUARTER)
    with over_this_connection():
        counted = passed_on_by_partner([world.goes.pk], period)[str(world.inspectorate)][world.goes.pk]
    assert counted.days == [3, 3]
