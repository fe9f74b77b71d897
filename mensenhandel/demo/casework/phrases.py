"""What stands in generated cases, in parts that combine; used by the same writer as the texts of signals."""

from collections.abc import Mapping

from signals.codes import Form

CASE_PARTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "request": (
        (
            "Wil weg van het adres,",
            "Wil geld dat is ingehouden,",
            "Wil rust in huis,",
            "Wil eigen papieren,",
            "Wil stoppen,",
        ),
        (
            "maar weet niet waarheen.",
            "en vraagt om een tolk.",
            "zonder aangifte.",
            "als de kinderen meekunnen.",
            "en een gesprek met een advocaat.",
            "en geen contact meer.",
        ),
    ),
    "safe_contact": (
        ("Alleen appen,", "Alleen bellen,", "Via de huisarts,", "Via het wijkteam,", "Belt zelf,"),
        (
            "op werkdagen tot 12 uur.",
            "maandag en woensdag.",
            "na 17 uur.",
            "nooit in het weekend.",
            "codewoord: paraplu.",
            "geen naam noemen.",
        ),
    ),
    "agreed": (
        (
            "Andere woonplek zoeken.",
            "Papieren op orde.",
            "Schuld uitzoeken.",
            "Vaste dag voor contact.",
            "Huisarts regelen.",
        ),
        (
            "Daarna gesprek met een advocaat.",
            "Een keer per week bellen.",
            "Geld op eigen rekening.",
            "Taalles zoeken.",
            "Geen contact met de werkgever.",
            "Opvang als het moet.",
        ),
    ),
    "contact": (
        (
            "Kort gesproken.",
            "Lang gesproken met tolk.",
            "Gesproken, er was iemand bij.",
            "Gesproken op een rustige plek.",
            "Was moe, wel helder.",
            "Belde zelf terug.",
        ),
        (
            "Wil tijd om te denken.",
            "Heeft de papieren gevonden.",
            "De kamer is nog niet rond.",
            "Vraagt naar het loon.",
            "Het gaat iets beter.",
            "Bang voor de man van het adres.",
            "Wil naar taalles.",
            "Alles loopt zoals afgesproken.",
        ),
        (
            "Volgende keer weer op dezelfde manier.",
            "Belt zelf als er iets is.",
            "Afspraak gemaakt voor over twee weken.",
            "Wil liever appen.",
        ),
    ),
    "why_changed": (
        (
            "De hulp loopt.",
            "Het is rustiger geworden.",
            "Er is een eigen woonplek.",
            "Betrokkene bepaalt het tempo.",
            "Werk en inkomen zijn geregeld.",
            "De veiligheid is op orde.",
            "De afspraken worden gehaald.",
            "Er is nu een vast aanspreekpunt.",
        ),
        (
            "Wij kijken nu op afstand mee.",
            "Contact een keer per maand is genoeg.",
            "Wij blijven dit actief volgen.",
            "Een ander helpt nu verder.",
            "Bij terugval pakken wij het weer op.",
            "Het wijkteam belt als het anders wordt.",
            "Betrokkene is het hiermee eens.",
            "De risico's zijn besproken.",
        ),
    ),
    # Why a case ended, in line with its reason (cases/codes.py, CloseReason).
    "ended_goals_met": (
        (
            "De doelen zijn gehaald.",
            "Wonen, werk en inkomen zijn geregeld.",
            "Betrokkene staat op eigen benen.",
            "Wat wij afspraken, is gelukt.",
        ),
        ("Alles is overgedragen.", "Mag altijd terugkomen.", "Er loopt niets meer.", "De melder weet dit."),
    ),
    "ended_handed_to_regular_care": (
        (
            "Het wijkteam helpt verder.",
            "De begeleiding van de gemeente neemt het over.",
            "Een vaste hulpverlener gaat verder.",
            "De reguliere hulp is gestart.",
        ),
        ("Alles is overgedragen.", "Mag altijd terugkomen.", "Er loopt niets meer.", "De melder weet dit."),
    ),
    "ended_client_ends": (
        (
            "Betrokkene wil zelf verder.",
            "Op eigen verzoek gestopt.",
            "Betrokkene vindt het zo goed.",
            "Betrokkene wil geen begeleiding meer.",
        ),
        ("Alles is overgedragen.", "Mag altijd terugkomen.", "Er loopt niets meer.", "De melder weet dit."),
    ),
    "ended_returned": (
        (
            "Betrokkene is terug in het land van herkomst.",
            "De terugreis is begeleid.",
            "Betrokkene koos voor terugkeer.",
            "Betrokkene is veilig aangekomen.",
        ),
        (
            "Daar is een organisatie die helpt.",
            "De familie weet ervan.",
            "Er loopt hier niets meer.",
            "Alles is overgedragen.",
        ),
    ),
    "ended_no_contact": (
        (
            "Er is geen contact meer gelukt.",
            "Het contact is verloren.",
            "Betrokkene is niet meer bereikbaar.",
            "Het laatste contact was weken geleden.",
        ),
        (
            "Vier keer geprobeerd, op de veilige manier.",
            "Ook het wijkteam weet niets.",
            "De melder weet dit.",
            "Mag altijd terugkomen.",
        ),
    ),
    "ended_refused_help": (
        (
            "Betrokkene wil nu geen hulp.",
            "Betrokkene zegt dat het gaat.",
            "Betrokkene wil met niemand praten.",
            "Het aanbod is afgeslagen.",
        ),
        ("Kreeg een kaartje met ons nummer.", "De melder weet dit.", "Mag altijd terugkomen.", "Er loopt niets meer."),
    ),
    "ended_not_victim": (
        (
            "Er bleek geen sprake van mensenhandel.",
            "Het ging om een gewoon arbeidsgeschil.",
            "Het was een misverstand.",
            "De aanwijzingen klopten niet.",
        ),
        (
            "De melder weet dit.",
            "Er loopt niets meer.",
            "Doorverwezen naar het juiste loket.",
            "Met betrokkene besproken.",
        ),
    ),
    "task": (
        ("Bellen met", "Afspraak maken met", "Stukken sturen aan", "Bericht vragen van"),
        ("de advocaat", "het wijkteam", "de huisarts", "de woningcorporatie", "de opvang", "schuldhulp"),
    ),
}

# A generated case may not be of unknown form once care began.
FORM_INSTEAD: Mapping[str, str] = {Form.UNKNOWN: Form.OTHER}
