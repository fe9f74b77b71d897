"""What a row of a list becomes: a reporter who stays unnamed, a place by which it is found, and no second signal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.access import Actor
from core.errors import WrongState
from jobs.models import Job
from municipalities.roles import actor_for
from signals import importing, operations
from signals.list_states import ImportState
from signals.models import ImportedFrom, ListImport, MatchKey, Reporter, Signal
from signals.things import MatchKind
from tests.factories import lists as make
from tests.factories import shielding as shield
from tests.support.cleaning import cleaned_here as cleaned_here
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cleaned_here")
HEADINGS = ("Omschrijving", "Plaats", "Wanneer", "Ontvangen op", "Bron", "Adres", "Kenteken", "Telefoon", "Anoniem")
ROW = ("Acht bedden.", "Goes", "vaak", "1-3-2024", "politie", "Havenkade 12", "bus GB-123-X", "06 00 00 12 34")


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def taken_over(wilma: Actor, world: World, *answers: str, width: int = len(HEADINGS)) -> ListImport:
    lines = [[f"Regel {number}.", *ROW[1:], answer] for number, answer in enumerate(answers, start=1)]
    content = make.csv_list([HEADINGS[:width], *(line[:width] for line in lines)])
    about = make.imported(wilma, world.goes, content)
    assert about.state == ImportState.IMPORTED, about.result
    return about


def wishes(about: ListImport) -> list[bool]:
    origins = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).order_by("line")
    return [
        Reporter.objects.unscoped(reason="test").get(signal_id=pk).wants_anonymity
        for pk in origins.values_list("signal_id", flat=True)
    ]


def test_a_reporter_stays_unnamed_unless_the_list_says_no(world: World, wilma: Actor) -> None:
    assert wishes(taken_over(wilma, world, "ja", "", "?", "nee")) == [True, True, True, False]


def test_a_list_without_the_column_leaves_its_reporters_unnamed(world: World, wilma: Actor) -> None:
    assert wishes(taken_over(wilma, world, "nee", width=len(ROW))) == [True]


def test_what_was_imported_is_found_by_its_place_until_it_is_taken_back(world: World, wilma: Actor) -> None:
    about = taken_over(wilma, world, "ja", "ja")
    pks = list(ImportedFrom.objects.unscoped(reason="test").filter(batch=about).values_list("signal_id", flat=True))
    keys = MatchKey.objects.unscoped(reason="test").filter(signal__in=pks)
    assert {key.kind for key in keys} >= {MatchKind.ADDRESS}
    assert {key.signal_id for key in keys} == set(pks)
    operations.undo_list(about, actor=wilma)
    importing.take_back(make.again(about), wilma)
    assert make.again(about).state == ImportState.UNDONE
    assert not keys.all().exists()


@pytest.mark.parametrize("way", ["excluded", "restricted"])
def test_a_row_whose_signal_is_kept_from_her_counts_as_imported(way: str, world: World, wilma: Actor) -> None:
    make.imported(wilma, world.goes)
    one = Signal.objects.unscoped(reason="test").filter(municipality=world.goes).first()
    if way == "excluded":
        shield.excluded(one, world.koos)
    else:
        shield.restricted(one, [world.wilma])
    again = make.checked(actor_for(world.koos, "focal_officer"), world.goes)
    assert (again.good, again.known) == (0, 3)


def test_taking_back_that_broke_off_is_asked_for_again_when_the_day_has_passed(world: World, wilma: Actor) -> None:
    about = operations.undo_list(make.imported(wilma, world.goes), actor=wilma)
    Job.objects.all().delete()
    long_ago = timezone.now() - timedelta(days=2)
    ListImport.objects.unscoped(reason="test").filter(pk=about.pk).update(imported_at=long_ago)
    importing.take_back(operations.undo_list(make.again(about), actor=wilma), wilma)
    assert make.again(about).state == ImportState.UNDONE


def test_it_is_not_asked_for_the_first_time_when_the_day_has_passed(world: World, wilma: Actor) -> None:
    about = make.imported(wilma, world.goes)
    long_ago = timezone.now() - timedelta(days=2)
    ListImport.objects.unscoped(reason="test").filter(pk=about.pk).update(imported_at=long_ago)
    with pytest.raises(WrongState):
        operations.undo_list(make.again(about), actor=wilma)
