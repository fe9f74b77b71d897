"""Which other dossiers may be about the same as this one, and why: only of what the actor lists.

Three ways. Keyed hashes (docs/adr/0034): the database compares what it cannot read. A number that a text names. Letters of
names that are not sealed (alike.py), which find too much and stand behind the other two. A person reads why, and judges; a
pair that was put aside (`PairJudgement`) stands apart.

Signals that were merged are one. A closed one is found as any other: what ended tells most. One that was moved is found here
too, but never beside what it became there. Of an anonymised one nothing is left to be found by.

`signals` knows no higher app: who has dossiers of its own brings them with `add_source`. All are asked in one statement.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.urls import reverse

from core.access import Actor
from core.keyed import hashes_of
from core.reading import StandingReading, read_together
from core.sealed import raw_keys
from municipalities.dossiers import DossierRoot

from .alike import names_alike
from .models import MatchKey, Merge, Move, PairJudgement, Signal, SignalThing
from .numbers import misread_in, names_any, nearly_in, numbers_in
from .reasons import COMPANY_ALIKE, NAMED, NAMES, NUMBER_ALIKE, PLACE_ALIKE, PLACES, REASONS, Reason, codes_of
from .searching import asked_for
from .spelt import STREET, streets_alike
from .things import MatchKind, ThingKind
from .workflow import MoveState, SignalState

# A page shows so many, and says how many more there are: what is alike alone must not hide what is the same.
MOST_SURE, MOST_ALIKE = 25, 5
# More than this is not counted.
MOST_FOUND = 300

type Sets = Mapping[str, QuerySet[Any, Any]]
type Rows = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What others are found by.

    `signals`: keys of the signals that are this one (with what was merged), or that a case was made of; `cases`: of the
    case itself. They are found by nothing. `about`: of those the ones that a judged pair is of. `digests`: hashes, or a set
    of them. `reference`: its own number, "" to leave out who names it. `near`: the keys of dossiers in which something is
    spelt nearly the same, by what. `hides_people`: of whoever it is about the name is covered.
    """

    actor: Actor
    signals: Sequence[uuid.UUID]
    digests: Any
    cases: Sequence[uuid.UUID] = ()
    named: Collection[str] = ()
    nearly: Collection[str] = ()
    reference: str = ""
    near: Mapping[str, Collection[uuid.UUID]] = field(default_factory=dict)
    hides_people: bool = False

    @property
    def about(self) -> Sequence[uuid.UUID]:
        """The case, or else the signals."""
        return self.cases or self.signals


@dataclass(frozen=True, slots=True)
class Kin:
    """Another dossier, and why; `what`: "signaal" or "casus"; `name`: what people call it, beside its number."""

    what: str
    row: Any
    state: str
    received_at: dt.datetime
    codes: tuple[str, ...]
    name: str = ""
    form: str = ""

    @property
    def reasons(self) -> list[Reason]:
        """The strongest first."""
        return [REASONS[code] for code in self.codes]

    @property
    def sure(self) -> bool:
        """Whether anything is the same."""
        return self.reasons[0].sure

    @property
    def why(self) -> str:
        """In one line."""
        return ", ".join(dict.fromkeys(reason.words for reason in self.reasons))

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(self.row.page_name, args=[self.row.pk])

    @property
    def rank(self) -> tuple[bool, int, int, float]:
        """What is the same first, the most and the strongest reasons, the newest."""
        same = sum(reason.sure for reason in self.reasons)
        return not self.sure, -same, PLACES[self.codes[0]], -self.received_at.timestamp()


class Judged(Protocol):
    """What was judged of a pair: whether it is apart, why, by whom and when."""

    apart: bool
    why: str | None
    judged_at: dt.datetime
    author: Any


class Source(Protocol):
    """The dossiers of one app."""

    def sets(self, asked: Asked) -> Sets:
        """What to read of them, each set behind its own gate."""

    def kin(self, asked: Asked, rows: Rows) -> Iterable[Kin]:
        """Who of them, from what was read."""

    def apart(self, asked: Asked, rows: Rows) -> Mapping[uuid.UUID, Judged]:
        """Who of them was put aside beside what is asked about, by a judgement of that app's own."""

    def one(self, actor: Actor, pk: uuid.UUID) -> DossierRoot | None:
        """The dossier of this key, when it is one of these and the actor lists it."""


