"""What figures say in words: small Dutch sentences from figures that may be read."""

from collections.abc import Mapping, Sequence

from municipalities.readiness import Score

from .disclosure import PROTECTED, Shown, change
from .periods import Period, PeriodKind

_PER: Mapping[str, str] = {
    PeriodKind.QUARTER: "per kwartaal",
    PeriodKind.HALF_YEAR: "per halfjaar",
    PeriodKind.YEAR: "per jaar",
}
_NAMES = 5  # more municipalities than this are counted instead of named


def in_period(period: Period) -> str:
    """ "in 2026", "in het 1e halfjaar 2026"."""
    return f"in {the_period(period)}"


def the_period(period: Period) -> str:
    """ "2026", "het 1e halfjaar 2026"."""
    return period.name if period.kind is PeriodKind.YEAR else f"het {period.name}"


def per_kind(period: Period) -> str:
    """ "per halfjaar"."""
    return _PER[period.kind]


def compared(now: Shown, before: Shown, when: str) -> str:
    """ "6 meer dan in het 2e halfjaar 2025 (18)"; only the figure itself where the difference is hidden."""
    difference = change(now, before)
    return f"{difference} {when} ({before})" if difference else f"{when}: {before}"


def amount(figure: Shown, one: str, many: str) -> str:
    """ "24 signalen", "1 signaal", "minder dan 5 signalen", "geen signalen", "een verborgen aantal signalen"."""
    if figure.text == PROTECTED:
        return f"een verborgen aantal {many}"
    if figure.is_hidden:
        return f"minder dan 5 {many}"
    if figure.value == 0:
        return f"geen {many}"
    return f"{figure} {one if figure.value == 1 else many}"


def named(names: Sequence[str]) -> str:
    """ "Goes, Hulst en Veere", or the first ones and how many more."""
    shown = list(names) if len(names) <= _NAMES else [*names[: _NAMES - 1], f"{len(names) - _NAMES + 1} andere"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} en {shown[-1]}"


def of_municipalities(score: Score) -> str:
    """ "11 van de 12 gemeenten hebben", "Alle 12 gemeenten hebben", "Geen van de 12 gemeenten heeft"."""
    if score.is_complete:
        return f"Alle {score.of} gemeenten hebben" if score.of > 1 else "De gemeente heeft"
    if score.yes == 0:
        return f"Geen van de {score.of} gemeenten heeft"
    return f"{score.yes} van de {score.of} gemeenten {'heeft' if score.yes == 1 else 'hebben'}"
