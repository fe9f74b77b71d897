"""What must hold of the rows after each step of a walk, done or refused; written out by hand, from the workflows that were
agreed and not from the tables in the code.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from signals.codes import Answered
from signals.models import Signal
from signals.retention_states import ErasureState
from signals.table_states import ItemState
from signals.workflow import (
    ConcernState,
    FollowState,
    HandoverState,
    MoveState,
    OfferState,
    OverrideState,
    QuestionState,
    SignalState,
)

from .walking import WALLED, Row, Rows, Walk, within_reach

S, H, O, F = SignalState, HandoverState, OfferState, FollowState  # noqa: E741  one letter each, as in workflow.py
M, C, Q, V, T = MoveState, ConcernState, QuestionState, OverrideState, ItemState

# By kind of row: the states that may follow each, in one step; under "" those in which one may begin.
FOLLOWS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "Signal": {
        # RECEIVED when a colleague sends one; judge_begun says by which step.
        "": frozenset({S.RECEIVED, S.TRIAGE}),
        S.RECEIVED: frozenset({S.TRIAGE, S.HANDLING, S.CLOSED, S.MOVED}),
        S.TRIAGE: frozenset({S.ENRICHING, S.HANDLING, S.CLOSED, S.MOVED}),
        S.ENRICHING: frozenset({S.TRIAGE, S.HANDLING, S.CLOSED, S.MOVED}),
        S.HANDLING: frozenset({S.CLOSED}),
        S.CLOSED: frozenset({S.TRIAGE, S.ANONYMISED}),
        S.MOVED: frozenset({S.ANONYMISED}),
    },
    "Handover": {
        "": frozenset({H.SENT}),
        H.SENT: frozenset({H.RECEIVED, H.ACCEPTED, H.REFUSED, H.ANSWERED, H.NO_ANSWER, H.WITHDRAWN}),
        H.RECEIVED: frozenset({H.ACCEPTED, H.REFUSED, H.ANSWERED, H.NO_ANSWER, H.WITHDRAWN}),
        H.ACCEPTED: frozenset({H.ANSWERED, H.NO_ANSWER, H.WITHDRAWN}),
        H.NO_ANSWER: frozenset({H.ANSWERED}),
        H.REFUSED: frozenset({H.ANSWERED}),
    },
    "Offer": {
        "": frozenset({O.OFFERED, O.ACCEPTED}),
        O.OFFERED: frozenset({O.ACCEPTED, O.RETURNED, O.REFUSED, O.WITHDRAWN}),
        O.RETURNED: frozenset({O.OFFERED, O.ACCEPTED, O.REFUSED, O.WITHDRAWN}),
    },
    "Follow": {"": frozenset({F.ACTIVE}), F.ACTIVE: frozenset({F.ENDED})},
    "Move": {"": frozenset({M.OFFERED}), M.OFFERED: frozenset({M.ACCEPTED, M.REFUSED, M.WITHDRAWN})},
    "Concern": {
        "": frozenset({C.OFFERED}),
        C.OFFERED: frozenset({C.ACCEPTED, C.REFUSED, C.ENDED}),
        C.ACCEPTED: frozenset({C.ENDED}),
    },
    "Question": {"": frozenset({Q.OPEN}), Q.OPEN: frozenset({Q.ANSWERED, Q.EXPIRED, Q.WITHDRAWN})},
    "Override": {
        "": frozenset({V.ASKED}),
        V.ASKED: frozenset({V.ALLOWED, V.REFUSED, V.WITHDRAWN}),
        V.ALLOWED: frozenset({V.USED, V.WITHDRAWN}),
    },
    "Erasure": {
        "": frozenset({ErasureState.APPROVED}),
        ErasureState.APPROVED: frozenset({ErasureState.ORDERED}),
        ErasureState.ORDERED: frozenset({ErasureState.DONE}),
    },
    "TableItem": {"": frozenset({T.TABLED}), T.TABLED: frozenset({T.DECIDED, T.WITHDRAWN, T.RETURNED})},
}
# What runs, and by when somebody has to do something about it.
RUNNING: Mapping[str, tuple[frozenset[str], str]] = {
    "Handover": (frozenset({H.SENT, H.RECEIVED, H.ACCEPTED}), "remind_on"),
    "Offer": (frozenset({O.OFFERED, O.RETURNED}), "due_on"),
    "Follow": (frozenset({F.ACTIVE}), "review_on"),
    "Move": (frozenset({M.OFFERED}), "due_on"),
    "Concern": (frozenset({C.OFFERED, C.ACCEPTED}), "due_on"),
    "Question": (frozenset({Q.OPEN}), "due_on"),
    "TableItem": (frozenset({T.TABLED}), "put_at"),
}
ONE_AT_A_TIME = ("Offer", "Follow", "Move")
UNDONE = "split"
# In which state by which step: a signal is sent by a colleague, logged, taken over; an offer is made, or accepted at once.
SAID = {"Signal", "Offer"}
BEGUN = {
    ("Signal", "submit"): S.RECEIVED,
    ("Signal", "log"): S.TRIAGE,
    ("Signal", "accept move"): S.TRIAGE,
    ("Offer", "offer"): O.OFFERED,
    ("Offer", "accept own"): O.ACCEPTED,
}
CARRIED_OUT = "carry out"

# Whom the wall lets through to nothing, and to what of whom it lets anything through.
OUTSIDE = ("Vera", "Otto", "Lowie", "Bo", "Jet")
OF_PARTNER = {
    "Handover",
    "HandoverAddition",
    "HandoverAnswer",
    "HandoverQuestion",
    "HandoverFile",
    "Submission",
    "TablePaper",
}


def judge(walk: Walk, step: str) -> None:
    """All of it, after a step that was done."""
    before, now = walk.before, walk.rows
    for kind in FOLLOWS:
        for key, row in now[kind].items():
            judge_arrow(step, kind, before[kind].get(key), row)
        gone = before[kind].keys() - now[kind].keys()
        assert not gone or (step == CARRIED_OUT and kind not in {"Signal", "Erasure"}), f"{step} removed a {kind}"
    for key, row in now["Signal"].items():
        was = before["Signal"].get(key)
        if was is not None and was != row:
            assert row["version"] > was["version"], f"{step} changed a signal and left its version"
        if was is not None and was["state"] == S.ANONYMISED:
            judge_erased(step, before, now, key)
        judge_signal(walk, now, row)
    judge_moves(walk, now)


def judge_erased(step: str, before: Rows, now: Rows, key: str) -> None:
    """Of what was anonymised nothing is written any more, and nothing comes to hang on it."""
    for kind, rows in now.items():
        of_it = {one: row for one, row in rows.items() if key in {row.get("dossier_id"), row.get("signal_id"), one}}
        were = {one: row for one, row in before[kind].items() if one in of_it}
        assert of_it == were, f"{step} wrote a {kind} of an anonymised signal"


def judge_arrow(step: str, kind: str, was: Row | None, row: Row) -> None:
    """From where it was to where it is in one step."""
    came_from = was["state"] if was else ""
    if came_from == row["state"]:
        return
    allowed = FOLLOWS[kind].get(came_from, frozenset())
    if kind == "Signal" and step.startswith(UNDONE):
        allowed = frozenset({S.RECEIVED, S.TRIAGE, S.ENRICHING, S.HANDLING}) if came_from == S.CLOSED else frozenset()
    if was is None:
        allowed = frozenset({BEGUN.get((kind, step), "")}) if kind in SAID else allowed
    assert row["state"] in allowed, f"{step}: {kind} went from {came_from or 'nothing'} to {row['state']}"
    if (kind, came_from, row["state"]) == ("Signal", S.RECEIVED, S.HANDLING):
        assert row["danger"] == Answered.YES, f"{step}: decided on what nobody took up"


def parts(rows: Rows, kind: str, signal: Row) -> Iterator[Row]:
    """Of one signal."""
    return (row for row in rows[kind].values() if row["signal_id"] == signal["id"])


def runs(walk: Walk) -> bool:
    """Whether anything runs beside the first signal."""
    signal = walk.rows["Signal"][str(walk.key)]
    return any(
        row["state"] in states for kind, (states, _) in RUNNING.items() for row in parts(walk.rows, kind, signal)
    )


def judge_signal(walk: Walk, rows: Rows, signal: Row) -> None:
    """A signal and what hangs on it."""
    state = signal["state"]
    if state == S.ANONYMISED:
        assert (signal["facts"], signal["place"], signal["owner_id"]) == ("", "", None)
        return
    periods = sorted(parts(rows, "StatePeriod", signal), key=lambda one: (one["since"], one["until"] or "9"))
    assert [one["until"] for one in periods[:-1]] == [one["since"] for one in periods[1:]]
    assert (periods[-1]["state"], periods[-1]["until"]) == (state, None)
    for sent in parts(rows, "Submission", signal):
        assert sent["state"] == state
    running = {
        kind: [row for row in parts(rows, kind, signal) if row["state"] in states]
        for kind, (states, _) in RUNNING.items()
    }
    for kind, (_, due) in RUNNING.items():
        assert all(row[due] for row in running[kind]), f"a {kind} runs without {due}"
    for kind in ONE_AT_A_TIME:
        assert len(running[kind]) <= 1, f"two of {kind} run"
    others = [row["other_municipality_id"] for row in running["Concern"]]
    assert len(others) == len(set(others)), "shared twice with one municipality"
    if state in {S.CLOSED, S.MOVED}:
        assert not any(running.values()), f"{state}, and this runs: {[kind for kind in running if running[kind]]}"
        assert not signal["due_on"]
        assert signal["kept_until"]
        assert not [row for row in parts(rows, "Override", signal) if row["state"] in {V.ASKED, V.ALLOWED}]
    else:
        assert not signal["kept_until"]
    judge_owner(walk, signal)
    assert bool(signal["due_on"]) or state not in {S.RECEIVED, S.TRIAGE, S.ENRICHING}
    offers = [row["state"] for row in parts(rows, "Offer", signal)]
    assert signal["care_sees"] == bool({O.OFFERED, O.RETURNED, O.ACCEPTED} & {*offers})
    assert signal["is_followed"] == bool(running["Follow"])
    assert bool(signal["decided_at"]) == any(parts(rows, "Decision", signal))
    gone = [row for row in parts(rows, "Handover", signal) if row["state"] != H.WITHDRAWN]
    assert signal["is_passed_on"] == bool(gone)


def judge_owner(walk: Walk, signal: Row) -> None:
    """Whose it is: nobody's until it was taken up; then of somebody who works there and sees it."""
    owner = signal["owner_id"]
    if signal["state"] == S.RECEIVED:
        assert owner is None
        return
    assert owner
    if signal["id"] == str(walk.key):
        able = (*walk.names, *(["Karlijn"] if walk.hers else []))
        name = next(name for name in able if walk.world.person(name).pk == owner)
        assert not walk.is_kept_out(name), f"owned by {name}, from whom it is kept"


