"""Who sent a signal tells afterwards that somebody is in danger: it goes to where the signal is, and she reads nothing of it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.access import SYSTEM
from jobs.models import OutboxMessage
from jobs.states import MailKind
from municipalities.roles import actor_for
from signals import operations
from signals.models import Arrival, DangerAlarm, Reporter, Revision, Signal, Submission
from signals.operations.flagging import MOST_ALARMS, danger_told
from signals.terms import ALARM_AFTER
from tests.factories import signals as make
from tests.support.clients import OutsideClient
from tests.support.world import World

from .filling import open_page

type ClientOf = Callable[..., OutsideClient]

CALLED = {"called": "yes", "called_at": "00:01", "called_by": "writer", "call_back": "06-0000 4321"}


def _url(signal: Signal) -> str:
    sent = Submission.objects.unscoped(reason="test").get(signal=signal)
    return reverse("signals:flag-danger", args=[sent.pk])


def _now(signal: Signal) -> Signal:
    found: Signal = Signal.objects.unscoped(reason="test").get(pk=signal.pk)
    return found


def _mails() -> int:
    return OutboxMessage.objects.filter(kind=MailKind.URGENT).count()


def _events(signal: Signal) -> list[tuple[str, Any]]:
    told = AuditEvent.objects.unscoped(reason="test").filter(dossier_id=signal.pk, event__startswith="signals.danger")
    return [(event.event, event.actor_id) for event in told.order_by("at")]


def test_it_is_set_and_told_once_and_nothing_of_the_signal_is_shown(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    client, url = client_of(world.hanna), _url(signal)
    shown, before = open_page(client, url), _mails()
    for _ in range(2):
        assert client.post(url, {**shown, **CALLED}).status_code == 302
    there = _now(signal)
    assert (there.danger, there.danger_called_by, there.is_acute) == ("yes", "reporter", True)
    assert there.due_on <= signal.due_on  # type: ignore[operator]  # both have a term
    assert Reporter.objects.of(signal).get().call_back == CALLED["call_back"]
    told = _mails() - before
    assert told > 0
    assert _events(signal) == [("signals.danger_set", world.hanna.pk), ("signals.danger_flagged", world.hanna.pk)]
    # Again later: who works on it knows of the call already, and it is told of as a call.
    assert client.post(url, {**open_page(client, url), "called": "no", "not_called": "Durf niet."}).status_code == 302
    assert (_now(signal).danger_called_at, _mails() - before) == (there.danger_called_at, told)
    page = client.get(reverse("signals:submission", args=[Submission.objects.unscoped(reason="test").get().pk]))
    assert "U gaf dat het laatst door op" in page.content.decode()
    # Nobody else's: not of who works on it, nor of another sender.
    for other in (world.wilma, world.karlijn, world.outsider):
        assert client_of(other).get(url).status_code == 403, other


def test_of_what_was_merged_it_goes_to_the_one_that_stayed(world: World, client_of: ClientOf) -> None:
    own, kept = make.received(world.goes, world.hanna), make.triaged(world.goes, world.wilma)
    make.merged(own, kept, actor_for(world.wilma))
    client, url = client_of(world.hanna), _url(own)
    assert client.post(url, {**open_page(client, url), "call_back": "06-0000 4321"}).status_code == 302
    assert (_now(own).danger, _now(kept).danger) == ("yes", "yes")
    # Care coordination may read the other one, and not who sent this.
    assert _events(kept) == [("signals.danger_set", SYSTEM.user_id)]
    # Her number stands with her own report, not with who reported the other one.
    assert [Reporter.objects.of(one).get().call_back for one in (own, kept)] == ["06-0000 4321", None]
    # However many numbers she gives: what somebody else tells of hers, that was merged with it too, is told on.
    other = make.received(world.goes, world.hanna)
    make.merged(other, _now(kept), actor_for(world.wilma))
    for last in range(MOST_ALARMS + 1):
        client.post(url, {**open_page(client, url), "call_back": f"06-0000 701{last}"})
    OutboxMessage.objects.all().delete()
    theirs = _url(other)
    assert client.post(theirs, {**open_page(client, theirs), "call_back": "06-0000 9999"}).status_code == 302
    assert (_mails() > 0, Reporter.objects.of(other).get().call_back) == (True, "06-0000 9999")


def test_of_what_was_moved_it_goes_there_without_her_name(world: World, client_of: ClientOf) -> None:
    own = make.received(world.goes, world.hanna)
    make.offered_to(own, world.breda, actor_for(world.wilma))
    arrival = Arrival.objects.unscoped(reason="test").get()
    there = operations.accept_move(actor=actor_for(world.floor), arrival=arrival)
    client, url = client_of(world.hanna), _url(own)
    assert client.post(url, {**open_page(client, url), **CALLED}).status_code == 302
    assert (_now(own).danger, _now(there).danger) == (own.danger, "yes")
    assert Reporter.objects.of(there).get().call_back == CALLED["call_back"]
    assert _events(there) == [("signals.danger_set", SYSTEM.user_id)]
    assert not Revision.objects.unscoped(reason="test").filter(signal=there, author=world.hanna).exists()


def test_a_first_press_that_told_nothing_new_alarms_once_however_late_it_is_sent_again(
    world: World, client_of: ClientOf
) -> None:
    signal = make.received(world.goes, world.hanna)
    operations.set_danger(
        _now(signal), actor=actor_for(world.wilma), danger=danger_told(at=None, by="", why_not="Durft niet.")
    )
    client, url = client_of(world.hanna), _url(signal)
    pages = [open_page(client, url) for _ in range(2)]

    def press(shown: dict[str, str]) -> bool:
        OutboxMessage.objects.all().delete()
        assert client.post(url, {**shown, "called": "no", "not_called": "Durf niet."}).status_code == 302
        return _mails() > 0

    def an_hour_later() -> None:
        Submission.objects.unscoped(reason="test").update(danger_told_at=timezone.now() - ALARM_AFTER)

    # The second says the same within the hour: it was told with the first.
    assert [press(one) for one in pages] == [True, False]
    for _ in range(2):
        an_hour_later()
        assert [press(one) for one in pages] == [False, False]
    assert press(open_page(client, url)), "a telling of its own"


def test_where_nobody_works_on_it_any_more_it_alarms_once(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    operations.close_at_once(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    signal = _now(signal)
    client, url = client_of(world.hanna), _url(signal)
    shown = open_page(client, url)
    for _ in range(2):
        assert client.post(url, {**shown, **CALLED}).status_code == 302
    alarm = DangerAlarm.objects.unscoped(reason="test").get()
    assert (alarm.municipality, alarm.call_back) == (world.goes, CALLED["call_back"])
    assert _now(signal).danger == signal.danger

    def press(**given: str) -> tuple[int, int]:
        """How many alarms wait, and how many mails it makes, of a press with a form of its own."""
        OutboxMessage.objects.all().delete()
        assert client.post(url, {**open_page(client, url), **CALLED, **given}).status_code == 302
        return DangerAlarm.objects.unscoped(reason="test").unseen().count(), _mails()

    # What says nothing new is told no more, but once an hour as long as nobody took it up; another number always is.
    assert [press() for _ in range(3)] == [(1, 0)] * 3
    DangerAlarm.objects.unscoped(reason="test").update(raised_at=timezone.now() - ALARM_AFTER)
    (waiting, mails) = press()
    assert (waiting, mails > 0, press()) == (1, True, (1, 0))
    numbers = [f"06-0000 000{n}" for n in range(MOST_ALARMS + 1)]
    told = [press(call_back=number) for number in numbers]
    assert ([waiting for waiting, _ in told], told[-1][1]) == ([2, 3, 4, 5, 5, 5], 0)
    assert numbers[-1] in {one.call_back for one in DangerAlarm.objects.unscoped(reason="test")}
    for one in DangerAlarm.objects.unscoped(reason="test"):
        operations.see_alarm(one, actor=actor_for(world.wilma))
    waiting, mails = press()
    assert (waiting, mails > 0) == (1, True), "somebody took the last ones up: this is new"


def test_danger_told_again_that_is_known_changes_nothing_and_is_mailed_again_after_an_hour(
    world: World, client_of: ClientOf
) -> None:
    signal = make.received(world.goes, world.hanna)
    client, url = client_of(world.hanna), _url(signal)

    def press(**given: str) -> tuple[int, int, int]:
        OutboxMessage.objects.all().delete()
        assert client.post(url, {**open_page(client, url), **CALLED, **given}).status_code == 302
        kept = Revision.objects.unscoped(reason="test").filter(signal=signal).count()
        return _now(signal).version, kept, _mails()

    version, kept, mails = press()
    assert mails > 0
    assert [press() for _ in range(2)] == [(version, kept, 0)] * 2
    # Another number is news to whoever was mailed; whoever goes on with numbers mails nobody for ever.
    assert press(call_back="06-0000 9999")[:2] == (version, kept + 1)
    assert _mails() > 0
    assert len(_events(signal)) == 4
    Submission.objects.unscoped(reason="test").filter(signal=signal).update(danger_told_at=timezone.now() - ALARM_AFTER)
    (*stood, mails) = press(call_back="06-0000 9999")
    assert (stood, mails > 0) == ([version, kept + 1], True)
    told = [press(call_back=f"06-0000 000{last}")[2] > 0 for last in range(MOST_ALARMS)]
    assert told == [True] * (MOST_ALARMS - 2) + [False] * 2
    # Of ever new numbers the last is kept and no more rows; who works on it reads that it went so, once.
    kept, lines = press(call_back="06-0000 8888")[1], len(_events(signal))
    assert [press(call_back=f"06-0000 80{last}")[1] for last in range(10, 13)] == [kept] * 3
    assert (len(_events(signal)), Reporter.objects.of(signal).get().call_back) == (lines, "06-0000 8012")
    assert [event for event, _ in _events(signal)].count("signals.danger_numbers") == 1
    page = client_of(world.wilma).get(reverse("signals:detail", args=[signal.pk])).content.decode()
    assert "veel verschillende nummers" in page
