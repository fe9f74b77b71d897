"""What happened outside the application is written down with the day on which it happened, and keeps both days."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from core.access import NOBODY, SYSTEM, Actor
from core.errors import Invalid
from core.workdays import AMSTERDAM, local_date, today
from jobs.models import Job
from municipalities.roles import actor_for
from reports.figures.handovers import passed_on_by_partner
from reports.figures.source import over_this_connection
from reports.periods import Period, PeriodKind
from signals import operations
from signals.codes import HandoverKind, HandoverMethod, Outcome
from signals.models import Handover, HandoverAnswer, Signal
from signals.operations.handovers import clock_from
from signals.partners import standings
from signals.tasks import run_handover_clock
from signals.workflow import HandoverState
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

DAY = dt.timedelta(days=1)
type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def signal(world: World) -> Signal:
    """Decided forty days ago."""
    noon = dt.datetime.combine(today() - 40 * DAY, dt.time(12), AMSTERDAM)
    with time_machine.travel(noon, tick=False):
        return make.handled(world.goes, world.wilma)


def _form(world: World, **given: Any) -> dict[str, Any]:
    return {
        "hat": "focal_officer",
        "key": "5d2f8a52-0d0b-4d0e-8a53-3f6a5b1b7c11",
        "stap": "controleren",
        "anonymous": "no",
        "partner": str(world.inspectorate.pk),
        "kind": "investigate",
        "purpose": "Onderzoek",
        "fields_shared": ["place"],
        "ground": "public_task",
        "method": "letter",
        "to_function": "meldpunt",
        "necessity": make.NEEDED,
        **given,
    }


def test_a_letter_that_went_some_days_ago_waits_from_that_day(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    officer, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    gone = today() - 20 * DAY
    for method, day, why in (
        ("letter", today() + DAY, "ligt in de toekomst"),
        ("phone", today() - 29 * DAY, "ten hoogste 28 dagen terug"),
        ("inbox", gone, "gaat het vandaag weg"),
    ):
        refused = officer.post(url, _form(world, method=method, given_on=f"{day:%Y-%m-%d}"))
        assert (refused.status_code, why in refused.content.decode()) == (422, True)
    confirm = officer.post(url, _form(world, given_on=f"{gone:%Y-%m-%d}"))
    sent: dict[str, list[str]] = {}
    for name, value in confirm.context["sent"]:
        sent.setdefault(name, []).append(value)
    for _ in range(2):
        assert officer.post(url, {**sent, "stap": "versturen"}).status_code == 302
    row = Handover.objects.of(signal).get()
    assert (row.given_on, local_date(row.created_at), row.days_waiting) == (gone, today(), 20)
    assert row.clock == clock_from(row.sent_at or row.created_at)
    assert row.remind_on == row.clock[1], "the first reminder lies behind us"
    for morning, reminders in ((today() + DAY, 0), (row.clock[1], 1), (row.clock[1] + DAY, 1)):
        with time_machine.travel(dt.datetime.combine(morning, dt.time(12), AMSTERDAM), tick=False):
            run_handover_clock(Job(kind="signals.handover_clock"), NOBODY)
        now = Handover.objects.of(signal).get()
        assert (now.reminders, now.is_at_last_step) == (reminders, bool(reminders))
    page = officer.get(reverse("signals:handed-over", args=[row.pk])).content.decode()
    assert page.count("Opgeschreven op") == 1


def test_nothing_was_given_before_it_was_reported(world: World, wilma: Actor) -> None:
    signal = make.handled(world.goes, world.wilma)
    told = {"method": HandoverMethod.PHONE, "given_on": today() - DAY}
    with pytest.raises(Invalid) as refused:
        make.handed_over(signal, wilma, world.inspectorate, **told)
    assert "de melding" in refused.value.fields["given_on"][0]


def test_a_letter_of_before_is_judged_by_what_was_agreed_then(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    began = today() - 10 * DAY
    make.agreement(world, valid_from=today() - 60 * DAY, kinds=["inform"], document="Oud convenant")
    make.agreement(world, valid_from=began, purpose="Nieuw doel", document="Nieuw convenant")
    officer, url = client_of(world.wilma), reverse("signals:hand-over", args=[signal.pk])
    refused = officer.post(url, _form(world, given_on=f"{began - DAY:%Y-%m-%d}"))
    assert (refused.status_code, "was dit niet afgesproken met" in refused.content.decode()) == (422, True)
    told: dict[str, Any] = {"method": HandoverMethod.LETTER, "kind": HandoverKind.INVESTIGATE, "purpose": "Nieuw doel"}
    with pytest.raises(Invalid) as before:
        make.handed_over(signal, wilma, world.inspectorate, **told, given_on=began - DAY)
    assert set(before.value.fields) == {"given_on"}
    made = make.handed_over(signal, wilma, world.inspectorate, **told, given_on=began)
    assert made.agreed_in == "Nieuw convenant"


def test_a_refusal_by_phone_is_a_refusal_with_its_day_and_reason_and_later_it_is_an_answer(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    """As by the button of the inbox: its state, its course and the figures say so, and no answer stands there."""
    officer, refused = client_of(world.wilma), {"outcomes": [Outcome.REFUSED]}
    letter: dict[str, Any] = {"method": HandoverMethod.LETTER, "given_on": today() - 28 * DAY}
    early, received = (make.handed_over(signal, wilma, world.inspectorate, **letter) for _ in range(2))
    operations.record_receipt(received, actor=wilma, on=today() - 28 * DAY)
    for sent in (early, received):
        url = reverse("signals:record-answer", args=[sent.pk])
        given = officer.filled(url, on=f"{today() - 18 * DAY:%Y-%m-%d}", **refused)
        bare = officer.post(url, given)
        assert (bare.status_code, set(bare.context["form"].errors)) == (422, {"text"})
        assert officer.post(url, given | {"text": "Niet onze taak."}).status_code == 302
        now = Handover.objects.of(signal).get(pk=sent.pk)
        assert (now.state, now.refusal, now.refused_by_us) == (HandoverState.REFUSED, "Niet onze taak.", True)
        assert now.settled_at is not None
        assert local_date(now.settled_at) == today() - 18 * DAY
        assert not HandoverAnswer.objects.of_handover(now).exists()
        page = officer.get(reverse("signals:handed-over", args=[sent.pk])).content.decode()
        assert "Niet in behandeling genomen" in page
        assert "door de gemeente vastgelegd" in page
    assert [(line.days, line.refused) for line in standings(wilma)] == [([10, 10], 2)]
    # Beside something else it is one more outcome; once it was taken on, is late or was answered it is an answer too.
    both = make.handed_over(signal, wilma, world.inspectorate)
    told = {"outcomes": [Outcome.REFUSED, Outcome.REFERRED_ON], "text": "Naar de politie."}
    assert operations.record_answer(both, actor=wilma, **told).state == HandoverState.ANSWERED
    again = Handover._base_manager.get(pk=both.pk)
    assert operations.record_answer(again, actor=wilma, **refused).state == HandoverState.ANSWERED
    late = operations.expire_handover(make.handed_over(signal, wilma, world.inspectorate), actor=SYSTEM)
    assert operations.record_answer(late, actor=wilma, **refused).state == HandoverState.ANSWERED
    # The partner has a button for it, until it took it on; then it is among what it can answer.
    third = make.handed_over(signal, wilma, world.inspectorate)
    partner, answer = client_of(world.philo), reverse("postbox:answer", args=[third.pk])

    def choices() -> set[str]:
        return {code for code, _ in partner.get(answer).context["form"].fields["outcomes"].choices}

    assert Outcome.REFUSED not in choices()
    operations.accept_handover(third, actor=actor_for(world.philo))
    assert Outcome.REFUSED in choices()


def test_an_answer_counts_from_the_day_on_which_the_partner_gave_it(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    sent = make.handed_over(
        signal, wilma, world.inspectorate, method=HandoverMethod.LETTER, given_on=today() - 28 * DAY
    )
    officer, url = client_of(world.wilma), reverse("signals:record-answer", args=[sent.pk])
    given = {"hat": "focal_officer", "version": sent.version, "outcomes": [Outcome.INSPECTION_DONE], "text": "Geweest."}
    for day in (today() + DAY, today() - 29 * DAY):
        assert officer.post(url, {**given, "on": f"{day:%Y-%m-%d}"}).status_code == 422
    assert officer.post(url, {**given, "on": f"{today() - 18 * DAY:%Y-%m-%d}"}).status_code == 302
    answer = HandoverAnswer.objects.of_handover(sent).get()
    assert (local_date(answer.answered_at), local_date(answer.created_at)) == (today() - 18 * DAY, today())
    assert [line.days for line in standings(wilma)] == [[10]]
    period = Period.holding(today() - 28 * DAY, PeriodKind.QUARTER)
    with over_this_connection():
        [line] = passed_on_by_partner([world.goes.pk], period).values()
    assert (line[world.goes.pk].days, line[world.goes.pk].answered_in_time) == ([10], 1)


def test_what_is_answered_on_the_day_of_sending_never_comes_before_it(
    world: World, signal: Signal, wilma: Actor
) -> None:
    noon = dt.datetime.combine(today(), dt.time(15), AMSTERDAM)
    with time_machine.travel(noon, tick=False):
        sent = make.handed_over(signal, wilma, world.inspectorate)
    with time_machine.travel(noon + DAY, tick=False):
        operations.record_answer(sent, actor=wilma, outcomes=[Outcome.INSPECTION_DONE], on=local_date(noon))
    assert HandoverAnswer.objects.of_handover(sent).get().answered_at == sent.sent_at


def test_what_a_partner_told_by_phone_is_written_down_as_received_and_taken_on(
    world: World, signal: Signal, wilma: Actor, client_of: ClientOf
) -> None:
    by_phone = {"method": HandoverMethod.PHONE, "given_on": today() - 10 * DAY}
    sent = make.handed_over(signal, wilma, world.inspectorate, **by_phone)
    officer, page = client_of(world.wilma), reverse("signals:handed-over", args=[sent.pk])
    url = reverse("signals:record-acceptance", args=[sent.pk])
    assert url in officer.get(page).content.decode()
    given = {"hat": "focal_officer", "version": sent.version}
    assert officer.post(url, {**given, "stands": "received", "on": f"{today() - 8 * DAY:%Y-%m-%d}"}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.received_by_us, sent.received_at and local_date(sent.received_at)) == (
        *(HandoverState.RECEIVED, True),
        today() - 8 * DAY,
    )
    given = {"hat": "focal_officer", "version": sent.version, "stands": "accepted"}
    assert officer.post(url, {**given, "on": f"{today() - 9 * DAY:%Y-%m-%d}"}).status_code == 422
    assert officer.post(url, {**given, "stands": "received"}).status_code == 422
    assert officer.post(url, given).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.accepted_by_us) == (HandoverState.ACCEPTED, True)
    assert officer.get(page).content.decode().count("door de gemeente vastgelegd") == 2
    assert url not in officer.get(page).content.decode()
    answered = {"hat": "focal_officer", "version": sent.version, "outcomes": [Outcome.INSPECTION_DONE]}
    url = reverse("signals:record-answer", args=[sent.pk])
    refused = officer.post(url, {**answered, "on": f"{today() - DAY:%Y-%m-%d}"})
    assert (refused.status_code, "aan de slag ging" in refused.content.decode()) == (422, True)
