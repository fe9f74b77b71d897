"""A partner's inbox, and the clock of a handover."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.access import NOBODY, Actor
from core.errors import Invalid
from core.resend import AlreadySent
from core.workdays import local_date, today
from jobs.models import Job, OutboxMessage
from jobs.states import MailKind
from municipalities.roles import actor_for
from signals import operations
from signals.codes import Outcome
from signals.handed_over import course_of
from signals.models import Handover, HandoverAnswer
from signals.operations import hand_over, remind_handover, withdraw_handover
from signals.partners import standings
from signals.tasks import make_letter as run_letter
from signals.tasks import run_handover_clock
from signals.workflow import HandoverState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.typesetting import typeset_here
from tests.support.world import World

__all__ = ["typeset_here"]
pytestmark = pytest.mark.usefixtures("typeset_here")

HAT = {"hat": "partner_contact"}


@pytest.fixture
def handover(world: World) -> Handover:
    signal = make.handled(world.goes, world.wilma)
    return make.handed_over(signal, actor_for(world.wilma), world.inspectorate)


def _now(handover: Handover) -> Handover:
    found: Handover = Handover.objects.unscoped(reason="test").get(pk=handover.pk)
    return found


def test_the_first_look_counts_as_received_and_shows_only_what_was_shared(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    client = client_of(world.philo)
    assert handover.reference in client.get(reverse("postbox:inbox")).content.decode()
    page = client.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    assert make.FACTS in page
    for word in ("Windvaan", "Toezichthouder", handover.signal.reference):
        assert word not in page
    assert _now(handover).state == HandoverState.RECEIVED


def test_the_partner_takes_it_on_and_answers_later(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    client = client_of(world.philo)
    client.post(reverse("postbox:accept", args=[handover.pk]), {**HAT, "version": handover.version})
    assert _now(handover).state == HandoverState.ACCEPTED
    url = reverse("postbox:answer", args=[handover.pk])
    given = {**HAT, "version": _now(handover).version}
    assert client.post(url, given).status_code == 422
    assert client.post(url, {**given, "outcomes": ["inspection_done"], "text": "Geweest."}).status_code == 302
    officer = client_of(world.wilma).get(reverse("signals:detail", args=[handover.signal_id])).content.decode()
    assert "Geweest." in officer


def test_a_refusal_tells_why(world: World, handover: Handover, client_of: Callable[..., OutsideClient]) -> None:
    client = client_of(world.philo)
    url = reverse("postbox:refuse", args=[handover.pk])
    client.post(url, {**HAT, "version": handover.version, "reason": "Niet ons werkterrein."})
    assert (_now(handover).state, _now(handover).refusal) == (HandoverState.REFUSED, "Niet ons werkterrein.")


def test_who_did_not_take_it_on_may_come_back_to_that(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    """A button pressed by mistake, or a case that was opened after all: the first answer stays the first one."""
    wilma = actor_for(world.wilma)
    refused_on = today()
    operations.refuse_handover(handover, actor=actor_for(world.philo), refusal="Niet ons werkterrein.")
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        client, url = client_of(world.philo), reverse("postbox:answer", args=[handover.pk])
        sent = client.filled(url)
        form = client.get(url).context["form"]
        assert "refused" not in dict(form.fields["outcomes"].choices)
        assert client.post(url, {**sent, "outcomes": ["investigation_started"]}).status_code == 302
        now = _now(handover)
        assert (now.state, now.refusal) == (HandoverState.ANSWERED, "Niet ons werkterrein.")
        assert now.refused_at is not None
        assert local_date(now.refused_at) == refused_on
        assert (
            "Eerst niet in behandeling genomen"
            in client.get(reverse("postbox:handover", args=[now.pk])).content.decode()
        )
        [line] = standings(wilma)
        assert (line.days, line.refused, line.open) == ([0], 0, 0)
        assert [step.what for step in course_of(now, HandoverAnswer.objects.of_handover(now), ())] == [
            *("Verstuurd", "Niet in behandeling genomen", "Antwoord")
        ]
    again = make.handed_over(handover.signal, wilma, world.inspectorate)
    refusal = {"outcomes": [Outcome.REFUSED], "text": "Niet onze taak."}
    again = operations.record_answer(again, actor=wilma, **refusal)
    with pytest.raises(Invalid) as twice:
        operations.record_answer(_now(again), actor=wilma, **refusal)
    assert set(twice.value.fields) == {"outcomes"}


@pytest.mark.parametrize(
    ("days", "reminders", "state"),
    [
        ((13,), 0, HandoverState.SENT),
        ((14,), 1, HandoverState.SENT),
        ((14, 28), 2, HandoverState.SENT),
        ((14, 28, 55), 2, HandoverState.SENT),
        ((14, 28, 56), 2, HandoverState.NO_ANSWER),
    ],
)
def test_the_clock_reminds_twice_and_then_notes_that_no_answer_came(
    handover: Handover, days: tuple[int, ...], reminders: int, state: HandoverState
) -> None:
    assert handover.sent_at is not None
    for day in days:
        with time_machine.travel(timezone.localtime(handover.sent_at) + timedelta(days=day), tick=False):
            run_handover_clock(Job(), NOBODY)
    assert (_now(handover).reminders, _now(handover).state) == (reminders, state)


def test_a_reminder_is_mailed_to_who_answers_for_the_partner_and_to_nobody_else(
    world: World, handover: Handover
) -> None:
    OutboxMessage.objects.all().delete()
    assert handover.sent_at is not None
    with time_machine.travel(timezone.localtime(handover.sent_at) + timedelta(days=14), tick=False):
        run_handover_clock(Job(), NOBODY)
    assert [(mail.user_id, mail.kind) for mail in OutboxMessage.objects.all()] == [(world.philo.pk, MailKind.MESSAGE)]


def test_a_handover_that_is_settled_while_the_clock_runs_holds_up_no_other(
    world: World, handover: Handover, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.handed_over(handover.signal, actor_for(world.wilma), world.inspectorate)

    def first_answered(row: Handover, *, actor: Actor) -> Handover:
        if row.pk == handover.pk:
            Handover.objects.unscoped(reason="test").filter(pk=row.pk).update(
                state=HandoverState.WITHDRAWN, settled_at=timezone.now()
            )
        return remind_handover(row, actor=actor)

    monkeypatch.setattr("signals.tasks.remind_handover", first_answered)
    assert handover.sent_at is not None
    with time_machine.travel(timezone.localtime(handover.sent_at) + timedelta(days=14), tick=False):
        run_handover_clock(Job(), NOBODY)
    assert (_now(handover).reminders, _now(other).reminders) == (0, 1)


def test_a_signal_is_passed_on_until_its_last_handover_is_taken_back_and_shows_them_all(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    other = make.handed_over(handover.signal, actor_for(world.wilma), world.inspectorate)
    client = client_of(world.wilma)
    for one, still in ((other, True), (handover, False)):
        data = {"hat": "focal_officer", "version": str(_now(one).version), "reason": f"Te vroeg: {one.reference}."}
        page = client.post(reverse("signals:withdraw-handover", args=[one.pk]), data, follow=True).content.decode()
        assert (">Doorgegeven<" in page) is still
        assert f"Te vroeg: {one.reference}." in page


def test_a_handover_taken_back_shows_its_receiver_nothing_of_the_content(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    run_letter(Job.objects.get(object_id=handover.pk), actor_for(world.wilma))
    withdraw_handover(handover, actor=actor_for(world.wilma), reason="Te vroeg gestuurd.")
    client = client_of(world.philo)
    page = client.get(reverse("postbox:handover", args=[handover.pk])).content.decode()
    assert handover.reference in page
    assert "de inhoud is niet meer te zien" in page
    for word in (make.FACTS, handover.purpose, "Te vroeg gestuurd.", "Brief (PDF)", "Antwoord geven"):
        assert word not in page
    assert client.get(reverse("signals:letter", args=[handover.pk])).status_code == 404
    assert client.get(reverse("postbox:answer", args=[handover.pk])).status_code == 409
    listed = client.get(reverse("postbox:inbox"), {"tab": "alles"}).content.decode()
    assert handover.reference in listed
    assert handover.get_kind_display() not in listed
    assert _now(handover).received_at is None


def test_taking_the_letter_is_receiving(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    run_letter(Job.objects.get(object_id=handover.pk), actor_for(world.wilma))
    url = reverse("signals:letter", args=[handover.pk])
    client_of(world.wilma).get(url)
    assert _now(handover).state == HandoverState.SENT
    client_of(world.philo).get(url)
    assert (_now(handover).state, _now(handover).received_at is None) == (HandoverState.RECEIVED, False)


def test_a_handover_sent_again_is_the_same_one_and_another_under_its_key_is_refused(world: World) -> None:
    signal, wilma = make.handled(world.goes, world.wilma), actor_for(world.wilma)
    given = make.disclosure(world.inspectorate)
    first = hand_over(signal, actor=wilma, disclosure=given)
    assert hand_over(signal, actor=wilma, disclosure=given) == first
    for other in ({"partner": world.veilig_thuis}, {"purpose": "Iets anders"}, {"fields": ["place"]}):
        with pytest.raises(AlreadySent):
            hand_over(signal, actor=wilma, disclosure=replace(given, **other))
    assert Handover.objects.of(signal).count() == 1


def test_the_inbox_says_who_sends_and_nobody_for_an_anonymous_tip(
    world: World, handover: Handover, client_of: Callable[..., OutsideClient]
) -> None:
    given = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    tip = make.handed_over(make.handled(world.goes, world.wilma), actor_for(world.wilma), world.inspectorate, **given)
    page = client_of(world.philo).get(reverse("postbox:inbox")).content.decode()
    rows = {number: page.partition(number)[2].partition("</tr>")[0] for number in (handover.reference, tip.reference)}
    assert "Aandachtsfunctionaris gemeente Goes" in rows[handover.reference]
    assert '<td data-label="Van">Anonieme tip</td>' in rows[tip.reference]
    assert "Goes" not in rows[tip.reference]
