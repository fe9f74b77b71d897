"""The told cases of Zeeland; Karlijn Kompasroos coordinates them."""

from cases.codes import (
    ContactKind,
    ContactOutcome,
    ReferralKind,
    ReferralOutcome,
    Risk,
    Trafficking,
)
from mensenhandel.demo.partners import COMENSHA
from signals.codes import Answered, Form, Urgency

from .steps import (
    Aftercare,
    CameOfIt,
    Contacted,
    Intensive,
    Noted,
    ReferredOn,
    Reviewed,
    ScaledDown,
    Tasked,
    Ticked,
    ToldCase,
    reviews,
)

WULP = ToldCase(
    name="Wulp",
    story="kassabon",
    request="Wil een kamer los van het werk, en het ingehouden loon terug.",
    safe_contact="Alleen bellen, maandag tot en met donderdag tussen 12 en 13 uur. Codewoord: appeltaart.",
    born=25,
    language="telefonische tolk",
    form=Form.LABOUR,
    urgency=Urgency.SOON,
    phone="06-0000 7101",
    steps=(
        Contacted(46, "12:10", "Kan praten in de pauze. Wil eerst weten wat er met de kamer gebeurt.", again=41),
        Contacted(41, "12:20", "Gesproken met tolk. Drie maanden loonstroken bewaard.", again=34),
        Intensive(
            40,
            "10:30",
            "Hulp nodig op wonen, loon en gezondheid.",
            "Voor het eind van de maand een andere kamer. Loonstroken naar de advocaat. Huisarts voor de rug.",
            Form.LABOUR,
            trafficking=Trafficking.POSSIBLE,
            judged_by="zorgcoördinator, met de Arbeidsinspectie",
        ),
        ReferredOn(39, "14:00", ReferralKind.HOUSING, provider="Woningcorporatie Schijnbaar"),
        ReferredOn(39, "14:15", ReferralKind.LEGAL_LABOUR, provider="Advocatenkantoor Denkbeeld"),
        CameOfIt(20, "09:40", ReferralKind.HOUSING, ReferralOutcome.ACCEPTED),
        Contacted(10, "12:15", "Woont sinds een week in een eigen kamer. Slaapt beter.", again=-3),
        Tasked(9, "09:05", "Loonvordering bespreken met de advocaat", -5),
    ),
)

TURELUUR = ToldCase(
    name="Tureluur",
    story="kassabon",
    request="Wil naar huis, maar pas als de schuld weg is.",
    safe_contact="Alleen een bericht met 'bel even terug'. Belt zelf terug.",
    born=33,
    language="telefonische tolk",
    form=Form.LABOUR,
    phone="06-0000 7102",
    steps=(
        Contacted(45, "18:05", "Bericht gestuurd.", ContactKind.MESSAGE, ContactOutcome.MESSAGE_LEFT, again=43),
        Contacted(43, "17:30", "Belde zelf terug. Bang voor de man van het busje.", again=38),
        Intensive(
            38,
            "11:00",
            "De schuld houdt hem vast; hij durft niet weg.",
            "Uitzoeken of de schuld bestaat. Veilige plek voor de spullen. Contact met thuis.",
            Form.LABOUR,
            risk=Risk.HIGH,
        ),
        ReferredOn(37, "10:00", ReferralKind.RETURN_IOM, provider="Organisatie voor terugkeer"),
        Contacted(13, "17:45", "Wil wachten tot de Arbeidsinspectie klaar is.", again=-2),
    ),
)

LEPELAAR = ToldCase(
    name="Lepelaar",
    story="kantoortijd",
    request="Wil met de mentor praten en weer gewoon naar school.",
    safe_contact="Via de mentor, dinsdag en donderdag. Nooit naar huis bellen of schrijven.",
    born=16,
    form=Form.SEXUAL,
    minor=Answered.YES,
    urgency=Urgency.SOON,
    steps=(
        Contacted(16, "11:20", "Gesprek op school, de mentor zat erbij.", ContactKind.VISIT, again=11),
        Noted(
            16,
            "12:30",
            "Toestemming voor registratie: nog niet gevraagd. Zij wil eerst weten wie wat te horen krijgt; volgende "
            "gesprek leg ik het uit.",
        ),
        Contacted(11, "13:10", "Vertelde over de tweede telefoon. Wil die kwijt.", ContactKind.VISIT, again=-4),
        Intensive(
            10,
            "09:30",
            "Minderjarig, wordt opgehaald door wisselende mensen en wil zelf hulp.",
            "Vaste gesprekken met de mentor. Andere route naar huis. Telefoon inleveren bij iemand die zij vertrouwt.",
            Form.SEXUAL,
            risk=Risk.HIGH,
        ),
        ReferredOn(9, "10:15", ReferralKind.CHILDCARE_YOUTH, provider="Jeugdhulp Alsof"),
        Tasked(8, "16:00", "Uitleg over registratie en toestemming", -4),
    ),
)

