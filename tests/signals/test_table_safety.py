"""What a paragraph for a screening table points out, and which tables may not have what the police or the OM gave."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core.access import SYSTEM, Actor
from core.errors import Invalid
from core.workdays import today
from municipalities.codes import OrganisationKind
from municipalities.models import Organisation
from municipalities.roles import actor_for
from signals import operations, tabling
from signals.codes import EnrichmentKind, EnrichmentResult, LegalGround, Source
from signals.models import Meeting, Signal, TableItem
from signals.operations.gathering import Finding
from signals.operations.logging import ReporterFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.sharing_codes import ASK_FIRST, Provenance
from signals.things import ThingKind, Whose
from tests.factories import signals as make
from tests.factories import tables as at_table
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

type ClientOf = Callable[..., OutsideClient]


@pytest.fixture
def wilma(world: World) -> Actor:
    return actor_for(world.wilma, "focal_officer")


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Led by the municipality of the signal, so that nobody reads it who was not chosen."""
    return at_table.meeting(world, chair=world.goes)


@pytest.fixture
def to_inspectorate(world: World) -> str:
    return f"o{world.inspectorate.pk}"


def typed(party: str, **given: Any) -> dict[str, Any]:
    known = {"text": at_table.TEXT, "question": at_table.QUESTION, "ground": "public_task", "parties": [party]}
    return {"hat": "focal_officer", "key": str(uuid4()), "stap": "controleren", **known, **given}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wij zagen zwaluwtje daar.", "zwaluwtje"),
        ("Wij zagen m-u-n-t-e-n-b-a-k daar.", "m-u-n-t-e-n-b-a-k"),
        ("Het is te zien bij @demo_nevel.", "@demo_nevel"),
        ("Het busje 0-dem-04 staat er.", "0-dem-04"),
        ("Het komt van verteller.", "verteller"),
        ("De buurtsportcoach zag het.", "buurtsportcoach"),
    ],
)
def test_alias_things_and_reporter_are_pointed_out_however_they_are_spelled(
    text: str, said: str, world: World, wilma: Actor, client_of: ClientOf, meeting: Meeting, to_inspectorate: str
) -> None:
    reporter = ReporterFacts("Joop Verteller", "Buurtsportcoach")
    signal = make.triaged(world.goes, world.wilma, reporter=reporter)
    signal = make.mentioned(
        signal,
        wilma,
        ToldPerson("Demo Muntenbak", alias="Zwaluwtje"),
        ToldPerson(description="draagt een rode jas"),
        ToldThing(ThingKind.PROFILE, value="@demo_nevel"),
        ToldThing(ThingKind.VEHICLE, value="0-DEM-04", whose=Whose.EXPLOITER),
    )
    url = reverse("signals:table-signal", args=[signal.pk, meeting.pk])
    answer = client_of(world.wilma).post(url, typed(to_inspectorate, text=text))
    assert answer.status_code == 422
    assert said in answer.context["form"].errors["text"][0]


def test_a_nameless_person_points_nothing_out(
    world: World, wilma: Actor, client_of: ClientOf, meeting: Meeting, to_inspectorate: str
) -> None:
    signal = make.mentioned(make.triaged(world.goes, world.wilma), wilma, ToldPerson(description="draagt een jas"))
    url = reverse("signals:table-signal", args=[signal.pk, meeting.pk])
    text = "Het woord None zegt hier niets."
    assert client_of(world.wilma).post(url, typed(to_inspectorate, text=text)).status_code == 200


BY = "officier van dienst"
AGREED: dict[str, Any] = {"permitted_by": BY, "permitted_on": FIRST}


@pytest.fixture
def of_police(world: World) -> Signal:
    return make.triaged(world.goes, world.wilma, source=Source.POLICE)


def test_police_data_go_before_nobody_who_may_not_have_them(
    world: World, wilma: Actor, of_police: Signal, meeting: Meeting
) -> None:
    for party in (f"o{world.veilig_thuis.pk}", f"g{world.vlissingen.pk}"):
        with pytest.raises(Invalid) as refusal:
            at_table.tabled(of_police, wilma, meeting, party, **AGREED)
        assert set(refusal.value.fields) == {"parties"}
    assert not TableItem.objects.of(of_police).exists()


