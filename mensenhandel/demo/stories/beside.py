"""Also present, one each: a duplicate that was none, a refusal with advice, a move, a transfer, a permit that ends."""

from mensenhandel.demo.partners import NLA, RIEC
from signals.codes import (
    Answered,
    CloseReason,
    EnrichmentKind,
    Form,
    HandoverKind,
    Knowledge,
    LegalGround,
    Outcome,
    Route,
    Source,
)
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.sectors import SexSector

from .steps import (
    Accepted,
    Closed,
    Judged,
    Logged,
    LookedUp,
    MergedWith,
    MovedTo,
    Offered,
    PartnerAnswered,
    PartnerOpened,
    PartnerRefused,
    PassedOn,
    SplitAgain,
    Story,
)

FIRST_OF_TWO = Story(
    key="dubbel-eerste",
    municipality="Roosendaal",
    seen=58,
    facts=SignalFacts(
        source=Source.MUN_BUILDING,
        reporter=ReporterFacts(function="inspecteur woningtoezicht"),
        knowledge=Knowledge.SEEN,
        facts="In een woning aan het Nooitpad lagen zeven matrassen. De bewoners zeggen dat het vervoer van hun loon af gaat.",
        danger=Answered.NO,
        minor=Answered.NO,
        place="Roosendaal",
        address="Nooitpad 14, 0000 AA Roosendaal",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(57, "09:20"),
        Judged(48, "10:00", "Wonen, vervoer en werk lopen via één bedrijf. De Arbeidsinspectie kan het loon nagaan."),
        PassedOn(48, "10:20", NLA, "Nagaan of het loon klopt."),
        PartnerOpened(46, "09:30", NLA),
        PartnerAnswered(22, "15:10", NLA, (Outcome.INVESTIGATION_STARTED,), "Er is een onderzoek gestart."),
    ),
)

SECOND_OF_TWO = Story(
    key="dubbel-tweede",
    municipality="Roosendaal",
    seen=55,
    facts=SignalFacts(
        source=Source.CITIZEN,
        reporter=ReporterFacts(function="inwoner"),
        knowledge=Knowledge.SEEN,
        facts="Aan het Nooitpad slapen mensen in de garage. 's Morgens staat er een busje met draaiende motor.",
        danger=Answered.NO,
        minor=Answered.NO,
        place="Roosendaal",
        address="Nooitpad 41, 0000 AA Roosendaal",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(54, "13:30"),
        MergedWith(
            53,
            "09:50",
            "dubbel-eerste",
            "Zelfde straat en hetzelfde busje als een signaal van deze week.",
            "Dank u. Wij wisten dit al en kijken ernaar.",
        ),
        SplitAgain(40, "11:00", "Het gaat om een ander huis: nummer 41, niet 14."),
        LookedUp(
            39,
            "14:00",
            EnrichmentKind.SITE_VISIT,
            "Wie slapen in de garage op nummer 41?",
            "Boa",
            "Drie zoons van de bewoner, tijdens een verbouwing. Geen verhuur.",
        ),
        Judged(37, "09:30", "Familie die tijdelijk in de garage slaapt. Geen uitbuiting."),
        Closed(
            37,
            "09:50",
            CloseReason.NO_INDICATION,
            "Een verbouwing, geen verhuur.",
            "Dank u. Wij zijn gaan kijken; er is niets aan de hand.",
        ),
    ),
)

REFUSED = Story(
    key="riec-advies",
    municipality="Moerdijk",
    seen=47,
    facts=SignalFacts(
        source=Source.MUN_SAFETY,
        reporter=ReporterFacts(function="adviseur ondermijning"),
        knowledge=Knowledge.READ,
        facts=(
            "Bij een garagebox komen elke week andere jongens een scooter halen. De huur staat op naam van een jongen van "
            "achttien met schulden."
        ),
        danger=Answered.NO,
        minor=Answered.UNKNOWN,
        veilig_thuis=Answered.NO,
        place="Moerdijk",
        form=Form.CRIMINAL,
        route=Route.DOMESTIC,
    ),
    steps=(
        Logged(45, "10:15"),
        Judged(38, "11:30", "Mogelijk een jongen die voor anderen huurt. Wij willen weten wat wij zelf kunnen doen."),
        PassedOn(
            37,
            "09:20",
            RIEC,
            "Advies over een bestuurlijke aanpak van de garageboxen.",
            HandoverKind.ADVICE,
            ("form", "place", "facts"),
            ground=LegalGround.NO_PERSONAL_DATA,
        ),
        PartnerRefused(
            30,
            "16:00",
            RIEC,
            "Geen zaak voor het RIEC. Advies: spreek met de verhuurder over wie de sleutels heeft, en betrek schuldhulp.",
        ),
    ),
)

MOVED = Story(
    key="verhuisd",
    municipality="Etten-Leur",
    seen=31,
    facts=SignalFacts(
        source=Source.MUN_SOCIAL,
        reporter=ReporterFacts(function="medewerker wijkteam"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een man die bij ons aanklopte slaapt in een busje en werkt in Breda. Zijn papieren liggen bij de man die hem "
            "elke dag ophaalt."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Breda",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(30, "15:20"),
        LookedUp(
            28,
            "11:00",
            EnrichmentKind.EMPLOYMENT_AGENCY,
            "Staat het uitzendbureau van het busje in het register?",
            "Openbaar register",
            "Niet onder de naam die op het busje staat.",
            ground=LegalGround.NO_PERSONAL_DATA,
        ),
        MovedTo(27, "10:40", "Breda", "Hij slaapt en werkt in Breda; bij ons vroeg hij alleen de weg."),
    ),
)

TRANSFERRED = Story(
    key="fuut",
    municipality="Oosterhout",
    seen=262,
    facts=SignalFacts(
        source=Source.VEILIG_THUIS,
        reporter=ReporterFacts(function="aandachtsfunctionaris"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een jonge vrouw belde Veilig Thuis. Haar vriend brengt haar naar adressen en houdt haar geld. Zij wil naar "
            "haar moeder, buiten de regio."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Oosterhout",
        form=Form.SEXUAL,
        sex_sector=SexSector.ESCORT,
        route=Route.DOMESTIC,
    ),
    steps=(
        Logged(260, "09:45"),
        Judged(252, "10:15", "Zij heeft hulp gevraagd en kan weg als er een plek is.", own_wish="Naar haar moeder."),
        Offered(252, "10:30", "Zij wil naar haar moeder en durft niet alleen te reizen."),
        Accepted(250, "14:00", ("Fuut",)),
    ),
)

PERMIT = Story(
    key="torenvalk",
    municipality="Bergen op Zoom",
    seen=342,
    facts=SignalFacts(
        source=Source.POLICE,
        reporter=ReporterFacts(function="wijkagent"),
        knowledge=Knowledge.SEEN,
        facts=(
            "Een man meldde zich op het bureau: hij werkte een jaar zonder loon en sliep boven de werkplaats. Hij heeft "
            "aangifte gedaan."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Bergen op Zoom",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(340, "11:05"),
        Judged(335, "09:20", "Een jaar geen loon en wonen op het werk; hij deed aangifte.", own_wish="Zijn loon."),
        Offered(335, "09:40", "Hij heeft een plek nodig en iemand voor zijn verblijf en zijn loon."),
        Accepted(334, "10:50", ("Torenvalk",)),
    ),
)

BESIDE = (FIRST_OF_TWO, SECOND_OF_TWO, REFUSED, MOVED, TRANSFERRED, PERMIT)
