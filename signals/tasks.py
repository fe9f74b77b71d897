"""Thin jobs: load through the gate, call an operation."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core import walls
from core.access import SYSTEM, Actor
from core.errors import settled_meanwhile
from core.workdays import today
from jobs.models import Job
from jobs.progress import LeaseLost, in_batches, report
from jobs.registry import job, recurring
from jobs.states import JOB_LIFETIME
from municipalities.models import Municipality

from . import exporting, importing
from .checking import check, hold_stuck
from .codes import Answered
from .letters import letter_about, letter_of
from .models import (
    Attachment,
    BegunHandover,
    DangerAlarm,
    Draft,
    Handover,
    ListExport,
    ListImport,
    Meeting,
    Question,
    TablePaper,
)
from .operations import (
    erase_paper,
    expire_begun,
    expire_draft,
    expire_handover,
    expire_list,
    expire_question,
    forget_alarm,
    note_erased,
    raise_alarm,
    recheck_file,
    remind_handover,
    store_letter,
    wipe_export,
)
from .operations.attachments import CHECK_KIND
from .operations.comparing import TELL_KIND, tell_hits
from .operations.erasing import ERASE_KIND
from .operations.exporting import MAKE_KIND
from .operations.handovers import LETTER_KIND
from .operations.importing import CHECK_KIND as CHECK_LIST_KIND
from .operations.importing import READ_KIND, RUN_KIND
from .operations.taking_over import UNDO_KIND, Tell
from .retention_work import carry_out
from .terms import ALARM_AFTER, CHECK_LOST_AFTER, DRAFT_LIFE
from .workflow import AttachmentState


def _letter_url(finished: Job) -> str:
    """The letter; while there is none, the page that says so and offers to have it made again."""
    return reverse("signals:letter", args=[finished.object_id])


@job(LETTER_KIND, label="Brief van de doormelding maken", result_url=_letter_url, way_back=_letter_url)
def make_letter(order: Job, actor: Actor) -> None:
    """The letter of one handover."""
    handover = (
        Handover.objects.visible_to(actor)
        .select_related("partner", "author", "signal__municipality")
        .get(pk=order.object_id)
    )
    about = letter_about(handover)
    store_letter(handover, actor=actor, pdf=letter_of(handover), about=about)


@job(CHECK_KIND, label="Bijlage controleren")
def check_file(order: Job, _actor: Actor) -> None:
    """Judge one file that was added. Removed or judged meanwhile: then there is nothing to do."""
    with walls.context(walls.sign_all(content=[order.municipality_id or 0], lifetime=JOB_LIFETIME)):
        waiting = Attachment.objects.unscoped(reason="the check acts for nobody").select_related("signal")
        attachment = waiting.filter(pk=order.object_id, state=AttachmentState.RECEIVED).first()
        if attachment is not None:
            check(attachment)


def _list_url(finished: Job) -> str:
    return reverse("signals:list-import", args=[finished.object_id])


def _list_of(order: Job, actor: Actor) -> ListImport:
    found: ListImport = ListImport.objects.visible_to(actor).get(pk=order.object_id)
    return found


def _telling(order: Job, text: str) -> Tell:
    """How far it is; ends this attempt when another worker has the job."""

    def tell(done: int, total: int) -> None:
        if not report(order, done, total, text):
            raise LeaseLost

    return tell


@job(READ_KIND, label="Lijst lezen", result_url=_list_url, way_back=_list_url)
def read_list(order: Job, actor: Actor) -> None:
    """Read the file that somebody wants to import."""
    importing.read(_list_of(order, actor), actor)


@job(CHECK_LIST_KIND, label="Lijst nakijken", result_url=_list_url, way_back=_list_url)
def check_list(order: Job, actor: Actor) -> None:
    """Check each of its rows."""
    importing.check(_list_of(order, actor), actor, _telling(order, "Regels nakijken"))


@job(RUN_KIND, label="Lijst importeren", result_url=_list_url, way_back=_list_url)
def import_list(order: Job, actor: Actor) -> None:
    """Make signals of all its rows, or of none."""
    importing.run(_list_of(order, actor), actor, _telling(order, "Signalen vastleggen"))


@job(UNDO_KIND, label="Import terugnemen", result_url=_list_url, way_back=_list_url)
def take_back_list(order: Job, actor: Actor) -> None:
    """Take the signals of an import back."""
    importing.take_back(_list_of(order, actor), actor)


def _export_url(finished: Job) -> str:
    return reverse("signals:list-export", args=[finished.object_id])


@job(MAKE_KIND, label="Bestand met signalen maken", result_url=_export_url, way_back=_export_url)
def make_export(order: Job, actor: Actor) -> None:
    """Make the file that somebody asked for."""
    exporting.make(ListExport.objects.visible_to(actor).get(pk=order.object_id), actor)


def _erasure_url(finished: Job) -> str:
    return reverse("signals:erasure", args=[finished.object_id])


@job(ERASE_KIND, label="Signalen anonimiseren", result_url=_erasure_url, way_back=_erasure_url)
def anonymise_signals(order: Job, actor: Actor) -> None:
    """What two people agreed on."""
    carry_out(order.object_id or uuid.UUID(int=0), actor)


@job(TELL_KIND, label="Melden dat een andere gemeente naar iets vroeg")
def tell_of_inquiry(order: Job, _actor: Actor) -> None:
    """Tell each municipality where something is known which one asked; nothing where it was known nowhere."""
    if order.object_id is not None:
        tell_hits(order.object_id)


@recurring("signals.old_exports", every=timedelta(hours=1))
def wipe_old_exports(order: Job, _actor: Actor) -> None:
    """Files of which the time is over."""
    with everywhere():
        files = ListExport.objects.unscoped(reason="their time is over, whoever asked for them")
        for one in in_batches(order, files.over(timezone.now()).order_by("until", "id"), "Bestanden wissen"):
            with settled_meanwhile():
                wipe_export(one, actor=SYSTEM)


@recurring("signals.old_lists", every=timedelta(days=1), at=time(3, 30))
def delete_old_lists(order: Job, _actor: Actor) -> None:
    """Lists that nobody went on to import."""
    with everywhere():
        lists = ListImport.objects.unscoped(reason="their time is over, whoever read them in")
        old = lists.left_since_before(timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS))
        for one in in_batches(order, old.order_by("changed_at", "id"), "Oude lijsten wissen"):
            with settled_meanwhile():
                expire_list(one, actor=SYSTEM)


@recurring("signals.held_files", every=timedelta(minutes=10))
def look_after_held_files(order: Job, _actor: Actor) -> None:
    """What waits for the virus scanner is tried again; a check that was lost is told so."""
    with everywhere():
        files = Attachment.objects.unscoped(reason="they wait for a machine, whosever they are").select_related(
            "signal"
        )
        for attachment in in_batches(order, files.without_scanner().order_by("waits_since", "id"), "Bijlagen nalopen"):
            with settled_meanwhile():
                recheck_file(attachment, actor=SYSTEM)
        for attachment in files.waiting_since_before(timezone.now() - CHECK_LOST_AFTER):
            with settled_meanwhile():
                hold_stuck(attachment)


@recurring("signals.handover_clock", every=timedelta(days=1), at=time(6))
def run_handover_clock(order: Job, _actor: Actor) -> None:
    """Reminders, and in the end "geen antwoord ontvangen"; for every municipality, by nobody."""
    with everywhere():
        due = Handover.objects.unscoped(reason="the clock runs for every municipality").waiting()
        late = due.filter(remind_on__lte=today()).order_by("remind_on", "id")
        for handover in in_batches(order, late, "Doormeldingen nalopen"):
            step = expire_handover if handover.is_at_last_step else remind_handover
            with settled_meanwhile():
                step(handover, actor=SYSTEM)


@recurring("signals.question_clock", every=timedelta(days=1), at=time(6, 10))
def run_question_clock(order: Job, _actor: Actor) -> None:
    """What nobody answered, not even late, expires; for every municipality, by nobody."""
    with everywhere():
        waiting = Question.objects.unscoped(reason="the clock runs for every municipality")
        over = waiting.open().filter(expires_on__lt=today()).order_by("expires_on", "id")
        for question in in_batches(order, over, "Vragen nalopen"):
            with settled_meanwhile():
                expire_question(question, actor=SYSTEM)


@recurring("signals.danger_alarms", every=timedelta(minutes=5))
def raise_danger_alarms(order: Job, _actor: Actor) -> None:
    """A report with direct danger that was not sent in time reaches the focal officer, without its content."""
    with everywhere():
        drafts = Draft.objects.unscoped(reason="nobody goes on with these; only the call-back number is read")
        broken_off = drafts.filter(danger=Answered.YES, danger_since__lte=timezone.now() - ALARM_AFTER)
        unknown = broken_off.filter(danger_alarmed_at__isnull=True).order_by("danger_since", "id")
        for draft in in_batches(order, unknown, "Afgebroken meldingen nalopen"):
            with settled_meanwhile():
                raise_alarm(draft, actor=SYSTEM)


@recurring("signals.old_drafts", every=timedelta(days=1), at=time(3, 20))
def delete_old_drafts(order: Job, _actor: Actor) -> None:
    """Drafts that nobody went on with, and alarms of broken-off ones that were taken up as long ago."""
    with everywhere():
        drafts = Draft.objects.unscoped(reason="their time is over, whoever wrote them")
        old = drafts.filter(saved_at__lte=timezone.now() - DRAFT_LIFE).order_by("saved_at", "id")
        for draft in in_batches(order, old, "Oude concepten verwijderen"):
            with settled_meanwhile():
                expire_draft(draft, actor=SYSTEM)
        begun = BegunHandover.objects.unscoped(reason="their time is over, whoever began them").select_related("signal")
        left = begun.left_since(timezone.now() - DRAFT_LIFE).order_by("saved_at", "id")
        for one in in_batches(order, left, "Begonnen doormeldingen verwijderen"):
            with settled_meanwhile():
                expire_begun(one, actor=SYSTEM)
        alarms = DangerAlarm.objects.unscoped(reason="their time is over, whoever took them up")
        taken_up = alarms.taken_up_until(timezone.now() - DRAFT_LIFE).order_by("seen_at", "id")
        for alarm in in_batches(order, taken_up, "Oude afgebroken meldingen verwijderen"):
            with settled_meanwhile():
                forget_alarm(alarm, actor=SYSTEM)


@recurring("signals.old_papers", every=timedelta(days=1), at=time(3, 40))
def erase_old_papers(order: Job, _actor: Actor) -> None:
    """What was put before a screening table and is read no more; then the meeting says since when."""
    with everywhere():
        papers = TablePaper.objects.unscoped(reason="their time is over, whoever read them").select_related("meeting")
        for paper in in_batches(order, papers.to_erase(today()).order_by("pk"), "Tafelteksten wissen"):
            with settled_meanwhile():
                erase_paper(paper, actor=SYSTEM)
        for meeting in Meeting.objects.all().read_no_more(today()):
            if not papers.to_erase(today()).filter(meeting=meeting).exists():
                with settled_meanwhile():
                    note_erased(meeting, actor=SYSTEM)


@contextmanager
def everywhere() -> Iterator[None]:
    """The signals and drafts of every municipality, for the recurring jobs of this module and as long as the block runs."""
    places = list(Municipality.objects.values_list("pk", flat=True))
    with walls.context(walls.sign_all(user_id=walls.EVERYONE, content=places, lifetime=JOB_LIFETIME)):
        yield
