"""Each code with its value in the Human Trafficking Case Data Standard: written out by hand from the page of the field (domain 4)."""

from collections.abc import Mapping

import pytest

from municipalities.codes import ORGANISATION_HTCDS, OrganisationKind
from signals.api.views import CODE_LISTS, HTCDS
from signals.codes import Source
from signals.htcds import FORM_HTCDS, ROLE_HTCDS, SECTOR_HTCDS, SEX_SECTOR_HTCDS, SOURCE_HTCDS
from signals.indicators import INDICATOR_HTCDS, Indicator


def spelt(told: str) -> dict[str, str]:
    """ "a b: X; c: Y" as {"a": "X", "b": "X", "c": "Y"}."""
    groups = (group.split(":") for group in told.split(";"))
    return {code: value.strip() for codes, value in groups for code in codes.split()}


FORMS = spelt(
    "sexual: SexualExploitation; labour: ForcedLabour; forced_services: Servitude; criminal other: Other; forced_begging: "
    "ForcedBegging; organ_removal: OrganRemoval; forced_marriage: ForcedMarriage; illegal_adoption: ForcedAdoption; surrogacy: "
    "Surrogacy"
)
SECTORS = spelt(
    "agriculture: A; mining: B; industry: C; energy: D; water_waste: E; construction: F; trade: G; transport: H; hospitality: I; "
    "information: J; finance: K; real_estate: L; professional: M; support: N; government: O; education: P; care: Q; leisure: R; "
    "personal: S; household: T; international: U"
)
SEX_SECTORS = spelt(
    "window club home_hotel escort street massage: Prostitution; webcam: RemoteInteractiveServices; images: Pornography; private: "
    "PrivateSexualServices"
)
ROLES = spelt(
    "recruiter: RecruiterOrIntermediary; transporter: Transporter; exploiter: Exploiter; abuser: Abuser; broker: BrokerTravelAgent; "
    "facilitator client: Other"
)
INDICATORS = spelt(
    "gen_debt lab_debt_travel: DebtBondage; gen_false_promise: FalsePromises; gen_no_money lab_bank_card: RestrictsFinancialAccess; "
    "sex_earnings: TakesEarnings; gen_no_id lab_id_taken: WithholdsDocuments; gen_violence: PhysicalAbuse; gen_family_threat: "
    "ThreatensChildrenFamily; gen_medical_denied: RestrictsMedicalCare; lab_hours: ExcessiveWorkingHours; sex_images: "
    "PsychologicalAbuse"
)
SOURCES = spelt(
    "mun_counter mun_enforcement mun_building mun_permits mun_social mun_youth mun_income mun_safety mun_other veilig_thuis zvh: "
    "LocalGovernmentOrganisation; police kmar om riec: LawEnforcement; nla tax uwv: CentralGovernmentOrganisation; ind: "
    "ImmigrationService; ggd csg health: HealthServiceOrganisation; comensha fairwork ckm shelter ngo_other: NGO; school: "
    "SchoolOrCollege; housing employer hotel: CorporateBusiness; lawyer: LegalService"
)
ORGANISATIONS = spelt(
    "police_avim om kmar emm riec fiod: LawEnforcement; nla tax uwv customs nrm ministry: CentralGovernmentOrganisation; ind coa dtv "
    "iom: ImmigrationService; municipality mun_team zvh care_coordination veilig_thuis province regional_bureau vng: "
    "LocalGovernmentOrganisation; ggd csg mental_health gp_hospital addiction_care: HealthServiceOrganisation; comensha cosm "
    "shelter_wmo youth_care nidos slachtofferhulp fairwork ckm_fier mma ccv ngo_other: NGO; lawyer legal_desk: LegalService; school "
    "college: SchoolOrCollege; housing_corp employer_org hotel_sector: CorporateBusiness"
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (FORM_HTCDS, FORMS),
        (SECTOR_HTCDS, SECTORS),
        (SEX_SECTOR_HTCDS, SEX_SECTORS),
        (ROLE_HTCDS, ROLES),
        (INDICATOR_HTCDS, INDICATORS),
        (SOURCE_HTCDS, SOURCES),
        (ORGANISATION_HTCDS, ORGANISATIONS),
    ],
    ids=["forms", "sectors", "sex sectors", "roles", "indicators", "sources", "organisations"],
)
def test_each_code_has_the_value_that_the_field_gives_it(ours: Mapping[str, str], theirs: Mapping[str, str]) -> None:
    assert {str(code): str(value) for code, value in ours.items()} == theirs


def test_each_list_with_values_is_given_with_them_and_no_code_is_left_out_by_chance() -> None:
    told = {id(values) for values in HTCDS.values()}
    for values in (FORM_HTCDS, SECTOR_HTCDS, SEX_SECTOR_HTCDS, ROLE_HTCDS, INDICATOR_HTCDS, SOURCE_HTCDS):
        assert id(values) in told
    without = {name: {*CODE_LISTS[name].values} - {*map(str, values)} for name, values in HTCDS.items()}
    nobodys = {"network_tip", "citizen", "victim", "relative", "anonymous", "mma", "media_online", "own_check"}
    assert without == {
        "vormen": {"unknown"},
        "sectoren": set(),
        "sectoren-seksueel": set(),
        "rollen-van-verdachten": {"unknown"},
        "bronnen": nobodys,
        "kenmerken": {*Indicator.values} - {*INDICATORS},
        "soorten-organisaties": {OrganisationKind.FOREIGN_AUTHORITY.value},
    }
    assert {*Source.values} == {*SOURCES} | nobodys
