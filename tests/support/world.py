"""The small world that every test database holds: committed once into the template.

Two districts, three municipalities, one named person per role and one outsider:

    Goes        district Zeeland, mandate with ZVH Zeeland, focal officer and deputy
    Vlissingen  district Zeeland, no mandate
    Breda       district De Baronie, mandate with ZVH Baronie Breda
"""

from datetime import date
from functools import cached_property

from accounts.models import User
from municipalities.codes import OrganisationKind, Role
from municipalities.models import (
    District,
    DistrictMembership,
    Mandate,
    Municipality,
    Organisation,
    Province,
    ProvinceMembership,
    Region,
    RegionMembership,
    ServiceArea,
    ServiceAreaMembership,
    ServiceAreaOrganisation,
)
from municipalities.roles import give

FIRST = date(2019, 1, 1)
PASSWORD = "een lang wachtwoord voor de proef"

# name, role, kind of area, its name
PEOPLE = (
    ("Wilma Windvaan", Role.FOCAL_OFFICER, Municipality, "Goes"),
    ("Vera Vuurboei", Role.FOCAL_OFFICER, Municipality, "Vlissingen"),
    ("Floor Fietsbel", Role.FOCAL_OFFICER, Municipality, "Breda"),
    ("Karlijn Kompasroos", Role.CARE_COORDINATOR, ServiceArea, "ZVH Zeeland"),
    ("Berend Boekensteun", Role.CARE_COORDINATOR, ServiceArea, "ZVH Baronie Breda"),
    ("Pieter Parapluhaak", Role.PROCESS_DIRECTOR, ServiceArea, "ZVH Zeeland"),
    ("Daphne Deurklopper", Role.DISTRICT_COORDINATOR, District, "Zeeland"),
    ("Lowie Lantaarnpaal", Role.REGIONAL_COORDINATOR, Region, "Zeeland-West-Brabant"),
    ("Philo Paraplubak", Role.PARTNER_CONTACT, Organisation, "Nederlandse Arbeidsinspectie (demo)"),
    ("Tirza Trapleuning", Role.PARTNER_FOCAL, Organisation, "Veilig Thuis Zeeland (demo)"),
    ("Hanna Handveger", Role.REPORTER, Municipality, "Goes"),
    ("Bente Bladwijzer", Role.POLICY_OFFICER, District, "Zeeland"),
    ("Jet Jampot", Role.BOARD_MEMBER, District, "Zeeland"),
    ("Vince Vensterbank", Role.PRIVACY_OFFICER, Municipality, "Goes"),
    ("Bo Brievenbus", Role.APP_ADMIN, Region, "Zeeland-West-Brabant"),
)
DEPUTIES = (
    ("Koos Koffiekan", Role.FOCAL_OFFICER, Municipality, "Goes"),
    ("Daphne Deurklopper", Role.FOCAL_OFFICER, Municipality, "Goes"),
)
OUTSIDER = "Otto Ordnermap"


def email_of(name: str) -> str:
    """The sign-in name: the object, in lower case."""
    return f"{name.split()[-1].lower()}@voorbeeld.example"


class World:
    """Its rows by name; each attribute reads one, once."""

    def person(self, first_name: str) -> User:
        """Somebody by first name: world.person("Wilma")."""
        return User.objects.get(full_name__startswith=f"{first_name} ")

    def municipality(self, name: str) -> Municipality:
        return Municipality.objects.get(name=name)

    @cached_property
    def goes(self) -> Municipality:
        return self.municipality("Goes")

    @cached_property
    def vlissingen(self) -> Municipality:
        return self.municipality("Vlissingen")

    @cached_property
    def breda(self) -> Municipality:
        return self.municipality("Breda")

    @cached_property
    def zeeland(self) -> District:
        return District.objects.get(name="Zeeland")

    @cached_property
    def region(self) -> Region:
        return Region.objects.get(name="Zeeland-West-Brabant")

    @cached_property
    def zvh_zeeland(self) -> ServiceArea:
        return ServiceArea.objects.get(name="ZVH Zeeland")

    @cached_property
    def inspectorate(self) -> Organisation:
        return Organisation.objects.get(kind=OrganisationKind.NLA)

    @cached_property
    def veilig_thuis(self) -> Organisation:
        return Organisation.objects.get(kind=OrganisationKind.VEILIG_THUIS)

    # One person per role. The focal officer of Goes, her deputy, her neighbours.
    @cached_property
    def wilma(self) -> User:
        return self.person("Wilma")

    @cached_property
    def koos(self) -> User:
        return self.person("Koos")

    @cached_property
    def vera(self) -> User:
        return self.person("Vera")

    @cached_property
    def floor(self) -> User:
        return self.person("Floor")

    @cached_property
    def karlijn(self) -> User:
        return self.person("Karlijn")

    @cached_property
    def daphne(self) -> User:
        """District coordinator of Zeeland who is also deputy focal officer of Goes: two hats."""
        return self.person("Daphne")

    @cached_property
    def lowie(self) -> User:
        return self.person("Lowie")

    @cached_property
    def philo(self) -> User:
        return self.person("Philo")

    @cached_property
    def hanna(self) -> User:
        return self.person("Hanna")

    @cached_property
    def outsider(self) -> User:
        """Signed in, without any role."""
        return self.person("Otto")


