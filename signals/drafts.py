"""Reading drafts: the one that a page is about, what it says, and what became of it."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils import timezone

from core.access import Actor
from core.errors import Conflict, NotVisible
from core.reading import read_together
from core.templatetags.ui import moment

from . import terms
from .handed_sets import BegunHandoverQuerySet
from .models import BegunHandover, Draft, Signal, Submission
from .querysets import DraftQuerySet


class AlreadySent(Conflict):
    """The draft became a signal."""

    title = "Dit signaal is al verstuurd"


def drafts_of(actor: Actor) -> DraftQuerySet:
    """The actor's drafts that are still kept, the newest first."""
    return Draft.objects.visible_to(actor).filter(saved_at__gt=timezone.now() - terms.DRAFT_LIFE).order_by("-saved_at")


def draft_or_404(actor: Actor, key: uuid.UUID) -> Draft:
    """The actor's draft. Raises AlreadySent when it is a signal by now, NotVisible when there is none."""
    drafts = drafts_of(actor)
    draft: Draft | None = drafts.filter(pk=key).select_related("municipality").first()
    if draft is None:
        demand_unsent(actor, key)
        raise NotVisible(asked=drafts, lookup={"pk": key})
    return draft


def demand_unsent(actor: Actor, key: uuid.UUID) -> None:
    """Raise AlreadySent when this key is a signal by now."""
    reference = sent_reference(actor, key)
    if reference:
        message = f"Het nummer is {reference}. Wat u nu typte, is niet opgeslagen. Begin zo nodig een nieuw signaal."
        raise AlreadySent(message)


def sent_reference(actor: Actor, key: uuid.UUID) -> str:
    """The reference of the signal that this key became, as far as the actor may know; "" for none."""
    became = {
        "sent": Submission.objects.visible_to(actor).filter(signal_id=key),
        "logged": Signal.objects.visible_to(actor).filter(pk=key),
    }
    found = read_together({name: rows.values_list("reference", flat=True) for name, rows in became.items()})
    return str(next((reference for rows in found.values() for reference in rows), ""))


def call_back_of(draft: Draft) -> str:
    """The number under which the writer can be called back, "" when none was given."""
    pages = (draft.answers or {}).values()
    return next((str(page["fields"]["call_back"]) for page in pages if page["fields"].get("call_back")), "")


def begun_of(actor: Actor) -> BegunHandoverQuerySet:
    """The handovers that the actor began and that are still kept, the newest first."""
    return BegunHandover.objects.visible_to(actor).kept().order_by("-saved_at")


def told_apart(rows: Iterable[BegunHandover]) -> list[tuple[BegunHandover, str]]:
    """Each with the name of its link: what it is, for whom, and when it was kept."""
    rows = list(rows)
    return list(zip(rows, numbered(f"{row.told}, bewaard op {moment(row.saved_at)}" for row in rows), strict=True))


def numbered(names: Iterable[str]) -> list[str]:
    """Names that stand there more than once get a number, so that no two links are called the same."""
    names = list(names)
    return [
        f"{name} ({names[: at + 1].count(name)})" if names.count(name) > 1 else name for at, name in enumerate(names)
    ]


def kept_until(draft: Draft | BegunHandover) -> dt.datetime:
    """When the draft is deleted unless somebody goes on with it."""
    return draft.saved_at + terms.DRAFT_LIFE
