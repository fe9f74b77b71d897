"""The code lists of signals: stable English code, Dutch label as it stands on screen.

A code is never reused. The values of the Human Trafficking Case Data Standard stand in htcds.py.
"""

from collections.abc import Mapping

from django.db import models

from core.codes import Codes


class Form(Codes):
    """Form of exploitation. Whether it crossed a border is the separate `Route`."""

    SEXUAL = "sexual", "Seksuele uitbuiting"
    LABOUR = "labour", "Arbeidsuitbuiting"
    FORCED_SERVICES = "forced_services", "Gedwongen dienstverlening"
    CRIMINAL = "criminal", "Criminele uitbuiting"
    FORCED_BEGGING = "forced_begging", "Gedwongen bedelarij"
    ORGAN_REMOVAL = "organ_removal", "Gedwongen orgaanverwijdering"
    FORCED_MARRIAGE = "forced_marriage", "Huwelijkse uitbuiting"
    ILLEGAL_ADOPTION = "illegal_adoption", "Illegale adoptie"
    SURROGACY = "surrogacy", "Uitbuiting bij draagmoederschap"
    OTHER = "other", "Andere vorm"
    UNKNOWN = "unknown", "Nog niet bekend"


FORM_SENTENCES: Mapping[str, str] = {
    Form.SEXUAL: "Iemand wordt gedwongen of misleid tot seks, beelden of sekswerk.",
    Form.LABOUR: "Iemand werkt onder dwang, voor te weinig geld of in slechte omstandigheden.",
    Form.FORCED_SERVICES: "Iemand moet dag en nacht werken in een huishouden of voor een familie.",
    Form.CRIMINAL: "Iemand wordt gebruikt voor strafbare feiten, zoals drugs vervoeren of een bankpas lenen.",
    Form.FORCED_BEGGING: "Iemand moet bedelen en het geld afgeven.",
    Form.ORGAN_REMOVAL: "Iemand wordt onder druk gezet om een orgaan af te staan.",
    Form.FORCED_MARRIAGE: "Iemand moet trouwen of wordt binnen een huwelijk uitgebuit.",
    Form.ILLEGAL_ADOPTION: "Een kind wordt buiten de regels om aan anderen gegeven.",
    Form.SURROGACY: "Iemand wordt onder druk gezet om voor een ander zwanger te zijn.",
    Form.OTHER: "Het past niet bij een van de andere vormen.",
    Form.UNKNOWN: "U hoeft dit niet te weten. Kies dit gerust.",
}


# Beside the form: bad work that may be no trafficking.
SERIOUS_DISADVANTAGE = "ernstige benadeling of misstand op het werk"


class Route(Codes):
    """Whether the exploitation crossed a border."""

    DOMESTIC = "domestic", "Binnen Nederland"
    CROSSBORDER = "crossborder", "Over de grens"
    UNKNOWN = "unknown", "Nog niet bekend"


class Source(Codes):
    """Who noticed it."""

    MUN_COUNTER = "mun_counter", "Baliemedewerker burgerzaken"
    MUN_ENFORCEMENT = "mun_enforcement", "Toezichthouder of boa"
    MUN_BUILDING = "mun_building", "Bouw- en woningtoezicht"
    MUN_PERMITS = "mun_permits", "Vergunningen of Bibob"
    MUN_SOCIAL = "mun_social", "Wmo of wijkteam"
    MUN_YOUTH = "mun_youth", "Jeugd of leerplicht"
    MUN_INCOME = "mun_income", "Werk en inkomen of schuldhulp"
    MUN_SAFETY = "mun_safety", "Openbare orde en veiligheid"
    MUN_OTHER = "mun_other", "Andere afdeling van de gemeente"
    POLICE = "police", "Politie"
    NLA = "nla", "Nederlandse Arbeidsinspectie"
    KMAR = "kmar", "Koninklijke Marechaussee"
    OM = "om", "Openbaar Ministerie"
    RIEC = "riec", "RIEC"
    IND = "ind", "IND of COA"
    TAX = "tax", "Belastingdienst"
    UWV = "uwv", "UWV"
    VEILIG_THUIS = "veilig_thuis", "Veilig Thuis"
    ZVH = "zvh", "Zorg- en Veiligheidshuis"
    GGD = "ggd", "GGD"
    CSG = "csg", "Centrum Seksueel Geweld"
    HEALTH = "health", "Huisarts, ziekenhuis of ggz"
    COMENSHA = "comensha", "CoMensha"
    FAIRWORK = "fairwork", "FairWork"
    CKM = "ckm", "CKM, WATCH of Fier"
    SHELTER = "shelter", "Opvang"
    NGO_OTHER = "ngo_other", "Andere hulporganisatie"
    SCHOOL = "school", "School"
    HOUSING = "housing", "Woningcorporatie"
    EMPLOYER = "employer", "Werkgever of uitzendbureau"
    HOTEL = "hotel", "Hotel of vakantiepark"
    LAWYER = "lawyer", "Advocaat"
    NETWORK_TIP = "network_tip", "Tip uit netwerk (via via)"
    CITIZEN = "citizen", "Inwoner of omstander"
    VICTIM = "victim", "Betrokkene zelf"
    RELATIVE = "relative", "Familie of naaste"
    ANONYMOUS = "anonymous", "Anoniem"
    MMA = "mma", "Meld Misdaad Anoniem"
    MEDIA_ONLINE = "media_online", "Media of advertentiesite"
    OWN_CHECK = "own_check", "Integrale controle"


