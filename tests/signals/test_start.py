"""The start page: each hat its own work, each number the list it counts."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from core.access import SYSTEM
from core.workdays import today
from mensenhandel.start import greeting
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import operations
from signals.attention import lines, list_url
from signals.codes import Answered
from signals.many_sent import MANY_FROM_ONE
from signals.models import Arrival, Draft, Follow, Handover, Move, Offer, Override, Question, SharedSignal, Signal
from signals.operations.asking_back import AskedBack
from signals.operations.lifecycle import Judgement
from signals.watched import POOL, WATCHED, worked_on_by
from signals.work import count_work, work
from signals.workflow import MoveState
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.factories.consent import agreed
from tests.support.clients import OutsideClient
from tests.support.queries import queries_of
from tests.support.world import World

from .filling import begin

type ClientOf = Callable[..., OutsideClient]


def _page(client: OutsideClient, url: str = "/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_with_nothing_to_do_the_page_says_so_and_offers_to_begin(world: World, client_of: ClientOf) -> None:
    page = _page(client_of(world.wilma))
    assert "niets dat uw aandacht vraagt" in page
    assert "Korte notitie" in page
    assert reverse("signals:begin") in page


def test_direct_danger_stands_on_top_with_its_number_and_since_when(world: World, client_of: ClientOf) -> None:
    make.received(world.goes, world.hanna)
    acute = make.received(world.goes, world.hanna, danger="yes")
    client = client_of(world.wilma)
    shown = client.get("/").context["lines"]
    assert [line.tone for line in shown] == ["danger", "warning"]
    assert (shown[0].link, shown[0].url) == (acute.reference, reverse("signals:detail", args=[acute.pk]))
    assert shown[0].meta == "zojuist"


def test_a_broken_off_report_with_danger_stands_above_everything(world: World, client_of: ClientOf) -> None:
    make.received(world.goes, world.hanna, danger="yes")
    draft = begin(client_of(world.hanna), danger="yes")
    operations.raise_alarm(draft, actor=SYSTEM)
    first = client_of(world.koos).get("/").context["lines"][0]
    assert first.text == "1 afgebroken melding met direct gevaar"
    assert client_of(world.koos).get(first.url).status_code == 200
    assert "afgebroken" not in _page(client_of(world.vera))


def _old(signal: Signal, days: int) -> None:
    long_ago = timezone.now() - dt.timedelta(days=days)
    rows = Signal.objects.unscoped(reason="test").filter(pk=signal.pk)
    rows.update(received_at=long_ago, inform_by=today() - dt.timedelta(days=1))


def _prepared(world: World) -> None:
    """At least one signal in each of the sets, for Goes."""
    wilma = actor_for(world.wilma)
    make.received(world.goes, world.hanna, danger="yes")
    make.received(world.goes, world.hanna)
    late = make.triaged(world.goes, world.wilma)
    Signal.objects.unscoped(reason="test").filter(pk=late.pk).update(due_on=dt.date(2020, 1, 1))
    _old(make.received(world.goes, world.hanna), 30)
    offered = make.handled(world.goes, world.wilma)
    operations.offer_signal(offered, actor=wilma, why="Hulp nodig.", asked=agreed())
    operations.return_offer(
        Offer.objects.of(offered).get(), actor=actor_for(world.karlijn), question="Waar slaapt men?"
    )
    passed = make.handled(world.goes, world.wilma)
    handover = make.handed_over(passed, wilma, world.inspectorate)
    Handover.objects.unscoped(reason="test").update(sent_at=timezone.now() - dt.timedelta(days=29))
    operations.ask_back(handover, actor=actor_for(world.philo), asked=AskedBack("Welk bedrijf?"))
    other = make.handed_over(make.handled(world.goes, world.wilma), wilma, world.inspectorate)
    operations.record_answer(other, actor=wilma, outcomes=["insufficient"], text="Te weinig.")
    assert handover.pk != other.pk
    make.questioned(make.handled(world.goes, world.wilma), wilma, to_user_id=world.hanna.pk)
    Question.objects.unscoped(reason="test").update(due_on=today() - dt.timedelta(days=1))
    followed = make.followed(world.goes, world.wilma, review_on=today() - dt.timedelta(days=3))
    assert followed.is_followed
    make.triaged(world.goes, world.wilma, danger="yes")
    fast = Judgement(None, None, None, "De politie is er.")
    operations.decide_acute(make.received(world.goes, world.hanna, danger="yes"), actor=wilma, judgement=fast)
    to_send = make.triaged(world.goes, world.wilma, veilig_thuis="unknown")
    operations.decide(to_send, actor=wilma, judgement=make.JUDGEMENT, hand_over=True)
    _refused_elsewhere(world, make.triaged(world.goes, world.wilma))
    _silent_elsewhere(make.offered_to(make.triaged(world.goes, world.wilma), world.vlissingen, wilma))
    _allowed(world, make.handled(world.goes, world.wilma))
    make.stored(world.goes, world.wilma, MANY_FROM_ONE, sender=world.inspectorate)
    # Vera works elsewhere.
    left = make.triaged(world.goes, world.wilma)
    Signal.objects.unscoped(reason="test").filter(pk=left.pk).update(owner=world.vera)


def _silent_elsewhere(move: Move) -> None:
    """The day to answer has passed; what stands there is not counted here."""
    Move.objects.unscoped(reason="test").filter(pk=move.pk).update(due_on=today() - dt.timedelta(days=1))
    there = Arrival.objects.unscoped(reason="test").filter(move_id=move.pk)
    there.update(state=MoveState.WITHDRAWN, settled_at=timezone.now())


def _allowed(world: World, signal: Signal) -> None:
    row, vince = make.overridden(signal, actor_for(world.wilma), world.veilig_thuis), actor_for(world.person("Vince"))
    with overseeing(vince):
        seen = Override.objects.visible_to(vince).get(pk=row.pk)
        operations.allow_override(seen, actor=vince, until=today())


def _refused_elsewhere(world: World, signal: Signal) -> None:
    move = make.offered_to(signal, world.vlissingen, actor_for(world.wilma))
    arrival = Arrival.objects.unscoped(reason="test").get(move_id=move.pk)
    operations.refuse_move(actor=actor_for(world.vera), arrival=arrival, refusal="Hij woont hier niet.")


def test_what_was_answered_or_written_this_week_is_told(world: World) -> None:
    wilma = actor_for(world.wilma)

    def told(code: str) -> int:
        return sum(line.count or 0 for line in lines(wilma) if line.order == WATCHED[code].order)

    asked = make.questioned(make.handled(world.goes, world.wilma), wilma, to_user_id=world.hanna.pk)
    shared = make.handled(world.goes, world.wilma)
    concern = make.shared_with(shared, world.vlissingen, wilma)
    side = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    assert (told("antwoord"), told("elders"), told("stil")) == (0, 0, 0)
    operations.answer_question(asked, actor=actor_for(world.hanna, "reporter"), text="Ja.")
    side = operations.accept_concern(actor=actor_for(world.vera), shared=side)
    operations.write_along(actor=wilma, on=concern, key=uuid.uuid4(), text="Van ons.")
    assert (told("antwoord"), told("elders"), told("stil")) == (1, 0, 2), "who looks along decides nothing here"
    operations.write_along(actor=actor_for(world.vera), on=side, key=uuid.uuid4(), text="Van hen.")
    assert told("elders") == 1


@pytest.mark.parametrize("code", sorted(code for code in WATCHED if WATCHED[code].is_line and code != POOL))
def test_each_number_leads_to_a_list_with_that_many_signals(world: World, client_of: ClientOf, code: str) -> None:
    _prepared(world)
    counted = WATCHED[code].condition(actor_for(world.wilma))
    number = worked_on_by(actor_for(world.wilma)).filter(counted).count()
    assert number >= 1
    answer = client_of(world.wilma).get(list_url(code))
    assert answer.context["count"] == number
    found = [line for line in lines(actor_for(world.wilma)) if line.order == WATCHED[code].order]
    assert [line.count for line in found] == [number]


def _idle_lines(world: World) -> list[str]:
    return [line.text for line in lines(actor_for(world.wilma)) if line.order == WATCHED["stil"].order]


def test_a_decided_signal_in_which_nothing_runs_is_not_lost_from_sight(world: World) -> None:
    wilma = actor_for(world.wilma)
    signal = make.handled(world.goes, world.wilma)
    assert _idle_lines(world) == ["1 signaal waarvoor niets loopt: geef het door, volg het of sluit het"]
    operations.follow_signal(signal, actor=wilma, why="Nog te weinig.", what_changes_it="Een tweede melding.")
    assert _idle_lines(world) == []
    operations.end_follow(Follow.objects.of(signal).get(), actor=wilma, reason="Er kwam niets meer.")
    assert len(_idle_lines(world)) == 1
    operations.offer_signal(signal, actor=wilma, why="Hulp nodig.", asked=agreed())
    assert _idle_lines(world) == []
    offer = Offer.objects.of(signal).get()
    operations.refuse_offer(offer, actor=actor_for(world.karlijn), refusal="Geen hulpvraag.")
    assert len(_idle_lines(world)) == 1
    handover = make.handed_over(signal, wilma, world.inspectorate)
    assert _idle_lines(world) == []
    operations.expire_handover(handover, actor=SYSTEM)
    assert len(_idle_lines(world)) == 1


def test_what_is_on_an_agenda_or_to_do_after_it_runs(world: World) -> None:
    wilma, meeting = actor_for(world.wilma), at_table.meeting(world)
    signal = make.handled(world.goes, world.wilma)
    item = at_table.tabled(signal, wilma, meeting, f"o{world.inspectorate.pk}")
    assert _idle_lines(world) == []
    at_table.begun(world, meeting)
    leads, paper = actor_for(world.karlijn), at_table.paper(item, "zorg")
    operations.record_outcome(actor=leads, paper=paper, outcome=at_table.outcome(owner="zorg"))
    assert _idle_lines(world) == []
    operations.settle_action(actor=leads, paper=at_table.paper(item, "zorg"), line="Gebeld.")
    assert len(_idle_lines(world)) == 1


def test_the_line_of_the_municipality_counts_what_its_lists_hold(world: World, client_of: ClientOf) -> None:
    _prepared(world)
    client = client_of(world.wilma)
    items = client.get("/").context["panels"][0].context["items"]
    assert {item["label"] for item in items} >= {"ontvangen", "in beoordeling", "doorgegeven", "gevolgd"}
    for item in items:
        assert client.get(item["url"]).context["count"] == item["count"], item


def test_nothing_of_another_municipality_is_counted(world: World, client_of: ClientOf) -> None:
    _prepared(world)
    for person in (world.vera, world.floor, world.karlijn, world.daphne, world.outsider):
        assert client_of(person).get("/").context["lines"] == []


def test_the_care_coordinator_sees_her_own_signals_as_work_and_not_those_offered(
    world: World, client_of: ClientOf
) -> None:
    offered = make.handled(world.goes, world.wilma)
    operations.offer_signal(offered, actor=actor_for(world.wilma), why="Hulp nodig.", asked=agreed())
    Signal.objects.unscoped(reason="test").update(due_on=dt.date(2020, 1, 1))
    lines = client_of(world.karlijn).get("/").context["lines"]
    # The late term is the officer's; hers is the offer, which cases/ brings.
    assert [line.url for line in lines] == [reverse("cases:offers")]


def test_a_colleague_sees_what_was_sent_and_its_answer(world: World, client_of: ClientOf) -> None:
    signal = make.received(world.goes, world.hanna)
    operations.close_at_once(signal, actor=actor_for(world.wilma), closing=make.CLOSING)
    page = _page(client_of(world.hanna))
    assert signal.reference in page
    assert "Afgerond" in page
    assert "Signalen</a>" not in page
    assert make.FACTS not in page


def test_a_draft_is_offered_to_go_on_with(world: World, client_of: ClientOf) -> None:
    client = client_of(world.hanna)
    begin(client)
    assert "1 concept om mee verder te gaan" in _page(client)
    Draft.objects.unscoped(reason="test").update(saved_at=timezone.now() - dt.timedelta(days=15))
    assert "concept om mee" not in _page(client)


def test_somebody_without_a_role_is_told_what_to_do(world: World, client_of: ClientOf) -> None:
    page = _page(client_of(world.outsider))
    assert "Vraag de functioneel beheerder" in page
    assert "Nieuw signaal" not in page


def test_my_work_lists_what_is_to_be_done_with_its_term_and_the_frame_counts_it(
    world: World, client_of: ClientOf
) -> None:
    received = make.received(world.goes, world.hanna)
    mine = make.triaged(world.goes, world.wilma)
    client = client_of(world.wilma)
    page = _page(client, reverse("work"))
    assert received.reference in page
    assert mine.reference in page
    assert "Mijn werk 2" in _text(page)
    assert mine.reference not in _page(client_of(world.koos), reverse("work"))
    # What has no line of its own is said beside them, not counted; the start page says that it counts for everybody.
    assert "Vraagt ook aandacht" not in page
    make.handled(world.goes, world.wilma)
    beside = _page(client, reverse("work"))
    assert "1 signaal waarvoor niets loopt" in beside.split("Vraagt ook aandacht in uw werkgebied")[1]
    assert "Mijn werk 2" in _text(beside)
    assert "Deze aantallen gaan over uw hele werkgebied" in _page(client)
    assert "Wat verder op u wacht" in _page(client, reverse("signals:list"))
    assert "Er wacht niets op u" in _page(client_of(world.hanna), reverse("work"))


def test_my_work_shows_what_comes_first_and_says_how_many_more_there_are(world: World, client_of: ClientOf) -> None:
    others = make.stored(world.goes, world.wilma, 60)
    danger = make.received(world.goes, world.hanna, danger=Answered.YES)
    page = _page(client_of(world.wilma), reverse("work"))
    assert page.count('<th scope="row">') == 50
    assert page.index(danger.reference) < min(page.index(one.reference) for one in others if one.reference in page)
    assert "En nog 11." in page
    assert "Mijn werk 61" in _text(page)


def test_a_signal_to_judge_and_to_look_at_again_counts_as_the_two_lines_it_is(world: World) -> None:
    signal = make.handled(world.goes, world.wilma)
    wilma = actor_for(world.wilma)
    operations.follow_signal(signal, actor=wilma, why="Meer weten.", what_changes_it="Een melding.")
    Follow.objects.unscoped(reason="test").update(review_on=today())
    Signal.objects.unscoped(reason="test").filter(pk=signal.pk).update(state="triage", due_on=today())
    assert count_work(wilma) == len(list(work(wilma))) == 2


def test_the_start_page_asks_as_much_for_many_signals_as_for_few(world: World, client_of: ClientOf) -> None:
    client = client_of(world.wilma)
    _prepared(world)
    few = queries_of(lambda: client.get("/"))
    for _ in range(5):
        make.received(world.goes, world.hanna)
    assert len(queries_of(lambda: client.get("/"))) <= len(few) <= 12


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "Goedemorgen"), (13, "Goedemiddag"), (20, "Goedenavond"), (2, "Welkom")]
)
def test_the_greeting_fits_the_hour(hour: int, words: str) -> None:
    assert greeting(hour) == words