KIEVIT = ToldCase(
    name="Kievit",
    story="bankpas",
    request="Wil zijn pas terug en van de brieven af.",
    safe_contact="Bellen na 16 uur. De begeleider mag meeluisteren.",
    born=19,
    form=Form.CRIMINAL,
    phone="06-0000 7103",
    steps=(
        Contacted(82, "16:20", "Met begeleider gesproken. Weet niet wat hij tekende.", again=76),
        Intensive(
            75,
            "10:45",
            "Misbruik van zijn beperking; abonnementen, auto en pas staan op zijn naam voor een ander.",
            "Pas laten blokkeren. Auto van zijn naam. Schuldhulp starten.",
            Form.CRIMINAL,
        ),
        Noted(
            60,
            "14:20",
            "Aan de advocaat geschreven dat hij slachtoffer is van criminele uitbuiting en hiervoor niet gestraft hoort "
            "te worden.",
        ),
        ReferredOn(58, "09:30", ReferralKind.DEBT_HELP, provider="Schuldhulp van de gemeente"),
        CameOfIt(50, "11:10", ReferralKind.DEBT_HELP, ReferralOutcome.ACCEPTED),
        *reviews(36, 40, ("Auto is van zijn naam. Twee abonnementen lopen nog.",)),
        ScaledDown(15, "13:30", "De schuldhulp loopt en de pas is terug. Wij blijven dit volgen.", "begeleider"),
        Contacted(11, "16:30", "Geen gehoor.", outcome=ContactOutcome.NO_ANSWER, again=4),
    ),
)

KLUUT = ToldCase(
    name="Kluut",
    story="kluut",
    request="Rust en een eigen kamer.",
    safe_contact="Appen, alleen overdag. Geen namen in het bericht.",
    born=28,
    form=Form.SEXUAL,
    phone="06-0000 7104",
    steps=(
        Contacted(410, "10:10", "Slaapt bij haar zus. Wil geen aangifte.", again=403),
        Intensive(
            400,
            "11:00",
            "Chantage met beelden; zij wil hulp.",
            "Kamer zoeken. Beelden laten verwijderen. Gesprekken bij de ggz.",
            Form.SEXUAL,
        ),
        ReferredOn(398, "13:00", ReferralKind.PSYCH_TRAUMA, provider="Ggz Nooitpad"),
        CameOfIt(350, "10:00", ReferralKind.PSYCH_TRAUMA, ReferralOutcome.ACCEPTED),
        *reviews(
            362,
            38,
            (
                "Staat op de wachtlijst voor een kamer.",
                "Behandeling is begonnen.",
                "Heeft een eigen kamer gevonden.",
                "Werkt weer drie dagen.",
                "De beelden zijn verwijderd.",
                "Geen contact meer met hem.",
                "Kan bijna zonder ons.",
            ),
        ),
        Aftercare(91, "14:00", "wijkteam Middelburg", "Hij weet misschien waar zij werkt."),
        Contacted(60, "11:00", "Nazorg na een maand: het gaat goed."),
        Ticked(60, "11:10"),
    ),
)

OEVERLOPER = ToldCase(
    name="Oeverloper",
    story="oeverloper",
    request="Zorg voor zijn rug en een plek los van het werk.",
    safe_contact="Bellen na 19 uur.",
    born=41,
    form=Form.LABOUR,
    phone="06-0000 7105",
    steps=(
        Contacted(488, "19:20", "Wil naar een specialist.", again=481),
        Intensive(
            480,
            "09:30",
            "Hij kan niet weg zonder schuld en heeft zorg nodig.",
            "Specialist. Andere kamer. Vervoer hoeft niet terugbetaald.",
            Form.LABOUR,
        ),
        *reviews(
            440,
            40,
            (
                "Afspraak bij de specialist gehad.",
                "Woont nu in een studio.",
                "Nieuw werk, drie dagen.",
                "De schuld bleek niet te bestaan.",
                "Nieuw werk gaat goed.",
                "Vraagt nog weinig.",
                "Klaar voor nazorg.",
            ),
        ),
        Aftercare(150, "10:00", "wijkteam Schouwen-Duiveland", "Kan terugvallen als het werk stopt."),
        Contacted(118, "19:10", "Nazorg na een maand: werk stopt binnenkort."),
        Ticked(118, "19:20"),
        Contacted(58, "19:05", "Nazorg na drie maanden: zonder werk, wel een kamer."),
        Ticked(58, "19:15"),
        Intensive(
            20,
            "11:30",
            "Terugval: hij werkt en slaapt weer op een terrein.",
            "Zo snel mogelijk andere plek. Contact twee keer per week.",
            Form.LABOUR,
            risk=Risk.HIGH,
        ),
        Contacted(6, "19:25", "Wil weg, maar niet voor het loon is betaald.", again=-1),
    ),
)

ZWALUW = ToldCase(
    name="Zwaluw",
    story="zwaluw",
    request="Wil stoppen, maar durft geen aangifte te doen.",
    safe_contact="Alleen bellen op woensdagavond. Codewoord: sleutels.",
    born=31,
    form=Form.CRIMINAL,
    phone="06-0000 7106",
    steps=(
        Contacted(189, "19:30", "Wil weten wat er gebeurt als zij stopt.", again=181),
        ScaledDown(178, "10:20", "Zij kiest zelf het tempo; nog geen hulptraject.", from_intake=True),
        Noted(170, "15:00", "Toestemming voor registratie bij CoMensha gegeven, na uitleg met tolk."),
        ReferredOn(169, "09:10", ReferralKind.COMENSHA, partner=COMENSHA),
        CameOfIt(168, "13:40", ReferralKind.COMENSHA, ReferralOutcome.COMPLETED),
        *reviews(150, 28, ("Bezorgt niet meer.", "Haar broer betaalt nu zelf.", "Rustig.")),
        Noted(
            84, "16:20", "Zij trekt haar toestemming voor registratie in. CoMensha is dezelfde dag gevraagd te stoppen."
        ),
        *reviews(66, 28, ("Zoekt ander werk.", "Werkt twee dagen in een winkel.")),
        Contacted(15, "19:40", "Gaat goed, wil nog bellen.", again=-11),
        Reviewed(10, "10:05", "Blijven volgen tot het nieuwe jaar."),
    ),
)

ZEELAND = (WULP, TURELUUR, LEPELAAR, KIEVIT, KLUUT, OEVERLOPER, ZWALUW)