TIPS = "Inwoners en tips"
SOURCE_GROUPS: tuple[tuple[str, tuple[Source, ...]], ...] = (
    ("Eigen gemeente", (*(source for source in Source if source.value.startswith("mun_")), Source.OWN_CHECK)),
    (
        "Politie, inspectie en overheid",
        (Source.POLICE, Source.NLA, Source.KMAR, Source.OM, Source.RIEC, Source.IND, Source.TAX, Source.UWV),
    ),
    (
        "Zorg en hulp",
        (
            Source.VEILIG_THUIS,
            Source.ZVH,
            Source.GGD,
            Source.CSG,
            Source.HEALTH,
            Source.COMENSHA,
            Source.FAIRWORK,
            Source.CKM,
            Source.SHELTER,
            Source.NGO_OTHER,
        ),
    ),
    ("School, wonen en werk", (Source.SCHOOL, Source.HOUSING, Source.EMPLOYER, Source.HOTEL, Source.LAWYER)),
    (
        TIPS,
        (
            Source.CITIZEN,
            Source.VICTIM,
            Source.RELATIVE,
            Source.ANONYMOUS,
            Source.MMA,
            Source.MEDIA_ONLINE,
            Source.NETWORK_TIP,
        ),
    ),
)


# Where a colleague of the municipality can work, as answers to "Waar werkt u?".
WORKPLACES: Mapping[Source, str] = {
    Source.MUN_COUNTER: "Burgerzaken of balie",
    Source.MUN_ENFORCEMENT: "Toezicht en handhaving",
    Source.MUN_BUILDING: "Bouw- en woningtoezicht",
    Source.MUN_PERMITS: "Vergunningen of Bibob",
    Source.MUN_SOCIAL: "Wmo of wijkteam",
    Source.MUN_YOUTH: "Jeugd of leerplicht",
    Source.MUN_INCOME: "Werk en inkomen of schuldhulp",
    Source.MUN_SAFETY: "Openbare orde en veiligheid",
    Source.MUN_OTHER: "Een andere afdeling",
}


class Answered(Codes):
    """Yes, no, or not known: a person is never forced to guess."""

    YES = "yes", "Ja"
    NO = "no", "Nee"
    UNKNOWN = "unknown", "Weet ik niet"


class Knowledge(Codes):
    """How the reporter knows it."""

    SEEN = "seen", "Zelf gezien of gehoord"
    TOLD = "told", "Gehoord van iemand anders"
    READ = "read", "Gelezen in een document of op internet"
    UNKNOWN = "unknown", "Weet ik niet"
    NOT_ASKED = "not_asked", "Niet gevraagd"


class Origin(models.TextChoices):
    """Under which kind of hat the signal was logged; it decides who may work on it beside the focal officer."""

    REPORTER = "reporter", "Collega"
    FOCAL_OFFICER = "focal_officer", "Aandachtsfunctionaris"
    CARE_COORDINATOR = "care_coordinator", "Zorgcoördinator"
    PARTNER = "partner", "Partner"
    MUNICIPALITY = "municipality", "Andere gemeente"
    PUBLIC = "public", "Iemand zonder account"


class ExportPurpose(models.TextChoices):
    """For what somebody takes a file of signals out."""

    OVERVIEW = "overview", "Eigen overzicht"
    MEETING = "meeting", "Overleg voorbereiden"
    ACCOUNT = "account", "Verantwoording of rapportage"
    SUBJECT_REQUEST = "subject_request", "Verzoek van een betrokkene"
    OTHER_SYSTEM = "other_system", "Overstap naar een ander systeem"
    OTHER = "other", "Iets anders"


