"""Past its day: the term, the hold, four eyes, the job that anonymises, and the proof of it."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.access import SYSTEM
from core.errors import Conflict, Forbidden, Invalid, NotVisible, WrongState
from core.unit import unit_of_work
from core.workdays import add_months, today
from jobs import runner
from jobs.models import Job, OutboxMessage
from municipalities.codes import Role
from municipalities.models import Municipality, MunicipalityRole
from municipalities.oversight import overseeing
from municipalities.roles import actor_for, give
from signals import operations
from signals.codes import CloseReason
from signals.models import Erasure, ErasureLine, Hold, Signal
from signals.operations.anonymising import forget_words
from signals.operations.erasing import digest_of
from signals.operations.lifecycle import Closing
from signals.retention import to_put_forward
from signals.workflow import SignalState
from tests.factories import retention as past
from tests.factories import signals as make
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]
LIST = reverse("signals:retention")


@pytest.mark.parametrize(("reason", "months"), [(CloseReason.NO_INDICATION, 3), (CloseReason.OTHER_PROBLEM, 12)])
def test_closing_sets_the_day_until_which_it_is_kept_and_why(world: World, reason: CloseReason, months: int) -> None:
    signal = make.triaged(world.goes, world.wilma)
    closing = Closing(reason, "Gekeken.", no_answer_why="Onbekend.")
    closed = operations.close(signal, actor=past.officer(world), closing=closing)
    assert closed.kept_until == add_months(today(), months)
    assert f"{months} maanden" in closed.why_kept


def test_reopening_puts_the_day_away_again(world: World) -> None:
    signal = past.past_its_day(world, kept_until=today())
    back = operations.reopen(signal, actor=past.officer(world), new_fact="Er is weer iemand gezien.")
    assert (back.state, back.kept_until, back.kept_why) == (SignalState.TRIAGE, None, "")
    assert not OutboxMessage.objects.filter(user_id=world.karlijn.pk).exists()


def test_of_what_became_a_case_care_coordination_learns_that_it_is_opened_again(world: World) -> None:
    signal = past.past_its_day(world, kept_until=today())
    Signal._base_manager.filter(pk=signal.pk).update(care_sees=True)
    back = operations.reopen(past.again(signal), actor=past.officer(world), new_fact="Er is weer iemand gezien.")
    assert back.care_sees
    assert OutboxMessage.objects.filter(user_id=world.karlijn.pk).count() == 1


def test_after_its_day_it_is_not_reopened_and_the_page_says_so(world: World, client_of: ClientOf) -> None:
    signal = past.past_its_day(world)
    with pytest.raises(WrongState, match="mochten wij bewaren tot en met"):
        operations.reopen(signal, actor=past.officer(world), new_fact="Er is weer iemand gezien.")
    browser = client_of(world.wilma)
    page = browser.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Bewaren tot en met" in page
    assert reverse("signals:reopen", args=[signal.pk]) not in page
    assert browser.get(reverse("signals:reopen", args=[signal.pk])).status_code == 409


def test_a_hold_takes_it_off_the_list_and_lets_it_be_reopened(world: World) -> None:
    signal, officer = past.past_its_day(world), past.officer(world)
    assert list(_waiting(world)) == [signal]
    held = operations.hold_signal(actor=officer, longer=past.longer(signal))
    assert not _waiting(world)
    with pytest.raises(WrongState):
        operations.anonymise(signal, actor=SYSTEM)
    operations.end_hold(held, actor=officer)
    assert list(_waiting(world)) == [signal]
    operations.hold_signal(actor=officer, longer=past.longer(signal))
    assert operations.reopen(past.again(signal), actor=officer, new_fact="Nieuw.").is_open


def _waiting(world: World) -> list[Signal]:
    return list(to_put_forward(Signal.objects.visible_to(past.officer(world)), today()))


@pytest.mark.parametrize(("given", "field"), [({"days": 0}, "until"), ({"why": " "}, "why")])
def test_a_hold_has_a_reason_and_a_day(world: World, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        operations.hold_signal(actor=past.officer(world), longer=past.longer(past.past_its_day(world), **given))
    assert field in refused.value.fields


def test_sending_a_hold_twice_holds_once(world: World) -> None:
    longer = past.longer(past.past_its_day(world))
    first = operations.hold_signal(actor=past.officer(world), longer=longer)
    assert operations.hold_signal(actor=past.officer(world), longer=longer) == first
    assert Hold.objects.unscoped(reason="test").count() == 1


def test_what_was_merged_stays_as_long_as_the_signal_it_belongs_to(world: World) -> None:
    officer = past.officer(world)
    kept, double = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    make.merged(double, kept, officer)
    Signal.objects.unscoped(reason="test").filter(pk=double.pk).update(kept_until=today() - past.DAY)
    assert not _waiting(world)
    past.close(past.again(kept))
    assert {one.pk for one in _waiting(world)} == {kept.pk, double.pk}


def test_two_people_agree_and_the_worker_anonymises(world: World) -> None:
    one, other = past.past_its_day(world), past.past_its_day(world)
    erasure = past.put_forward(world, one, other)
    assert past.again(one).state == SignalState.CLOSED
    past.agreed(world, erasure)
    assert past.again(one).state == SignalState.CLOSED
    assert past.worked_off(erasure) == "done"
    erasure.refresh_from_db()
    assert [past.again(signal).state for signal in (one, other)] == ["anonymised"] * 2
    assert (erasure.count, erasure.rules, past.lines_of(erasure)) == (2, {"nothing": 2}, {})
    assert erasure.digest == digest_of([one.reference, other.reference])
    with unit_of_work("test"):
        runner.run(past.job_of(erasure).pk)
    assert Job.objects.filter(object_id=erasure.pk).count() == 1


def test_what_changed_after_both_agreed_is_left_and_the_rest_done(world: World) -> None:
    stays, goes = past.past_its_day(world), past.past_its_day(world)
    erasure = past.agreed(world, past.put_forward(world, stays, goes))
    operations.hold_signal(actor=past.officer(world), longer=past.longer(stays))
    assert past.worked_off(erasure) == "done"
    assert past.again(stays).facts
    assert past.again(goes).state == SignalState.ANONYMISED
    assert past.lines_of(erasure) == {stays.reference: "set_aside"}


def test_a_job_that_breaks_half_way_erases_nothing_and_everything_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    signals = [past.past_its_day(world) for _ in range(3)]
    erasure = past.agreed(world, past.put_forward(world, *signals))
    broken = iter([True])
    forget = forget_words

    def breaks(rows: Any) -> None:
        if next(broken, False):
            message = "killed"
            raise RuntimeError(message)
        forget(rows)

    monkeypatch.setattr("signals.operations.erasing.forget_words", breaks)
    assert past.worked_off(erasure) == "queued"
    assert all(past.again(signal).facts for signal in signals)
    assert past.worked_off(erasure) == "done"
    assert {past.again(signal).state for signal in signals} == {"anonymised"}


def test_one_person_is_not_four_eyes_under_two_hats(world: World) -> None:
    _watches(world.wilma, world.goes)
    erasure = past.put_forward(world, past.past_its_day(world))
    both = actor_for(world.wilma, "privacy_officer")
    with contexts.acting_as(both), overseeing(both), pytest.raises(WrongState, match="zelf voorgesteld"):
        operations.agree_erasure(Erasure.objects.visible_to(both).get(pk=erasure.pk), actor=both)
    # Nor does her yes hold for what she worked on, whoever put it forward.
    own, other = past.past_its_day(world), past.past_its_day(world)
    Signal.objects.unscoped(reason="test").filter(pk=other.pk).update(owner=world.koos)
    mixed = past.put_forward(world, past.again(own), past.again(other), by=world.koos)
    left = past.put_forward(world, past.past_its_day(world), by=world.koos)
    with contexts.acting_as(both), overseeing(both):
        assert ErasureLine.objects.visible_to(both).to_agree(both).count() == 1
        with pytest.raises(WrongState, match="behandelde deze"):
            operations.agree_erasure(Erasure.objects.visible_to(both).get(pk=left.pk), actor=both)
        operations.agree_erasure(Erasure.objects.visible_to(both).get(pk=mixed.pk), actor=both)
    assert past.worked_off(mixed) == "done"
    assert [past.again(one).is_anonymised for one in (own, other)] == [False, True]
    # At any moment: before it was put forward, since then, and after she agreed.
    once, since, later, alien = (past.past_its_day(world) for _ in range(4))
    rows = Signal.objects.unscoped(reason="test")
    rows.filter(pk__in=[one.pk for one in (once, since, later, alien)]).update(owner=world.koos, author=world.koos)
    rows.filter(pk=once.pk).update(past_owners=[world.wilma.pk])
    ever = past.put_forward(world, *map(past.again, (once, since, later, alien)), by=world.koos)
    rows.filter(pk=since.pk).update(owner=world.wilma)
    with contexts.acting_as(both), overseeing(both):
        operations.agree_erasure(Erasure.objects.visible_to(both).get(pk=ever.pk), actor=both)
    rows.filter(pk=later.pk).update(owner=world.wilma)
    assert past.worked_off(ever) == "done"
    assert [past.again(one).is_anonymised for one in (once, since, later, alien)] == [False] * 3 + [True]
    row = Erasure.objects.unscoped(reason="test").filter(pk=erasure.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(state="ordered", agreed_by=world.wilma, agreed_at=timezone.now())


def test_neither_does_the_work_of_the_other(world: World) -> None:
    signal = past.past_its_day(world)
    erasure = past.put_forward(world, signal)
    with pytest.raises(Forbidden):
        operations.agree_erasure(erasure, actor=past.officer(world))
    vince = actor_for(world.person("Vince"))
    with pytest.raises((Forbidden, NotVisible, WrongState)):
        operations.approve_erasure(actor=vince, key=uuid.uuid4(), municipality=world.goes, chosen=[signal.pk])


def test_who_watches_over_another_municipality_sees_nothing_of_it(world: World) -> None:
    past.put_forward(world, past.past_its_day(world))
    _watches(world.vera, world.vlissingen)
    vera = actor_for(world.vera, "privacy_officer")
    with contexts.acting_as(vera), overseeing(vera):
        assert not Erasure.objects.visible_to(vera).exists()
        assert Erasure._base_manager.count() == 0


def test_who_agreed_and_has_the_role_no_more_erases_nothing(world: World) -> None:
    signal = past.past_its_day(world)
    erasure = past.agreed(world, past.put_forward(world, signal))
    vince = world.person("Vince")
    _end_roles(vince, world.goes)
    assert past.worked_off(erasure) == "failed"
    assert past.again(signal).facts


def _end_roles(user: Any, place: Municipality) -> None:
    MunicipalityRole.objects.filter(user=user, content_object=place).delete()


def test_sending_twice_puts_forward_once_and_a_stale_page_is_refused(world: World) -> None:
    signal, key, officer = past.past_its_day(world), uuid.uuid4(), past.officer(world)
    given: dict[str, Any] = {"actor": officer, "municipality": world.goes, "chosen": [signal.pk]}
    first = operations.approve_erasure(key=key, **given)
    assert operations.approve_erasure(key=key, **given) == first
    with pytest.raises(Conflict, match=signal.reference):
        operations.approve_erasure(key=uuid.uuid4(), **given)


def test_the_list_shows_numbers_and_no_content(world: World, client_of: ClientOf) -> None:
    signal = past.past_its_day(world, facts="Acht bedden op zolder.")
    officer = client_of(world.wilma)
    shown = officer.get(LIST).content.decode()
    assert signal.reference in shown
    assert "Acht bedden" not in shown
    sent = {"hat": officer.hat, "key": str(uuid.uuid4()), f"take_{signal.pk.hex}": "on"}
    assert officer.post(reverse("signals:approve-erasure"), sent).status_code == 302
    erasure = Erasure.objects.unscoped(reason="test").get()
    vince = client_of(world.person("Vince"))
    url = reverse("signals:erasure", args=[erasure.pk])
    told = vince.get(url).content.decode()
    assert signal.reference in told
    assert "Acht bedden" not in told
    assert reverse("signals:detail", args=[signal.pk]) not in told
    stale = vince.post(reverse("signals:agree-erasure", args=[erasure.pk]), {"hat": vince.hat, "version": 7})
    assert stale.status_code == 409
    pressed = {"hat": vince.hat, "version": erasure.version}
    assert vince.post(reverse("signals:agree-erasure", args=[erasure.pk]), pressed).status_code == 302
    assert past.worked_off(erasure) == "done"
    assert "Controlegetal" in vince.get(url).content.decode()
    gone = officer.get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "Dit signaal is geanonimiseerd op" in gone


def test_each_list_has_pages_and_what_was_ticked_comes_back_on_its_own(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signals.views.retention.SIZE", 2)
    signals = [past.past_its_day(world, kept_until=today() - number * past.DAY) for number in (5, 4, 3, 2, 1)]
    officer = client_of(world.wilma)
    assert [signal.pk for signal, _ in officer.get(LIST).context["rows"]] == [one.pk for one in signals[:2]]
    place = officer.get(LIST).context["page"].next
    second = officer.get(LIST, {"na": place})
    assert [signal.pk for signal, _ in second.context["rows"]] == [one.pk for one in signals[2:4]]
    nothing = {"hat": officer.hat, "key": str(uuid.uuid4())}
    refused = officer.post(second.context["approve_url"], nothing)
    assert refused.status_code == 422
    assert [signal.pk for signal, _ in refused.context["rows"]] == [one.pk for one in signals[2:4]]
    assert 'rel="next"' not in refused.content.decode()

    done = past.put_forward(world, signals[0])
    past.agreed(world, done)
    past.worked_off(done)
    waiting = [past.put_forward(world, signal) for signal in signals[1:3]]
    for signal in signals[3:]:
        operations.hold_signal(actor=past.officer(world), longer=past.longer(signal))
    vince = client_of(world.person("Vince"))
    first = vince.get(LIST).context["page"]
    assert ([one.pk for one in first.rows], first.previous) == ([one.pk for one in reversed(waiting)], "")
    last = vince.get(LIST, {"na": first.next}).context["page"]
    assert ([one.pk for one in last.rows], last.next) == ([done.pk], "")
    held = vince.get(LIST, {"tab": "vastgehouden"})
    assert {hold.reference for hold, _ in held.context["holds"]} == {signal.reference for signal in signals[3:]}
    assert reverse("signals:hold-by-number") in held.content.decode()
    assert vince.get(LIST, {"tab": "voorbij"}).context["tab"] == "voorstellen"


def test_the_start_page_says_what_waits_to_whom_it_waits_for(world: World, client_of: ClientOf) -> None:
    officer, vince = client_of(world.wilma), client_of(world.person("Vince"))
    to_do, to_agree = "voorbij de bewaartermijn", "op uw akkoord om te anonimiseren"
    start = reverse("start")
    signals = [past.past_its_day(world) for _ in range(2)]
    assert f"2 signalen {to_do}" in officer.get(start).content.decode()
    assert to_agree not in vince.get(start).content.decode()
    erasure = past.put_forward(world, *signals)
    told = [client.get(start).content.decode() for client in (officer, vince)]
    assert to_do not in told[0]
    assert to_agree not in told[0]
    assert f"2 signalen wachten {to_agree}" in told[1]
    assert f"{LIST}?tab=voorstellen" in told[1]
    assert f"2 signalen wachten {to_agree}" in vince.get(reverse("work")).content.decode()
    operations.hold_signal(actor=past.officer(world), longer=past.longer(signals[0]))
    assert f"1 signaal wacht {to_agree}" in vince.get(start).content.decode()
    past.agreed(world, erasure)
    assert to_agree not in vince.get(start).content.decode()


def test_nothing_ticked_is_said_beside_the_list(world: World, client_of: ClientOf) -> None:
    signal = past.past_its_day(world)
    officer = client_of(world.wilma)
    answer = officer.post(reverse("signals:approve-erasure"), {"hat": officer.hat, "key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert signal.reference in answer.content.decode()


def test_the_privacy_officer_holds_one_by_its_number(world: World, client_of: ClientOf) -> None:
    signal, vince = past.close(make.triaged(world.goes, world.wilma)), client_of(world.person("Vince"))
    until = (today() + dt.timedelta(days=40)).isoformat()
    sent = {"hat": vince.hat, "key": str(uuid.uuid4()), "number": signal.reference, "why": "Klacht.", "until": until}
    url = reverse("signals:hold-by-number")
    assert vince.post(url, sent | {"number": "S-2222-2"}).status_code == 422
    assert vince.post(url, sent).status_code == 302
    assert not _waiting(world)


def test_the_list_asks_as_much_for_many_as_for_few(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wilma)
    past.past_its_day(world)
    browser.get(LIST)
    few = queries_of(lambda: browser.get(LIST))
    assert browser.get(LIST).context["tab"] == "voorbij"
    for _ in range(5):
        past.past_its_day(world)
    many = queries_of(lambda: browser.get(LIST))
    assert len(many) == len(few) <= 12


def _watches(user: Any, place: Municipality) -> None:
    give(place, user.pk, Role.PRIVACY_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
