"""What waits between people these weeks in Brabant: asked of another municipality, told on the phone, begun and left.

Each shows a screen that the twelve stories do not come to: a double report that stays merged, a move and a share that nobody
answered, one that was accepted and grew, danger told by who sent the report, a partner that can only be called.
"""

from mensenhandel.demo.partners import KMAR, NLA, RIEC
from signals.codes import (
    Answered,
    Certainty,
    EnrichmentKind,
    EnrichmentResult,
    Form,
    HandoverKind,
    HandoverMethod,
    Knowledge,
    Plausibility,
    Route,
    Severity,
    SharedPart,
    Source,
    Urgency,
)
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.operations.mentions import ToldThing
from signals.sharing_codes import Provenance
from signals.things import ThingKind, Whose

from .steps import (
    Followed,
    Judged,
    Logged,
    LookedUp,
    Mentioned,
    MergedWith,
    PartnerAccepted,
    PartnerOpened,
    PassedOn,
    Story,
    Submitted,
    TakenUp,
)
from .steps_between import (
    AskedBack,
    AskedElsewhere,
    HandoverBegun,
    InDanger,
    KeptOut,
    MoveAsked,
    RefusedByPhone,
    ShareAccepted,
    ShareAsked,
    SharedMore,
    WroteAlong,
)

_VAN = "0-DEM-31"
_BLUE_VAN = ToldThing(
    ThingKind.VEHICLE, value=_VAN, description="blauwe bus", whose=Whose.EXPLOITER, certainty=Certainty.SEEN
)