class MoveField(models.TextChoices):
    """What goes along with a signal to another municipality only when it is chosen."""

    INTERPRETATION = "interpretation", "Wat de melder zelf denkt"
    ALREADY_DONE = "already_done", "Wat er al gedaan is"
    ADDRESS = "address", "Adressen"
    COMPANY = "company", "Bedrijven en voertuigen"
    PEOPLE = "people", "Personen, telefoonnummers, profielen en zaaknummers bij anderen"
    INDICATORS = "indicators", "Kenmerken"
    SITUATIONS = "situations", "Situaties, met adres en toelichting"
    REPORTER = "reporter", "Melder"


class SharedPart(models.TextChoices):
    """What of a signal can be shared with a second municipality: never who reported, nor anybody's name or number."""

    FACTS = "facts", "Gezien of gehoord"
    INTERPRETATION = "interpretation", "Wat de melder zelf denkt"
    PLACE = "place", "Plaats"
    ADDRESS = "address", "Adres"
    COMPANY = "company", "Bedrijf"
    VEHICLE = "vehicle", "Voertuig"
    COMPANIES = "companies", "Andere bedrijven"
    VEHICLES = "vehicles", "Kentekens en andere voertuigen"
    ADDRESSES = "addresses", "Andere adressen"
    SHIFT = "shift", "Tijdstip of dienst"
    SEEN_ON = "seen_on", "Gezien op"
    FORM = "form", "Vorm"
    MINOR = "minor", "Minderjarig"
    INDICATORS = "indicators", "Kenmerken"
    SITUATIONS = "situations", "Situaties, met adres en toelichting"


class EnrichmentKind(Codes):
    """What can be looked up or asked to know more."""

    BRP_ADDRESS = "brp_address", "BRP: bewoning en inschrijvingen op het adres"
    BRP_PERSON = "brp_person", "BRP: persoon"
    BAG_OBJECT = "bag_object", "BAG: gegevens van het pand"
    KVK = "kvk", "Handelsregister KvK"
    KADASTER = "kadaster", "Eigendom volgens het Kadaster"
    PERMIT = "permit", "Vergunningen"
    BIBOB = "bibob", "Bibob-dossier"
    SANCTION = "sanction", "Eerder opgelegde sancties"
    INSPECTION = "inspection", "Eerdere controles"
    INCOME = "income", "Uitkering of schuldhulp"
    COMPLAINTS = "complaints", "Overlast- of woonmeldingen"
    OPEN_SOURCE = "open_source", "Open bronnen of advertenties"
    EARLIER_SIGNALS = "earlier_signals", "Eerdere signalen"
    PARTNER_QUESTION = "partner_question", "Navraag bij een partner, buiten Signaalpunt"
    SITE_VISIT = "site_visit", "Bezoek of observatie"
    EMPLOYMENT_AGENCY = "employment_agency", "SNF of uitzendregister"
    SCHOOL = "school", "School of leerplicht"
    PHONE_CALL = "phone_call", "Telefoongesprek"
    ASKED_THERE = "asked_there", "Gevraagd door de gemeente waar dit eerst lag"


class PossibleRole(Codes):
    """What somebody in a signal may be: a signal is a suspicion, so nothing here is a fact."""

    VICTIM = "victim", "Mogelijk slachtoffer"
    EXPLOITER = "exploiter", "Mogelijke uitbuiter of iemand die meewerkt"
    BYSTANDER = "bystander", "Omstander"
    UNKNOWN = "unknown", "Nog niet bekend"


class Certainty(Codes):
    """How sure a possible role is."""

    SEEN = "seen", "Zelf gezien of nagekeken"
    TOLD = "told", "Van horen zeggen"
    UNKNOWN = "unknown", "Nog niet bekend"


class EnrichmentResult(Codes):
    """What came of it."""

    ASKED = "asked", "Gevraagd"
    FOUND = "found", "Gevonden"
    NOTHING = "nothing", "Niets gevonden"
    REFUSED = "refused", "Geweigerd"
    NOT_COMING = "not_coming", "Komt niet"


class LegalGround(Codes):
    """Ground for asking or sharing; a jurist confirms per covenant which apply (docs)."""

    PUBLIC_TASK = "public_task", "Publieke taak (AVG art. 6 lid 1 e)"
    LEGAL_DUTY = "legal_duty", "Wettelijke plicht (AVG art. 6 lid 1 c)"
    VITAL_INTEREST = "vital_interest", "Vitaal belang (AVG art. 6 lid 1 d)"
    CONSENT = "consent", "Toestemming (AVG art. 6 lid 1 a)"
    NO_PERSONAL_DATA = "no_personal_data", "Geen persoonsgegevens"


class Severity(Codes):
    """How bad it would be if it is true. An aid for the person who judges, never a ranking of people."""

    LOW = "low", "Beperkt"
    RAISED = "raised", "Ernstig"
    HIGH = "high", "Zeer ernstig"


