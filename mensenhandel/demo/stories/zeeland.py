"""Zeeland outside Goes."""

from mensenhandel.demo.partners import NLA, POLICE, VT_ZEELAND
from signals.codes import (
    Answered,
    Certainty,
    CloseReason,
    EnrichmentKind,
    Form,
    HandoverKind,
    Knowledge,
    Outcome,
    Plausibility,
    PossibleRole,
    Route,
    Severity,
    Source,
    Urgency,
)
from signals.consent_codes import AgeGroup, ConsentAbout, ConsentAnswer, Spokesperson
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.sectors import LabourSector
from signals.sharing_codes import Provenance
from signals.things import ThingKind, Whose

from .steps import (
    Accepted,
    Asked,
    Closed,
    EnoughKnown,
    Informed,
    Judged,
    Logged,
    LookedUp,
    Mentioned,
    Offered,
    PartnerAccepted,
    PartnerAnswered,
    PartnerOpened,
    PassedOn,
    Posted,
    Replied,
    Story,
    Submitted,
    TakenUp,
    Told,
    Wished,
)

OFFICE_HOURS = Story(
    key="kantoortijd",
    title="Onder kantoortijd",
    municipality="Vlissingen",
    seen=22,
    facts=SignalFacts(
        source=Source.SCHOOL,
        knowledge=Knowledge.SEEN,
        facts=(
            "Leerling (16) wordt elke dinsdag na het derde uur opgehaald door steeds een andere auto, kenteken 0-DEM-07 "
            "onthouden. Ze heeft twee telefoons en slaapt in de les."
        ),
        interpretation="Ze zegt dat het haar neef is; dat geloof ik niet.",
        place="Vlissingen",
        vehicle="steeds een andere auto",
        shift="dinsdag na het derde uur",
        danger=Answered.NO,
        minor=Answered.YES,
        form=Form.SEXUAL,
        route=Route.DOMESTIC,
        veilig_thuis=Answered.YES,
        told=(
            ToldPerson(
                birth_year="16 jaar", description="leerling", role=PossibleRole.VICTIM, certainty=Certainty.SEEN
            ),
            ToldPerson(alias="de neef", role=PossibleRole.EXPLOITER, certainty=Certainty.TOLD),
            ToldThing(ThingKind.VEHICLE, value="0-DEM-07", description="één keer onthouden", certainty=Certainty.SEEN),
        ),
        reporter=ReporterFacts(function="mentor", contact="06-0000 2214"),
    ),
    steps=(
        Logged(20, "13:40"),
        LookedUp(
            20,
            "15:10",
            EnrichmentKind.PARTNER_QUESTION,
            "Veilig Thuis gebeld: wat is nu nodig?",
            "Veilig Thuis",
            "Gebeld om 15.10 uur. Advies: de mentor blijft het contact; geen gesprek met het gezin zonder overleg.",
        ),
        Asked(
            20,
            "15:30",
            VT_ZEELAND,
            "Is bij u al eerder gebeld over een meisje van zestien dat op dinsdag bij school wordt opgehaald?",
            "Nagaan of er al meer bekend is, voordat iemand met haar praat.",
        ),
        Replied(19, "08:40", VT_ZEELAND, "Nee, dit is de eerste keer.", by_phone="De bereikbaarheidsdienst"),
        EnoughKnown(19, "09:00"),
        Judged(
            19,
            "09:20",
            "Minderjarig, opgehaald door wisselende mensen, twee telefoons en vermoeid. Dit wacht niet.",
            Severity.HIGH,
            Plausibility.REASONABLE,
            Urgency.NOW,
            own_wish="Wil met de mentor praten, niet met politie.",
        ),
        PassedOn(19, "09:45", POLICE, "Onderzoek naar wie haar ophaalt, zonder gesprek met haar."),
        PassedOn(
            19,
            "09:55",
            VT_ZEELAND,
            "Op schrift wat gisteren aan de telefoon is gezegd.",
            HandoverKind.INFORM,
            fields=("form", "place", "facts", "minor"),
        ),
        Offered(
            18,
            "08:55",
            "Zij vertrouwt de mentor. Wij zoeken iemand die via hem kan beginnen.",
            age=AgeGroup.FROM_16,
            asker="de mentor",
        ),
        Wished(
            18,
            "09:05",
            ConsentAbout.REGISTRATION,
            ConsentAnswer.NOT_ASKED,
            AgeGroup.FROM_16,
            why_not="Eerst vertrouwen: zij sprak nog maar één keer met de mentor.",
        ),
        Informed(18, "09:10", Spokesperson.SELF, "de mentor"),
        PartnerOpened(18, "10:05", VT_ZEELAND),
        PartnerOpened(18, "11:15", POLICE),
        Mentioned(
            18,
            "13:20",
            ToldThing(
                ThingKind.REFERENCE,
                value="VERZONNEN-2026-0014",
                description="onderzoek bij de politie, gebeld",
                provenance=Provenance.WPG,
            ),
        ),
        Accepted(17, "10:30", ("Lepelaar",)),
        PartnerAnswered(
            12,
            "14:20",
            VT_ZEELAND,
            (Outcome.VICTIM_ASSISTED,),
            "De mentor heeft één vaste persoon bij ons. Wij spreken het gezin pas na overleg met hem.",
        ),
        PartnerAnswered(8, "16:40", POLICE, (Outcome.CONFIDENTIAL,), "Hierover kunnen wij nu niets zeggen."),
    ),
)

