"""The screening table: each party reads its own paper and nothing else, and what came of it comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.access import Actor
from core.errors import Forbidden, Invalid, Stale, WrongState
from core.resend import AlreadySent
from core.unit import current_unit
from core.walls import context, sign
from core.workdays import today
from jobs.models import OutboxMessage
from municipalities.codes import Role
from municipalities.models import Absence, Mandate
from municipalities.roles import actor_for, give
from signals import operations
from signals.models import Meeting, Signal, TableItem, TablePaper
from signals.models.tables import CARE_PARTY
from signals.table_states import ItemState
from signals.work import count_work, work
from tests.factories import shielding as shield
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

from .seated import item as item
from .seated import karlijn as karlijn
from .seated import meeting as meeting
from .seated import now as now
from .seated import philo as philo
from .seated import seen as seen
from .seated import signal as signal
from .seated import tirza as tirza
from .seated import to_inspectorate as to_inspectorate
from .seated import to_vlissingen as to_vlissingen
from .seated import vera as vera
from .seated import wilma as wilma

type ClientOf = Callable[..., OutsideClient]

# --- who reads


def test_each_party_has_one_paper_with_exactly_the_paragraph_and_nobody_else_has_one(
    item: TableItem, wilma: Actor, vera: Actor, karlijn: Actor, philo: Actor, tirza: Actor, world: World
) -> None:
    for actor in (wilma, vera, karlijn, philo, actor_for(world.koos)):
        [paper] = seen(actor)
        assert (paper.text, paper.question, paper.reference) == (at_table.TEXT, at_table.QUESTION, item.reference)
    for actor in (
        tirza,
        actor_for(world.floor),
        actor_for(world.hanna),
        actor_for(world.lowie),
        actor_for(world.outsider),
    ):
        assert seen(actor) == []


def test_a_paper_holds_nothing_of_the_dossier(item: TableItem, signal: Signal, philo: Actor, vera: Actor) -> None:
    for actor in (philo, vera):
        [paper] = seen(actor)
        told = {str(value) for value in paper.__dict__.values()} | {str(paper.text), str(paper.question)}
        assert not {signal.reference, str(signal.pk), signal.facts} & told
        assert paper.dossier_id != signal.dossier_id


def test_the_walls_alone_keep_papers_apart(
    item: TableItem, vera: Actor, philo: Actor, tirza: Actor, world: World
) -> None:
    for actor, papers in ((philo, 1), (tirza, 0), (vera, 1), (actor_for(world.floor), 0)):
        with context(sign(actor)):
            assert TablePaper._base_manager.count() == papers
            assert TableItem._base_manager.count() == 0
            assert Signal._base_manager.count() == 0


def test_without_a_mandate_care_coordination_is_no_party_and_after_its_end_reads_nothing(
    item: TableItem, karlijn: Actor, world: World, vera: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    other = at_table.tabled(make.triaged(world.vlissingen, world.vera), vera, meeting, to_inspectorate)
    assert {code for code, _ in other.parties} == {"eigen", to_inspectorate}
    assert [one.item_id for one in seen(karlijn)] == [item.pk]
    Mandate.objects.filter(municipality=world.goes).update(valid_until=FIRST)
    assert seen(actor_for(world.karlijn)) == []


def test_who_is_excluded_has_no_paper_neither_before_nor_after(
    signal: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str, world: World
) -> None:
    shield.excluded(signal, world.koos)
    item = at_table.tabled(signal, wilma, meeting, to_inspectorate)
    assert seen(actor_for(world.koos)) == []
    assert len(seen(actor_for(world.karlijn))) == 1
    operations.exclude_colleague(signal, actor=wilma, user_id=world.karlijn.pk, why="Familie.")
    assert seen(actor_for(world.karlijn)) == []
    with context(sign(actor_for(world.karlijn))):
        assert not TablePaper._base_manager.exists()
    operations.readmit_colleague(now(signal), actor=wilma, user_id=world.karlijn.pk, why="Vergissing.")
    assert [one.item_id for one in seen(actor_for(world.karlijn))] == [item.pk]


def test_of_a_restricted_signal_who_is_not_in_the_team_has_no_paper(
    item: TableItem, signal: Signal, wilma: Actor, world: World, philo: Actor
) -> None:
    operations.restrict_signal(signal, actor=wilma, user_ids=[world.wilma.pk], why="Gevoelig.")
    assert seen(actor_for(world.koos)) == []
    assert seen(actor_for(world.karlijn)) == []
    # What was put before a partner is the partner's own.
    assert len(seen(philo)) == 1


@pytest.mark.parametrize("first", ["restricted", "tabled"])
def test_who_is_appointed_later_has_no_paper_of_a_restricted_signal(
    first: str, signal: Signal, wilma: Actor, world: World, meeting: Meeting, to_inspectorate: str
) -> None:
    if first == "restricted":
        operations.restrict_signal(signal, actor=wilma, user_ids=[], why="Gevoelig.")
        signal = now(signal)
    item = at_table.tabled(signal, wilma, meeting, to_inspectorate)
    if first == "tabled":
        operations.restrict_signal(now(signal), actor=wilma, user_ids=[], why="Gevoelig.")
    give(world.goes, world.outsider.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    give(world.zvh_zeeland, world.outsider.pk, Role.CARE_COORDINATOR, valid_from=FIRST, valid_until=None, deputy=False)
    for hat in ("focal_officer", "care_coordinator"):
        assert seen(actor_for(world.outsider, hat)) == []
        with context(sign(actor_for(world.outsider, hat))):
            assert not TablePaper._base_manager.filter(partner=None).exists()
    assert [one.item_id for one in seen(wilma)] == [item.pk]
    operations.restrict_signal(now(signal), actor=wilma, user_ids=[world.koos.pk], why="Hij ook.")
    assert [one.item_id for one in seen(actor_for(world.koos))] == [item.pk]
    operations.lift_restriction(now(signal), actor=wilma, why="Niet meer nodig.")
    for hat in ("focal_officer", "care_coordinator"):
        assert [one.item_id for one in seen(actor_for(world.outsider, hat))] == [item.pk]


# --- putting


def test_putting_a_signal_on_a_table_is_for_its_officer_and_an_open_signal(
    signal: Signal, meeting: Meeting, to_inspectorate: str, world: World, wilma: Actor
) -> None:
    for person in (world.vera, world.karlijn, world.hanna, world.philo):
        with pytest.raises(Forbidden):
            at_table.tabled(signal, actor_for(person), meeting, to_inspectorate)
    with pytest.raises(WrongState):
        at_table.tabled(make.received(world.goes, world.hanna), wilma, meeting, to_inspectorate)


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "Een.\nTwee."}, {"text": "a" * 701}, {"parties": ("o0",)}], ids=str
)
def test_only_one_paragraph_goes_out_and_only_to_who_sits_there(
    wrong: dict[str, Any], signal: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    new = replace(at_table.item(meeting, to_inspectorate), **wrong)
    with pytest.raises(Invalid):
        operations.put_on_table(signal, actor=wilma, item=new, known=at_table.known(signal, meeting))
    assert not TablePaper.objects.unscoped(reason="test").exists()


def test_a_partner_with_an_anonymous_tip_about_it_is_no_party(
    world: World, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    signal = make.handled(world.goes, world.wilma)
    tip = {"anonymous": True, "kind": "anonymous_tip", "fields": ["place"]}
    make.handed_over(signal, wilma, world.inspectorate, **tip)
    with pytest.raises(Invalid) as refused:
        at_table.tabled(signal, wilma, meeting, to_inspectorate)
    assert "niet meer anoniem" in refused.value.fields["parties"][0]


def test_the_same_form_twice_puts_one_point_and_mails_say_nothing(
    signal: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str, world: World
) -> None:
    OutboxMessage.objects.all().delete()
    new, known = at_table.item(meeting, to_inspectorate), at_table.known(signal, meeting)
    first = operations.put_on_table(signal, actor=wilma, item=new, known=known)
    assert operations.put_on_table(signal, actor=wilma, item=new, known=known) == first
    assert TablePaper.objects.unscoped(reason="test").count() == 3
    assert {mail.user_id for mail in OutboxMessage.objects.all()} == {world.philo.pk, world.karlijn.pk}
    wider = [*new.parties, CARE_PARTY, f"g{world.vlissingen.pk}"]
    for other in ({"question": "Iets anders?"}, {"comes_first": True}, {"parties": wider}):
        with pytest.raises(AlreadySent):
            operations.put_on_table(signal, actor=wilma, item=replace(new, **other), known=known)
    with pytest.raises(Invalid, match="staat al op de agenda"):
        at_table.tabled(signal, wilma, meeting, to_inspectorate)


def test_nothing_is_added_once_the_meeting_began(
    world: World, signal: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    at_table.begun(world, meeting)
    with pytest.raises(WrongState):
        at_table.tabled(signal, wilma, meeting, to_inspectorate)


def test_what_was_put_cannot_be_reworded_by_anybody(item: TableItem, to_inspectorate: str) -> None:
    paper = at_table.paper(item, to_inspectorate)
    assert (item.text, paper.text) == (at_table.TEXT, at_table.TEXT)
    offered = {name for name in operations.__all__ if "item" in name or "table" in name or "paper" in name}
    of_the_table = {"open_table", "change_table", "end_table"}
    assert offered - of_the_table == {"put_on_table", "withdraw_item", "erase_paper"}


def test_taken_back_it_is_gone_for_everybody_and_so_is_its_text(
    item: TableItem, wilma: Actor, vera: Actor, philo: Actor, karlijn: Actor, to_inspectorate: str
) -> None:
    paper = at_table.paper(item, to_inspectorate)
    operations.withdraw_item(item, actor=wilma, reason="Er is nu een onderzoek.")
    assert [seen(actor) for actor in (wilma, vera, philo, karlijn)] == [[], [], [], []]
    assert now(paper).text is None
    with pytest.raises(WrongState, match="van de agenda"):
        operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=at_table.outcome())


def test_a_point_that_waits_keeps_its_signal_open(item: TableItem, signal: Signal, wilma: Actor) -> None:
    with pytest.raises(WrongState, match="screeningsoverleg"):
        operations.close(signal, actor=wilma, closing=make.CLOSING)
    operations.withdraw_item(item, actor=wilma, reason="Niet nodig.")
    operations.close(now(signal), actor=wilma, closing=make.CLOSING)


# --- what came of it


def test_the_outcome_reaches_the_signal_every_party_and_the_work_of_whose_it_is(
    item: TableItem,
    world: World,
    wilma: Actor,
    vera: Actor,
    karlijn: Actor,
    philo: Actor,
    meeting: Meeting,
    to_inspectorate: str,
) -> None:
    at_table.begun(world, meeting)
    due = today() + timedelta(days=7)
    outcome = at_table.outcome(owner=to_inspectorate, due_on=due)
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)
    assert (now(item).state, now(item).decision, now(item).due_on) == (ItemState.DECIDED, at_table.DECISION, due)
    for actor in (wilma, vera, karlijn, philo):
        assert [(one.decision, one.due_on) for one in seen(actor)] == [(at_table.DECISION, due)]
    assert [one.reference for one in work(philo) if "screeningsoverleg" in one.what] == [item.reference]
    assert not [one for one in work(vera) if "screeningsoverleg" in one.what]
    told = [event for event in current_unit().gathered if event.event == "signals.outcome_recorded"]
    assert [event.dossier_id for event in told].count(item.dossier_id) == 1


def test_a_named_person_has_the_work_and_on_days_of_absence_who_stands_in(
    item: TableItem, signal: Signal, world: World, karlijn: Actor, meeting: Meeting, wilma: Actor, client_of: ClientOf
) -> None:
    at_table.begun(world, meeting)
    outcome = at_table.outcome(
        owner="eigen", user_id=world.wilma.pk, user_name="Wilma Windvaan", due_on=today() + timedelta(days=2)
    )
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)

    def has_it(actor: Actor) -> bool:
        return any("screeningsoverleg" in one.what for one in work(actor))

    assert now(item).owner_name == "Wilma Windvaan, Gemeente Goes"
    assert (has_it(wilma), has_it(actor_for(world.koos))) == (True, False)
    Absence.objects.create(
        user=world.wilma, deputy=world.koos, role="focal_officer", valid_from=today(), valid_until=today()
    )
    assert has_it(actor_for(world.koos))
    # What the start page counts for him is what the list behind it shows.
    mine = client_of(world.koos).get(reverse("signals:outcomes"), {"voor": "mij", "stand": "open"})
    assert mine.context["count"] == 1
    # Kept out of the dossier she has it no more; then it is everybody's of that party, by whatever paper.
    koos = actor_for(world.koos)
    operations.exclude_colleague(now(signal), actor=koos, user_id=world.wilma.pk, why="Familie.")
    assert (now(item).owner_user, now(item).owner_name) == (None, "Gemeente Goes")
    assert at_table.paper(item, "zorg").owner_name == "Gemeente Goes"
    Absence.objects.all().delete()
    assert (has_it(actor_for(world.wilma)), has_it(actor_for(world.koos))) == (False, True)


def test_who_is_left_out_of_the_team_leaves_what_she_had_to_do_to_her_party(
    item: TableItem, signal: Signal, world: World, karlijn: Actor, meeting: Meeting, wilma: Actor
) -> None:
    at_table.begun(world, meeting)
    given = {"owner": "eigen", "user_id": world.koos.pk, "user_name": "Koos", "due_on": today()}
    paper = at_table.paper(item, "zorg")
    operations.record_outcome(actor=karlijn, paper=paper, outcome=at_table.outcome(**given))
    operations.restrict_signal(now(signal), actor=wilma, user_ids=[world.koos.pk], why="Gevoelig.")
    assert now(item).owner_user == world.koos
    operations.restrict_signal(now(signal), actor=wilma, user_ids=[], why="Gevoelig.")
    assert now(item).owner_user is None
    assert [one.reference for one in work(wilma) if "actie" in one.what.lower()] == [item.reference]


def test_what_is_done_is_said_once_and_leaves_the_work(
    item: TableItem, world: World, karlijn: Actor, philo: Actor, vera: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    at_table.begun(world, meeting)
    outcome = at_table.outcome(owner=to_inspectorate, due_on=today())
    operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=outcome)
    assert count_work(philo) == 1
    paper = at_table.paper(item, to_inspectorate)
    with pytest.raises(Forbidden):
        operations.settle_action(actor=vera, paper=paper, line="Gedaan.")
    for _ in range(2):
        operations.settle_action(actor=philo, paper=paper, line="Wij waren er.")
    assert (count_work(philo), now(item).done_line) == (0, "Wij waren er.")
    with pytest.raises(WrongState):
        operations.settle_action(actor=philo, paper=paper, line="Iets anders.")


def test_outcomes_are_for_who_leads_or_whose_point_it_is_and_only_while_it_is_held(
    item: TableItem,
    world: World,
    karlijn: Actor,
    wilma: Actor,
    vera: Actor,
    philo: Actor,
    meeting: Meeting,
    to_inspectorate: str,
    to_vlissingen: str,
) -> None:
    with pytest.raises(WrongState):
        operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=at_table.outcome())
    at_table.begun(world, meeting)
    for actor, party in ((philo, to_inspectorate), (vera, to_vlissingen), (vera, "zorg"), (wilma, "zorg")):
        with pytest.raises(Forbidden):
            operations.record_outcome(actor=actor, paper=at_table.paper(item, party), outcome=at_table.outcome())
    operations.record_outcome(actor=wilma, paper=at_table.paper(item, "eigen"), outcome=at_table.outcome())
    operations.close_meeting(Meeting.objects.get(pk=meeting.pk), actor=karlijn)
    other = at_table.outcome(decision="Toch anders.")
    with pytest.raises(WrongState, match="afgesloten"):
        operations.record_outcome(actor=karlijn, paper=at_table.paper(item, "zorg"), outcome=other)


def test_a_chair_of_another_municipality_writes_on_her_own_paper_and_sees_nothing_more(
    world: World, signal: Signal, wilma: Actor, vera: Actor, to_inspectorate: str
) -> None:
    meeting = at_table.meeting(world, chair=world.vlissingen)
    item = at_table.tabled(signal, wilma, meeting, to_inspectorate)
    assert f"g{world.vlissingen.pk}" in {code for code, _ in item.parties}
    at_table.begun(world, meeting)
    [paper] = seen(vera)
    operations.record_outcome(actor=vera, paper=paper, outcome=at_table.outcome())
    assert now(item).decision == at_table.DECISION
    assert not Signal.objects.visible_to(vera).exists()


def test_of_a_point_of_her_own_municipality_a_chair_writes_on_her_own_paper_and_who_works_for_two_has_it_once(
    world: World, signal: Signal, wilma: Actor, vera: Actor, to_inspectorate: str, client_of: ClientOf
) -> None:
    meeting = at_table.meeting(world, chair=world.vlissingen)
    hers = at_table.tabled(make.triaged(world.vlissingen, world.vera), vera, meeting, to_inspectorate)
    assert {code for code, _ in hers.parties} == {"eigen", to_inspectorate}
    other = at_table.tabled(signal, wilma, meeting, to_inspectorate)
    at_table.begun(world, meeting)
    operations.record_outcome(actor=vera, paper=at_table.paper(hers, "eigen"), outcome=at_table.outcome())
    assert now(hers).decision == at_table.DECISION
    give(world.goes, world.vera.pk, Role.FOCAL_OFFICER, valid_from=FIRST, valid_until=None, deputy=False)
    assert len(seen(actor_for(world.vera))) == 3
    client = client_of(world.vera)
    agenda = client.get(reverse("signals:meeting", args=[meeting.pk])).context["papers"]
    assert [one.reference for one in agenda] == [hers.reference, other.reference]
    led = client.get(reverse("signals:lead-meeting", args=[meeting.pk]), follow=True)
    assert (led.context["paper"].reference, led.context["total"]) == (other.reference, 2)


def test_of_two_screens_the_second_overwrites_nothing_whoever_was_first(
    item: TableItem, world: World, karlijn: Actor, wilma: Actor, meeting: Meeting
) -> None:
    at_table.begun(world, meeting)
    hers, ours = at_table.paper(item, "zorg"), at_table.paper(item, "eigen")
    operations.record_outcome(actor=wilma, paper=ours, outcome=at_table.outcome(), seen=ours.version)
    with pytest.raises(Stale):
        operations.record_outcome(
            actor=karlijn, paper=hers, outcome=at_table.outcome(decision="Anders."), seen=hers.version
        )
    assert now(item).decision == at_table.DECISION
    # What stands there already is no conflict.
    operations.record_outcome(actor=karlijn, paper=hers, outcome=at_table.outcome(), seen=hers.version)