class _Signals:
    """Those of this app."""

    def sets(self, asked: Asked) -> Sets:
        actor = asked.actor
        gone = Q(state=SignalState.ANONYMISED)
        signals = Signal.objects.listed_for(actor).exclude(gone | Q(pk__in=asked.signals))
        keys = MatchKey.objects.listed_for(actor).filter(digest__in=asked.digests).exclude(signal__in=asked.signals)
        merges = Merge.objects.visible_to(actor).running().order_by()
        of_keys, near = keys.order_by().values("signal"), {pk for found in asked.near.values() for pk in found}
        merged = merges.filter(Q(signal__in=of_keys) | Q(signal__in=near) if near else Q(signal__in=of_keys))
        # Each way by itself: put together with "or" every signal of the municipality would be looked at.
        wanted = {"same": Q(pk__in=of_keys), "merged": Q(pk__in=merged.values("into"))}
        wanted |= {"near": Q(pk__in=near)} if near else {}
        wanted |= {"named": Q(reference__in=asked.named)} if asked.named else {}
        wanted |= {"nearly": Q(reference__in=asked.nearly)} if asked.nearly else {}
        wanted |= {"naming": Q(search=asked_for(f'"{asked.reference}"'))} if asked.reference else {}
        return {
            "keys": keys.order_by().values_list("signal_id", "kind").distinct()[: 4 * MOST_FOUND],
            "merges": merged.values_list("signal_id", "into_id"),
            **_same_matter(asked),
            **{f"rows_{way}": _in_short(signals.filter(which))[:MOST_FOUND] for way, which in wanted.items()},
        }

    def kin(self, asked: Asked, rows: Rows) -> Iterable[Kin]:
        found_rows = (row for name, found in rows.items() if name.startswith("rows_") for row in found)
        shown = {row.pk: row for row in found_rows if not _is_same_matter(row, rows)}
        merged = dict(rows["merges"])
        itself = {*asked.signals, *(pk for pair in rows["itself"] for pk in pair)}
        found: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
        for pk, code in _reasons(asked, rows):
            into = merged.get(pk, pk)
            if into not in itself and pk not in itself:
                found[into if into in shown else pk].add(code)
        for pk, codes in found.items():
            if row := shown.get(pk):
                told = codes_of(codes, hides_people=asked.hides_people)
                yield Kin("signaal", row, row.get_state_display(), row.received_at, told, form=row.get_form_display())

    def apart(self, asked: Asked, rows: Rows) -> Mapping[uuid.UUID, Judged]:
        return {}  # see `_put_aside`: a signal is judged beside both

    def one(self, actor: Actor, pk: uuid.UUID) -> DossierRoot | None:
        found: DossierRoot | None = _in_short(Signal.objects.listed_for(actor)).filter(pk=pk).first()
        return found


def _in_short(signals: Any) -> Any:
    """What a line of the page needs."""
    own = (
        *("municipality_id", "dossier_id", "reference", "state", "received_at"),
        *("origin", "care_sees", "close_reason", "form"),
    )
    return (
        signals.select_related("municipality").only(*own, "danger", "municipality__name").order_by("-received_at", "id")
    )


def _same_matter(asked: Asked) -> Sets:
    """With what it was merged; and from where or to where it was moved, which is the same signal."""
    actor = asked.actor
    merges = Merge.objects.visible_to(actor).running().order_by()
    numbers = Signal.objects.visible_to(actor).filter(pk__in=asked.signals).values("reference")
    either = Q(signal__in=asked.signals) | Q(new_reference__in=numbers)
    moves = Move.objects.visible_to(actor).filter(either, state=MoveState.ACCEPTED)
    return {
        "itself": merges.filter(Q(signal__in=asked.signals) | Q(into__in=asked.signals)).values_list(
            "signal_id", "into_id"
        ),
        "moves": moves.order_by().values_list("signal_id", "new_reference"),
    }


