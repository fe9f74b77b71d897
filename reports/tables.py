"""The tables of a report, in their order: exact figures go in, what may be read comes out."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from django.utils.formats import date_format

from municipalities import areas
from municipalities.areas import code_of
from municipalities.codes import AreaKind
from municipalities.models import District, Municipality
from municipalities.readiness_items import ReadinessItem
from signals.codes import Form

from .at import At
from .disclosure import (
    NIL,
    PROTECTED,
    THRESHOLD,
    Column,
    Measure,
    Row,
    Shown,
    ShownRow,
    ShownTable,
    Table,
    hide,
    number,
    total_of,
)
from .families import loose_key
from .figures import readiness
from .figures.handovers import PassedOn, counts_of
from .figures.places import Counts, together
from .figures.police import police_history
from .figures.signals import DISADVANTAGE
from .periods import Period

HEADINGS: Mapping[str, str] = {
    ReadinessItem.FOCAL_OFFICER: "Aandachtsfunctionaris",
    ReadinessItem.INTERNAL_ROUTE: "Meldroute",
    ReadinessItem.POLICY_ADOPTED: "Beleid",
    ReadinessItem.CARE_COORDINATION: "Zorgcoördinatie",
}
# Forms that are rare everywhere share a row: a row of their own would name one event.
_RARE = (Form.ORGAN_REMOVAL, Form.FORCED_MARRIAGE, Form.ILLEGAL_ADOPTION, Form.SURROGACY, Form.OTHER)
_FORMS = (Form.LABOUR, Form.SEXUAL, Form.CRIMINAL, Form.FORCED_SERVICES, Form.FORCED_BEGGING)

_MOST_PARTNERS = 6

type HalfYears = Sequence[tuple[Period, Shown]]


def all_tables(
    now: At, earlier: At | None, half_years: HalfYears, focus: str, capacity: Decimal | None
) -> dict[str, ShownTable]:
    """By name; one without anything to show is left out."""
    by_place = _districts(now) if now.area.kind == AreaKind.REGION else _municipalities(now, earlier)
    found = {
        "half_years": _half_years(half_years),
        "forms": _forms(now, focus),
        "partners": _partners(now),
        "places": by_place,
        "help": _help(now, capacity),
        "police": police_history(_region_of(now)),
    }
    return {name: table for name, table in found.items() if table is not None}


def _half_years(half_years: HalfYears) -> ShownTable | None:
    if not half_years:
        return None
    rows = tuple(ShownRow(period.name, (figure,)) for period, figure in half_years)
    return ShownTable("Signalen per halfjaar", (Shown("Signalen ontvangen"),), rows, corner="Halfjaar")


def _forms(now: At, focus: str) -> ShownTable:
    def both(*forms: str) -> tuple[Counts, ...]:
        return tuple(
            together(found.get(form, {}) for form in forms) for found in (now.received_by_form, now.cases_by_form)
        )

    lines = [(str(form.label), both(form)) for form in sorted(_FORMS, key=lambda form: form != focus)]
    if focus and lines[0][0] == Form(focus).label:
        lines[0] = (f"{lines[0][0]} (focusthema)", lines[0][1])
    lines += [("Andere vormen", both(*_RARE)), ("Nog niet bekend", both(Form.UNKNOWN))]
    # Everywhere in the family of areas or nowhere: what may be read of one depends on the others.
    if DISADVANTAGE in now.received_by_form:
        lines.append(("Ernstige benadeling op het werk, geen mensenhandel", both(DISADVANTAGE)))
    rows = tuple(Row(label, tuple(now.counted(counts) for counts in cells)) for label, cells in lines)
    day = date_format(now.day, "j F Y")
    table = Table(
        "Vormen van uitbuiting",
        (Column("Signalen ontvangen"), Column(f"Casussen open op {day}")),
        rows,
        total=total_of("Totaal", rows),
        corner="Vorm",
        source="Naar de vorm die bekend was toen dit werd geteld.",
    )
    return _beside_others(now, table, [cells for _, cells in lines])


def _beside_others(now: At, table: Table, lines: Sequence[Sequence[Counts]]) -> ShownTable:
    """What may be read of a table beside those of the areas around it. `lines`: of each row the counts, by column."""
    by_column = list(zip(*lines, strict=True))
    totals = [now.figure(together(cells)) for cells in by_column]
    return hide(table, totals=totals, with_rows=now.key in now.family.with_rows(by_column))


def _partners(now: At) -> ShownTable | None:
    if not now.passed_on().sent:
        return None
    columns = (
        Column("Doorgegeven"),
        Column("Waarvan anoniem"),
        Column("Beantwoord"),
        Column("Mediaan dagen tot antwoord", Measure.DERIVED, made_of=2),
    )
    named, others = _by_size(now)
    lines = [(name, [name]) for name in named]
    if others:
        here = sum(1 for name in others if now.passed_on(name).sent)
        lines.append((f"{here} andere partner{'' if here == 1 else 's'}", others))
    rows = [_partner(label, now.passed_on(*names)) for label, names in lines]
    waiting = (
        f"Antwoorden: {now.answers_wait}. Tot dan komen er antwoorden bij die meetellen." if now.answers_wait else ""
    )
    table = Table(
        "Doormeldingen per partner",
        columns,
        tuple(row for row in rows if row.cells[0]),
        total=_partner("Totaal", now.passed_on()),
        corner="Partner",
        source=waiting,
    )
    return _beside_others(now, table, [_passed_on(now, names) for _, names in lines])


def _by_size(now: At) -> tuple[list[str], list[str]]:
    """The partners with a row of their own, by name, and the others, who share one, so that the table keeps its place.

    Those to which most was passed on in the whole family of areas: rows that differ by area could be set off against
    each other.
    """
    names = list(now.handovers)
    if len(names) <= _MOST_PARTNERS:
        return names, []
    sent = {name: sum(line.sent for line in lines.values()) for name, lines in now.handovers.items()}
    largest = sorted(names, key=lambda name: -sent[name])[: _MOST_PARTNERS - 1]
    return [name for name in names if name in largest], [name for name in names if name not in largest]


def _passed_on(now: At, names: Sequence[str]) -> list[Counts]:
    chosen = [now.handovers[name] for name in names]
    return [counts_of(chosen, figure) for figure in ("sent", "anonymous", "answered")]


def _partner(name: str, line: PassedOn) -> Row:
    return Row(name, (line.sent, line.anonymous, line.answered, _days(line.median_days)))


def _municipalities(now: At, earlier: At | None) -> ShownTable:
    """Per municipality how far it is; no counts of signals."""
    # Before anything was ever filled in there is nothing that changed.
    was = earlier.cells if earlier and earlier.cells else now.cells
    deputies = earlier.deputies if earlier and earlier.cells else now.deputies

    def deputy(place: Municipality) -> str:
        words = ("ja" if place.pk in found else "nee" for found in (now.deputies, deputies))
        return readiness.changed(*words)

    rows = []
    for place in now.municipalities:
        first, *rest = (readiness.words(now.cells, was, place, item) for item in readiness.ITEMS)
        rows.append(Row(str(place), (first, deputy(place), *rest)))
    first_heading, *headings = (HEADINGS[item] for item in readiness.ITEMS)
    columns = tuple(Column(label, Measure.OPEN) for label in (first_heading, "Vervanger", *headings))
    scores = [readiness.with_item(item, now.municipalities, now.cells) for item in readiness.ITEMS]
    deputised = f"{len(now.deputies)} van {len(now.municipalities)}"
    total = Row("Gemeenten met ja", (str(scores[0]), deputised, *(str(score) for score in scores[1:])))
    caption = f"Gemeenten op {date_format(now.day, 'j F Y')}"
    return hide(Table(caption, columns, tuple(rows), total=total, corner="Gemeente"))


def _districts(now: At) -> ShownTable:
    """The districts of a region side by side, and the municipalities that lie in none.

    Each district has the figures of its own report, hidden or not, and so has the whole: where that would give away what
    lies in none, the districts stay and the total goes.
    """
    groups = [
        (str(district), code_of(district), areas.municipalities_of(district, now.day))
        for district in District.objects.filter(region=now.area.pk)
    ]
    loose = areas.without(AreaKind.DISTRICT, now.area, now.day)
    groups.append(("Niet ingedeeld", loose_key(now.area.pk), loose))
    columns = (
        Column("Gemeenten", Measure.OPEN),
        Column("Gemeenten met aandachtsfunctionaris", Measure.OPEN),
        Column("Gemeenten met hele basis op orde", Measure.OPEN),
        Column("Signalen ontvangen", Measure.OPEN),
        Column("Mensen met intensieve hulp", Measure.OPEN),
        Column("Gevolgde signalen", Measure.OPEN),
    )
    marks = [now.family.marks(counts) for counts in (now.received, now.intensive, now.followed)]
    found = [(name, key, _municipalities_of(places.values_list("pk", flat=True), now)) for name, key, places in groups]
    rows = tuple(_district(name, key, places, now, marks) for name, key, places in found if places)
    total = _district("Hele regio", now.key, now.municipalities, now, marks)
    return hide(Table("Districten naast elkaar", columns, rows, total=total, corner="District"))


def _district(name: str, key: str, places: list[Municipality], now: At, marks: Sequence[Mapping[str, Shown]]) -> Row:
    return Row(
        name,
        (
            len(places),
            str(readiness.with_item(ReadinessItem.FOCAL_OFFICER, places, now.cells)),
            str(readiness.with_whole_basis(places, now.cells)),
            *(_nil_of_a_part(mark[key]) if key != now.key else mark[key] for mark in marks),
        ),
    )


def _nil_of_a_part(mark: Shown) -> Shown:
    return Shown(NIL, 0) if mark.value == 0 else mark


def _municipalities_of(ids: Iterable[int], now: At) -> list[Municipality]:
    wanted = set(ids)
    return [place for place in now.municipalities if place.pk in wanted]


def _help(now: At, capacity: Decimal | None) -> ShownTable:
    """Lines of different kinds, each worded by itself."""
    day = date_format(now.day, "j F Y")
    days = now.days_to_first_contact
    waiting = _few(len(days), _days(median(days)) if days else None)
    rows = [
        Row("Werkdagen van aanbod tot eerste contact (mediaan)", (waiting,)),
        Row("Gevolgde signalen", (str(now.followed_signals),)),
        Row("Lopende verwijzingen naar hulp", (str(now.running_referrals),)),
    ]
    if capacity is not None:
        fte = f"{number(capacity.normalize() if capacity % 1 else capacity.quantize(Decimal(1)))} fte"
        rows.append(Row("Inzet zorgcoördinatie", (f"{fte} voor {len(now.municipalities)} gemeenten",)))
    return hide(Table(f"Hulp op {day}", (Column("Stand", Measure.OPEN),), tuple(rows), corner="Onderwerp"))


def _few(made_of: int, value: Decimal | None) -> str:
    """A median of fewer than five is hidden; of none there is none."""
    if value is None:
        return "–"
    return PROTECTED if made_of < THRESHOLD else number(value)


def _days(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1") if value % 1 else Decimal(1))


def _region_of(now: At) -> str:
    if now.area.kind == AreaKind.REGION:
        return str(now.area)
    return str(areas.region_of(now.municipalities[0], now.day) or "")
