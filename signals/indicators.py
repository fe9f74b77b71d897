"""What people notice that may point to exploitation (*kenmerken*), by group, and how they know it.

A characteristic proves nothing and may point to something else: every page that shows this list says so. The labels are our
own words for what Dutch signalling lists ask (of the Zeeland Zorg- en Veiligheidshuis, the Nederlandse Arbeidsinspectie,
school lists, Veilig Thuis, and the list of the anti-trafficking prosecutors). For organ removal, forced marriage, surrogacy and
adoption no public Dutch list was found: those groups are a proposal. A code is never reused.

`INDICATOR_HTCDS` gives `vic_MethodsOfControl` of the Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0; IOM does not
endorse this application) where a characteristic is clearly one of its values; the others have none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models

from core.codes import Codes

from .codes import Form


class Basis(Codes):
    """How somebody knows what she ticked or described."""

    OBSERVED = "observed", "Zelf gezien"
    TOLD = "told", "Gehoord"
    ASSUMED = "assumed", "Vermoeden"


class IndicatorGroup(models.TextChoices):
    """The characteristics that belong together on a page."""

    GENERAL = "general", "Algemeen"
    SEXUAL = "sexual", "Seksuele uitbuiting"
    LABOUR = "labour", "Arbeidsuitbuiting"
    CRIMINAL = "criminal", "Criminele uitbuiting en bedelarij"
    SERVICES = "services", "Gedwongen dienstverlening en huishouden"
    ORGAN = "organ", "Orgaanverwijdering"
    MARRIAGE = "marriage", "Huwelijkse uitbuiting"
    SURROGACY = "surrogacy", "Draagmoederschap en illegale adoptie"


class Indicator(Codes):
    """One characteristic. The letters before the first line say its group; each group ends with words of one's own."""

    GEN_NO_ID = "gen_no_id", "Heeft geen eigen identiteitsbewijs"
    GEN_NO_MONEY = "gen_no_money", "Heeft geen eigen inkomen of bankpas"
    GEN_MOVEMENT = "gen_movement", "Kan niet vrij bewegen, of wordt gehaald en gebracht"
    GEN_SPEAKS_FOR = "gen_speaks_for", "Een ander voert het woord"
    GEN_DEBT = "gen_debt", "Heeft schuld bij een werkgever, exploitant of iemand anders"
    GEN_ISOLATED = "gen_isolated", "Heeft geen contact met de buitenwereld"
    GEN_UNKNOWN_ADDRESS = "gen_unknown_address", "Kent het eigen adres niet"
    GEN_VIOLENCE = "gen_violence", "Heeft sporen van mishandeling, of wordt bedreigd"
    GEN_FALSE_PROMISE = "gen_false_promise", "Is met valse beloften geworven"
    GEN_MEDICAL_DENIED = "gen_medical_denied", "Krijgt geen medische zorg"
    GEN_FAMILY_THREAT = "gen_family_threat", "De familie wordt bedreigd of gechanteerd"
    GEN_FEAR = "gen_fear", "Is bang voor de overheid of voor uitzetting"
    GEN_OTHER = "gen_other", "Anders, namelijk"

    SEX_APPEARANCE = "sex_appearance", "Heeft plotseling andere kleding of make-up"
    SEX_MONEY_GOODS = "sex_money_goods", "Heeft plotseling veel geld of dure spullen"
    SEX_TATTOO = "sex_tattoo", "Heeft opvallende tatoeages, merktekens of voodoospullen"
    SEX_PHONE = "sex_phone", "Moet altijd bereikbaar zijn, of wordt veel gebeld"
    SEX_RUNAWAY = "sex_runaway", "Loopt weg, of komt laat of niet thuis"
    SEX_OLDER_CONTACTS = "sex_older_contacts", "Gaat om met veel ouderen, of met een partner die alles controleert"
    SEX_EARNINGS = "sex_earnings", "Moet de verdiensten (grotendeels) afstaan"
    SEX_NO_REFUSAL = "sex_no_refusal", "Kan klanten of handelingen niet weigeren"
    SEX_LIVES_AT_WORK = "sex_lives_at_work", "Slaapt op de werkplek, of op wisselende adressen of hotels"
    SEX_ADS_24_7 = "sex_ads_24_7", "Staat in advertenties als altijd beschikbaar"
    SEX_MINOR = "sex_minor", "Is mogelijk minderjarig"
    SEX_IMAGES = "sex_images", "Wordt gechanteerd met beelden"
    SEX_HEALTH = "sex_health", "Heeft een soa of letsel, is zwanger, of werkt door bij ziekte"
    SEX_AVOID_TOPIC = "sex_avoid_topic", "Vermijdt het onderwerp, of vertelt het alsof het over een ander gaat"
    SEX_OTHER = "sex_other", "Anders, namelijk"

    LAB_UNDERPAID = "lab_underpaid", "Krijgt te weinig, te laat of niet betaald"
    LAB_HOURS = "lab_hours", "Maakt steeds zeer lange dagen"
    LAB_UNSAFE = "lab_unsafe", "Doet gevaarlijk of ongezond werk zonder bescherming"
    LAB_HOUSING_TIED = "lab_housing_tied", "Woont bij of van de werkgever, op het bedrijf, of slecht"
    LAB_DEBT_TRAVEL = "lab_debt_travel", "Heeft schuld voor reis, bemiddeling of huur"
    LAB_FINES = "lab_fines", "Krijgt boetes bij ziekte of fouten"
    LAB_ID_TAKEN = "lab_id_taken", "Het paspoort is ingenomen"
    LAB_BANK_CARD = "lab_bank_card", "Een ander heeft de bankpas"
    LAB_OFF_BOOKS = "lab_off_books", "Wordt zwart betaald en is niet verzekerd"
    LAB_PRESSURE = "lab_pressure", "Wordt onder druk gezet om te blijven werken"
    LAB_OVERCROWDED = "lab_overcrowded", "Er zijn veel inschrijvingen of matrassen op één adres"
    LAB_NO_CONTRACT = "lab_no_contract", "Heeft geen contract, of begrijpt het niet"
    LAB_PERMIT_DEPENDENT = "lab_permit_dependent", "De verblijfsvergunning hangt af van de werkgever"
    LAB_OTHER = "lab_other", "Anders, namelijk"

    CRIM_ABSENCE = "crim_absence", "Mist school of valt uit zonder verklaring"
    CRIM_PHONES = "crim_phones", "Heeft meerdere telefoons of abonnementen"
    CRIM_NEW_GOODS = "crim_new_goods", "Heeft ineens dure kleding of contant geld"
    CRIM_FOUND_GOODS = "crim_found_goods", "Drugs, gestolen spullen of wapens zijn gevonden"
    CRIM_OLDER_PEERS = "crim_older_peers", "Gaat om met oudere of criminele contacten"
    CRIM_PICKED_UP = "crim_picked_up", "Wordt bij school opgewacht of opgehaald"
    CRIM_BANK_USE = "crim_bank_use", "Heeft rekening, auto of telefoon op naam voor een ander"
    CRIM_FAR_PLACES = "crim_far_places", "Is ver van huis gevonden zonder reden"
    CRIM_NIGHT = "crim_night", "Slaapt overdag, of heeft een bijbaan in de nacht"
    CRIM_LVB = "crim_lvb", "Er wordt misbruik gemaakt van een lichte verstandelijke beperking"
    CRIM_DEBT_DEALER = "crim_debt_dealer", "Heeft schuld bij een dealer of groep"
    CRIM_SECRETIVE = "crim_secretive", "Doet geheimzinnig over nieuwe contacten, of beschermt hen"
    CRIM_FAMILY_GROUP = "crim_family_group", "Kinderen plegen strafbare feiten in opdracht van ouders of familie"
    CRIM_BEGGING = "crim_begging", "Bedelt en geeft het geld af, of wordt naar een vaste plek gebracht"
    CRIM_OTHER = "crim_other", "Anders, namelijk"

    SRV_ALWAYS_ON = "srv_always_on", "Moet dag en nacht beschikbaar zijn"
    SRV_NO_OWN_ROOM = "srv_no_own_room", "Heeft geen eigen kamer, of geen kamer die op slot kan"
    SRV_UNPAID = "srv_unpaid", "Krijgt geen geld, of alleen kost en inwoning"
    SRV_AU_PAIR_EXCESS = "srv_au_pair_excess", "Doet als au pair veel meer dan de regels toestaan"
    SRV_NOT_OUTSIDE = "srv_not_outside", "Mag niet alleen naar buiten"
    SRV_FAMILY_DEPENDENCY = "srv_family_dependency", "Hangt voor het verblijf af van familie of gastgezin"
    SRV_NO_REGISTRATION = "srv_no_registration", "Is niet ingeschreven bij een gemeente"
    SRV_HUMILIATION = "srv_humiliation", "Wordt vernederd, eet apart of krijgt restjes"
    SRV_CHILD_NO_SCHOOL = "srv_child_no_school", "Is minderjarig, doet het huishouden en gaat niet naar school"
    SRV_OTHER = "srv_other", "Anders, namelijk"

    ORG_SCAR = "org_scar", "Heeft een litteken van een operatie dat niemand verklaart"
    ORG_NO_AFTERCARE = "org_no_aftercare", "Heeft klachten na een operatie, zonder medisch dossier"
    ORG_OFFER_PAYMENT = "org_offer_payment", "Kreeg geld of een reis aangeboden voor een orgaan"
    ORG_THREAT = "org_threat", "Wordt bedreigd: een orgaan als betaling"
    ORG_TRAVEL_MEDICAL = "org_travel_medical", "Er is een reis geregeld naar een kliniek in het buitenland"
    ORG_DEBT_TRAVEL = "org_debt_travel", "Heeft een reisschuld met een orgaan als onderpand"
    ORG_COMPANION = "org_companion", "Een begeleider regelt de medische gesprekken"
    ORG_TISSUE_TESTS = "org_tissue_tests", "Bloed of weefsel is getest zonder dat dat voor zorg nodig was"
    ORG_CONSENT_UNCLEAR = "org_consent_unclear", "Begrijpt de ondertekende medische papieren niet"
    ORG_OTHER = "org_other", "Anders, namelijk"

    MAR_UNDERAGE = "mar_underage", "Is minderjarig, of was dat bij de verloving"
    MAR_NO_CHOICE = "mar_no_choice", "Zegt niet te kunnen weigeren"
    MAR_ID_FAMILY = "mar_id_family", "Familie of partner beheert de papieren"
    MAR_WORK_AFTER = "mar_work_after", "Werd kort na het huwelijk aan het werk gezet"
    MAR_CONFINED = "mar_confined", "Mag het huis niet uit"
    MAR_STAY_DEPENDENT = "mar_stay_dependent", "Het verblijf hangt af van de partner"
    MAR_PAID = "mar_paid", "Er is een bruidsprijs of schuld"
    MAR_ABANDON_THREAT = "mar_abandon_threat", "Er is gedreigd met achterlaten of verstoten"
    MAR_OTHER = "mar_other", "Anders, namelijk"

    SUR_CONTRACT_PRESSURE = "sur_contract_pressure", "Het contract is onder druk getekend of niet begrepen"
    SUR_PAID_BROKER = "sur_paid_broker", "Een bemiddelaar krijgt geld"
    SUR_HOUSED_GROUP = "sur_housed_group", "Zwangeren wonen samen op één adres"
    SUR_DOCS_HELD = "sur_docs_held", "De papieren zijn ingenomen"
    SUR_BIRTH_ABROAD = "sur_birth_abroad", "Een ander regelt dat de bevalling elders is"
    SUR_RECOGNITION_ODD = "sur_recognition_odd", "De erkenning of aangifte van geboorte klopt niet"
    SUR_CHILD_TRANSFER = "sur_child_transfer", "Het kind is meteen aan anderen gegeven"
    SUR_DEBT = "sur_debt", "Een schuld wordt verrekend met de zwangerschap"
    SUR_OTHER = "sur_other", "Anders, namelijk"


