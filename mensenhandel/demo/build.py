"""The order in which a demo world comes about, in one transaction: all of it, or nothing."""

from datetime import date
from enum import Enum, auto

from django.db import transaction

from accounts.models import User
from cases.models import Case
from core.unit import unit_of_work
from jobs.models import Job, OutboxMessage
from mensenhandel.settings.paths import BASE_DIR
from municipalities.loading import load_areas, read_lines
from signals.models import Handover, Signal

from . import foundations, readiness
from .casework.filler import write_cases
from .casework.phrases import CASE_PARTS
from .clock import at, settled
from .desk import lay_out
from .draft import abandon
from .editions import make_editions
from .filler.courses import Courses
from .filler.sheet import Sheet
from .judged import judge
from .lately import happen
from .play import play_all
from .retention import tidy_up
from .shielded import shield
from .stories import STORIES
from .tables import meet
from .texts.writer import Writer
from .world import World, everywhere

_YEARS_BEFORE = 3 * 366 + 31


class Found(Enum):
    """What stands in the database."""

    NOTHING = auto()
    SAME = auto()
    OTHER = auto()


def look(day: date, seed: int) -> Found:
    """Whether this very world is there, or somebody else's, or none."""
    if not User.objects.exists():
        return Found.NOTHING
    key = World(day, seed).key("signal", "kassabon")
    with transaction.atomic(), everywhere():
        same = Signal.objects.unscoped(reason="only whether the first story is there").filter(pk=key).exists()
    return Found.SAME if same else Found.OTHER


def build(day: date, seed: int, *, with_pdf: bool = True) -> str:
    """Build the world in an empty database; gives a sentence with what was made.

    `with_pdf`: letters and published reports wait for a worker that makes their PDFs, as they did when they were new.
    """
    world = World(day, seed)
    load_areas(read_lines(BASE_DIR / "data" / "municipalities.csv"))
    with settled(f"{seed} {day}"), unit_of_work() as unit:
        unit.request_id = world.key("build")
        with at(world.moment(_YEARS_BEFORE)), everywhere():
            foundations.lay(world)
        with everywhere():
            readiness.fill(world)
            play_all(world, STORIES)
            with at(world.moment(0, "07:00")):
                _fill(world)
                foundations.plan_leave(world)
                foundations.close_accounts(world)
            abandon(world)
            make_editions(world)
            shield(world)
            judge(world)
            happen(world)
        with everywhere():
            meet(world)
            tidy_up(world)
            lay_out(world)
        # What the stories would have mailed lies in the past, and its addresses do not exist.
        OutboxMessage.objects.all().delete()
        if not with_pdf:
            Job.objects.all().delete()
        with everywhere():
            signals = Signal.objects.unscoped(reason="how many were made").count()
            cases = Case.objects.unscoped(reason="how many were made").count()
    return f"{len(world.users)} people, {signals} signals and {cases} cases"


def _fill(world: World) -> None:
    used = Signal.objects.unscoped(reason="references in use").values_list("reference", flat=True)
    passed = Handover.objects.unscoped(reason="references in use").values_list("reference", flat=True)
    cases = Case.objects.unscoped(reason="references in use").values_list("reference", flat=True)
    sheet = Sheet(world, {*used, *passed, *cases})
    became = Courses(world, sheet, Writer(world.random)).run()
    write_cases(world, sheet, Writer(world.random, CASE_PARTS), became)
