"""What was noticed in a signal: characteristics that are ticked and taken back, situations that are told and told better.

Nothing is overwritten. What the log tells is how many, never which: a characteristic says something of a person.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from audit.operation import changing, operation
from audit.recording import record, record_view
from core.access import Actor
from core.errors import Invalid, WrongState
from core.resend import other_content, sent_before
from core.unit import once
from signals.codes import Form, Source
from signals.events import SignalEvent
from signals.indicators import OTHERS, Basis, Noticed
from signals.models import Signal, SignalIndicator, Situation, part_of
from signals.normal.letters import folded
from signals.normal.places import addresses
from signals.policies import SignalAction
from signals.querysets import SignalPartQuerySet
from signals.sharing_codes import Provenance, of_source, strictness
from signals.situations import Confidence, SituationEnd, SuspectedRole, VagueDay
from signals.workflow import SIGNAL

from .states import demand_not_offered_away

WITHDRAWN = "Dit kenmerk is al ingetrokken."
ENDED = "Deze situatie is intussen gewijzigd of beëindigd. Er is niets overschreven."
_ALONG: Mapping[type[SignalIndicator | Situation], tuple[str, ...]] = {
    SignalIndicator: ("code", "basis", "text"),
    Situation: (
        *("form", "place", "address", "since", "until", "seen_when", "role"),
        *("basis", "source", "provenance", "confidence", "note"),
    ),
}
STAYS_HELD = (
    "Dit zijn nu: {held}. Klopt dat niet? Beëindig deze situatie dan als onjuist, en leg opnieuw vast wat wel klopt."
)
ENDED_HELD = (
    "Dit lijkt op een situatie die is beëindigd. Dat waren: {held}. Laat dit leeg, dan blijft dat zo staan. Klopte dat niet? "
    "Beëindig een situatie dan als onjuist."
)
WHERE_OR_WHEN = "Vul in waar of wanneer dit was. Eén van beide is genoeg."


@operation(SignalAction.NOTE_INDICATORS)
def note_indicators(signal: Signal, *, actor: Actor, noticed: Sequence[Noticed], key: uuid.UUID) -> Signal:
    """Add characteristics; `key` is that of the form: sending it again adds nothing. Raises Invalid for one that stands there already.

    What a colleague added meanwhile is no reason to refuse this; whoever judges must have seen it, so the version is raised.
    """
    once(key)
    if SignalIndicator.objects.of(signal).filter(batch=key).exists():
        demand_same_indicators(signal, key, noticed)
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return signal
    SIGNAL.move(signal, SignalAction.NOTE_INDICATORS)
    demand_not_offered_away(signal)
    _demand_new(signal, noticed)
    add_indicators(signal, noticed, author_id=actor.person_id, batch=key, at=timezone.now())
    signal.version += 1
    record(SignalEvent.INDICATORS_NOTED, signal, actor=actor, detail={"count": len(noticed)})
    return signal


def _demand_new(signal: Signal, noticed: Sequence[Noticed]) -> None:
    if not noticed:
        raise Invalid({"indicators": ["Kruis ten minste één kenmerk aan."]})
    rows = SignalIndicator.objects.of(signal).filter(withdrawn_at__isnull=True).exclude(code__in=OTHERS)
    there = set(rows.values_list("code", "basis"))
    twice = {
        f"basis_{one.code}": [f"Dit kenmerk staat er al, met “{one.basis.label}”."]
        for one in noticed
        if (one.code, one.basis) in there
    }
    if twice:
        raise Invalid(twice)


def add_indicators(
    signal: Signal, noticed: Sequence[Noticed], *, author_id: int | None, batch: uuid.UUID, at: dt.datetime
) -> None:
    """Store them, each a row of its own. Raises Invalid for one in own words without any, or with words that it cannot have."""
    for one in noticed:
        if (one.code in OTHERS) is not bool(one.text.strip()):
            raise Invalid({f"text_{one.code}": ["Schrijf op welk kenmerk u bedoelt."]})
    SignalIndicator.objects.bulk_create(
        SignalIndicator(
            **part_of(signal),
            batch=batch,
            code=one.code,
            basis=one.basis,
            text=one.text or None,
            noted_at=at,
            author_id=author_id,
        )
        for one in noticed
    )


def demand_same_indicators(signal: Signal, batch: uuid.UUID, noticed: Sequence[Noticed]) -> None:
    """Raise AlreadySent unless the form with this key brought just these, whatever was taken back since."""
    rows = SignalIndicator.objects.of(signal).filter(batch=batch)
    if {(row.code, row.basis, row.text or "") for row in rows} != {(one.code, one.basis, one.text) for one in noticed}:
        raise other_content()


def take_along(signal: Signal, source: Signal, actor: Actor, *, indicators: bool, situations: bool) -> None:
    """What stands of the sender's signal goes to the receiver's new one, with its dates; who noted it there does not.

    What was taken back or ended stays with the sender.
    """
    ticked = SignalIndicator.objects.of(source).filter(withdrawn_at__isnull=True) if indicators else ()
    told = Situation.objects.of(source).filter(ended_at__isnull=True) if situations else ()
    both: tuple[tuple[Any, Any], ...] = ((SignalIndicator, ticked), (Situation, told))
    for model, rows in both:
        also = {"batch": signal.pk} if model is SignalIndicator else {}
        names = ("noted_at", *_ALONG[model])
        model.objects.bulk_create(
            model(**part_of(signal), **{name: getattr(row, name) for name in names}, **also, author_id=actor.person_id)
            for row in rows
        )


@operation(SignalAction.WITHDRAW_INDICATOR)
def withdraw_indicator(indicator: SignalIndicator, *, actor: Actor) -> SignalIndicator:
    """Take a tick back; the row stays, with who did so. A second click changes nothing."""
    if indicator.withdrawn_at is not None:
        if indicator.withdrawn_by_id != actor.person_id:
            raise WrongState(WITHDRAWN)
        record_view(SignalEvent.VIEWED, indicator.signal, actor=actor)
        return indicator
    _touch(indicator.signal, SignalAction.WITHDRAW_INDICATOR)
    indicator.withdrawn_at, indicator.withdrawn_by_id = timezone.now(), actor.person_id
    record(SignalEvent.INDICATOR_WITHDRAWN, indicator, actor=actor)
    return indicator


@dataclass(frozen=True, slots=True)
class SituationFacts:
    """One matter: which form, where, when, how known. `key`: the new row's id; where or when must be said.

    `provenance`: whose data it is; None where that follows from its source.
    """

    form: Form
    basis: Basis
    source: Source
    confidence: Confidence
    place: str = ""
    address: str = ""
    since: VagueDay | None = None
    until: VagueDay | None = None
    seen_when: str = ""
    note: str = ""
    provenance: Provenance | None = None
    role: SuspectedRole = SuspectedRole.UNKNOWN
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    def columns(self, signal: Signal) -> dict[str, Any]:
        """As they are stored with this signal: from the source of the signal it is whose the signal is, now and later."""
        follows = "" if self.source == signal.source else of_source(self.source)
        return {
            "provenance": self.provenance or follows,
            "form": self.form,
            "place": self.place,
            "address": self.address or None,
            "since": str(self.since or ""),
            "until": str(self.until or ""),
            "seen_when": self.seen_when,
            "role": self.role,
            "basis": self.basis,
            "source": self.source,
            "confidence": self.confidence,
            "note": self.note or None,
        }


def add_situations(signal: Signal, told: Sequence[SituationFacts], *, author_id: int | None, at: dt.datetime) -> None:
    """With a new signal, of which whoever made the facts judged that where or when is said. At most one statement."""
    if told:
        Situation.objects.bulk_create(situations_of(signal, told, author_id=author_id, at=at))


def situations_of(
    signal: Signal, told: Sequence[SituationFacts], *, author_id: int | None, at: dt.datetime
) -> list[Situation]:
    """The rows of these with a new signal, not stored yet."""
    return [
        Situation(**part_of(signal), **one.columns(signal), id=one.key, noted_at=at, author_id=author_id)
        for one in told
    ]


@operation(SignalAction.ADD_SITUATION)
def add_situation(signal: Signal, *, actor: Actor, facts: SituationFacts) -> Situation:
    """Add a situation. Sending the same key again gives the one that was added the first time.

    Of one that was ended and is told anew no less is held back; raises Invalid where somebody chooses so, unless it was wrong.
    """
    rows = Situation.objects.of(signal)
    columns, was = _as_ended(signal, rows, facts)
    if sent_before(rows, facts.key, **columns):
        made: Situation = rows.get(pk=facts.key)
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return made
    SIGNAL.move(signal, SignalAction.ADD_SITUATION)
    demand_not_offered_away(signal)
    added = _add(signal, actor, facts, columns)
    signal.version += 1
    let_go = facts.provenance and was and strictness(facts.provenance) < strictness(was)
    detail = {"whose": [was, facts.provenance]} if let_go else _chosen(facts)
    record(SignalEvent.SITUATION_ADDED, added, actor=actor, detail=detail)
    return added


@operation(SignalAction.CHANGE_SITUATION)
def change_situation(situation: Situation, *, actor: Actor, facts: SituationFacts) -> Situation:
    """Tell it better: a new row in its place, the old one stays as it was. Gives the new one.

    The same key again gives the same row. Raises WrongState when somebody else was first, Invalid where less of it would be
    held back than was.
    """
    signal = situation.signal
    columns = _as_held(situation, facts)
    if sent_before(Situation.objects.of(signal), facts.key, **columns):
        made: Situation = Situation.objects.of(signal).get(pk=facts.key)
        record_view(SignalEvent.VIEWED, signal, actor=actor)
        return made
    _demand_standing(situation)
    _touch(signal, SignalAction.CHANGE_SITUATION)
    _end(situation, actor, SituationEnd.CHANGED)
    changed = _add(signal, actor, facts, columns, replaces=situation)
    record(SignalEvent.SITUATION_CHANGED, changed, actor=actor, detail=_chosen(facts))
    return changed


@operation(SignalAction.END_SITUATION)
def end_situation(situation: Situation, *, actor: Actor, why: SituationEnd) -> Situation:
    """It is over, or was wrong. A second click changes nothing."""
    if (situation.ended_why, situation.ended_by_id) == (why, actor.person_id):
        record_view(SignalEvent.VIEWED, situation.signal, actor=actor)
        return situation
    _demand_standing(situation)
    _touch(situation.signal, SignalAction.END_SITUATION)
    _end(situation, actor, why)
    record(SignalEvent.SITUATION_ENDED, situation, actor=actor, detail={"why": why})
    return situation


def _as_held(situation: Situation, facts: SituationFacts) -> dict[str, Any]:
    """The columns of what is told better: another source alone lets nothing go that the law holds back (ADR 56)."""
    signal = situation.signal
    columns = facts.columns(signal)
    was, now = (Provenance(one or signal.provenance) for one in (situation.provenance, columns["provenance"]))
    if strictness(now) >= strictness(was):
        return columns
    if facts.provenance is not None:
        raise Invalid({"provenance": [STAYS_HELD.format(held=was.label)]})
    return columns | {"provenance": was}


def _as_ended(signal: Signal, rows: SignalPartQuerySet[Situation], facts: SituationFacts) -> tuple[dict[str, Any], str]:
    """The columns of what is told anew, held back as what was ended (ADR 56); and whose that was, "" where nothing is told anew."""
    columns = facts.columns(signal)
    ended = rows.filter(ended_at__isnull=False).exclude(ended_why=SituationEnd.CHANGED).order_by("-ended_at", "id")
    held = [(one, Provenance(one.provenance or signal.provenance)) for one in ended if _tells_same(one, facts)]
    one, was = max(held, key=lambda pair: strictness(pair[1]), default=(None, Provenance.OWN))
    if one is None or strictness(Provenance(columns["provenance"] or signal.provenance)) >= strictness(was):
        return columns, ""
    if facts.provenance is None:
        return columns | {"provenance": was}, was
    if one.ended_why != SituationEnd.WRONG:
        raise Invalid({"provenance": [ENDED_HELD.format(held=was.label)]})
    return columns, was


def _tells_same(ended: Situation, facts: SituationFacts) -> bool:
    """Whether it is about the same address; where one of them has none, of the same form in the same place, or at the same time."""
    there, here = addresses(ended.address or "", ended.place), addresses(facts.address, facts.place)
    if there and here:
        return not set(there).isdisjoint(here)
    if ended.address and facts.address:
        return folded(ended.address) == folded(facts.address)
    if ended.form != facts.form:
        return False
    if ended.place or facts.place:
        return folded(ended.place) == folded(facts.place)
    when = (ended.since, ended.until, folded(ended.seen_when))
    return when == (str(facts.since or ""), str(facts.until or ""), folded(facts.seen_when))


def _add(
    signal: Signal,
    actor: Actor,
    facts: SituationFacts,
    columns: Mapping[str, Any],
    *,
    replaces: Situation | None = None,
) -> Situation:
    if not any((facts.place, facts.address, facts.since, facts.until, facts.seen_when)):
        raise Invalid({"place": [WHERE_OR_WHEN]})
    if facts.since and facts.until and facts.until.last < facts.since.first:
        raise Invalid({"until": ["Het einde kan niet voor het begin liggen."]})
    added: Situation = Situation.objects.create(
        **part_of(signal),
        **columns,
        id=facts.key,
        noted_at=timezone.now(),
        author_id=actor.person_id,
        replaces=replaces,
    )
    return added


def _chosen(facts: SituationFacts) -> dict[str, str]:
    """For the log: whose data somebody said it is, where that does not follow from the source."""
    return {"whose": facts.provenance} if facts.provenance else {}


def _demand_standing(situation: Situation) -> None:
    if situation.ended_at is not None:
        raise WrongState(ENDED)


def _end(situation: Situation, actor: Actor, why: SituationEnd) -> None:
    situation.ended_at, situation.ended_by_id, situation.ended_why = timezone.now(), actor.person_id, why


def _touch(signal: Signal, action: SignalAction) -> None:
    """The signal allows it, and whoever judges it must have seen what changed."""
    with changing(signal) as row:
        SIGNAL.move(row, action)
        demand_not_offered_away(row)
        row.version += 1