_LETTERS: Mapping[str, IndicatorGroup] = {
    "gen": IndicatorGroup.GENERAL,
    "sex": IndicatorGroup.SEXUAL,
    "lab": IndicatorGroup.LABOUR,
    "crim": IndicatorGroup.CRIMINAL,
    "srv": IndicatorGroup.SERVICES,
    "org": IndicatorGroup.ORGAN,
    "mar": IndicatorGroup.MARRIAGE,
    "sur": IndicatorGroup.SURROGACY,
}
# Which group belongs to a form; where nothing is said, only the general one does.
GROUP_OF_FORM: Mapping[Form, IndicatorGroup] = {
    Form.SEXUAL: IndicatorGroup.SEXUAL,
    Form.LABOUR: IndicatorGroup.LABOUR,
    Form.FORCED_SERVICES: IndicatorGroup.SERVICES,
    Form.CRIMINAL: IndicatorGroup.CRIMINAL,
    Form.FORCED_BEGGING: IndicatorGroup.CRIMINAL,
    Form.ORGAN_REMOVAL: IndicatorGroup.ORGAN,
    Form.FORCED_MARRIAGE: IndicatorGroup.MARRIAGE,
    Form.ILLEGAL_ADOPTION: IndicatorGroup.SURROGACY,
    Form.SURROGACY: IndicatorGroup.SURROGACY,
}
# Those that are said in one's own words.
OTHERS = tuple(code for code in Indicator if code.value.endswith("_other"))
PROVES_NOTHING = (
    "Een kenmerk bewijst niets. Het kan ook op iets anders wijzen. Kruis alleen aan wat u weet of vermoedt."
)