class Plausibility(Codes):
    """How likely it is, by what is known now."""

    WEAK = "weak", "Nog weinig aanwijzingen"
    REASONABLE = "reasonable", "Redelijk aannemelijk"
    STRONG = "strong", "Sterke aanwijzingen"


class Urgency(Codes):
    """How soon something must happen."""

    NORMAL = "normal", "Binnen de termijn"
    SOON = "soon", "Deze week"
    NOW = "now", "Vandaag"


class Wish(Codes):
    """Whether it is known what the person concerned wants; what that is, stands beside it in words."""

    KNOWN = "known", "Bekend"
    NOT_KNOWN = "not_known", "Niet bekend"


class HandoverKind(Codes):
    """What the receiver is asked to do."""

    INVESTIGATE = "investigate", "Opsporing of onderzoek"
    INSPECT_JOINT = "inspect_joint", "Integrale controle"
    ADMINISTRATIVE = "administrative", "Bestuurlijke aanpak"
    ADVICE = "advice", "Advies (zonder persoonsgegevens)"
    INFORM = "inform", "Ter kennisname"
    COMENSHA_REGISTRATION = "comensha_registration", "Registratie"
    ANONYMOUS_TIP = "anonymous_tip", "Anonieme tip"


class HandoverMethod(Codes):
    """How it is given."""

    INBOX = "inbox", "Postvak van de partner in dit systeem"
    API = "api", "Koppeling (API)"
    LETTER = "letter", "Brief of beveiligde mail"
    PHONE = "phone", "Telefonisch"


# What the officer gives herself; the rest goes by itself.
GIVEN_BY_HAND = frozenset({HandoverMethod.LETTER, HandoverMethod.PHONE})


class Outcome(Codes):
    """What a partner answers about a handover.

    That it was received, is worked on, or that no answer came, are states of the handover (decided: they end no clock as
    an answer does). `REFUSED` is for what a partner said by phone or letter; in its inbox it has a button of its own.
    """

    ADDED_TO_EXISTING = "added_to_existing", "Toegevoegd aan lopend onderzoek"
    INVESTIGATION_STARTED = "investigation_started", "Onderzoek gestart"
    INSPECTION_DONE = "inspection_done", "Controle uitgevoerd"
    ABUSES_FOUND = "abuses_found", "Misstanden vastgesteld"
    MEASURE_TAKEN = "measure_taken", "Maatregel opgelegd"
    VICTIM_ASSISTED = "victim_assisted", "Hulp gestart"
    INSUFFICIENT = "insufficient", "Onvoldoende aanknopingspunten"
    NO_TRAFFICKING = "no_trafficking", "Geen mensenhandel"
    REFERRED_ON = "referred_on", "Doorgegeven aan een ander"
    REFUSED = "refused", "Niet in behandeling genomen"
    CONFIDENTIAL = "confidential", "Antwoord niet mogelijk (onderzoeksbelang)"


class CloseReason(Codes):
    """Why a signal was closed."""

    NO_INDICATION = "no_indication", "Geen aanwijzing voor mensenhandel"
    OTHER_PROBLEM = "other_problem", "Ander probleem, doorverwezen"
    SERIOUS_DISADVANTAGE = "serious_disadvantage", "Ernstige benadeling of misstand op het werk"
    INSUFFICIENT_INFO = "insufficient_info", "Te weinig informatie"
    DUPLICATE = "duplicate", "Dubbel"
    MERGED = "merged", "Samengevoegd"
    PROMOTED = "promoted", "Casus geworden"
    PASSED_COMPLETE = "passed_complete", "Doorgegeven en afgerond"
    FOLLOWED_ENDED = "followed_ended", "Volgen beëindigd, niets nieuws"
    OUTSIDE_AREA = "outside_area", "Buiten het werkgebied, overgedragen"
    WITHDRAWN = "withdrawn", "Ingetrokken door de melder"
    RETENTION_EXPIRED = "retention_expired", "Bewaartermijn verlopen"


# Chosen by a person in the closing form; the others are set by the step that causes them. What was told twice is merged,
# so that it counts once; "dubbel" stands on what was closed before that was possible.
CLOSE_REASONS_BY_HAND: tuple[CloseReason, ...] = (
    CloseReason.NO_INDICATION,
    CloseReason.OTHER_PROBLEM,
    CloseReason.SERIOUS_DISADVANTAGE,
    CloseReason.INSUFFICIENT_INFO,
    CloseReason.PROMOTED,
    CloseReason.PASSED_COMPLETE,
    CloseReason.FOLLOWED_ENDED,
    CloseReason.WITHDRAWN,
)