BANK_CARD = Story(
    key="bankpas",
    title="De geleende bankpas",
    municipality="Terneuzen",
    seen=96,
    facts=SignalFacts(
        source=Source.MUN_INCOME,
        knowledge=Knowledge.SEEN,
        facts=(
            "Jongen van 19 met licht verstandelijke beperking heeft drie telefoonabonnementen en een auto op zijn naam, "
            "maar heeft geen rijbewijs. Zijn pas ligt 'bij een vriend'."
        ),
        interpretation="Hij begrijpt niet wat hij heeft getekend.",
        place="Terneuzen",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.CRIMINAL,
        route=Route.DOMESTIC,
        reporter=ReporterFacts(
            function="consulent schuldhulp",
            name="Luc Luchtpomp",
            contact="luchtpomp@terneuzen.example",
            wants_anonymity=False,
        ),
    ),
    steps=(
        Submitted(95, "11:40", "schuldhulp"),
        TakenUp(94, "09:30"),
        LookedUp(
            92,
            "13:00",
            EnrichmentKind.INCOME,
            "Welke schulden lopen er op zijn naam?",
            "Schuldhulp, met zijn toestemming",
            "Drie abonnementen, wegenbelasting en twee boetes. Samen ruim vierduizend euro.",
        ),
        EnoughKnown(84, "10:00"),
        Judged(
            84,
            "10:30",
            "Er wordt misbruik gemaakt van zijn beperking: pas, auto en abonnementen staan op zijn naam voor een ander. "
            "Hij is in de eerste plaats slachtoffer.",
            Severity.RAISED,
            Plausibility.STRONG,
            own_wish="Wil zijn pas terug en van de brieven af.",
        ),
        Offered(
            84,
            "10:50",
            "Hij heeft iemand nodig die met hem de abonnementen, de auto en de schuld regelt.",
            asker="de schuldhulpverlener",
        ),
        Accepted(83, "14:00", ("Kievit",)),
        Told(83, "16:10", "Dank u. De zorgcoördinator heeft contact met hem."),
        PassedOn(
            2,
            "10:40",
            VT_ZEELAND,
            "Meekijken met zijn begeleider: zijn post komt nog steeds bij een ander.",
            HandoverKind.INFORM,
            fields=("form", "place", "facts"),
        ),
    ),
)

ORCHARD = Story(
    key="nevelfruit",
    municipality="Reimerswaal",
    seen=72,
    facts=SignalFacts(
        source=Source.EMPLOYER,
        reporter=ReporterFacts(function="chauffeur van een leverancier"),
        knowledge=Knowledge.SEEN,
        facts=(
            "Bij Voorbeeldbedrijf Nevelfruit staan om vijf uur al mensen te wachten. Zij komen met een wit busje, "
            "kenteken 0-DEM-04. Wie te laat is, mag die dag niet werken en betaalt de rit toch."
        ),
        interpretation="Misschien is het slecht geregeld, misschien meer dan dat.",
        place="Reimerswaal",
        company="Voorbeeldbedrijf Nevelfruit",
        vehicle="wit busje",
        shift="vanaf 05.00 uur",
        danger=Answered.NO,
        minor=Answered.UNKNOWN,
        veilig_thuis=Answered.NO,
        form=Form.LABOUR,
        labour_sector=LabourSector.AGRICULTURE,
        route=Route.CROSSBORDER,
        told=(
            ToldThing(
                ThingKind.VEHICLE,
                value="0-DEM-04",
                description="wit busje",
                whose=Whose.EXPLOITER,
                certainty=Certainty.SEEN,
            ),
        ),
    ),
    steps=(
        Logged(70, "14:20"),
        Judged(60, "09:50", "Vervoer en werk lopen via dezelfde man. De Arbeidsinspectie kan dit nagaan."),
        PassedOn(
            59,
            "10:15",
            NLA,
            "Nagaan of loon en vervoer kloppen.",
            HandoverKind.ANONYMOUS_TIP,
            ("form", "place", "company", "vehicle", "shift", "vehicle-1"),
        ),
        PartnerAccepted(50, "11:00", NLA),
        PartnerAnswered(31, "13:45", NLA, (Outcome.ADDED_TO_EXISTING,), "Toegevoegd aan een onderzoek dat al loopt."),
    ),
)