# HTCDS vic_MethodsOfControl.
INDICATOR_HTCDS: Mapping[str, str] = {
    Indicator.GEN_DEBT: "DebtBondage",
    Indicator.LAB_DEBT_TRAVEL: "DebtBondage",
    Indicator.GEN_FALSE_PROMISE: "FalsePromises",
    Indicator.GEN_NO_MONEY: "RestrictsFinancialAccess",
    Indicator.LAB_BANK_CARD: "RestrictsFinancialAccess",
    Indicator.SEX_EARNINGS: "TakesEarnings",
    Indicator.GEN_NO_ID: "WithholdsDocuments",
    Indicator.LAB_ID_TAKEN: "WithholdsDocuments",
    Indicator.GEN_VIOLENCE: "PhysicalAbuse",
    Indicator.GEN_FAMILY_THREAT: "ThreatensChildrenFamily",
    Indicator.GEN_MEDICAL_DENIED: "RestrictsMedicalCare",
    Indicator.LAB_HOURS: "ExcessiveWorkingHours",
    Indicator.SEX_IMAGES: "PsychologicalAbuse",
}


@dataclass(frozen=True, slots=True)
class Noticed:
    """One characteristic as somebody noticed it. `text`: of "anders, namelijk", and of nothing else."""

    code: Indicator
    basis: Basis
    text: str = ""


