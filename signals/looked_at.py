"""Every text that somebody types and that others read than who holds the signal: how it is looked through for words that point to
data that stay (anonymising/pointing.py). The one list of them; a test compares it with the columns of what leaves.

Of a long text the officer says once why such words stay, or settles each of them. A line, a reason or a question is short and
written for the other side: it is written anew. To whom police data may go, may be told of them; of Bibob nobody.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from core.errors import Invalid

from .anonymising import Pointed, Pointing, pointing_in
from .last_check import pointing_of
from .sharing_codes import LAWFUL_RECEIVERS, Provenance


class Look(StrEnum):
    """How a text is looked through."""

    ONCE = "once"  # operations/pointing.py, tabling.py: why they stay, for all that goes at once
    EACH = "each"  # the last check of a handover by name, the pieces of a tip
    ANEW = "anew"  # `demand_unpointed`
    DROPPED = "dropped"  # what points to such data stays behind by itself


LOOKED_AT: Mapping[str, Look] = {
    "Arrival.why": Look.ONCE,
    "Arrival.refusal": Look.ANEW,
    "Concern.why": Look.ONCE,
    "Concern.shared": Look.ONCE,
    "Concern.reason": Look.ANEW,
    "Handover.content": Look.EACH,
    "Handover.purpose": Look.ANEW,
    "Handover.to_function": Look.ANEW,
    "Handover.refusal": Look.ANEW,
    "HandoverAddition.content": Look.EACH,
    "HandoverQuestion.reply": Look.ANEW,
    "JointNote.text": Look.ANEW,
    "Move.why": Look.ONCE,
    "Move.along": Look.ONCE,
    "Move.refusal": Look.ANEW,
    "Question.text": Look.ANEW,
    "Question.purpose": Look.ANEW,
    "Revision.was": Look.DROPPED,
    "SharedSignal.why": Look.ONCE,
    "SharedSignal.shared": Look.ONCE,
    "SharedSignal.reason": Look.ANEW,
    "TableItem.text": Look.ONCE,
    "TableItem.question": Look.ONCE,
    "TablePaper.text": Look.ONCE,
    "TablePaper.question": Look.ONCE,
    "TipText.text": Look.EACH,
}
_OURS = "not typed: a number, a code or a name that the system keeps"
_STAYS = "stays with who holds the signal"
_THEIRS = "the receiver's own words to who holds the signal"
_AGREED = "says who at the police or the partner agreed, by function: that is what it is for"
_AT_TABLE = "said at the table by who sit there, and written down by who leads"
NOT_LOOKED_AT: Mapping[str, str] = {
    **dict.fromkeys(("Arrival.from_reference", "SharedSignal.from_reference", "Move.new_reference"), _OURS),
    **dict.fromkeys(("Handover.partner_name", "Handover.reference", "Handover.content_hash"), _OURS),
    **dict.fromkeys(("HandoverAddition.content_hash", "Question.reference", "TableItem.reference"), _OURS),
    **dict.fromkeys(("TablePaper.reference", "TablePaper.party", "TableItem.parties", "TablePaper.parties"), _OURS),
    **dict.fromkeys(("TableItem.owner_code", "TableItem.owner_name", "TableItem.step_to"), _OURS),
    **dict.fromkeys(("TablePaper.owner_code", "TablePaper.owner_name", "TablePaper.step_to"), _OURS),
    **dict.fromkeys(("Handover.kept", "HandoverAddition.kept", "TipText.kept", "Handover.circle_reason"), _STAYS),
    **dict.fromkeys(("Handover.necessity", "HandoverAddition.necessity", "Handover.agreed_in"), _STAYS),
    **dict.fromkeys(("Question.reason", "TableItem.reason", "TableItem.done_line"), _STAYS),
    **dict.fromkeys(("HandoverQuestion.told_to", "Question.told_by"), _STAYS),
    **dict.fromkeys(("HandoverQuestion.text", "Question.answer"), _THEIRS),
    **dict.fromkeys(("Concern.permitted_by", "Handover.permitted_by", "HandoverAddition.permitted_by"), _AGREED),
    **dict.fromkeys(("Move.permitted_by", "TableItem.permitted_by"), _AGREED),
    **dict.fromkeys(("TableItem.decision", "TablePaper.decision"), _AT_TABLE),
}
_TO_THEM = frozenset({Pointing.POLICE, Pointing.INTELLIGENCE, Pointing.MMA})


def demand_unpointed(column: str, text: str, *, field: str, origins: Collection[str] = (), to_kind: str = "") -> None:
    """Raise Invalid, at `field`, for a word that points to data that stay in a text that is written anew.

    `column`: of LOOKED_AT, where it will stand; `origins`: whose data it says that it holds; `to_kind`: of the organisation
    that reads it alone, "" where others do.
    """
    if LOOKED_AT[column] is not Look.ANEW:
        message = f"{column} is looked through in another way."
        raise ValueError(message)
    if found := _found(text, origins, to_kind):
        told = f"“{found[0].text}” wijst op gegevens die niet mee mogen ({found[0].words}). Schrijf het anders."
        raise Invalid({field: [told]})


def _found(text: str, origins: Collection[str], to_kind: str) -> list[Pointed]:
    lawful = _TO_THEM if to_kind in LAWFUL_RECEIVERS[Provenance.WPG] else frozenset()
    told = [{(one.start, one.kind) for one in pointing_of(text, origin)} for origin in (*origins, "")]
    left = set.intersection(*told)
    return [one for one in pointing_in(text) if (one.start, one.kind) in left and one.kind not in lawful]
