"""What stands beside a signal past its day: pairs that were judged, questions of other municipalities, leave, the table."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from core.access import SYSTEM
from core.erasing import WORDS
from core.errors import WrongState
from core.workdays import today
from jobs.states import JobState
from municipalities.codes import Verdict
from municipalities.models import ErasedDossier
from municipalities.operations import break_glass, end_emergency, review_emergency
from municipalities.oversight import overseeing
from municipalities.roles import actor_for
from signals import operations
from signals.models import (
    Arrival,
    Inquiry,
    InquiryAnswer,
    InquiryHit,
    Move,
    Override,
    PairJudgement,
    Signal,
    TableItem,
    TablePaper,
)
from signals.retention import to_put_forward
from signals.retention_states import LineState
from signals.workflow import OverrideState, SignalState
from tests.factories import comparing as make_comparing
from tests.factories import retention as past
from tests.factories import signals as make
from tests.factories import tables as make_table
from tests.support import contexts
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
WHY = "test"


def judged(signal: Signal, other: Signal, author_id: int) -> PairJudgement:
    """Written with `signal`, about both."""
    return PairJudgement.objects.create(
        signal=signal,
        municipality_id=signal.municipality_id,
        dossier_id=signal.dossier_id,
        other_id=other.pk,
        other_municipality_id=other.municipality_id,
        apart=True,
        why="Een andere eigenaar.",
        judged_at=timezone.now(),
        author_id=author_id,
    )


def test_what_was_judged_of_a_pair_goes_with_either_of_the_two(world: World) -> None:
    erased, other, third = make.stored(world.goes, world.wilma, 3)
    from_elsewhere = make.triaged(world.breda, world.floor)
    gone = [
        judged(erased, other, world.wilma.pk),
        judged(other, erased, world.wilma.pk),
        judged(from_elsewhere, erased, world.floor.pk),
    ]
    kept = judged(other, third, world.wilma.pk)
    past.close(erased)
    assert past.worked_off(past.agreed(world, past.put_forward(world, past.again(erased)))) == JobState.DONE
    assert past.again(erased).is_anonymised
    left = PairJudgement.objects.unscoped(reason=WHY)
    assert not left.filter(pk__in=[row.pk for row in gone]).exists()
    assert left.filter(pk=kept.pk).exists()


def test_a_judged_pair_of_which_nothing_was_erased_cannot_be_deleted(world: World) -> None:
    one, other = make.stored(world.goes, world.wilma, 2)
    row = judged(one, other, world.wilma.pk)
    assert not ErasedDossier.objects.exists()
    assert not PairJudgement._base_manager.filter(pk=row.pk)._raw_delete("default")
    assert PairJudgement.objects.unscoped(reason=WHY).filter(pk=row.pk).exists()


def test_what_was_asked_elsewhere_goes_with_who_asked_and_with_where_it_was_found(world: World) -> None:
    make_comparing.on(world)
    wilma, floor = actor_for(world.wilma, "focal_officer"), actor_for(world.floor, "focal_officer")
    asker = make.mentioned(make.triaged(world.goes, world.wilma), wilma, make_comparing.PLATE)
    found = make.mentioned(make.triaged(world.breda, world.floor), floor, make_comparing.PLATE)
    make_comparing.inquire(asker, wilma, "vehicle-1")
    hits = InquiryHit.objects.unscoped(reason=WHY)
    assert hits.filter(signal=found).exists()

    assert not Inquiry._base_manager.filter(signal=asker)._raw_delete("default"), "not before"
    past.close(asker)
    operations.anonymise(past.again(asker), actor=SYSTEM)
    assert not Inquiry.objects.unscoped(reason=WHY).exists()
    assert not InquiryAnswer.objects.unscoped(reason=WHY).exists()
    assert hits.filter(signal=found).exists(), "that somebody asked is of the other signal, with its own term"

    past.close(found)
    operations.hold_signal(actor=floor, longer=past.longer(past.again(found)))
    with pytest.raises(WrongState):
        operations.anonymise(past.again(found), actor=SYSTEM)
    assert hits.filter(signal=found).exists()


def test_where_it_was_found_it_goes_with_that_signal(world: World) -> None:
    make_comparing.on(world)
    wilma, floor = actor_for(world.wilma, "focal_officer"), actor_for(world.floor, "focal_officer")
    asker = make.mentioned(make.triaged(world.goes, world.wilma), wilma, make_comparing.PLATE)
    found = make.mentioned(make.triaged(world.breda, world.floor), floor, make_comparing.PLATE)
    answer = make_comparing.inquire(asker, wilma, "vehicle-1")
    past.close(found)
    operations.anonymise(past.again(found), actor=SYSTEM)
    assert not InquiryHit.objects.unscoped(reason=WHY).exists()
    assert InquiryAnswer.objects.unscoped(reason=WHY).get(pk=answer.pk).places == {world.breda.pk}


@pytest.mark.parametrize("allowed", [True, False])
def test_leave_that_was_not_used_is_withdrawn_and_holds_no_word(
    *, allowed: bool, world: World, client_of: ClientOf
) -> None:
    make.agreement(world)
    signal = make.handled(world.goes, world.wilma)
    wilma, vince = actor_for(world.wilma, "focal_officer"), actor_for(world.person("Vince"))
    row = operations.ask_override(signal, actor=wilma, asked=make.asked_override(world.inspectorate))
    if allowed:
        with overseeing(vince):
            waiting = Override.objects.visible_to(vince).get(pk=row.pk)
            operations.allow_override(waiting, actor=vince, until=today(), reason="Alleen de plaats.")
    past.close(signal)
    operations.anonymise(past.again(signal), actor=SYSTEM)
    left = Override.objects.unscoped(reason=WHY).get(pk=row.pk)
    assert (left.state, left.purpose, left.why) == (OverrideState.WITHDRAWN, None, None)
    assert (left.reason or "") == (WORDS if allowed else "")
    assert not Override.objects.unscoped(reason=WHY).to_judge().exists()
    page = client_of(world.person("Vince")).get(reverse("signals:override", args=[row.pk]))
    assert page.status_code == 200


def test_what_was_taken_with_direct_danger_is_judged_before_it_is_erased(world: World) -> None:
    make.agreement(world)
    signal = make.handled(world.goes, world.wilma, danger="yes")
    wilma, vince = actor_for(world.wilma, "focal_officer"), actor_for(world.person("Vince"))
    row = make.overridden(signal, wilma, world.inspectorate)
    Override.objects.unscoped(reason=WHY).filter(pk=row.pk).update(in_danger=True, state=OverrideState.USED)
    past.close(signal)
    rows = Signal.objects.unscoped(reason=WHY).filter(pk=signal.pk)
    assert not to_put_forward(rows, today()).exists()
    with pytest.raises(WrongState):
        operations.anonymise(past.again(signal), actor=SYSTEM)
    with overseeing(vince):
        waiting = Override.objects.visible_to(vince).get(pk=row.pk)
        operations.review_override(waiting, actor=vince, verdict=Verdict.FINE)
    assert to_put_forward(rows, today()).exists()


def test_an_emergency_access_is_judged_before_its_reason_is_erased(world: World) -> None:
    signal, wilma, vince = make.triaged(world.goes, world.wilma), past.officer(world), actor_for(world.person("Vince"))
    operations.restrict_signal(signal, actor=wilma, user_ids=[], why="Iemand kent haar.")
    with contexts.acting_as(actor_for(world.koos)) as koos:
        access = break_glass(actor=koos, reference=signal.reference, why="Wilma is ziek.")
    with contexts.acting_as(actor_for(world.koos)) as koos:
        end_emergency(access, actor=koos)
    past.close(past.again(signal))
    rows = Signal.objects.unscoped(reason=WHY).filter(pk=signal.pk)
    assert not to_put_forward(rows, today()).exists()
    with overseeing(vince):
        review_emergency(access, actor=vince, verdict=Verdict.FINE, reason="Terecht.")
    assert to_put_forward(rows, today()).exists()


def test_papers_at_another_municipality_go_with_the_signal_that_they_are_of(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.handled(world.goes, world.wilma)
    there, here = f"g{world.vlissingen.pk}", f"o{world.inspectorate.pk}"
    meeting = make_table.meeting(world, chair=world.vlissingen)
    point = make_table.tabled(signal, wilma, meeting, there, here)
    make_table.begun(world, meeting)
    vera, theirs = actor_for(world.vera), make_table.paper(point, there)
    assert theirs.municipality_id == world.vlissingen.pk
    operations.record_outcome(actor=vera, paper=theirs, outcome=make_table.outcome())
    past.close(signal)
    assert past.worked_off(past.agreed(world, past.put_forward(world, past.again(signal)))) == JobState.DONE
    assert past.again(signal).is_anonymised
    assert not TablePaper.objects.unscoped(reason=WHY).exists()


def test_what_another_municipality_took_over_is_its_own_and_stays(world: World) -> None:
    wilma, floor = actor_for(world.wilma, "focal_officer"), actor_for(world.floor, "focal_officer")
    signal = make.triaged(world.goes, world.wilma)
    move = make.offered_to(signal, world.breda, wilma)
    arrivals = Arrival.objects.unscoped(reason=WHY).filter(move_id=move.pk)
    taken = operations.accept_move(actor=floor, arrival=arrivals.get())
    rows = Signal.objects.unscoped(reason=WHY).filter(pk=signal.pk)
    rows.update(kept_until=today() - past.DAY)
    assert past.worked_off(past.agreed(world, past.put_forward(world, past.again(signal)))) == JobState.DONE
    gone = past.again(signal)
    assert (gone.is_anonymised, gone.facts, gone.kept_why) == (True, "", "moved")
    theirs = past.again(taken)
    assert (theirs.facts, theirs.state, theirs.kept_until) == (make.FACTS, SignalState.TRIAGE, None)
    assert arrivals.get().why in (None, "")
    left = Move.objects.unscoped(reason=WHY).get(pk=move.pk)
    assert (left.new_reference, left.to_municipality_id) == (taken.reference, world.breda.pk)
    # And it can be worked on, passed on and closed there.
    assert operations.decide(theirs, actor=floor, judgement=make.JUDGEMENT).is_open


def test_what_was_opened_again_between_the_second_yes_and_the_job_is_left(world: World) -> None:
    signal, other, wilma = past.past_its_day(world), past.past_its_day(world), past.officer(world)
    erasure = past.agreed(world, past.put_forward(world, signal, other))
    operations.hold_signal(actor=wilma, longer=past.longer(signal))
    operations.reopen(past.again(signal), actor=wilma, new_fact="Er is weer iemand gezien.")
    # And one whose day somebody put later without any step of ours.
    Signal.objects.unscoped(reason=WHY).filter(pk=other.pk).update(kept_until=today())
    assert past.worked_off(erasure) == JobState.DONE
    assert past.again(signal).is_open
    assert past.again(other).facts
    assert past.lines_of(erasure) == {signal.reference: LineState.SET_ASIDE, other.reference: LineState.LEFT}


def test_after_the_day_of_both_a_merge_is_undone_no_more(world: World) -> None:
    wilma = past.officer(world)
    kept, double = make.triaged(world.goes, world.wilma), make.triaged(world.goes, world.wilma)
    make.merged(double, kept, wilma)
    rows = Signal.objects.unscoped(reason=WHY).filter(pk=double.pk)
    rows.update(kept_until=today() - past.DAY)
    past.close(past.again(kept))
    with pytest.raises(WrongState, match="mochten wij bewaren"):
        operations.split_signal(actor=wilma, signal=past.again(double), why="Toch niet.")
    operations.hold_signal(actor=wilma, longer=past.longer(double))
    assert operations.split_signal(actor=wilma, signal=past.again(double), why="Toch niet.").is_open


def test_a_point_that_came_back_from_the_table_goes(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.handled(world.goes, world.wilma)
    point = make_table.tabled(signal, wilma, make_table.meeting(world, chair=world.goes), f"o{world.inspectorate.pk}")
    papers = TablePaper.objects.unscoped(reason=WHY).filter(item_id=point.pk)
    assert papers.exists()
    papers.update(state="returned", text=None, question=None)
    TableItem.objects.unscoped(reason=WHY).filter(pk=point.pk).update(state="returned", reason="Geen tijd.")
    past.close(signal)
    operations.anonymise(past.again(signal), actor=SYSTEM)
    assert not papers.exists()
    assert not TableItem.objects.unscoped(reason=WHY).filter(pk=point.pk).exists()