def group_of(code: str) -> IndicatorGroup:
    """The group that a characteristic belongs to."""
    return _LETTERS[code.partition("_")[0]]


def in_groups() -> list[tuple[IndicatorGroup, list[Indicator]]]:
    """Every group with its characteristics, in the order of the list."""
    return [(group, [code for code in Indicator if group_of(code) is group]) for group in IndicatorGroup]


def forms_of(group: IndicatorGroup) -> list[Form]:
    """The forms that a group is shown with; the general one with every form that somebody chose."""
    if group is IndicatorGroup.GENERAL:
        return [form for form in Form if form is not Form.UNKNOWN]
    return [form for form, of_form in GROUP_OF_FORM.items() if of_form is group]


def by_group(rows: Iterable[tuple[str, str, str]]) -> list[tuple[IndicatorGroup, list[str]]]:
    """(code, basis, text) of several characteristics in words, by group: "Een ander voert het woord (gehoord)"."""
    found: dict[IndicatorGroup, list[str]] = {}
    for code, basis, text in rows:
        found.setdefault(group_of(code), []).append(f"{said(code, text)} ({Basis(basis).label.lower()})")
    return [(group, found[group]) for group in IndicatorGroup if group in found]


def said(code: str, text: str) -> str:
    """A characteristic in words; "anders, namelijk" in those of whoever noticed it."""
    return f"Anders: {text}" if text else str(Indicator(code).label)