def build() -> None:
    """Fill a fresh, migrated database. Runs as the app role, before any test."""
    region = Region.objects.create(name="Zeeland-West-Brabant")
    zeeland = District.objects.create(name="Zeeland", region=region)
    baronie = District.objects.create(name="De Baronie", region=region)
    province = Province.objects.create(name="Zeeland")
    brabant = Province.objects.create(name="Noord-Brabant")
    zvh_zeeland = _service_area("ZVH Zeeland")
    zvh_baronie = _service_area("ZVH Baronie Breda")
    goes = _municipality("GM0664", "Goes", 39433, region, zeeland, province, zvh_zeeland)
    _municipality("GM0718", "Vlissingen", 45150, region, zeeland, province, zvh_zeeland)
    breda = _municipality("GM0758", "Breda", 186438, region, baronie, brabant, zvh_baronie)
    for municipality, area in ((goes, zvh_zeeland), (breda, zvh_baronie)):
        carer = ServiceAreaOrganisation.objects.get(service_area=area).organisation
        Mandate.objects.create(
            municipality=municipality, organisation=carer, document="Voorbeeldbesluit", valid_from=FIRST
        )
    Organisation.objects.create(kind=OrganisationKind.NLA, name="Nederlandse Arbeidsinspectie (demo)", valid_from=FIRST)
    Organisation.objects.create(
        kind=OrganisationKind.VEILIG_THUIS, name="Veilig Thuis Zeeland (demo)", valid_from=FIRST
    )
    Organisation.objects.create(kind=OrganisationKind.POLICE_AVIM, name="Politie (demo)", valid_from=FIRST)
    Organisation.objects.filter(service_areas=None).update(keeper=region)
    _people()


def _service_area(name: str) -> ServiceArea:
    area = ServiceArea.objects.create(name=name)
    carer = Organisation.objects.create(kind=OrganisationKind.ZVH, name=f"{name} (organisatie)", valid_from=FIRST)
    ServiceAreaOrganisation.objects.create(service_area=area, organisation=carer, valid_from=FIRST)
    return area


def _municipality(
    code: str, name: str, inhabitants: int, region: Region, district: District, province: Province, area: ServiceArea
) -> Municipality:
    municipality = Municipality.objects.create(
        gm_code=code, name=name, inhabitants=inhabitants, inhabitants_year=2023, latitude="51.5", longitude="3.8"
    )
    RegionMembership.objects.create(municipality=municipality, area=region, valid_from=FIRST)
    DistrictMembership.objects.create(municipality=municipality, area=district, valid_from=FIRST)
    ProvinceMembership.objects.create(municipality=municipality, area=province, valid_from=FIRST)
    ServiceAreaMembership.objects.create(municipality=municipality, area=area, valid_from=FIRST)
    return municipality


def _people() -> None:
    for name, *_ in (*PEOPLE, *DEPUTIES, (OUTSIDER,)):
        if not User.objects.filter(full_name=name).exists():
            User.objects.create_user(email_of(name), full_name=name, password=PASSWORD)
    for people, deputy in ((PEOPLE, False), (DEPUTIES, True)):
        for name, role, kind, area in people:
            give(
                kind.objects.get(name=area),
                User.objects.get(full_name=name).pk,
                role,
                valid_from=FIRST,
                valid_until=None,
                deputy=deputy,
            )