def judge_moves(walk: Walk, rows: Rows) -> None:
    """What was taken over is there once, and here it ended; nothing is there before."""
    accepted = [row for row in rows["Move"].values() if row["state"] == M.ACCEPTED]
    moved = {key for key, row in rows["Signal"].items() if row["state"] == S.MOVED}
    erased = {key for key, row in rows["Signal"].items() if row["state"] == S.ANONYMISED}
    assert {row["signal_id"] for row in accepted} - erased == moved
    there = [row for row in rows["Signal"].values() if row["municipality_id"] == walk.world.breda.pk]
    assert len(there) == len(accepted)
    merged = {row["signal_id"] for row in rows["Merge"].values() if row["undone_at"] is None}
    closed = {key for key, row in rows["Signal"].items() if row["close_reason"] == "merged"}
    assert merged - erased == closed - erased


def judge_looks(walk: Walk, turn: int) -> None:
    """Behind the wall and behind the gate, in turn of one who sees nothing and of one who sees a part."""
    half = turn // 2
    if turn % 2:
        judge_outside(walk, half)
    else:
        (judge_partner, judge_next_door, judge_care, judge_officer, judge_watcher)[half % 5](walk)


def judge_outside(walk: Walk, turn: int) -> None:
    """Nothing at all."""
    name = OUTSIDE[turn % len(OUTSIDE)]
    with walk.as_(name) as actor:
        assert not any(within_reach().values()), f"{name} reads {[k for k, v in within_reach().items() if v]}"
    # The gate by itself: where the wall lets everything through.
    model: Any = WALLED[turn % len(WALLED)]
    assert not model.objects.visible_to(actor).exists(), f"{name} finds {model.__name__}"


