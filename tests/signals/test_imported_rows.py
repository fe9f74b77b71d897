"""What a row of a list becomes: a reporter who stays unnamed, a place by which it is found, and no second signal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.access import Actor
from core.errors import WrongState
from jobs.models import Job
from municipalities.roles import actor_for
from signals import importing, operations
from signals.by_key import found_by_key
from signals.columns import BY_FORM, Choice
from signals.forms.importing import ValuesForm
from signals.list_states import ImportState
from signals.models import ImportedFrom, ListImport, MatchKey, Reporter, Signal, SignalPerson, SignalThing, Situation
from signals.things import MatchKind
from signals.work import count_work, work
from tests.factories import lists as make
from tests.factories import shielding as shield
from tests.support.cleaning import cleaned_here as cleaned_here
from tests.support.clients import OutsideClient
from tests.support.world import World

CLOSING = {"close_reason": "no_indication", "close_motivation": "Afgehandeld vóór Signaalpunt."}
pytestmark = pytest.mark.usefixtures("cleaned_here")
HEADINGS = ("Omschrijving", "Plaats", "Wanneer", "Ontvangen op", "Bron", "Adres", "Kenteken", "Telefoon", "Anoniem")
ROW = ("Acht bedden.", "Goes", "vaak", "1-3-2024", "politie", "Havenkade 12", "bus GB-123-X", "06 00 00 12 34")


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


def taken_over(wilma: Actor, world: World, *answers: str, width: int = len(HEADINGS)) -> ListImport:
    lines = [[f"Regel {number}.", *ROW[1:], answer] for number, answer in enumerate(answers, start=1)]
    content = make.csv_list([HEADINGS[:width], *(line[:width] for line in lines)])
    about = make.imported(wilma, world.goes, content)
    assert about.state == ImportState.IMPORTED, about.result
    return about


def wishes(about: ListImport) -> list[bool]:
    origins = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).order_by("line")
    return [
        Reporter.objects.unscoped(reason="test").get(signal_id=pk).wants_anonymity
        for pk in origins.values_list("signal_id", flat=True)
    ]


def test_a_reporter_stays_unnamed_unless_the_list_says_no(world: World, wilma: Actor) -> None:
    assert wishes(taken_over(wilma, world, "ja", "", "?", "nee")) == [True, True, True, False]


def test_a_list_without_the_column_leaves_its_reporters_unnamed(world: World, wilma: Actor) -> None:
    assert wishes(taken_over(wilma, world, "nee", width=len(ROW))) == [True]


def test_what_was_imported_is_found_by_its_place_until_it_is_taken_back(world: World, wilma: Actor) -> None:
    about = taken_over(wilma, world, "ja", "ja")
    pks = list(ImportedFrom.objects.unscoped(reason="test").filter(batch=about).values_list("signal_id", flat=True))
    keys = MatchKey.objects.unscoped(reason="test").filter(signal__in=pks)
    assert {key.kind for key in keys} >= {MatchKind.ADDRESS}
    assert {key.signal_id for key in keys} == set(pks)
    operations.undo_list(about, actor=wilma)
    importing.take_back(make.again(about), wilma)
    assert make.again(about).state == ImportState.UNDONE
    assert not keys.all().exists()


@pytest.mark.parametrize("way", ["excluded", "restricted"])
def test_a_row_whose_signal_is_kept_from_her_counts_as_imported(way: str, world: World, wilma: Actor) -> None:
    make.imported(wilma, world.goes)
    one = Signal.objects.unscoped(reason="test").filter(municipality=world.goes).first()
    if way == "excluded":
        shield.excluded(one, world.koos)
    else:
        shield.restricted(one, [world.wilma])
    again = make.checked(actor_for(world.koos, "focal_officer"), world.goes)
    assert (again.good, again.known) == (0, 3)


def test_taking_back_that_broke_off_is_asked_for_again_when_the_day_has_passed(world: World, wilma: Actor) -> None:
    about = operations.undo_list(make.imported(wilma, world.goes), actor=wilma)
    Job.objects.all().delete()
    long_ago = timezone.now() - timedelta(days=2)
    ListImport.objects.unscoped(reason="test").filter(pk=about.pk).update(imported_at=long_ago)
    importing.take_back(operations.undo_list(make.again(about), actor=wilma), wilma)
    assert make.again(about).state == ImportState.UNDONE


def test_it_is_not_asked_for_the_first_time_when_the_day_has_passed(world: World, wilma: Actor) -> None:
    about = make.imported(wilma, world.goes)
    long_ago = timezone.now() - timedelta(days=2)
    ListImport.objects.unscoped(reason="test").filter(pk=about.pk).update(imported_at=long_ago)
    with pytest.raises(WrongState):
        operations.undo_list(make.again(about), actor=wilma)


def test_several_columns_become_one_text_each_under_its_heading(world: World, wilma: Actor) -> None:
    lines = [
        ("Toelichting", "Plaats", "Opmerkingen", "Wanneer"),
        ("Acht bedden.", "Goes", "Twee mannen brengen hen.", "vaak"),
        ("", "Goes", "Alleen dit.", "vaak"),
    ]
    content, columns = make.csv_list(lines), {"0": "facts", "1": "place", "2": "facts", "3": "seen_when"}
    about = make.checked(wilma, world.goes, content, source="police", columns=columns)
    whole = "Toelichting:\nAcht bedden.\n\nOpmerkingen:\nTwee mannen brengen hen."
    assert about.result is not None
    assert about.result["joined"] == [[2, "Wat is er gezien of gehoord", whole]]
    operations.run_list(about, actor=wilma)
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    rows = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).select_related("signal").order_by("line")
    assert [row.signal.facts for row in rows] == [whole, "Opmerkingen:\nAlleen dit."]
    assert Choice.told(make.read(wilma, world.goes, content).choice).places_of("facts") == [0, 2]


WHOM = (
    *("Nr", "Omschrijving", "Plaats", "Wanneer", "Bron"),
    *("Rol", "Naam", "Geboortedatum", "Hoe zeker", "Signalement"),
    *("Telefoonnummer betrokkene", "Nummerbord", "Betrokken bedrijf", "KvK", "Website", "BVH-nummer"),
)
KNOWN = (
    *("1", "Acht bedden.", "Goes", "vaak", "politie"),
    *("slachtoffer", "Jet Verzonnen", "3-4-1998", "gehoord", "Rode jas"),
    *("06 00 00 12 34", "GB-123-X", "Schijnfruit BV", "12345678", "@verzonnen", "PLX2026000123"),
)


def test_columns_become_a_person_and_things_as_on_the_form(world: World, wilma: Actor) -> None:
    nobody = ("2", "Een tip.", "Goes", "vaak", "politie", "?", "onbekend", *[""] * 9)
    about = make.imported(wilma, world.goes, make.csv_list([WHOM, KNOWN, nobody]))
    assert about.state == ImportState.IMPORTED, about.result
    first, second = (
        row.signal for row in ImportedFrom.objects.unscoped(reason="test").filter(batch=about).order_by("line")
    )
    person = SignalPerson.objects.of(first).get()
    assert (person.role, person.name, person.birth_year) == ("victim", "Jet Verzonnen", "1998")
    assert (person.certainty, person.description, person.number) == ("told", "Rode jas", 1)
    things = {thing.kind: (thing.name, thing.value) for thing in SignalThing.objects.of(first)}
    assert things == {
        "phone": ("", "06 00 00 12 34"),
        "vehicle": ("", "GB-123-X"),
        "company": ("Schijnfruit BV", "12345678"),
        "profile": ("", "@verzonnen"),
        "reference": ("", "PLX2026000123"),
    }
    for words in ("jet verzonnen", "0600001234", "gb123x", "12345678", "PLX 2026-000123"):
        assert list(found_by_key(wilma, words)) == [first.pk], words
    assert not SignalPerson.objects.of(second).exists()
    operations.undo_list(about, actor=wilma)
    importing.take_back(make.again(about), wilma)
    assert not SignalPerson.objects.unscoped(reason="test").exists()
    assert not found_by_key(wilma, "jet verzonnen")


def test_what_cannot_be_a_person_or_thing_is_told_by_its_column_and_nothing_comes_in(
    world: World, wilma: Actor
) -> None:
    wrong = ["3", *KNOWN[1:5], "klant", "x" * 121, "3-4-2190", "", "", "12", "wit busje", "", "123", ""]
    about = make.checked(wilma, world.goes, make.csv_list([WHOM, KNOWN, wrong]))
    assert (about.good, about.bad) == (1, 1)
    assert about.result is not None
    told = {what: sentence for row, what, sentence in about.result["errors"] if row == 3}
    assert set(told) == {
        *("Persoon: mogelijke rol", "Persoon: naam", "Persoon: geboortejaar of leeftijd"),
        *("Telefoonnummer, niet van de melder", "Kenteken, zonder omschrijving"),
        *("Betrokken bedrijf: naam", "Betrokken bedrijf: KvK-nummer"),
    }
    with pytest.raises(WrongState):
        operations.run_list(about, actor=wilma)


def test_trade_disadvantage_suspects_and_closing_come_in_and_nothing_of_a_list_is_lost(
    world: World, wilma: Actor
) -> None:
    headings = (
        *("Melding", "Plaats", "Gezien op", "Bron", "Vorm", "Branche", "Arbeidsmisstand", "Rol verdachte", "Status"),
        *("Motivering", "Ernst", "Soort prostitutie", "Terugbelnummer", "Naam mag mee", "Anoniem"),
    )
    lines = [
        "Een.|Goes|4-3-2024|boa|arbeid|tuinbouw|ja|baas, klant|open|Loopt nog.|hoog||0113-000012|ja|ja",
        "Twee.|Goes|5-3-2024|boa|arbeid||nee||dicht|De vergunning klopt.||||ja|",
        "Drie.|Goes|6-3-2024|boa|seksueel|||onbekend|dicht|||ramen|||nee",
    ]
    about = make.checked(wilma, world.goes, make.csv_list([headings, *(line.split("|") for line in lines)]), **CLOSING)
    assert about.bad == 0, about.result
    operations.run_list(about, actor=wilma)
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    rows = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).select_related("signal").order_by("line")
    one, two, three = (row.signal for row in rows)
    assert (one.labour_sector, one.serious_disadvantage, two.serious_disadvantage) == ("agriculture", True, False)
    assert three.sex_sector == "window"
    # A judgement of elsewhere is none here, and why it was closed goes with what was done where it is not.
    assert (one.interpretation, one.already_done) == ("Ernst:\nhoog", "Motivering bij het sluiten:\nLoopt nog.")
    assert [two.close_motivation, three.close_motivation] == ["De vergunning klopt.", CLOSING["close_motivation"]]
    told = {(row.role, row.form, row.place, row.since, row.confidence, row.basis) for row in Situation.objects.of(one)}
    known = ("labour", "Goes", "2024-03-04", "uncertain", "assumed")
    assert told == {("exploiter", *known), ("client", *known)}
    assert not Situation.objects.of(three).exists()
    reporters = [Reporter.objects.of(signal).get() for signal in (one, two, three)]
    assert reporters[0].call_back == "0113-000012"
    assert [(each.naming, each.wants_anonymity) for each in reporters] == [
        ("anonymous", True),
        ("may", False),
        ("not_asked", False),
    ]
    # What cannot be is told by row and column.
    wrong = [
        "Vier.|Goes|7-3-2024|boa|seksueel|horeca|soms|buurman|open||||||",
        "Vijf.|onbekend|onbekend|boa|arbeid|||baas|open|||escort|||",
    ]
    about = make.checked(wilma, world.goes, make.csv_list([headings, *(line.split("|") for line in wrong)]), **CLOSING)
    found = [(row, what) for row, what, _ in (about.result or {})["errors"]]
    assert sorted(found) == [
        (2, "Ernstige benadeling"),
        (2, "Mogelijke rol van de verdachte"),
        (2, "Sector van het werk"),
        (3, "Mogelijke rol van de verdachte"),
        (3, "Waar of hoe, bij seksuele uitbuiting"),
    ]


def test_one_column_of_sectors_a_loose_word_and_a_day_of_closing_mean_what_they_say(world: World, wilma: Actor) -> None:
    headings = (
        "Omschrijving",
        "Plaats",
        "Gezien",
        "Bron",
        "Vorm",
        "Sector",
        "Gesloten op",
        "Uitkomst",
        "Rol verdachte",
    )
    lines = [
        "Een.|Goes|4-3-2024|boa|arbeid|horeca|||",
        "Twee.|Goes|eind vorige zomer|boa|seksueel|massage|||",
        "Drie.|Goes|6-3-2024|boa|arbeid|massage|||",
        "Vier.|Goes|7-3-2024|boa|crimineel|horeca|1-4-2024|geen mensenhandel|",
        "Vijf.|Goes|8-3-2024|boa|arbeid|onbekend||te weinig info|werkgever",
    ]
    content = make.csv_list([headings, *(line.split("|") for line in lines)])
    about = make.read(wilma, world.goes, content)
    choice = Choice.told((about.choice or {}) | CLOSING)
    proposed = ("facts", "place", "seen_on", "source", "form", "sector", "closed_on", "close_reason", "suspected_role")
    assert tuple(choice.columns.values()) == proposed
    # Whose employer it is, nobody may take for an exploiter: she is asked what her word means.
    words = importing.values_to_choose(about, choice)
    form = ValuesForm(actor=wilma, version=1, words=words, choice=choice)
    preselected = {
        (form.names[name][0], words[form.names[name][0]][form.names[name][1]]): field.initial
        for name, field in form.fields.items()
        if name in form.names
    }
    assert preselected[("suspected_role", "werkgever")] == ""
    assert preselected[("sector", "massage")] == BY_FORM
    assert preselected[("sector", "horeca")] == "hospitality"
    assert preselected[("close_reason", "geen mensenhandel")] == "no_indication"
    assert ("sector", "onbekend") not in preselected, "no code says that, so nothing is asked"
    choice = replace(choice, values={"suspected_role": {"werkgever": "unknown"}})
    operations.check_list(about, actor=wilma, choice=choice)
    importing.check(make.again(about), wilma, lambda _done, _total: None)
    assert make.again(about).bad == 0, make.again(about).result
    operations.run_list(make.again(about), actor=wilma)
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    rows = ImportedFrom.objects.unscoped(reason="test").filter(batch=about).select_related("signal").order_by("line")
    signals = [row.signal for row in rows]
    assert [(one.labour_sector, one.sex_sector) for one in signals] == [
        ("hospitality", ""),
        ("", "massage"),
        ("personal", ""),
        ("", ""),
        ("", ""),
    ]
    _, loose, _, shut, still_open = signals
    assert (loose.seen_on, loose.seen_when) == (None, "eind vorige zomer")
    # What has no place of its own stands with what was done.
    assert shut.already_done == "Sector, van werk of van seks:\nhoreca"
    beside = "Reden van sluiten:\nte weinig info\n\nMogelijke rol van de verdachte:\nwerkgever"
    assert still_open.already_done == beside
    assert (shut.state, shut.close_reason, shut.close_motivation) == ("closed", *CLOSING.values())
    closed_on = date(2024, 4, 1)
    assert shut.closed_at is not None
    assert {shut.closed_at.date(), shut.received_at.date()} == {closed_on}, (
        "it came in on the day it was closed or before"
    )
    assert still_open.state == "triage"


def test_veilig_thuis_is_asked_in_one_line_and_never_of_what_is_over_or_done(
    world: World, wilma: Actor, client_of: Callable[..., OutsideClient]
) -> None:
    headings = ("Omschrijving", "Plaats", "Wanneer", "Status", "Minderjarig", "Veilig Thuis gebeld")
    lines = [
        ("Eerste.", "Goes", "vaak", "open", "", ""),
        ("Tweede.", "Goes", "vaak", "open", "ja", "nee"),
        ("Derde.", "Goes", "vaak", "open", "ja", "ja"),
        ("Vierde.", "Goes", "vaak", "open", "nee", ""),
        ("Vijfde.", "Goes", "vaak", "gesloten", "", ""),
    ]
    about = make.checked(wilma, world.goes, make.csv_list([headings, *lines]), source="police", **CLOSING)
    assert about.result is not None
    assert about.result["calls"] == 2
    operations.run_list(about, actor=wilma)
    importing.run(make.again(about), wilma, lambda _done, _total: None)
    asked = [one for one in work(wilma) if "Veilig Thuis" in one.what]
    assert [one.what for one in asked] == ["Is Veilig Thuis gebeld? 2 signalen uit een lijst"]
    assert count_work(wilma) == len([*work(wilma)])
    page = client_of(world.wilma).get(asked[0].url)
    listed = {row.pk for row, _ in page.context["lines"]}
    assert {row.facts for row in Signal.objects.unscoped(reason="test").filter(pk__in=listed)} == {"Eerste.", "Tweede."}