SAME_HOUSE = Story(
    key="dubbel-derde",
    municipality="Roosendaal",
    seen=51,
    facts=SignalFacts(
        source=Source.MUN_ENFORCEMENT,
        reporter=ReporterFacts(function="boa"),
        knowledge=Knowledge.SEEN,
        facts=(
            "Op het Nooitpad 14 stapten om vijf uur zeven mensen in een blauwe bus, kenteken 0-DEM-31. De chauffeur hield "
            "hun papieren in een map bij zich."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Roosendaal",
        address="Nooitpad 14, 0000 AA Roosendaal",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
        told=(_BLUE_VAN,),
    ),
    steps=(
        Logged(50, "08:40"),
        MergedWith(
            49,
            "09:15",
            "dubbel-eerste",
            "Hetzelfde huis, dezelfde zeven mensen: woningtoezicht was er een week eerder.",
            "Dank u. Dit huis kenden wij al; uw kenteken helpt ons verder.",
        ),
    ),
)

SUITCASES = Story(
    key="koffers",
    municipality="Breda",
    seen=22,
    facts=SignalFacts(
        source=Source.EMPLOYER,
        reporter=ReporterFacts(function="beheerder van een parkeerplaats", contact="06-0000 3377"),
        knowledge=Knowledge.SEEN,
        facts=(
            "Op de parkeerplaats aan de Dwaallaan wisselen elke zondagnacht mensen van bus. De chauffeur van de blauwe bus "
            "deelt paspoorten uit en haalt ze bij de grens weer op."
        ),
        interpretation="Ik denk dat ze hun paspoort alleen voor de grens krijgen.",
        danger=Answered.NO,
        minor=Answered.NO,
        place="Breda",
        address="Dwaallaan 2, 0000 AA Breda",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
        told=(_BLUE_VAN,),
    ),
    steps=(
        Logged(21, "09:30"),
        LookedUp(
            21,
            "10:00",
            EnrichmentKind.OPEN_SOURCE,
            "Welke busdienst rijdt hier op zondagnacht?",
            "Dienstregelingen op internet",
            "Geen: hier rijdt geen lijn.",
            provenance=Provenance.OPEN_SOURCE,
        ),
        LookedUp(
            20,
            "11:15",
            EnrichmentKind.EARLIER_SIGNALS,
            "Zag de politie deze bus eerder?",
            "Wijkagent",
            "Eén keer staande gehouden bij de grens, met acht mensen.",
            provenance=Provenance.WPG,
        ),
        Judged(
            20,
            "11:40",
            "Iemand anders houdt de paspoorten en zij reizen 's nachts over de grens. Dat kan de Marechaussee nagaan.",
            Severity.HIGH,
            Plausibility.REASONABLE,
            Urgency.SOON,
        ),
        PassedOn(
            20,
            "13:05",
            KMAR,
            "Nagaan wie er op zondagnacht met de blauwe bus over de grens gaat.",
            fields=("form", "place", "address", "facts", "vehicle-1"),
            method=HandoverMethod.LETTER,
        ),
        PassedOn(
            12,
            "10:20",
            RIEC,
            "Nagaan of de parkeerplaats met een bestuurlijke maatregel dicht kan.",
            HandoverKind.ADMINISTRATIVE,
            ("form", "place", "address"),
            HandoverMethod.PHONE,
        ),
        RefusedByPhone(
            9, "16:20", RIEC, "Gebeld: de parkeerplaats is van een bedrijf. Zonder eigen onderzoek kunnen zij niets."
        ),
        AskedElsewhere(
            1,
            "14:10",
            (f"Kenteken: {_VAN}", "Adres: Dwaallaan 2, 0000 AA Breda"),
            "De bus brengt mensen die in een andere gemeente wonen. Wij willen weten welke.",
        ),
        HandoverBegun(
            1,
            "16:45",
            NLA,
            "Onderzoek naar misstanden op het werk: nagaan waar de mensen uit de bus werken",
            ("form", "place", "facts", "vehicle-1"),
        ),
    ),
)

LODGING = Story(
    key="logies",
    municipality="Breda",
    seen=12,
    facts=SignalFacts(
        source=Source.MUN_BUILDING,
        reporter=ReporterFacts(function="inspecteur bouw- en woningtoezicht"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een aannemer vertelde dat op een terrein aan de Schijnweg elf mensen in drie caravans wonen. Wie ziek is, "
            "krijgt geen sleutel van de douche."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Etten-Leur",
        address="Schijnweg 9, 0000 AA Etten-Leur",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(Logged(10, "10:10"), MoveAsked(9, "09:40", "Etten-Leur", "Het terrein ligt in Etten-Leur.")),
)

MOVED_HOUSE = Story(
    key="verhuist",
    municipality="Oosterhout",
    seen=3,
    facts=SignalFacts(
        source=Source.MUN_SOCIAL,
        reporter=ReporterFacts(function="medewerker wijkteam"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een vrouw vraagt bij ons hulp met brieven. Een man die zij 'de regelaar' noemt, heeft haar pas en bepaalt wat "
            "zij tekent. Zij woont sinds een maand in Breda."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Breda",
        form=Form.CRIMINAL,
        route=Route.DOMESTIC,
    ),
    steps=(
        Logged(2, "11:20"),
        MoveAsked(1, "10:15", "Breda", "Zij woont in Breda; wij zien haar alleen aan de balie."),
    ),
)

COURIERS = Story(
    key="bezorgers",
    municipality="Tilburg",
    seen=27,
    facts=SignalFacts(
        source=Source.CITIZEN,
        reporter=ReporterFacts(function="buurman", contact="06-0000 4188"),
        knowledge=Knowledge.SEEN,
        facts=(
            "In een loods aan de Luchtbaan slapen bezorgers tussen de pakketten. Wie een pakket kwijt is, betaalt het van "
            "zijn loon en rijdt de volgende dag weer."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Tilburg",
        address="Luchtbaan 40, 0000 AA Tilburg",
        company="Voorbeeldbedrijf Wolkenpost",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(26, "09:10"),
        KeptOut(26, "09:30", "Haar broer rijdt voor dit bedrijf."),
        Judged(
            24,
            "10:30",
            "Boetes op het loon en slapen op het werk. Het bedrijf staat in Breda ingeschreven.",
            Severity.RAISED,
            Plausibility.REASONABLE,
        ),
        ShareAsked(
            24,
            "10:50",
            "Breda",
            "Het bedrijf staat in Breda ingeschreven; daar vertrekken de busjes.",
            (
                (SharedPart.PLACE, "Tilburg"),
                (SharedPart.COMPANY, "Voorbeeldbedrijf Wolkenpost"),
                (SharedPart.FORM, "Arbeidsuitbuiting"),
            ),
        ),
        ShareAccepted(22, "14:00"),
        WroteAlong(
            20, "11:35", "Wij kennen het bedrijf van een controle. Op het terrein stond een busje, kenteken 0-DEM-23."
        ),
        Mentioned(
            19,
            "09:05",
            ToldThing(
                ThingKind.VEHICLE,
                value="0-DEM-23",
                description="busje op het terrein in Breda, volgens gemeente Breda",
                certainty=Certainty.TOLD,
                provenance=Provenance.PARTNER,
            ),
        ),
        SharedMore(18, "15:20", ((SharedPart.ADDRESS, "Luchtbaan 40, 0000 AA Tilburg"),)),
        PassedOn(
            15,
            "09:45",
            NLA,
            "Nagaan of de boetes van het loon mogen.",
            fields=("form", "place", "address", "company", "facts"),
        ),
        PartnerOpened(14, "08:30", NLA),
        PartnerAccepted(13, "09:15", NLA),
        ShareAsked(
            9,
            "13:10",
            "Waalwijk",
            "Een deel van de bezorgers woont in Waalwijk.",
            ((SharedPart.PLACE, "Tilburg"), (SharedPart.COMPANY, "Voorbeeldbedrijf Wolkenpost")),
        ),
        Followed(
            8,
            "10:00",
            "De Arbeidsinspectie kijkt naar het loon. Wij houden de loods in het oog.",
            "Als er weer mensen slapen, of als een bezorger zelf wil praten.",
            review=-12,
        ),
        AskedBack(2, "15:05", NLA, "Op welke dagen slapen er mensen in de loods, en hoe laat vertrekken zij?"),
    ),
)

AT_THE_DESK = Story(
    key="aan-de-balie",
    municipality="Tilburg",
    seen=4,
    facts=SignalFacts(
        source=Source.MUN_COUNTER,
        knowledge=Knowledge.SEEN,
        facts=(
            "Een vrouw kwam voor een uittreksel. Haar vriend hield haar telefoon vast en las mee. Op het formulier schreef "
            "zij heel klein: 'bel mij niet'."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Tilburg",
        form=Form.SEXUAL,
        route=Route.DOMESTIC,
        reporter=ReporterFacts(function="baliemedewerker burgerzaken", contact="06-0000 4201", wants_anonymity=False),
    ),
    steps=(
        Submitted(3, "10:25", "baliemedewerker"),
        TakenUp(2, "09:10"),
        LookedUp(
            2,
            "09:40",
            EnrichmentKind.BRP_ADDRESS,
            "Wie wonen op haar adres?",
            "BRP",
            "",
            EnrichmentResult.ASKED,
            provenance=Provenance.BRP,
        ),
        InDanger(1, "17:20", "17:05", "06-0000 4201"),
    ),
)

LAUNDRY = Story(
    key="wasserij",
    municipality="Waalwijk",
    seen=6,
    facts=SignalFacts(
        source=Source.MUN_INCOME,
        reporter=ReporterFacts(function="consulent inkomen"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een man vertelde dat hij zijn loon van Voorbeeldbedrijf Schuimkraag op de rekening van zijn baas moet laten "
            "storten. Hij krijgt elke week vijftig euro."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Tilburg",
        company="Voorbeeldbedrijf Schuimkraag",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(5, "14:30"),
        Judged(3, "09:50", "Hij heeft geen eigen geld. De wasserij staat in Tilburg."),
        ShareAsked(
            1,
            "11:05",
            "Tilburg",
            "De wasserij staat in Tilburg.",
            ((SharedPart.PLACE, "Tilburg"), (SharedPart.COMPANY, "Voorbeeldbedrijf Schuimkraag")),
        ),
    ),
)

LATELY = (SAME_HOUSE, SUITCASES, LODGING, MOVED_HOUSE, COURIERS, AT_THE_DESK, LAUNDRY)