def judge_partner(walk: Walk) -> None:
    """A partner reads what was addressed to it, and no draft of it."""
    inspectorate = walk.world.inspectorate.pk
    with walk.as_("Philo"):
        for kind, rows in within_reach().items():
            for row in rows.values():
                assert kind in OF_PARTNER | {"Question"}, f"a partner reads {kind}"
                assert row["to_partner_id" if kind == "Question" else "partner_id"] == inspectorate


def judge_next_door(walk: Walk) -> None:
    """The other municipality reads rows of its own, and nothing of the signal before it took it over."""
    breda = walk.world.breda.pk
    with walk.as_("Floor") as actor:
        reached = within_reach()
        assert {row["municipality_id"] for rows in reached.values() for row in rows.values()} <= {breda}
    assert not Signal.objects.visible_to(actor).filter(pk__in=[walk.key, walk.other]).exists()


def judge_care(walk: Walk) -> None:
    """Care coordination reads a signal that is offered, accepted or hers, unless it is kept from her or she works there no more."""
    signal = walk.rows["Signal"][str(walk.key)]
    sees = (signal["care_sees"] or walk.hers) and not (walk.is_kept_out("Karlijn") or walk.has_left("Karlijn"))
    with walk.as_("Karlijn") as actor:
        pass
    assert Signal.objects.visible_to(actor).filter(pk=walk.key).exists() == sees


def judge_officer(walk: Walk) -> None:
    """A colleague from whom the signal is kept reaches no row of it; the others see it."""
    for name in walk.names:
        kept_out = walk.is_kept_out(name) or walk.has_left(name)
        with walk.as_(name) as actor:
            dossiers = {row.get("dossier_id") for rows in within_reach().values() for row in rows.values()}
        assert (str(walk.key) in dossiers) != kept_out, f"{name} and the wall"
        assert Signal.objects.visible_to(actor).filter(pk=walk.key).exists() != kept_out, f"{name} and the gate"


def judge_watcher(walk: Walk) -> None:
    """Who watches reads what is asked of her, and nothing of a signal; who sent one reads its own copy of the state."""
    watched = {"Override", "Hold", "Erasure", "ErasureLine"}
    for name, kinds in (("Vince", watched), ("Hanna", {"Submission"})):
        with walk.as_(name) as actor:
            assert {kind for kind, rows in within_reach().items() if rows} <= kinds
        assert not Signal.objects.visible_to(actor).exists()
