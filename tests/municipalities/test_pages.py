"""The list of municipalities, the business card, users and roles, mandates, absence."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.formats import date_format

from municipalities.codes import Role
from municipalities.models import (
    Absence,
    Mandate,
    MunicipalityFallBack,
    MunicipalityRole,
    RegionFallBack,
    ServiceAreaRole,
)
from municipalities.roles import actor_for
from tests.factories import municipalities as make
from tests.support.clients import OutsideClient
from tests.support.days import in_days
from tests.support.queries import queries_of
from tests.support.world import World

type ClientOf = Callable[..., OutsideClient]

ROLES = "/gemeenten/gebruikers-en-rollen/"


def typed(day: Any) -> str:
    return date_format(day, "d-m-Y")


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def bo(world: World, client_of: ClientOf) -> OutsideClient:
    return client_of(world.person("Bo"))


class TestList:
    def test_it_shows_where_each_lies_and_a_map(self, world: World, client_of: ClientOf) -> None:
        page = text(client_of(world.wilma).get("/gemeenten/"))
        assert "De Baronie" in page
        assert page.count("<rect") == 3
        assert "0 van 16" in page
        assert page.count("niet zichtbaar voor u") == 2

    def test_without_a_district_it_says_so(self, world: World, client_of: ClientOf) -> None:
        make.municipality("Verafdorp")
        assert "Niet ingedeeld bij een regio" in text(client_of(world.wilma).get("/gemeenten/"))

    def test_an_area_narrows_it(self, world: World, client_of: ClientOf) -> None:
        page = text(client_of(world.wilma).get("/gemeenten/", {"gebied": f"district-{world.zeeland.pk}"}))
        assert "2 gemeenten" in page
        assert "GM0758" not in page

    def test_a_reporter_does_not_need_it(self, world: World, client_of: ClientOf) -> None:
        assert client_of(world.hanna).get("/gemeenten/").status_code == 403

    def test_who_is_not_signed_in_goes_to_the_sign_in_page(self, db: None, client: OutsideClient) -> None:
        assert client.get("/gemeenten/").status_code == 302


class TestCard:
    def test_people_stand_by_function(self, world: World, client_of: ClientOf) -> None:
        vera, pages = client_of(world.vera), list[Any]()
        assert len(queries_of(lambda: pages.append(vera.get("/gemeenten/GM0664/")))) <= 12
        page = text(pages[0])
        for name in ("Wilma Windvaan", "Koos Koffiekan", "Karlijn Kompasroos", "Daphne Deurklopper", "Vince"):
            assert name in page
        assert "Aandachtsfunctionaris (vervanger)" in page
        assert "Hanna" not in page
        assert "Bo Brievenbus" not in page

    def test_a_neighbour_does_not_see_how_far_it_is(self, world: World, client_of: ClientOf) -> None:
        assert "onderdelen van de basis" not in text(client_of(world.vera).get("/gemeenten/GM0664/"))
        assert "0 van 16" in text(client_of(world.wilma).get("/gemeenten/GM0664/"))

    def test_gaps_show(self, world: World, client_of: ClientOf) -> None:
        page = text(client_of(world.lowie).get("/gemeenten/GM0718/"))
        assert "Er is geen vervanger" in page
        assert "geen afspraak over zorgcoördinatie" in page
        assert "Er is geen aandachtsfunctionaris" not in page

    def test_an_absence_shows_with_its_deputy(self, world: World, client_of: ClientOf) -> None:
        Absence.objects.create(
            user=world.wilma, deputy=world.koos, role="focal_officer", valid_from=in_days(), valid_until=in_days(7)
        )
        assert f"afwezig tot en met {typed(in_days(7))}" in text(client_of(world.vera).get("/gemeenten/GM0664/"))

    def test_a_merged_municipality_leads_to_its_successor(self, world: World, client_of: ClientOf) -> None:
        former = make.municipality(successor=world.goes, succeeded_on=in_days(-1))
        assert "opgegaan in" in text(client_of(world.wilma).get(f"/gemeenten/{former.gm_code}/"))

    def test_one_that_does_not_exist_is_not_there(self, world: World, client_of: ClientOf) -> None:
        assert client_of(world.wilma).get("/gemeenten/GM0001/").status_code == 404


class TestUsersAndRoles:
    def test_everybody_stands_there_with_their_roles(self, bo: OutsideClient) -> None:
        page = text(bo.get(ROLES))
        assert "Wilma Windvaan" in page
        assert "geen rol" in page

    def test_a_search_finds_by_name_and_address(self, bo: OutsideClient) -> None:
        assert "Koos" not in text(bo.post(ROLES, {"q": "windvaan"}, follow=True)).split("<tbody>")[1]
        assert "Niemand gevonden" in text(bo.post(ROLES, {"q": "zzz"}, follow=True))
        # By role, also together with words; what is no code asks nothing.
        officers = text(bo.post(ROLES, {"soort": "focal_officer"}, follow=True)).split("<tbody>")[1]
        assert "Wilma" in officers
        assert "Philo" not in officers
        assert "Wilma" not in text(bo.post(ROLES, {"soort": "geen"}, follow=True)).partition("<tbody>")[2]
        assert "Niemand gevonden" in text(bo.post(ROLES, {"q": "windvaan", "soort": "partner_contact"}, follow=True))
        assert "Wilma" in text(bo.get(ROLES, {"q": "", "soort": "zzz"}))

    @pytest.mark.parametrize("name", ["Wilma", "Karlijn", "Daphne", "Lowie", "Vince", "Philo", "Hanna"])
    def test_other_roles_do_not_come_in(self, world: World, client_of: ClientOf, name: str) -> None:
        person = client_of(world.person(name))
        row = MunicipalityRole.objects.get(user=world.wilma)
        for address in (
            ROLES,
            f"{ROLES}{world.outsider.pk}/rol-geven/",
            f"{ROLES}rol/gemeente/{row.pk}/beeindigen/",
            "/gemeenten/gebruikers-en-rollen/mandaten/",
            "/gemeenten/gebruikers-en-rollen/mandaten/vastleggen/",
            "/gemeenten/gebruikers-en-rollen/achtervang/",
            "/gemeenten/gebruikers-en-rollen/achtervang/regio/aanwijzen/",
        ):
            assert person.get(address).status_code == 403

    def test_a_role_is_given(self, world: World, bo: OutsideClient) -> None:
        url = f"{ROLES}{world.outsider.pk}/rol-geven/"
        assert "Rol geven aan Otto" in text(bo.get(url))
        given = {
            "hat": "app_admin",
            "role": "focal_officer",
            "area": f"municipality-{world.vlissingen.pk}",
            "valid_from": typed(in_days()),
            "valid_until": typed(in_days(7)),
            "deputy": "on",
        }
        answer = bo.post(url, given, follow=True)
        assert "Otto Ordnermap is aandachtsfunctionaris (Vlissingen)" in text(answer)
        row = MunicipalityRole.objects.get(user=world.outsider)
        assert (row.deputy, row.valid_until) == (True, in_days(7))

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"area": "district"}, "wordt gegeven bij: gemeenten"),
            ({"valid_until": "01-01-2019"}, "De einddatum ligt voor de begindatum"),
            ({"role": "baas"}, "Rol"),
            ({"valid_from": "morgen"}, "Vanaf"),
            ({"area": "municipality-0"}, "Gemeente, gebied of organisatie"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_field(
        self, world: World, bo: OutsideClient, given: dict[str, str], message: str
    ) -> None:
        facts = {"hat": "app_admin", "role": "focal_officer", "area": f"municipality-{world.goes.pk}"} | {
            "valid_from": typed(in_days())
        }
        if given.get("area") == "district":
            given = {"area": f"district-{world.zeeland.pk}"}
        answer = bo.post(f"{ROLES}{world.outsider.pk}/rol-geven/", facts | given)
        assert answer.status_code == 422
        assert message in text(answer)
        assert actor_for(world.outsider).hats == ()

    def test_a_second_of_the_same_is_refused_in_dutch(self, world: World, bo: OutsideClient) -> None:
        facts = {"hat": "app_admin", "role": "focal_officer", "area": f"municipality-{world.goes.pk}"}
        answer = bo.post(f"{ROLES}{world.wilma.pk}/rol-geven/", facts | {"valid_from": typed(in_days())})
        assert answer.status_code == 422
        assert "heeft deze rol hier al" in text(answer)

    def test_an_area_elsewhere_is_not_offered(self, world: World, bo: OutsideClient) -> None:
        make.municipality("Verafdorp")
        assert "Verafdorp" not in text(bo.get(f"{ROLES}{world.outsider.pk}/rol-geven/"))

    def test_a_role_is_ended(self, world: World, bo: OutsideClient) -> None:
        row = MunicipalityRole.objects.get(user=world.wilma)
        url = f"{ROLES}rol/gemeente/{row.pk}/beeindigen/"
        assert "Rol van Wilma Windvaan beëindigen?" in text(bo.get(url))
        bo.post(url, {"hat": "app_admin", "last_day": typed(in_days(-1))})
        assert not actor_for(world.wilma).content

    def test_a_role_elsewhere_is_not_ended(self, world: World, bo: OutsideClient) -> None:
        row = make.holds(world.outsider, Role.FOCAL_OFFICER, make.municipality())
        url = f"{ROLES}rol/gemeente/{row.pk}/beeindigen/"
        assert bo.post(url, {"hat": "app_admin", "last_day": typed(in_days(-1))}).status_code == 403
        assert actor_for(world.outsider).content

    @pytest.mark.parametrize("address", ["rol/planeet/1/beeindigen/", "rol/gemeente/0/beeindigen/"])
    def test_a_role_that_does_not_exist_is_not_there(self, bo: OutsideClient, address: str) -> None:
        assert bo.get(f"{ROLES}{address}").status_code == 404


class TestMandates:
    def test_who_has_none_stands_out(self, bo: OutsideClient) -> None:
        page = text(bo.get("/gemeenten/gebruikers-en-rollen/mandaten/"))
        assert page.count("geen mandaat") == 1
        assert "Voorbeeldbesluit" in page

    def test_one_is_registered_and_ended(self, world: World, bo: OutsideClient) -> None:
        carer = world.zvh_zeeland.organisations.get().organisation
        url = f"/gemeenten/gebruikers-en-rollen/mandaten/vastleggen/?gemeente={world.vlissingen.pk}"
        assert f'<option value="{world.vlissingen.pk}" selected' in text(bo.get(url))
        given = {"hat": "app_admin", "municipality": world.vlissingen.pk, "organisation": carer.pk}
        given |= {"valid_from": typed(in_days()), "valid_until": "", "document": "Besluit 7"}
        assert "is vastgelegd" in text(bo.post(url, given, follow=True))
        mandate = Mandate.objects.get(municipality=world.vlissingen)
        ended = bo.post(
            f"/gemeenten/gebruikers-en-rollen/mandaten/{mandate.pk}/beeindigen/",
            {"hat": "app_admin", "last_day": typed(in_days())},
            follow=True,
        )
        assert "is beëindigd" in text(ended)
        assert Mandate.objects.get(pk=mandate.pk).valid_until == in_days()

    def test_without_document_it_is_refused(self, world: World, bo: OutsideClient) -> None:
        carer = world.zvh_zeeland.organisations.get().organisation
        given = {"hat": "app_admin", "municipality": world.vlissingen.pk, "organisation": carer.pk}
        answer = bo.post(
            "/gemeenten/gebruikers-en-rollen/mandaten/vastleggen/",
            given | {"valid_from": typed(in_days()), "document": ""},
        )
        assert answer.status_code == 422
        assert "Vastgelegd in" in text(answer)

    def test_overlap_is_refused_on_the_page(self, world: World, bo: OutsideClient) -> None:
        carer = world.zvh_zeeland.organisations.get().organisation
        given = {"hat": "app_admin", "municipality": world.goes.pk, "organisation": carer.pk, "document": "Nog een"}
        answer = bo.post(
            "/gemeenten/gebruikers-en-rollen/mandaten/vastleggen/", given | {"valid_from": typed(in_days())}
        )
        assert answer.status_code == 422
        assert "al een mandaat" in text(answer)


class TestFallBacks:
    def test_without_one_of_the_region_it_warns(self, bo: OutsideClient) -> None:
        assert "Er is geen achtervang van de regio" in text(bo.get("/gemeenten/gebruikers-en-rollen/achtervang/"))

    def test_both_kinds_are_named(self, world: World, bo: OutsideClient) -> None:
        given = {"hat": "app_admin", "user": world.lowie.email, "valid_from": typed(in_days())}
        place = given | {"municipality": world.goes.pk}
        assert "Lowie" in text(
            bo.post("/gemeenten/gebruikers-en-rollen/achtervang/gemeente/aanwijzen/", place, follow=True)
        )
        region = place | {"region": world.region.pk}
        assert "Lowie" in text(
            bo.post("/gemeenten/gebruikers-en-rollen/achtervang/regio/aanwijzen/", region, follow=True)
        )
        assert MunicipalityFallBack.objects.get().municipality == world.goes
        assert RegionFallBack.objects.get().region == world.region

    def test_an_unknown_address_is_said_at_its_field(self, world: World, bo: OutsideClient) -> None:
        given = {"hat": "app_admin", "user": "niemand@voorbeeld.example", "municipality": world.goes.pk}
        answer = bo.post(
            "/gemeenten/gebruikers-en-rollen/achtervang/gemeente/aanwijzen/", given | {"valid_from": typed(in_days())}
        )
        assert answer.status_code == 422
        assert "Er is geen open account met dit e-mailadres" in text(answer)

    @pytest.mark.parametrize("kind", ["gemeente", "regio"])
    def test_an_administrator_does_not_name_himself(self, world: World, bo: OutsideClient, kind: str) -> None:
        given = {"hat": "app_admin", "user": world.person("Bo").email, "valid_from": typed(in_days())}
        given |= {"municipality": str(world.goes.pk), "region": str(world.region.pk)}
        answer = bo.post(f"/gemeenten/gebruikers-en-rollen/achtervang/{kind}/aanwijzen/", given)
        assert answer.status_code == 422
        assert "Vraag een andere beheerder" in text(answer)
        assert not MunicipalityFallBack.objects.exists()
        assert not RegionFallBack.objects.exists()

    def test_what_will_happen_stands_on_a_page_before_the_button(self, world: World, client_of: ClientOf) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        MunicipalityFallBack.objects.create(municipality=world.vlissingen, user=world.koos, valid_from=in_days())
        koos = client_of(world.koos)
        url = "/gemeenten/GM0718/aandachtsfunctionaris-aanwijzen/"
        given = {"hat": "focal_officer", "user": world.outsider.email}
        page = text(koos.post(url, given))
        for words in (
            "Otto Ordnermap aanwijzen voor Vlissingen?",
            "Otto Ordnermap",
            "Vlissingen",
            f"vandaag, {date_format(in_days(), 'j F Y')}",
        ):
            assert words in page
        assert actor_for(world.outsider).hats == ()
        back = koos.post(url, given | {"stap": "kiezen"})
        assert (back.status_code, world.outsider.email in text(back)) == (200, True)
        assert actor_for(world.outsider).hats == ()

    def test_the_page_does_not_tell_who_has_an_account(self, world: World, client_of: ClientOf) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        MunicipalityFallBack.objects.create(municipality=world.vlissingen, user=world.koos, valid_from=in_days())
        type(world.hanna).objects.filter(pk=world.hanna.pk).update(is_active=False)
        koos = client_of(world.koos)
        url = "/gemeenten/GM0718/aandachtsfunctionaris-aanwijzen/"
        answers = set()
        for step in ("", "aanwijzen"):
            for address in ("niemand@voorbeeld.example", world.hanna.email, world.philo.email, world.lowie.email):
                answer = koos.post(url, {"hat": "focal_officer", "user": address, "stap": step})
                assert answer.status_code == 422
                assert "Met dit adres kan dat niet. Vraag de beheerder." in text(answer)
                shown = text(answer).replace(address, "ADRES")
                answers.add(re.sub(r'(csrfmiddlewaretoken" value|nonce|value|data-session-seconds)="[^"]*"', "", shown))
        assert len(answers) == 1

    def test_the_one_named_appoints_where_there_is_no_officer(self, world: World, client_of: ClientOf) -> None:
        MunicipalityRole.objects.filter(content_object=world.vlissingen).delete()
        RegionFallBack.objects.create(
            region=world.region, user=world.lowie, municipality=world.goes, valid_from=in_days()
        )
        lowie = client_of(world.lowie)
        url = "/gemeenten/GM0718/aandachtsfunctionaris-aanwijzen/"
        assert f'href="{url}"' in text(lowie.get("/gemeenten/GM0718/"))
        assert lowie.get(url).status_code == 200
        given = {"hat": "regional_coordinator", "user": world.outsider.email, "stap": "aanwijzen"}
        lowie.post(url, given)
        assert actor_for(world.outsider).content == {world.vlissingen.pk}
        again = lowie.post(url, given)
        assert again.status_code == 422

    def test_for_anybody_else_the_page_is_not_there(self, world: World, client_of: ClientOf) -> None:
        url = "/gemeenten/GM0718/aandachtsfunctionaris-aanwijzen/"
        assert client_of(world.wilma).get(url).status_code == 404


class TestAbsence:
    URL = "/gemeenten/afwezigheid/"

    def facts(self, world: World, **given: Any) -> dict[str, Any]:
        days = {"first_day": typed(in_days()), "last_day": typed(in_days(7))}
        return {"hat": "focal_officer", "person": world.wilma.pk, "deputy": world.koos.pk} | days | given

    def test_a_deputy_is_arranged_and_the_days_shortened(self, world: World, client_of: ClientOf) -> None:
        wilma = client_of(world.wilma)
        assert "Koos Koffiekan" in text(wilma.get(self.URL))
        assert "Geregeld." in text(wilma.post(self.URL, self.facts(world), follow=True))
        absence = Absence.objects.get()
        end = f"{self.URL}{absence.pk}/beeindigen/"
        assert "eerder terug?" in text(wilma.get(end))
        wilma.post(end, {"hat": "focal_officer", "last_day": typed(in_days())})
        assert Absence.objects.get().valid_until == in_days()

    def test_a_colleague_is_registered_away(self, world: World, client_of: ClientOf) -> None:
        client_of(world.koos).post(self.URL, self.facts(world))
        assert Absence.objects.get().user == world.wilma

    def test_bad_days_are_said_at_their_field(self, world: World, client_of: ClientOf) -> None:
        answer = client_of(world.wilma).post(self.URL, self.facts(world, last_day=typed(in_days(-1))))
        assert answer.status_code == 422
        assert "De laatste dag ligt voor de eerste dag" in text(answer)

    def test_a_care_coordinator_is_covered_from_another_area(self, world: World, client_of: ClientOf) -> None:
        berend = world.person("Berend")
        given = self.facts(world, hat="care_coordinator", person=world.karlijn.pk, deputy=berend.pk)
        client_of(world.karlijn).post(self.URL, given)
        assert ServiceAreaRole.objects.filter(user=berend, deputy=True).exists()

    def test_somebody_elses_absence_is_not_there(self, world: World, client_of: ClientOf) -> None:
        absence = Absence.objects.create(
            user=world.wilma, deputy=world.koos, role="focal_officer", valid_from=in_days(), valid_until=in_days()
        )
        assert client_of(world.vera).get(f"{self.URL}{absence.pk}/beeindigen/").status_code == 404


def test_the_menu_shows_what_a_role_may_use(world: World, client_of: ClientOf) -> None:
    page = text(client_of(world.wilma).get("/gemeenten/"))
    assert 'href="/gemeenten/basis-op-orde/"' in page
    assert 'href="/gemeenten/afwezigheid/"' in page
    assert ROLES not in page
    assert "Aandachtsfunctionaris" in page
    assert ROLES in text(client_of(world.person("Bo")).get("/gemeenten/"))
