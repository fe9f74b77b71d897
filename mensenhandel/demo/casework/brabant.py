"""The told cases of the three districts in Brabant and of Tholen."""

from cases.codes import (
    ClockKind,
    CloseReason,
    ContactKind,
    ReferralKind,
    ReferralOutcome,
    Risk,
    Trafficking,
)
from mensenhandel.demo.partners import COMENSHA, SHELTER
from signals.codes import Form, Urgency

from .steps import (
    CameOfIt,
    ClockStarted,
    Contacted,
    Ended,
    Intensive,
    ReferredOn,
    Reviewed,
    Tasked,
    ToldCase,
    TransferOffered,
    TransferTaken,
    reviews,
)

GRUTTO = ToldCase(
    name="Grutto",
    story="kamer-214",
    request="Wil weg uit het hotel en weten of zij mag blijven.",
    safe_contact="Via de opvang. Niet bellen op het oude nummer.",
    born=27,
    language="eigen tolk, vrouw",
    form=Form.SEXUAL,
    urgency=Urgency.NOW,
    shelter="Luchtkasteelplein 1, 0000 ZZ Nergens",
    steps=(
        Contacted(30, "14:30", "Bij de receptie gesproken. Wil mee, nu.", ContactKind.VISIT),
        ReferredOn(30, "15:00", ReferralKind.SHELTER_COSM, partner=COMENSHA, note="Plek gevonden via CoMensha."),
        CameOfIt(29, "11:00", ReferralKind.SHELTER_COSM, ReferralOutcome.ACCEPTED),
        Intensive(
            28,
            "10:00",
            "Zij heeft geen verblijf, geen geld en geen papieren.",
            "Opvang. Bedenktijd aanvragen bij de politie. Advocaat voor verblijf.",
            Form.SEXUAL,
            risk=Risk.HIGH,
            judged_by="politie",
            trafficking=Trafficking.POSSIBLE,
        ),
        ClockStarted(26, "15:30", ClockKind.REFLECTION),
        ReferredOn(25, "09:45", ReferralKind.LEGAL_RESIDENCE, provider="Advocatenkantoor Denkbeeld"),
        Contacted(7, "11:30", "Rustig. Twijfelt over aangifte.", ContactKind.VIA_OTHER, again=-6),
    ),
)

PLEVIER = ToldCase(
    name="Plevier",
    story="oppas",
    request="Onbekend: zij heeft nog niet zelf gesproken.",
    safe_contact="Alleen via de huisarts, woensdagochtend.",
    born=24,
    language="eigen tolk, telefonisch",
    form=Form.FORCED_SERVICES,
    steps=(
        Contacted(10, "09:30", "Gesproken bij de huisarts, met eigen tolk.", ContactKind.VISIT, again=3),
        Contacted(3, "09:40", "Wil nu geen hulp. Mag later nog eens vragen.", ContactKind.VISIT),
        Ended(
            3,
            "11:00",
            CloseReason.REFUSED_HELP,
            "Zij begrijpt wat kan en kiest er nu niet voor. Zij mag opnieuw gevraagd worden.",
            "huisarts",
            call_on=-21,
            safe_way="Via de huisarts, woensdagochtend",
        ),
    ),
)

SCHOLEKSTER = ToldCase(
    name="Scholekster",
    story="getrouwd",
    request="Gaf aan te willen stoppen; nog niet alleen gesproken.",
    safe_contact="Niet bellen. Burgerzaken nodigt haar uit voor een handtekening.",
    born=19,
    form=Form.FORCED_MARRIAGE,
    urgency=Urgency.SOON,
    steps=(
        Contacted(
            3,
            "09:10",
            "Met burgerzaken gebeld. Zij kiezen een moment waarop zij alleen komt.",
            ContactKind.VIA_OTHER,
            again=-2,
        ),
        Tasked(3, "09:20", "Met burgerzaken een moment kiezen waarop zij alleen komt", -2),
    ),
)

FUUT = ToldCase(
    name="Fuut",
    story="fuut",
    request="Naar haar moeder, buiten de regio.",
    safe_contact="Via Veilig Thuis.",
    born=22,
    form=Form.SEXUAL,
    steps=(
        Contacted(248, "10:30", "Wil zo snel mogelijk weg.", again=241),
        Intensive(
            240, "13:15", "Niet veilig waar zij nu is.", "Reis regelen. Post omleiden.", Form.SEXUAL, risk=Risk.HIGH
        ),
        *reviews(
            202, 39, ("Woont bij haar moeder.", "Behandeling begint daar.", "Heeft daar een huisarts.", "Gaat goed.")
        ),
        TransferOffered(
            46,
            "09:30",
            "zorgcoördinatie in de regio van haar moeder",
            "Zij woont daar en blijft daar.",
            "Toestemming van betrokkene",
        ),
        TransferTaken(40, "14:10"),
    ),
)

TORENVALK = ToldCase(
    name="Torenvalk",
    story="torenvalk",
    request="Zijn loon, en rust over zijn verblijf.",
    safe_contact="Bellen, elke dag.",
    born=38,
    form=Form.LABOUR,
    phone="06-0000 7107",
    steps=(
        Contacted(332, "15:00", "Heeft aangifte gedaan; wacht op bericht.", again=326),
        Intensive(
            325,
            "11:15",
            "Geen loon, geen kamer en een verblijf dat aan de aangifte hangt.",
            "Opvang. Advocaat voor verblijf en voor loon. Nederlandse les.",
            Form.LABOUR,
            judged_by="politie",
            trafficking=Trafficking.ESTABLISHED,
        ),
        ReferredOn(324, "09:00", ReferralKind.SHELTER_OTHER, partner=SHELTER),
        CameOfIt(320, "09:00", ReferralKind.SHELTER_OTHER, ReferralOutcome.ACCEPTED),
        ClockStarted(320, "10:00", ClockKind.PERMIT, ends=-10),
        *reviews(
            286,
            39,
            (
                "Vergunning gekregen, een jaar.",
                "Begonnen met taalles.",
                "Zaak loopt nog.",
                "Heeft een deel van het loon.",
                "Werkt twee dagen per week.",
                "Wacht op de rechter.",
                "Wil een eigen kamer.",
            ),
        ),
        Tasked(20, "10:40", "Verlenging van de vergunning aanvragen met de advocaat", -4),
        Reviewed(12, "09:50", "Verlenging moet nu worden aangevraagd."),
        Contacted(5, "15:20", "Papieren liggen bij de advocaat.", again=-5),
    ),
)

BRABANT = (GRUTTO, PLEVIER, SCHOLEKSTER, FUUT, TORENVALK)
