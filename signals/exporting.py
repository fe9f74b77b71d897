"""What stands in a file of signals, column by column: nothing of a reporter, a person or an address, whoever asks.

What somebody wrote in her own words is not in it unless it is ticked, for it may name somebody. The headings are those by
which an import knows its columns, so that a file that was taken out can be taken in.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from core.access import Actor
from core.errors import WrongState
from core.spreadsheets import CSV, ODS, csv_bytes, ods_bytes

from .by_key import found_by_key
from .codes import Form
from .columns import COLUMNS
from .exported_beside import COLUMNS_BESIDE, PASSED_ON, Beside, OfSignal, beside, merged_into, told_day
from .filters import SignalFilter, tab_of
from .htcds import SECTOR_HTCDS, SEX_SECTOR_HTCDS, exploitation_in
from .models import ListExport, Merge, Signal
from .operations.exporting import MOST_ROWS, keep_export

type Told = Callable[[Signal], str]


def _day(moment: Any, signal: Signal) -> str:
    return told_day(moment, whole=not signal.is_anonymised)


def _date(day: Any) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _yes(*, holds: bool) -> str:
    return "ja" if holds else "nee"


# Code, heading, what of the signal. The first group is proposed; the second holds somebody's own words.
PLAIN: Mapping[str, tuple[str, Told]] = {
    "number": ("Nummer", lambda signal: signal.reference),
    "received_on": (COLUMNS["received_on"].label, lambda signal: _day(signal.received_at, signal)),
    "reported_on": (
        "Gemeld op",
        lambda signal: _date(signal.reported_on),
    ),
    "standing": (COLUMNS["standing"].label, lambda signal: str(signal.get_state_display())),
    "source": (COLUMNS["source"].label, lambda signal: str(signal.get_source_display())),
    "provenance": (COLUMNS["provenance"].label, lambda signal: str(signal.get_provenance_display())),
    "knowledge": (COLUMNS["knowledge"].label, lambda signal: str(signal.get_knowledge_display())),
    "form": (COLUMNS["form"].label, lambda signal: str(signal.get_form_display())),
    "other_forms": ("Andere vormen", lambda signal: ", ".join(str(Form(code).label) for code in signal.other_forms)),
    "labour_sector": (COLUMNS["labour_sector"].label, lambda signal: str(signal.get_labour_sector_display())),
    "sex_sector": (COLUMNS["sex_sector"].label, lambda signal: str(signal.get_sex_sector_display())),
    "htcds_sex": ("HTCDS vic_TypeOfSexExploitation", lambda signal: SEX_SECTOR_HTCDS.get(signal.sex_sector, "")),
    "htcds_work": ("HTCDS vic_ForcedLabourIndustry", lambda signal: SECTOR_HTCDS.get(signal.labour_sector, "")),
    "htcds": (
        "HTCDS vic_TypeOfExploitation",
        lambda signal: ", ".join(exploitation_in([signal.form, *signal.other_forms], minor=signal.minor)),
    ),
    "serious_disadvantage": (
        COLUMNS["serious_disadvantage"].label,
        lambda signal: _yes(holds=signal.serious_disadvantage),
    ),
    "route": (COLUMNS["route"].label, lambda signal: str(signal.get_route_display())),
    "place": (COLUMNS["place"].label, lambda signal: signal.place),
    "seen_on": (COLUMNS["seen_on"].label, lambda signal: _date(signal.seen_on)),
    "danger": (COLUMNS["danger"].label, lambda signal: str(signal.get_danger_display())),
    "minor": (COLUMNS["minor"].label, lambda signal: str(signal.get_minor_display())),
    "veilig_thuis": (COLUMNS["veilig_thuis"].label, lambda signal: str(signal.get_veilig_thuis_display())),
    "sender": ("Ingestuurd door organisatie", lambda signal: str(signal.sender or "")),
    PASSED_ON: ("Doorgegeven", lambda signal: _yes(holds=signal.is_passed_on)),
    "followed": ("Gevolgd", lambda signal: _yes(holds=signal.is_followed)),
    "due_on": ("Termijn", lambda signal: _date(signal.due_on)),
    "gather_by": ("Informatie verzameld uiterlijk", lambda signal: _date(signal.gather_by)),
    "decide_by": ("Besluiten uiterlijk", lambda signal: _date(signal.decide_by)),
    "hand_over_by": ("Doorgeven uiterlijk", lambda signal: _date(signal.hand_over_by)),
    "consider_by": ("Antwoord bekijken uiterlijk", lambda signal: _date(signal.consider_by)),
    "inform_by": (
        "Melder iets laten weten uiterlijk",
        lambda signal: "" if signal.is_anonymised else _date(signal.inform_by),
    ),
    "kept_until": ("Bewaren tot en met", lambda signal: _date(signal.kept_until)),
    "decided_on": ("Besloten op", lambda signal: _day(signal.decided_at, signal)),
    "closed_on": (COLUMNS["closed_on"].label, lambda signal: _day(signal.closed_at, signal)),
    "close_reason": ("Reden van sluiten", lambda signal: str(signal.get_close_reason_display())),
}
WORDS: Mapping[str, tuple[str, Told]] = {
    "facts": (COLUMNS["facts"].label, lambda signal: signal.facts),
    "interpretation": (COLUMNS["interpretation"].label, lambda signal: signal.interpretation),
    "already_done": (COLUMNS["already_done"].label, lambda signal: signal.already_done),
    "place_unknown": (COLUMNS["place_unknown"].label, lambda signal: signal.place_unknown),
    "company": (COLUMNS["company"].label, lambda signal: signal.company),
    "vehicle": (COLUMNS["vehicle"].label, lambda signal: signal.vehicle),
    "seen_when": (COLUMNS["seen_when"].label, lambda signal: signal.seen_when),
    "shift": (COLUMNS["shift"].label, lambda signal: signal.shift),
    "close_motivation": (COLUMNS["close_motivation"].label, lambda signal: signal.close_motivation),
}


def _alone(told: Told) -> OfSignal:
    return lambda signal, _beside: told(signal)


_TOLD: Mapping[str, tuple[str, OfSignal]] = {
    **{code: (heading, _alone(told)) for code, (heading, told) in PLAIN.items()},
    # What was passed on before it was merged into this one, was passed on of this matter.
    PASSED_ON: (PLAIN[PASSED_ON][0], lambda signal, there: _yes(holds=signal.is_passed_on or there.is_passed_on)),
    **COLUMNS_BESIDE,
    **{code: (heading, _alone(told)) for code, (heading, told) in WORDS.items()},
}


def lines_of(
    signals: Sequence[Signal], columns: Sequence[str], actor: Actor, merges: Sequence[Merge] = ()
) -> list[list[str]]:
    """The headings, and a line for each signal, with what was merged into it. As many statements for a thousand signals as for one."""
    chosen = [_TOLD[code] for code in _TOLD if code in columns]
    found = beside(signals, columns, actor, merges)
    nothing = Beside()
    return [
        [heading for heading, _ in chosen],
        *([told(signal, found.get(signal.pk, nothing)) for _, told in chosen] for signal in signals),
    ]


def make(about: ListExport, actor: Actor) -> None:
    """Make the file of what she may see now. Raises WrongState when that is more than fits."""
    asked = about.asked or {}
    signals = list(_chosen(about, actor, asked)[: MOST_ROWS + 1])
    if len(signals) > MOST_ROWS:
        raise WrongState(f"Dit zijn meer dan {MOST_ROWS} signalen. Kies er minder met het filter.")
    merges = list(merged_into(signals, actor))
    lines = lines_of(signals, asked.get("columns", ()), actor, merges)
    content, media_type = (ods_bytes(lines, sheet="Signalen"), ODS) if about.kind == "ods" else (csv_bytes(lines), CSV)
    merged = [merge.signal for merge in merges]
    keep_export(about, actor=actor, signals=signals, merged=merged, content=content, media_type=media_type)


def _chosen(about: ListExport, actor: Actor, asked: Mapping[str, Any]) -> Any:
    """As the list shows them: without what emergency access alone opens, and without duplicates that were merged."""
    seen = Signal.objects.listed_for(actor).filter(municipality=about.municipality_id).once()
    chosen = dict(asked.get("filter", {}))
    seen = tab_of(seen, chosen.pop("tab", ""))
    address = QueryDict(mutable=True)
    address.update(chosen)
    found = SignalFilter(address, seen, actor=actor).qs
    if words := asked.get("words"):
        found = found.matching(words, also=found_by_key(actor, words))
    return found.with_review().select_related("owner", "sender").order_by("received_at", "id")
