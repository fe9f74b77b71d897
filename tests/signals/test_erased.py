"""Of a signal past its day nothing of people is left: in no column of any table that belongs to it, here or elsewhere."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from core.access import SYSTEM
from core.erasing import Bare, Gone, erasing_of
from core.errors import WrongState
from core.walls.tables import wall_of
from municipalities.roles import actor_for
from reports.figures.handovers import passed_on_by_partner
from reports.figures.signals import followed_by_place, received_by_form, received_by_place
from reports.figures.source import over_this_connection
from reports.periods import last_half_years
from signals import operations
from signals.codes import Outcome
from signals.models import (
    Attachment,
    Concern,
    Enrichment,
    Follow,
    Handover,
    Hold,
    JointNote,
    Merge,
    Move,
    SharedSignal,
    Signal,
    StatePeriod,
    TableItem,
    TablePaper,
    Upload,
)
from signals.operations.anonymising import held
from signals.workflow import ConcernState, FollowState, HandoverState, MoveState, SignalState
from tests.factories import retention as past
from tests.factories import signals as make
from tests.factories.parts import TEXT, signal_parts
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]
WORD = "zwerfkei"
TEXTUAL = (models.CharField, models.TextField, models.JSONField)
# A number or a hash: nothing of a person can be read from it.
# Codes and numbers that the application writes: nobody types in them.
NUMBERS = {
    "step_to",
    "reference",
    "from_reference",
    "new_reference",
    "content_hash",
    "request_hash",
    "signal_reference",
}


@pytest.fixture
def full(world: World) -> Signal:
    """A signal with a row of every part, closed long ago, with a planted word wherever something can be written."""
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.followed(world.goes, world.wilma)
    make.stored(world.goes, world.wilma, 1)
    make.attached(signal, wilma)
    handover = make.handed_over(signal, wilma, world.inspectorate)
    operations.answer_handover(
        handover, actor=actor_for(world.philo), outcomes=[Outcome.INSPECTION_DONE], text=f"{WORD} antwoord"
    )
    signal_parts(world, Follow.objects.unscoped(reason="test").get(signal=signal), past_handover(handover))
    concern = make.shared_with(make.handled(world.goes, world.wilma), world.vlissingen, wilma)
    _settle(signal)
    Hold.objects.unscoped(reason="test").filter(dossier_id=signal.pk).update(
        ended_at=timezone.now(), ended_by=world.wilma
    )
    assert concern.pk
    past.close(signal)
    every: tuple[type[models.Model], ...] = (*held(), Signal)
    for model in every:
        wall = wall_of(model)
        if wall is not None and not wall.append_only:
            for row in model._base_manager.filter(dossier_id=signal.pk):
                _plant(row)
    return past.again(signal)


def past_handover(handover: Handover) -> Handover:
    found: Handover = Handover.objects.unscoped(reason="test").select_related("signal").get(pk=handover.pk)
    return found


def _settle(signal: Signal) -> None:
    now = timezone.now()
    by: dict[type[Any], dict[str, Any]] = {
        Follow: {"state": FollowState.ENDED, "ended_at": now, "review_on": None, "end_reason": TEXT},
        Move: {"state": MoveState.REFUSED, "settled_at": now, "refusal": TEXT},
        Concern: {"state": ConcernState.REFUSED, "settled_at": now, "reason": TEXT},
        Enrichment: {"withdrawn_at": now, "withdrawn_by": signal.owner_id, "withdrawn_because": TEXT},
        TableItem: {
            "permitted_by": TEXT,
            "permitted_on": timezone.localdate(),
        },
    }
    for model, columns in by.items():
        model.objects.unscoped(reason="test").filter(signal=signal).update(**columns)
    Merge.objects.unscoped(reason="test").filter(signal=signal).update(
        undone_at=now, undone_by=signal.owner_id, undone_why=TEXT
    )


def _plant(row: models.Model) -> None:
    columns = [column for column in _texts(type(row)) if column.name not in NUMBERS]
    for column in columns:
        setattr(row, column.attname, WORD if not isinstance(column, models.JSONField) else {"a": WORD})
    row.save(update_fields=[column.attname for column in columns])


def _texts(model: type[models.Model]) -> list[Any]:
    """The columns in which somebody can write."""
    columns = model._meta.local_concrete_fields
    sealed = [one for one in columns if type(one).__name__ in ("SealedTextField", "SealedJSONField")]
    plain = [one for one in columns if isinstance(one, TEXTUAL) and not one.choices and one not in sealed]
    ours = [one for one in plain if type(one).__name__ in ("CharField", "TextField", "JSONField")]
    left_alone = {"kind", "name", "media_type", "about", "code", "since", "until", "fingerprint", "parties", "party"}
    return [one for one in (*sealed, *ours) if one.name not in left_alone and one.editable]


def _everything() -> str:
    """Every table as it lies there, with what is sealed opened."""
    found = []
    ours = [
        model
        for app in ("signals", "municipalities", "audit", "jobs")
        for model in apps.get_app_config(app).get_models()
    ]
    for model in ours:
        for row in model._base_manager.all():
            found += [str(getattr(row, column.attname)) for column in model._meta.local_concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(search::text, ' ') FROM signals_signal")
        found.append(str(cursor.fetchone()))
    return "\n".join(found)


def test_no_planted_word_is_left_in_any_table(full: Signal) -> None:
    assert WORD in _everything()
    gone = [model for model in held() if isinstance(erasing_of(model), Gone)]
    there = {model.__name__ for model in gone if model._base_manager.filter(dossier_id=full.pk).exists()}
    roots = {"SharedSignal", "TablePaper", "Hold", "ErasureLine", "ImportedFrom"}
    assert {model.__name__ for model in gone} - there <= roots
    papers = list(TablePaper.objects.unscoped(reason="test").values_list("pk", flat=True))

    operations.anonymise(full, actor=SYSTEM)

    assert WORD not in _everything()
    assert not any(model._base_manager.filter(dossier_id__in=[full.pk, *papers]).exists() for model in gone)
    row = past.again(full)
    assert (row.state, row.facts, row.place, row.owner_id, row.author_id) == (
        SignalState.ANONYMISED,
        "",
        "",
        None,
        None,
    )
    assert (timezone.localtime(row.received_at).day, row.days_to_close) == (1, 10)


def test_what_stays_of_a_part_has_no_word_of_anybody(full: Signal) -> None:
    operations.anonymise(full, actor=SYSTEM)
    for model in held():
        if isinstance(erasing_of(model), Bare):
            for row in model._base_manager.filter(dossier_id=full.pk):
                told = {str(getattr(row, column.attname)) for column in _texts(model)}
                assert not any(TEXT in one or WORD in one for one in told), model


def test_what_another_municipality_has_of_it_goes_with_it(world: World) -> None:
    wilma = actor_for(world.wilma, "focal_officer")
    signal = make.handled(world.goes, world.wilma)
    concern = make.shared_with(signal, world.vlissingen, wilma)
    shared = SharedSignal.objects.unscoped(reason="test").get(concern_id=concern.pk)
    vera = actor_for(world.vera)
    operations.accept_concern(actor=vera, shared=shared)
    shared = SharedSignal.objects.unscoped(reason="test").get(pk=shared.pk)
    operations.leave_concern(actor=vera, shared=shared, reason="Het is hier weg.")
    past.close(signal)
    operations.anonymise(past.again(signal), actor=SYSTEM)
    assert not SharedSignal.objects.unscoped(reason="test").filter(pk=shared.pk).exists()
    assert not JointNote.objects.unscoped(reason="test").exists()


def test_figures_of_a_closed_period_stay_what_they_were(full: Signal, world: World) -> None:
    periods = last_half_years(timezone.localdate())
    places = [world.goes.pk, world.vlissingen.pk]

    def figures() -> list[Any]:
        return [
            (
                received_by_place(places, period),
                received_by_form(places, period),
                passed_on_by_partner(places, period),
                followed_by_place(places, period.end),
            )
            for period in periods
        ]

    with over_this_connection():
        before = figures()
        operations.anonymise(full, actor=SYSTEM)
        assert figures() == before


def test_one_that_moved_counts_where_it_went_also_afterwards(world: World) -> None:
    moved = past.past_its_day(world, state="moved", kept_why="moved", closed_at=None, close_reason="")
    for signal in (moved, past.past_its_day(world)):
        operations.anonymise(signal, actor=SYSTEM)
    with over_this_connection():
        counted = [received_by_place([world.goes.pk], period) for period in last_half_years(timezone.localdate())]
    assert [places for places in counted if places] == [{world.goes.pk: 1}]


def test_rows_that_are_only_added_cannot_go_without_their_dossier(full: Signal) -> None:
    rows = [model for model in held() if (wall := wall_of(model)) and wall.append_only]
    assert rows
    for model in rows:
        kept = model._base_manager.filter(dossier_id=full.pk)
        assert not kept.exists() or not kept._raw_delete("default"), model


@pytest.mark.parametrize("given", [{"kept_until": dt.date(2999, 1, 1)}, {"state": "handling", "kept_until": None}])
def test_what_is_not_past_its_day_stays(world: World, given: dict[str, Any]) -> None:
    if given.get("state"):
        given |= {"kept_why": "", "closed_at": None, "close_reason": "", "decided_at": timezone.now()}
    signal = past.past_its_day(world, **given)
    with pytest.raises(WrongState):
        operations.anonymise(signal, actor=SYSTEM)
    assert past.again(signal).facts


def test_what_runs_beside_it_keeps_it(world: World) -> None:
    signal = past.past_its_day(world)
    make_running = {"state": HandoverState.SENT, "settled_at": None, "remind_on": timezone.localdate()}
    wilma = actor_for(world.wilma, "focal_officer")
    other = make.handled(world.goes, world.wilma)
    handover = make.handed_over(other, wilma, world.inspectorate)
    past.close(other)
    Handover.objects.unscoped(reason="test").filter(pk=handover.pk).update(**make_running)
    with pytest.raises(WrongState, match="loopt nog"):
        operations.anonymise(past.again(other), actor=SYSTEM)
    operations.anonymise(signal, actor=SYSTEM)


def test_the_file_and_its_bytes_go(world: World) -> None:
    signal = make.triaged(world.goes, world.wilma)
    make.attached(signal, actor_for(world.wilma, "focal_officer"))
    past.close(signal)
    operations.anonymise(past.again(signal), actor=SYSTEM)
    assert not Attachment.objects.unscoped(reason="test").exists()
    assert not Upload.objects.unscoped(reason="test").exists()
    assert StatePeriod.objects.unscoped(reason="test").filter(signal=signal, until=None).get().state == "anonymised"


def test_its_receiver_sees_that_the_content_is_gone_and_adds_nothing_to_it(world: World, client_of: ClientOf) -> None:
    signal = make.handled(world.goes, world.wilma)
    handover = make.handed_over(signal, actor_for(world.wilma, "focal_officer"), world.inspectorate)
    philo = actor_for(world.philo)
    operations.answer_handover(handover, actor=philo, outcomes=[Outcome.INSPECTION_DONE], text="Gezien.")
    past.close(signal)
    operations.anonymise(past.again(signal), actor=SYSTEM)
    left = past_handover(handover)
    with pytest.raises(WrongState, match="bewaartermijn"):
        operations.answer_handover(left, actor=philo, outcomes=[Outcome.INSPECTION_DONE], text="Nog iets.")
    page = client_of(world.philo).get(reverse("postbox:handover", args=[handover.pk]))
    assert page.status_code == 200
    assert "De inhoud van deze doormelding is hier gewist" in page.content.decode()
    assert "Gezien." not in page.content.decode()