CALLING_CARD = Story(
    key="borsele-wacht",
    municipality="Borsele",
    seen=12,
    facts=SignalFacts(
        source=Source.VEILIG_THUIS,
        reporter=ReporterFacts(function="aandachtsfunctionaris"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een tante belde over een meisje van zeventien dat steeds bij een andere vriendin slaapt. Een man van "
            "dertig betaalt haar telefoon en bepaalt wanneer zij thuis is."
        ),
        danger=Answered.NO,
        minor=Answered.YES,
        veilig_thuis=Answered.YES,
        place="Borsele",
        form=Form.SEXUAL,
        route=Route.DOMESTIC,
        already_done="Wij hebben de tante advies gegeven.",
    ),
    steps=(Posted(10, "10:05", VT_ZEELAND, by_program=False),),
)

AFTERCARE = Story(
    key="kluut",
    municipality="Middelburg",
    seen=423,
    facts=SignalFacts(
        source=Source.MUN_SOCIAL,
        reporter=ReporterFacts(function="medewerker wijkteam"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een vrouw vertelde het wijkteam dat haar vriend haar foto's heeft en dat zij daarom doet wat hij zegt. Zij "
            "slaapt nu bij haar zus."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Middelburg",
        form=Form.SEXUAL,
        route=Route.DOMESTIC,
    ),
    steps=(
        Logged(420, "10:40"),
        Judged(
            414, "11:30", "Zij wordt onder druk gezet met beelden en wil hulp.", own_wish="Rust en een eigen kamer."
        ),
        Offered(414, "11:50", "Zij wil niet terug en zoekt een kamer."),
        Accepted(413, "09:45", ("Kluut",)),
        Closed(
            405,
            "15:00",
            CloseReason.PROMOTED,
            "Zij krijgt zorgcoördinatie. Voor ons is er verder niets te doen.",
            "Dank u. Er is nu hulp.",
        ),
    ),
)

RELAPSE = Story(
    key="oeverloper",
    municipality="Schouwen-Duiveland",
    seen=505,
    facts=SignalFacts(
        source=Source.HEALTH,
        reporter=ReporterFacts(function="huisarts"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Een man met rugklachten werkt zeven dagen en slaapt op het terrein. Hij wil niet naar een specialist, want "
            "dan moet hij het vervoer terugbetalen."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Schouwen-Duiveland",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(500, "09:25"),
        Judged(492, "10:10", "Schuld, wonen op het werk en geen zorg: hij kan niet zelf weg.", Severity.HIGH),
        Offered(492, "10:30", "Hij heeft zorg nodig en een plek los van het werk."),
        Accepted(490, "11:20", ("Oeverloper",)),
        Closed(480, "14:30", CloseReason.PROMOTED, "Hij krijgt zorgcoördinatie.", "Dank u. Hij krijgt hulp."),
    ),
)

CONSENT = Story(
    key="zwaluw",
    municipality="Hulst",
    seen=203,
    facts=SignalFacts(
        source=Source.POLICE,
        reporter=ReporterFacts(function="wijkagent"),
        knowledge=Knowledge.SEEN,
        facts=(
            "Een vrouw werd drie keer in een week 's nachts aangetroffen met pakketjes die zij moest bezorgen. Zij zegt "
            "dat zij een schuld van haar broer afbetaalt."
        ),
        danger=Answered.NO,
        minor=Answered.NO,
        place="Hulst",
        form=Form.CRIMINAL,
        route=Route.CROSSBORDER,
    ),
    steps=(
        Logged(200, "08:50"),
        Judged(
            193, "13:10", "Zij werkt een schuld af die niet van haar is.", own_wish="Wil stoppen, durft niet te melden."
        ),
        Offered(193, "13:25", "Zij wil weten hoe zij hieruit komt.", asker="de wijkagent"),
        Wished(193, "13:35", ConsentAbout.REGISTRATION, ConsentAnswer.AGREES, asker="de wijkagent"),
        Accepted(191, "10:00", ("Zwaluw",)),
        Wished(120, "15:10", ConsentAbout.REGISTRATION, ConsentAnswer.WITHDRAWN, asker="de zorgcoördinator"),
    ),
)

ZEELAND = (OFFICE_HOURS, BANK_CARD, ORCHARD, CALLING_CARD, AFTERCARE, RELAPSE, CONSENT)