def _is_same_matter(row: Signal, rows: Rows) -> bool:
    return any(row.pk == signal or row.reference == there for signal, there in rows["moves"])


_ALIKE = {"company": COMPANY_ALIKE, "thing": COMPANY_ALIKE, "place": PLACE_ALIKE, "number": NUMBER_ALIKE}
_ALIKE[STREET] = MatchKind.STREET.value


def _reasons(asked: Asked, rows: Rows) -> Iterable[tuple[uuid.UUID, str]]:
    yield from rows["keys"]
    for name, code in _ALIKE.items():
        yield from ((pk, code) for pk in asked.near.get(name, ()))
    for name, code in (("named", NAMES), ("nearly", NUMBER_ALIKE), ("naming", NAMED)):
        yield from ((row.pk, code) for row in rows.get(f"rows_{name}", ()))


@dataclass
class _Registered:
    """What the apps registered. One instance, filled while Django starts."""

    sources: list[Source] = field(default_factory=lambda: [_Signals()])


_registered = _Registered()


def add_source(source: Source) -> None:
    """The dossiers of one more app."""
    if source not in _registered.sources:
        _registered.sources.append(source)


def listed_dossier(actor: Actor, pk: uuid.UUID) -> DossierRoot | None:
    """A signal or another dossier by its key, when this actor lists it."""
    return next((found for source in _registered.sources if (found := source.one(actor, pk))), None)


@dataclass(frozen=True, slots=True)
class Related:
    """What was found, in the order to be read.

    `sure`: something is the same; `alike`: nothing is, but something looks or sounds alike; `more_*`: how many more there
    are of each. `apart`: the pairs that were put aside, each with that judgement.
    """

    sure: list[Kin]
    alike: list[Kin]
    more_sure: int
    more_alike: int
    apart: list[tuple[Kin, Judged]]

    @property
    def count(self) -> int:
        """With how many something is the same."""
        return len(self.sure) + self.more_sure

    @property
    def shown(self) -> int:
        """How many lines a page has of it."""
        return len(self.sure) + len(self.alike) + len(self.apart)


def sets_of(asked: Asked) -> Sets:
    """Everything to read for `told`, by name."""
    merges = Merge.objects.visible_to(asked.actor).running().order_by()
    either = Q(other_id__in=asked.about)
    if not asked.cases:
        merged = merges.filter(into__in=asked.signals).values("signal")
        either |= Q(signal__in=asked.signals) | Q(signal__in=merged) | Q(other_id__in=merged)
    judged = PairJudgement.objects.visible_to(asked.actor).filter(either)
    sides = Q(signal__in=judged.order_by().values("signal")) | Q(signal__in=judged.order_by().values("other_id"))
    found: dict[str, QuerySet[Any, Any]] = {
        "judged": judged.select_related("author"),
        "judged_merges": merges.filter(sides).values_list("signal_id", "into_id"),
    }
    for number, source in enumerate(_registered.sources):
        found |= {f"{number}_{name}": rows for name, rows in source.sets(asked).items()}
    return {f"kin_{name}": rows for name, rows in found.items()}


def told(asked: Asked, rows: Rows) -> Related:
    """What the rows of `sets_of` say."""
    kin: list[Kin] = []
    apart: dict[uuid.UUID, Judged] = {}
    for number, source in enumerate(_registered.sources):
        own = f"kin_{number}_"
        theirs = {name.removeprefix(own): found for name, found in rows.items() if name.startswith(own)}
        kin += source.kin(asked, theirs)
        apart |= source.apart(asked, theirs)
    kin.sort(key=lambda one: one.rank)
    apart |= _put_aside(asked, rows["kin_judged"], dict(rows["kin_judged_merges"]))
    beside = [one for one in kin if one.row.pk not in apart]
    sure, alike = [one for one in beside if one.sure], [one for one in beside if not one.sure]
    return Related(
        sure=sure[:MOST_SURE],
        alike=alike[:MOST_ALIKE],
        more_sure=max(len(sure) - MOST_SURE, 0),
        more_alike=max(len(alike) - MOST_ALIKE, 0),
        apart=[(one, apart[one.row.pk]) for one in kin if one.row.pk in apart],
    )


