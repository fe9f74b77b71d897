"""The address book of organisations: adding one, another name, its end, and what whoever hands over sees of it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from audit.models import AuditEvent
from core.errors import Forbidden
from core.workdays import today
from municipalities import operations
from municipalities.codes import Role
from municipalities.models import Organisation, OrganisationAlias, Region
from municipalities.operations.organisations import OrganisationFacts
from municipalities.roles import actor_for
from signals import operations as signal_operations
from signals.codes import Outcome
from signals.operations import asking_back
from signals.receivers import by_group, receivers_for
from tests.factories import municipalities as make
from tests.factories import signals as make_signal
from tests.signals.filling import open_page, send
from tests.support.clients import OutsideClient
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

LIST = reverse("municipalities:organisations")
NEW = reverse("municipalities:register-organisation")
POLICE = {"kind": "police_avim", "name": "Politie Verzonnen Stad", "also": "AVIM  Verzonnen\n\nPVS"}


def _choices(world: World) -> str:
    return str(by_group(receivers_for(world.goes)))


def _given(**changed: str) -> dict[str, str]:
    return POLICE | {"valid_from": str(today())} | changed


def test_who_administers_a_region_adds_an_organisation_and_officers_can_choose_it(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.person("Bo"))
    sent = open_page(client, NEW) | _given(mailbox="balie@politie.example", phone="088-000 00 00")
    answer = client.post(NEW, sent)
    assert answer.status_code == 302
    opened = client.get(answer["Location"]).context["groups"]
    assert [rows for _, rows, is_open in opened if is_open and any(str(row) == POLICE["name"] for row in rows)]
    again = client.post(NEW, sent)
    assert again.status_code == 422
    assert "Er is al een organisatie met deze naam" in again.content.decode()
    made = Organisation.objects.get(name=POLICE["name"])
    assert (made.mailbox, made.municipality, made.valid_from) == ("balie@politie.example", None, today())
    assert "Politie Verzonnen Stad (ook: AVIM Verzonnen, PVS)" in _choices(world)
    page = client.get(LIST).content.decode()
    assert "ook: AVIM Verzonnen, PVS" in page
    assert "alleen brief of telefoon" in page
    assert AuditEvent.objects.unscoped(reason="test").filter(event="municipalities.organisation_registered").exists()


def test_a_former_name_stays_to_be_found_and_a_stale_form_overwrites_nothing(world: World, client_of: ClientOf) -> None:
    client = client_of(world.person("Bo"))
    assert send(client, NEW, **_given()).status_code == 302
    made = Organisation.objects.get(name=POLICE["name"])
    url = reverse("municipalities:change-organisation", args=[made.pk])
    shown = open_page(client, url)
    assert client.post(url, shown | {"name": "Politie Nergens", "also": "PVS"}).status_code == 302
    assert "Politie Nergens (ook: PVS, Politie Verzonnen Stad)" in _choices(world)
    # A name that was there only today was never there.
    assert not OrganisationAlias.objects.filter(name="AVIM Verzonnen").exists()
    stale = client.post(url, shown | {"name": "Politie Ergens", "also": ""})
    assert stale.status_code == 409
    assert "Politie Ergens" in stale.content.decode()
    assert Organisation.objects.get(pk=made.pk).name == "Politie Nergens"
    # Only another name: the page of before is old as well.
    assert send(client, url, name="Politie Nergens", also="").status_code == 302
    assert client.post(url, shown | {"version": 2, "name": "Politie Ergens"}).status_code == 409
    taken = send(client, url, name=str(world.inspectorate), also="")
    assert "Er is al een organisatie met deze naam" in taken.content.decode()


def test_what_was_given_keeps_the_name_under_which_it_was_given(world: World, client_of: ClientOf) -> None:
    signal, wilma = make_signal.handled(world.goes, world.wilma), actor_for(world.wilma)
    sent, former = make_signal.handed_over(signal, wilma, world.inspectorate), str(world.inspectorate)
    question = asking_back.AskedBack("Welke dagen wordt daar gewerkt?")
    signal_operations.ask_back(sent, actor=actor_for(world.philo), asked=question)
    signal_operations.record_answer(sent, actor=wilma, outcomes=[Outcome.INSPECTION_DONE])
    url = reverse("municipalities:change-organisation", args=[world.inspectorate.pk])
    assert send(client_of(world.person("Bo")), url, name="Inspectie Nieuw", also="").status_code == 302
    reply = client_of(world.wilma).get(reverse("signals:reply-to-partner", args=[question.key])).content.decode()
    assert f"Vraag van {former} (heet nu Inspectie Nieuw) bij {sent.reference}" in reply
    weigh = client_of(world.wilma).get(reverse("signals:weigh", args=[signal.pk])).content.decode()
    assert f"Antwoord van {former}:" in weigh
    page = client_of(world.wilma).get(reverse("signals:handed-over", args=[sent.pk])).content.decode()
    assert f"{former} (heet nu Inspectie Nieuw)" in page
    sent.partner.refresh_from_db()
    letter = render_to_string("signals/letter.pdf.html", {"handover": sent, "title": "Doormelding", "mark": ""})
    assert former in letter
    assert "Inspectie Nieuw" not in letter


def test_names_that_begin_later_outlive_a_change(world: World, client_of: ClientOf) -> None:
    client = client_of(world.person("Bo"))
    assert send(client, NEW, **_given(valid_from=str(today() + dt.timedelta(days=9)))).status_code == 302
    made = Organisation.objects.get(name=POLICE["name"])
    url = reverse("municipalities:change-organisation", args=[made.pk])
    assert send(client, url, name=POLICE["name"], phone="088-000 00 00").status_code == 302
    assert made.aliases.count() == 2


def test_after_its_last_day_nothing_is_given_to_it_and_a_mandate_goes_first(world: World, client_of: ClientOf) -> None:
    client = client_of(world.person("Bo"))
    yesterday = today() - dt.timedelta(days=1)
    url = reverse("municipalities:end-organisation", args=[world.inspectorate.pk])
    assert str(world.inspectorate) in _choices(world)
    assert "Philo Paraplubak, partnercontact" in client.get(url).content.decode()
    assert send(client, url, last_day=str(yesterday)).status_code == 302
    assert str(world.inspectorate) not in _choices(world)
    later = send(client, url, last_day=str(today()))
    assert "Deze organisatie houdt al eerder op." in later.content.decode()
    carer = reverse(
        "municipalities:end-organisation", args=[Organisation.objects.get(mandates__municipality=world.goes).pk]
    )
    refused = send(client, carer, last_day=str(today()))
    assert refused.status_code == 422
    assert "Beëindig eerst de mandaten." in refused.content.decode()


def test_what_lies_in_another_region_is_not_hers_to_see_or_change(world: World, client_of: ClientOf) -> None:
    elsewhere = make.organisation(name="Wijkteam Verderop", municipality=make.municipality("Verderop"))
    client = client_of(world.person("Bo"))
    assert "Wijkteam Verderop" not in client.get(LIST).content.decode()
    for name in ("change-organisation", "end-organisation"):
        assert client.get(reverse(f"municipalities:{name}", args=[elsewhere.pk])).status_code == 404
    not_hers = send(client, NEW, **_given(municipality=str(elsewhere.municipality_id)))
    assert not_hers.status_code == 422


def test_another_region_reads_what_this_one_keeps_and_changes_nothing(world: World, client_of: ClientOf) -> None:
    region = Region.objects.create(name="Regio Verderop")
    other = make.user("Bregje Bandopnemer")
    make.holds(other, Role.APP_ADMIN, region)
    client = client_of(other)
    assert str(world.inspectorate) in client.get(LIST).content.decode()
    for name in ("change-organisation", "end-organisation"):
        assert client.get(reverse(f"municipalities:{name}", args=[world.inspectorate.pk])).status_code == 404
    facts = OrganisationFacts(name="Inspectie van iemand anders")
    with pytest.raises(Forbidden):
        operations.change_organisation(world.inspectorate, actor=actor_for(other), version=1, facts=facts)
    # Whoever works there reads what is handed over to it: that is for who keeps it to give.
    url = reverse("municipalities:grant-role", args=[world.outsider.pk])
    page = client.get(url).content.decode()
    assert str(world.inspectorate) not in page
    assert "ziet u welke regio haar beheert" in page
    sent = {"role": Role.PARTNER_CONTACT, "area": f"organisation-{world.inspectorate.pk}", "valid_from": str(today())}
    assert send(client, url, **sent).status_code == 422
    with pytest.raises(Forbidden):
        operations.grant_role(
            actor=actor_for(other),
            user=world.outsider,
            role=Role.PARTNER_CONTACT,
            area=world.inspectorate,
            valid_from=today(),
        )
    assert actor_for(world.outsider).hats == ()


def test_a_name_that_reads_as_another_s_is_refused(world: World, client_of: ClientOf) -> None:
    client, name = client_of(world.person("Bo")), str(world.inspectorate)
    make.organisation(name="Bureau Beta", valid_from=today())
    OrganisationAlias.objects.create(organisation=world.inspectorate, name="NLA", valid_from=make.FIRST)
    for lookalike in (name.upper(), name.replace(" ", "  "), name.replace(" ", "\u2800"), f"{name}\u034f", "n.l.a."):
        answer = send(client, NEW, **_given(name=lookalike, also=""))
        assert "Er is al een organisatie met deze naam" in answer.content.decode(), ascii(lookalike)
    assert "Er is al een organisatie" in send(client, NEW, **_given(also=name)).content.decode()
    for lookalike in (name.replace("e", "\u0435"), "Bureau\u3164Beta"):
        answer = send(client, NEW, **_given(name=lookalike, also=""))
        assert "een teken dat op een gewone letter lijkt" in answer.content.decode(), ascii(lookalike)


def test_the_last_day_there_is_does_no_harm(world: World, client_of: ClientOf) -> None:
    url = reverse("municipalities:end-organisation", args=[world.inspectorate.pk])
    assert send(client_of(world.person("Bo")), url, last_day="9999-12-31").status_code == 302


def test_too_many_other_names_are_said_beside_the_field(world: World, client_of: ClientOf) -> None:
    answer = send(
        client_of(world.person("Bo")), NEW, **_given(also="\n".join(f"Naam {number}" for number in range(11)))
    )
    assert "Vul hoogstens 10 namen in" in answer.content.decode()
    assert not Organisation.objects.filter(name=POLICE["name"]).exists()
