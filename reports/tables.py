"""The tables of a report, in their order: exact figures go in, what may be read comes out."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from django.utils.formats import date_format

from municipalities import areas
from municipalities.codes import AreaKind
from municipalities.models import District, Municipality
from municipalities.readiness_items import ReadinessItem
from signals.codes import Form

from .at import At
from .disclosure import (
    PROTECTED,
    THRESHOLD,
    Column,
    Measure,
    Row,
    Shown,
    ShownRow,
    ShownTable,
    Table,
    headline,
    hide,
    number,
    total_of,
)
from .figures import readiness
from .figures.handovers import PassedOn, all_of
from .figures.police import police_history
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
    def both(*forms: str) -> tuple[int, ...]:
        return tuple(sum(found.get(form, 0) for form in forms) for found in (now.received_by_form, now.cases_by_form))

    rows = [Row(str(form.label), both(form)) for form in sorted(_FORMS, key=lambda form: form != focus)]
    if focus and rows[0].label == Form(focus).label:
        rows[0] = Row(f"{rows[0].label} (focusthema)", rows[0].cells)
    rows += [Row("Andere vormen", both(*_RARE)), Row("Nog niet bekend", both(Form.UNKNOWN))]
    day = date_format(now.day, "j F Y")
    return hide(
        Table(
            "Vormen van uitbuiting",
            (Column("Signalen ontvangen"), Column(f"Casussen open op {day}")),
            tuple(rows),
            total=total_of("Totaal", rows),
            corner="Vorm",
            source="Naar de vorm die bekend was toen dit werd geteld.",
        )
    )


def _partners(now: At) -> ShownTable | None:
    if not now.partners:
        return None
    columns = (
        Column("Doorgegeven"),
        Column("Waarvan anoniem"),
        Column("Beantwoord"),
        Column("Mediaan dagen tot antwoord", Measure.DERIVED, made_of=2),
    )
    rows = tuple(_partner(name, line) for name, line in _largest(now.partners).items())
    total = _partner("Totaal", now.passed_on)
    waiting = (
        f"Antwoorden: {now.answers_wait}. Tot dan komen er antwoorden bij die meetellen." if now.answers_wait else ""
    )
    return hide(Table("Doormeldingen per partner", columns, rows, total=total, corner="Partner", source=waiting))


def _largest(partners: Mapping[str, PassedOn]) -> dict[str, PassedOn]:
    """The partners that received most, by name; the others together, so that the table keeps its place on the page."""
    if len(partners) <= _MOST_PARTNERS:
        return dict(partners)
    ranked = sorted(partners, key=lambda name: -partners[name].sent)
    shown, others = ranked[: _MOST_PARTNERS - 1], ranked[_MOST_PARTNERS - 1 :]
    found = {name: line for name, line in partners.items() if name in shown}
    return found | {f"{len(others)} andere partners": all_of([partners[name] for name in others])}


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
    total = Row("Ja", (str(scores[0]), deputised, *(str(score) for score in scores[1:])))
    caption = f"Gemeenten op {date_format(now.day, 'j F Y')}"
    return hide(Table(caption, columns, tuple(rows), total=total, corner="Gemeente"))


def _districts(now: At) -> ShownTable:
    """The districts of a region side by side, and the municipalities that lie in none."""
    groups = [
        (str(district), _inside(areas.municipalities_of(district, now.day).values_list("pk", flat=True), now))
        for district in District.objects.filter(region=now.area.pk)
    ]
    loose = _inside(areas.without(AreaKind.DISTRICT, now.area, now.day).values_list("pk", flat=True), now)
    groups = [(name, places) for name, places in (*groups, ("Niet ingedeeld", loose)) if places]
    columns = (
        Column("Gemeenten", Measure.OPEN),
        Column("Met aandachtsfunctionaris", Measure.OPEN),
        Column("Hele basis op orde", Measure.OPEN),
        Column("Signalen ontvangen"),
        Column("Mensen met intensieve hulp"),
        Column("Gevolgde signalen"),
    )
    rows = tuple(_district(name, places, now) for name, places in groups)
    total = _district("Hele regio", now.municipalities, now)
    return hide(Table("Districten naast elkaar", columns, rows, total=total, corner="District"))


def _district(name: str, places: list[Municipality], now: At) -> Row:
    def of(found: Mapping[int, int]) -> int:
        return sum(found.get(place.pk, 0) for place in places)

    return Row(
        name,
        (
            len(places),
            str(readiness.with_item(ReadinessItem.FOCAL_OFFICER, places, now.cells)),
            str(readiness.with_whole_basis(places, now.cells)),
            *(of(found) for found in (now.received, now.intensive, now.followed)),
        ),
    )


def _inside(ids: Iterable[int], now: At) -> list[Municipality]:
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
        Row("Lopende verwijzingen naar hulp", (str(headline(now.open_referrals)),)),
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
