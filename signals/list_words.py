"""The words by which a list means a code, beside the label of the code: as people wrote them before they had a code list."""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices

from .codes import Answered, Certainty, CloseReason, Form, Knowledge, PossibleRole, Route, Source
from .sectors import LabourSector, SexSector
from .sharing_codes import Naming
from .situations import Confidence, SuspectedRole


class Standing(TextChoices):
    """As what a row comes in."""

    TRIAGE = "triage", "In beoordeling"
    FOLLOWED = "followed", "Wordt gevolgd"
    CLOSED = "closed", "Gesloten"


# Words for a code beside its label; folded, as a whole.
WORDS: Mapping[str, Mapping[str, Iterable[str]]] = {
    "form": {
        Form.SEXUAL: ("seksueel", "sexueel", "prostitutie", "seks", "loverboy", "mensenhandel seksueel"),
        Form.LABOUR: ("arbeid", "werk", "arbeid uitbuiting"),
        Form.FORCED_SERVICES: ("dienstverlening", "huishouden", "au pair"),
        Form.CRIMINAL: ("crimineel", "drugs", "criminaliteit", "pinpas", "geldezel"),
        Form.FORCED_BEGGING: ("bedelarij", "bedelen"),
        Form.ORGAN_REMOVAL: ("orgaan", "organen", "orgaanhandel"),
        Form.FORCED_MARRIAGE: ("huwelijk", "gedwongen huwelijk"),
        Form.OTHER: ("overig", "anders", "overige"),
    },
    "source": {
        Source.MUN_COUNTER: ("balie", "burgerzaken", "publiekszaken"),
        Source.MUN_ENFORCEMENT: ("boa", "toezicht", "handhaving", "toezichthouder", "toezicht en handhaving"),
        Source.MUN_BUILDING: ("bouwtoezicht", "bwt", "woningtoezicht"),
        Source.MUN_PERMITS: ("vergunningen", "bibob"),
        Source.MUN_SOCIAL: ("wmo", "wijkteam", "sociaal team", "sociaal domein"),
        Source.MUN_YOUTH: ("jeugd", "leerplicht", "leerplichtambtenaar"),
        Source.MUN_INCOME: ("werk en inkomen", "schuldhulp", "schuldhulpverlening", "uitkeringen"),
        Source.MUN_SAFETY: ("oov", "veiligheid", "openbare orde"),
        Source.MUN_OTHER: ("gemeente",),
        Source.POLICE: ("wijkagent", "avim"),
        Source.NLA: ("arbeidsinspectie", "inspectie szw", "nla", "inspectie"),
        Source.KMAR: ("kmar", "marechaussee"),
        Source.OM: ("om",),
        Source.IND: ("ind", "coa"),
        Source.ZVH: ("zvh", "veiligheidshuis", "zorg- en veiligheidshuis"),
        Source.HEALTH: ("huisarts", "ziekenhuis", "ggz"),
        Source.NGO_OTHER: ("hulporganisatie", "ngo"),
        Source.HOUSING: ("woningbouw", "woningbouwvereniging", "corporatie"),
        Source.EMPLOYER: ("werkgever", "uitzendbureau"),
        Source.HOTEL: ("hotel", "vakantiepark"),
        Source.NETWORK_TIP: ("via via", "netwerk", "tip"),
        Source.CITIZEN: ("inwoner", "burger", "omstander", "buurtbewoner", "bewoner", "buur"),
        Source.VICTIM: ("slachtoffer", "betrokkene"),
        Source.RELATIVE: ("familie", "naaste", "ouder"),
        Source.MMA: ("mma",),
        Source.MEDIA_ONLINE: ("internet", "media", "online", "advertentie"),
        Source.OWN_CHECK: ("controle", "integrale controle"),
    },
    "route": {
        Route.DOMESTIC: ("binnenland", "nederland", "binnenlands", "nee"),
        Route.CROSSBORDER: ("buitenland", "grensoverschrijdend", "internationaal", "ja"),
    },
    "knowledge": {
        Knowledge.SEEN: ("zelf", "gezien", "zelf gezien", "ja"),
        Knowledge.TOLD: ("gehoord", "van horen zeggen", "nee"),
        Knowledge.READ: ("gelezen", "internet"),
    },
    "person_role": {
        PossibleRole.VICTIM: ("slachtoffer", "so"),
        PossibleRole.EXPLOITER: ("uitbuiter", "dader", "mogelijke dader", "verdachte", "mogelijke uitbuiter"),
        PossibleRole.BYSTANDER: ("getuige",),
    },
    "person_certainty": {
        Certainty.SEEN: ("zeker", "gezien", "zelf gezien", "nagekeken"),
        Certainty.TOLD: ("gehoord", "onzeker", "vermoeden"),
    },
    "labour_sector": {
        LabourSector.AGRICULTURE: (
            "tuinbouw",
            "landbouw",
            "land- en tuinbouw",
            "fruitteelt",
            "champignons",
            "kassen",
            "bollen",
        ),
        LabourSector.INDUSTRY: ("industrie", "voedselverwerking", "vleesindustrie", "slachterij", "fabriek"),
        LabourSector.CONSTRUCTION: ("bouwsector", "bouwplaats", "renovatie", "klus"),
        LabourSector.TRADE: ("winkel", "groothandel", "garage", "autowasstraat", "carwash", "markt"),
        LabourSector.TRANSPORT: ("transport", "vervoer", "logistiek", "distributiecentrum", "bezorging", "koerier"),
        LabourSector.HOSPITALITY: ("restaurant", "hotel", "cafe", "afhaal"),
        LabourSector.SUPPORT: ("uitzend", "uitzendbureau", "uitzendwerk", "schoonmaak", "beveiliging"),
        LabourSector.CARE: ("zorg", "thuiszorg", "welzijn"),
        LabourSector.PERSONAL: ("massage", "massagesalon", "nagelstudio", "nagelsalon", "kapper", "schoonheidssalon"),
        LabourSector.HOUSEHOLD: ("huishouding", "au pair", "huishoudelijk werk"),
    },
    "sex_sector": {
        SexSector.WINDOW: ("raamprostitutie", "ramen"),
        SexSector.CLUB: ("club", "privehuis", "bordeel", "seksclub"),
        SexSector.HOME_HOTEL: ("thuis", "hotel", "thuisprostitutie", "hotelprostitutie", "thuisontvangst", "woning"),
        SexSector.ESCORT: ("escortbureau",),
        SexSector.STREET: ("straatprostitutie", "tippelen"),
        SexSector.MASSAGE: ("massage",),
        SexSector.WEBCAM: ("cam", "online live"),
        SexSector.IMAGES: ("foto's", "video's", "porno", "beelden"),
    },
    "suspected_role": {
        SuspectedRole.EXPLOITER: ("uitbuiter", "dader", "baas"),
        SuspectedRole.RECRUITER: ("ronselaar", "werver", "loverboy"),
        SuspectedRole.TRANSPORTER: ("vervoerder", "chauffeur"),
        SuspectedRole.BROKER: ("bemiddelaar", "tussenpersoon"),
        SuspectedRole.ABUSER: ("geweldpleger",),
        SuspectedRole.FACILITATOR: ("verhuurder", "facilitator", "faciliteerder"),
        SuspectedRole.CLIENT: ("klant",),
    },
    "confidence": {
        Confidence.CERTAIN: ("vast", "bevestigd"),
        Confidence.PROBABLE: ("aannemelijk",),
        Confidence.UNCERTAIN: ("mogelijk", "vermoeden"),
    },
    "reporter_naming": {
        Naming.MAY: ("j", "mag", "wel"),
        Naming.INSIDE: ("n", "mag niet", "niet"),
        Naming.ANONYMOUS: ("anoniem",),
    },
    "close_reason": {
        CloseReason.NO_INDICATION: (
            *("geen mensenhandel", "geen sprake van mensenhandel", "geen signalen van mensenhandel", "geen aanwijzing"),
            *(
                "geen aanwijzingen",
                "geen aanwijzingen voor mensenhandel",
                "geen indicatie",
                "niet gebleken",
                "ongegrond",
            ),
        ),
        CloseReason.OTHER_PROBLEM: ("ander probleem", "andere problematiek", "doorverwezen"),
        CloseReason.SERIOUS_DISADVANTAGE: (
            "ernstige benadeling",
            "misstand",
            "arbeidsmisstand",
            "misstand op het werk",
        ),
        CloseReason.INSUFFICIENT_INFO: (
            *("onvoldoende informatie", "onvoldoende info", "te weinig info", "onvoldoende gegevens"),
            *("te weinig gegevens", "onvoldoende aanknopingspunten", "te weinig aanknopingspunten"),
        ),
        CloseReason.DUPLICATE: ("dubbele melding", "dubbel gemeld", "duplicaat"),
        CloseReason.PASSED_COMPLETE: ("doorgegeven", "doorgezet", "overgedragen aan partner"),
        CloseReason.FOLLOWED_ENDED: ("volgen beeindigd", "volgen gestopt", "niets nieuws"),
        CloseReason.OUTSIDE_AREA: ("andere gemeente", "buiten de gemeente", "overgedragen aan andere gemeente"),
        CloseReason.WITHDRAWN: ("ingetrokken", "melding ingetrokken"),
    },
    "standing": {
        Standing.TRIAGE: (
            "informatie verzamelen",
            "ontvangen",
            "open",
            "lopend",
            "in behandeling",
            "nieuw",
            "actief",
            "nee",
        ),
        Standing.FOLLOWED: ("gevolgd", "volgen", "we volgen", "in de gaten houden", "monitoren"),
        Standing.CLOSED: ("afgesloten", "dicht", "klaar", "afgehandeld", "afgerond", "ja"),
    },
}
ANSWERS: Mapping[str, Iterable[str]] = {
    Answered.YES: ("j", "x", "1", "true", "waar", "wel"),
    Answered.NO: ("n", "0", "false", "onwaar", "geen", "niet"),
}