def test_police_data_need_permission_also_before_who_may_have_them(
    world: World, wilma: Actor, of_police: Signal, meeting: Meeting, to_inspectorate: str, client_of: ClientOf
) -> None:
    Organisation.objects.filter(pk=world.inspectorate.pk).update(kind=OrganisationKind.NLA)
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(of_police, wilma, meeting, to_inspectorate)
    assert set(refusal.value.fields) == {"permitted_by", "permitted_on"}
    client, url = client_of(world.wilma), reverse("signals:table-signal", args=[of_police.pk, meeting.pk])
    answer = client.post(url, typed(to_inspectorate))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"permitted_by", "permitted_on"})
    assert (
        client.post(
            url, typed(to_inspectorate, stap="versturen", permitted_by=BY, permitted_on=str(today()))
        ).status_code
        == 302
    )
    assert TableItem.objects.of(of_police).count() == 1


def test_what_is_of_nobody_in_particular_asks_no_permission(
    world: World, client_of: ClientOf, meeting: Meeting
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    page = client_of(world.wilma).get(reverse("signals:table-signal", args=[signal.pk, meeting.pk]))
    assert not {"permitted_by", "used", "confirmed"} & set(page.context["form"].fields)


# --- what was looked up

FOUND = "Het busje stond op maandag bij de loods aan de verzonnen kade."


@pytest.fixture
def looked_up(world: World, wilma: Actor) -> Signal:
    """A signal of a citizen; the police told something about it."""
    signal = make.triaged(world.goes, world.wilma)
    finding = Finding(
        EnrichmentKind.PARTNER_QUESTION,
        "Is het busje bekend?",
        LegalGround.PUBLIC_TASK,
        "Nodig om te weten wie er rijdt.",
        "Politie",
        today(),
        result=EnrichmentResult.FOUND,
        answered_on=today(),
        text=FOUND,
        provenance=Provenance.WPG,
    )
    operations.enrich(signal, actor=wilma, finding=finding)
    return Signal._base_manager.get(pk=signal.pk)


def key_of(signal: Signal) -> str:
    [one] = tabling.looked_up(signal)
    return one.key


def test_what_the_police_told_stays_out_unless_it_is_ticked_and_agreed(
    looked_up: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    Organisation.objects.filter(pk=int(to_inspectorate[1:])).update(kind=OrganisationKind.NLA)
    assert at_table.tabled(looked_up, wilma, meeting, to_inspectorate).origins == []
    text = f"Wij horen dit: {FOUND}"
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(looked_up, wilma, meeting, to_inspectorate, text=text)
    assert set(refusal.value.fields) == {"used"}
    used = {"text": text, "used": [key_of(looked_up)]}
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(looked_up, wilma, meeting, to_inspectorate, **used)
    assert set(refusal.value.fields) == {"permitted_by", "permitted_on"}


def test_a_file_of_the_police_stays_out_as_what_they_told_does(
    world: World, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    signal = make.triaged(world.goes, world.wilma)
    for provenance in (Provenance.WPG, Provenance.OWN):
        added = make.attached(signal, wilma, provenance=provenance)
        operations.accept_file(added, actor=SYSTEM, made=make.CLEANED)
    signal = Signal._base_manager.get(pk=signal.pk)
    [one] = tabling.looked_up(signal)
    assert one.label == "Bijlage, Politiegegevens (Wpg): aantekening.txt"
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(signal, wilma, meeting, to_inspectorate, used=[one.key])
    assert set(refusal.value.fields) == {"permitted_by", "permitted_on"}


def test_ticked_and_agreed_it_goes_to_who_may_have_it_and_who_agreed_stands_with_who_put_it_alone(
    looked_up: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str, world: World, client_of: ClientOf
) -> None:
    used = {"text": f"Wij horen dit: {FOUND}", "used": [key_of(looked_up)], **AGREED}
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(looked_up, wilma, meeting, f"o{world.veilig_thuis.pk}", **used)
    assert set(refusal.value.fields) == {"parties"}
    Organisation.objects.filter(pk=int(to_inspectorate[1:])).update(kind=OrganisationKind.NLA)
    item = at_table.tabled(looked_up, wilma, meeting, to_inspectorate, **used)
    assert (item.origins, item.permitted_by, item.permitted_on) == (["wpg"], BY, FIRST)
    page = client_of(world.wilma).get(reverse("signals:detail", args=[looked_up.pk])).content.decode()
    assert f"{BY} vond dit goed op" in page
    paper = at_table.paper(item, to_inspectorate)
    assert BY not in client_of(world.philo).get(reverse("signals:paper", args=[paper.pk])).content.decode()
    assert BY not in {str(value) for value in paper.__dict__.values()}


def test_what_m_told_is_confirmed_by_facts_first(
    world: World, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    signal = make.triaged(world.goes, world.wilma, source=Source.MMA)
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(signal, wilma, meeting, to_inspectorate)
    assert set(refusal.value.fields) == {"confirmed"}
    assert at_table.tabled(signal, wilma, meeting, to_inspectorate, confirmed=True).origins == ["mma"]


def test_words_that_point_to_what_stays_are_asked_about_and_bibob_stays_by_nobodys_leave(
    world: World, wilma: Actor, meeting: Meeting, to_inspectorate: str, client_of: ClientOf
) -> None:
    signal = make.triaged(world.goes, world.wilma)

    def put(text: str, party: str = to_inspectorate, **given: Any) -> set[str]:
        with pytest.raises(Invalid) as refusal:
            at_table.tabled(signal, wilma, meeting, party, text=text, **given)
        return set(refusal.value.fields)

    police, bibob = "Er is een politiemutatie over dit huis.", "Er loopt een Bibob-onderzoek naar dit huis."
    assert put(police) == put(bibob) == {"pointing_why"}
    assert put(at_table.TEXT, question="Wie kent de TCI-informatie?") == {"pointing_why"}
    assert put(bibob, pointing_why="agreed", **AGREED) == {"pointing_why"}
    # By leave it is what the police told: who agreed, when, and who may have it.
    assert put(police, pointing_why="agreed") == {"permitted_by", "permitted_on"}
    assert put(police, f"o{world.veilig_thuis.pk}", pointing_why="agreed", **AGREED) == {"parties"}
    assert put("Er was een M.-melding.", pointing_why="agreed") == {"confirmed"}
    about_else = at_table.tabled(signal, wilma, meeting, to_inspectorate, text=bibob, pointing_why="other")
    assert (about_else.origins, at_table.paper(about_else, to_inspectorate).ask_first_words) == ([], "")
    operations.withdraw_item(about_else, actor=wilma, reason="Opnieuw.")
    Organisation.objects.filter(pk=int(to_inspectorate[1:])).update(kind=OrganisationKind.NLA)
    client, url = client_of(world.wilma), reverse("signals:table-signal", args=[signal.pk, meeting.pk])
    sent = typed(to_inspectorate, text=police)
    assert set(client.post(url, sent).context["form"].errors) == {"pointing_why"}
    sent |= {"pointing_why": "agreed"}
    assert set(client.post(url, sent).context["form"].errors) == {"permitted_by", "permitted_on"}
    sent |= {"permitted_by": BY, "permitted_on": str(today())}
    last = client.post(url, sent)
    assert ASK_FIRST in last.content.decode()
    assert client.post(url, {**sent, "stap": "versturen"}).status_code == 302
    item = TableItem.objects.of(signal).get(state="tabled")
    assert (item.origins, item.permitted_by) == (["wpg"], BY)
    paper = at_table.paper(item, to_inspectorate)
    assert ASK_FIRST in client_of(world.philo).get(reverse("signals:paper", args=[paper.pk])).content.decode()


@pytest.mark.parametrize("day", [None, dt.date(2999, 1, 1)])
def test_an_agreement_has_a_day_that_has_been(
    day: dt.date | None, of_police: Signal, wilma: Actor, meeting: Meeting, to_inspectorate: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        at_table.tabled(of_police, wilma, meeting, to_inspectorate, permitted_by=BY, permitted_on=day)
    assert set(refusal.value.fields) == {"permitted_on"}


def test_the_form_offers_what_was_looked_up_and_keeps_what_was_ticked(
    looked_up: Signal, meeting: Meeting, to_inspectorate: str, world: World, client_of: ClientOf
) -> None:
    Organisation.objects.filter(pk=int(to_inspectorate[1:])).update(kind=OrganisationKind.NLA)
    url = reverse("signals:table-signal", args=[looked_up.pk, meeting.pk])
    client = client_of(world.wilma)
    assert {"used", "permitted_by", "permitted_on"} <= set(client.get(url).context["form"].fields)
    text = {"text": FOUND, "names_stay": "on"}
    answer = client.post(url, typed(to_inspectorate, **text))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"used"})
    agreed = {"used": [key_of(looked_up)], "permitted_by": BY, "permitted_on": str(today())}
    last = client.post(url, typed(to_inspectorate, **text, **agreed))
    assert last.status_code == 200
    assert f"Goedgevonden door {BY}" in last.content.decode()