def _put_aside(
    asked: Asked, judged: Iterable[PairJudgement], into: Mapping[uuid.UUID, uuid.UUID]
) -> dict[uuid.UUID, PairJudgement]:
    """The pairs that were last judged to be apart, by the other dossier; what was merged since counts as what it leads to."""
    last: dict[uuid.UUID, PairJudgement] = {}
    for row in judged:
        own = row.signal_id in asked.about or into.get(row.signal_id) in asked.about
        other = row.other_id if own else row.signal_id
        last[other] = last[into.get(other, other)] = row
    return {pk: row for pk, row in last.items() if row.apart}


def related_to(signal: Signal, actor: Actor) -> Related:
    """All that may belong to a signal that passed its gate: three statements."""
    own = read_together(_own(signal, actor))
    signals = [signal.pk, *own["merged"], *own["into"]]
    companies = [name for name in (signal.company, *own["companies"]) if name]
    # The name of the municipality is the place of half of its signals.
    places = [signal.place] if signal.place.lower() != str(signal.municipality).lower() else ()
    contents = [key.content for key in own["keys"]]
    near = {**names_alike(actor, signals, companies, places, misread_in(signal)), **streets_alike(actor, contents)}
    asked = Asked(
        actor,
        signals,
        digests_of(contents),
        named=numbers_in(signal) - {signal.reference},
        nearly=nearly_in(signal),
        reference=signal.reference,
        # Asked by itself: it is what costs most, and a subquery would be run for each use.
        near=read_together(near),
    )
    return told(asked, read_together(sets_of(asked)))


def related_to_new(signal: Signal, actor: Actor) -> Related:
    """What a signal that was just logged is found by: as `related_to`, in one statement that is kept.

    Nobody can have named it yet, and letters are not compared: that is for its own page of what is related.
    """
    if len(raw_keys()) > 1:  # keys are being replaced: each hash is asked under all of them
        return related_to(signal, actor)
    if names_any(signal):
        return related_by_hand(signal, actor)
    return told(Asked(actor, [signal.pk], digests=()), _of_new(actor, signal.pk, signal.municipality_id))


def related_by_hand(signal: Signal, actor: Actor) -> Related:
    """What the margin shows of a signal whose text names numbers, which `standing_ask` cannot know: one statement."""
    named = numbers_in(signal) - {signal.reference}
    asked = replace(standing_ask(actor, signal.pk), named=named, nearly=nearly_in(signal))
    return told(asked, read_together(sets_of(asked)))


# Puts together once what `standing_ask` asks.
_of_new = StandingReading(lambda actor, pk, _municipality_id: sets_of(standing_ask(actor, pk)))


def _own(signal: Signal, actor: Actor) -> Sets:
    merges = Merge.objects.visible_to(actor).running().order_by()
    merged, into = merges.filter(into=signal).values("signal"), merges.filter(signal=signal).values("into")
    # One set and no "or": with that every key of the municipality is read.
    itself = Signal.objects.visible_to(actor).filter(pk=signal.pk).values("pk").union(merged, into)
    things = SignalThing.objects.visible_to(actor).standing().filter(signal__in=itself, kind=ThingKind.COMPANY)
    return {
        "merged": merged.values_list("signal", flat=True),
        "into": into.values_list("into", flat=True),
        "keys": MatchKey.objects.visible_to(actor).filter(signal__in=itself),
        "companies": things.values_list("name", flat=True),
    }


def digests_of(contents: Iterable[str]) -> list[bytes]:
    """The hashes of these contents, under each key of the ring."""
    return [found for content in dict.fromkeys(contents) for found in hashes_of(content)]


def standing_ask(actor: Actor, pk: uuid.UUID) -> Asked:
    """For a statement that is kept (core/reading.py): hashes under one key, so while keys are replaced it may miss some."""
    keys = MatchKey.objects.visible_to(actor).order_by()
    merged = Merge.objects.visible_to(actor).running().order_by().filter(into=pk).values("signal")
    # Two sets and no "or": with that every key of the municipality is read.
    digests = keys.filter(signal=pk).values("digest").union(keys.filter(signal__in=merged).values("digest"))
    return Asked(actor, [pk], digests)
