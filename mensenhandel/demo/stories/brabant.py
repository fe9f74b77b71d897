"""The districts De Baronie, Hart van Brabant and De Markiezaten."""

from mensenhandel.demo.partners import NLA, POLICE, VT_WEST_BRABANT
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
from signals.consent_codes import ConsentAbout, ConsentAnswer, Delay
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.things import Platform, ThingKind

from .steps import (
    Accepted,
    Closed,
    EnoughKnown,
    Followed,
    Informed,
    Judged,
    Logged,
    LookedBack,
    LookedUp,
    Mentioned,
    Offered,
    OfferedAgain,
    PartnerAccepted,
    PartnerAnswered,
    PassedOn,
    Returned,
    Story,
    Submitted,
    TakenUp,
    TipWritten,
    Told,
    Wished,
)

VIA_VIA = Story(
    key="via-via",
    title="De tip via via",
    municipality="Breda",
    seen=124,
    facts=SignalFacts(
        source=Source.NETWORK_TIP,
        knowledge=Knowledge.TOLD,
        facts=(
            "Iemand die er werkt vertelde aan een taalvrijwilliger: in de nachtdienst bij Voorbeeldbedrijf Denkbeeld, "
            "Verzonnenkade 3, blijven ze twee diensten achter elkaar en is de deur dicht tot zes uur."
        ),
        interpretation="De man wil niet met naam; hij is bang zijn kamer te verliezen.",
        place="Breda",
        address="Verzonnenkade 3, 0000 AA Breda",
        company="Voorbeeldbedrijf Denkbeeld",
        shift="nachtdienst tot 06.00 uur",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
        reporter=ReporterFacts(function="taalvrijwilliger", contact="06-0000 3301"),
    ),
    steps=(
        Logged(120, "15:35"),
        LookedUp(
            117,
            "10:10",
            EnrichmentKind.KVK,
            "Bestaat het bedrijf op dit adres?",
            "Handelsregister",
            "Ingeschreven onder nummer 00000017, twaalf medewerkers.",
        ),
        EnoughKnown(112, "09:00"),
        Judged(
            112,
            "09:25",
            "Twee diensten achter elkaar en een dichte deur. Er is geen getuige die wil praten; dat hoeft ook niet.",
            Severity.HIGH,
            Plausibility.REASONABLE,
        ),
        TipWritten(
            111,
            "10:25",
            "In de nachtdienst bij Voorbeeldbedrijf Denkbeeld blijven mensen twee diensten achter elkaar. "
            "De deur is dicht tot in de ochtend. Dit was in de zomer.",
        ),
        PassedOn(
            111,
            "10:40",
            NLA,
            "Controle in de nachtdienst.",
            HandoverKind.ANONYMOUS_TIP,
            ("form", "place", "address", "company", "shift", "tip_text"),
        ),
        PartnerAccepted(104, "09:10", NLA),
        PartnerAnswered(
            71,
            "14:20",
            NLA,
            (Outcome.INSPECTION_DONE, Outcome.ABUSES_FOUND),
            "In de nachtdienst gecontroleerd. Werktijden en nooduitgang niet in orde; misstanden vastgesteld.",
        ),
        Closed(
            65,
            "11:05",
            CloseReason.PASSED_COMPLETE,
            "De Arbeidsinspectie heeft gecontroleerd en treedt op. Er is geen getuige nodig geweest.",
            "Dank u: er is gecontroleerd en er wordt opgetreden.",
        ),
    ),
)

ROOM_214 = Story(
    key="kamer-214",
    title="Kamer 214",
    municipality="Tilburg",
    seen=49,
    facts=SignalFacts(
        source=Source.HOTEL,
        knowledge=Knowledge.SEEN,
        facts=(
            "In Voorbeeldhotel Luchtkasteel boekt dezelfde man sinds drie weken telkens twee kamers; de vrouw in de tweede "
            "kamer spreekt niemand en komt niet aan het ontbijt."
        ),
        interpretation="Kan ook een gewoon stel zijn dat rust wil.",
        place="Tilburg",
        company="Voorbeeldhotel Luchtkasteel",
        danger=Answered.NO,
        minor=Answered.UNKNOWN,
        veilig_thuis=Answered.NO,
        form=Form.SEXUAL,
        route=Route.UNKNOWN,
        told=(
            ToldPerson(description="vrouw in de tweede kamer", role=PossibleRole.VICTIM, certainty=Certainty.SEEN),
            ToldPerson(
                description="man die telkens twee kamers boekt", role=PossibleRole.EXPLOITER, certainty=Certainty.SEEN
            ),
        ),
        reporter=ReporterFacts(function="receptie", contact="06-0000 4142"),
    ),
    steps=(
        Logged(48, "12:10"),
        LookedUp(
            45,
            "10:50",
            EnrichmentKind.OPEN_SOURCE,
            "Staat er een advertentie met deze kamer?",
            "Open bronnen",
            "Advertentie advertentie.example/421 toont hetzelfde uitzicht als kamer 214.",
        ),
        Mentioned(
            45,
            "10:55",
            ToldThing(
                ThingKind.PROFILE,
                value="advertentie.example/421",
                platform=Platform.WEBSITE,
                description="zelfde uitzicht als kamer 214",
                certainty=Certainty.SEEN,
            ),
        ),
        EnoughKnown(40, "13:00"),
        Judged(
            40,
            "13:30",
            "De advertentie maakt het meer dan een vermoeden. Besproken in het screeningsoverleg: politie kijkt, wij zorgen "
            "voor een plek.",
            Severity.HIGH,
            Plausibility.REASONABLE,
            Urgency.SOON,
        ),
        PassedOn(39, "11:00", POLICE, "Onderzoek naar de man die boekt en de advertentie."),
        Offered(
            31,
            "09:10",
            "De receptie heeft haar kunnen spreken. Zij wil weg en heeft geen papieren.",
            asker="de receptionist",
        ),
        Accepted(30, "10:15", ("Grutto",)),
    ),
)

BABYSITTER = Story(
    key="oppas",
    title="Drie weken oppas",
    municipality="Waalwijk",
    seen=26,
    facts=SignalFacts(
        source=Source.HEALTH,
        knowledge=Knowledge.SEEN,
        facts=(
            "Jonge vrouw kwam met een buurvrouw mee; ze woont in bij een gezin, zorgt zeven dagen voor drie kinderen en is "
            "niet ingeschreven. De buurvrouw vertaalde."
        ),
        interpretation="De buurvrouw leek oprecht bezorgd.",
        place="Waalwijk",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.FORCED_SERVICES,
        route=Route.UNKNOWN,
        reporter=ReporterFacts(function="huisarts", contact="06-0000 5090"),
    ),
    steps=(
        Logged(25, "16:20"),
        Judged(
            18,
            "09:30",
            "Zeven dagen werk zonder loon, geen eigen kamer en niet ingeschreven.",
            own_wish="Onbekend: zij sprak niet zelf.",
        ),
        Offered(
            18,
            "09:45",
            "Zij moet zelf kunnen vertellen wat zij wil.",
            ConsentAnswer.NOT_ASKED,
            why_not="De buurvrouw vertaalde alles. Zonder eigen tolk weten wij niet wat zij zelf zegt.",
        ),
        Returned(17, "11:10", "Is een eigen tolk geregeld?"),
        Wished(15, "10:20", ConsentAbout.CARE, ConsentAnswer.AGREES, asker="de huisarts, met een eigen tolk"),
        OfferedAgain(15, "10:30", "Ja: een telefonische tolk, en de huisarts geeft haar een afspraak alleen."),
        Accepted(14, "13:20", ("Plevier",)),
    ),
)

LESSONS = Story(
    key="veertig-lesuren",
    title="Veertig lesuren",
    municipality="Zundert",
    seen=10,
    facts=SignalFacts(
        source=Source.MUN_YOUTH,
        knowledge=Knowledge.TOLD,
        facts=(
            "Leerling van 13 miste veertig lesuren. Een winkel heeft hem twee keer aangehouden; volgens de winkelier stond "
            "er buiten een volwassene met een lege tas te wachten."
        ),
        interpretation="Misschien gaat het thuis mis, misschien wordt hij gestuurd.",
        already_done="Ouders zijn mogelijk betrokken: geen brief naar huis en geen handtekening gevraagd.",
        place="Zundert",
        danger=Answered.NO,
        minor=Answered.YES,
        form=Form.CRIMINAL,
        route=Route.DOMESTIC,
        veilig_thuis=Answered.YES,
        told=(
            ToldPerson(
                birth_year="13 jaar", description="leerling", role=PossibleRole.VICTIM, certainty=Certainty.TOLD
            ),
            ToldPerson(
                description="volwassene met een lege tas", role=PossibleRole.EXPLOITER, certainty=Certainty.TOLD
            ),
            ToldPerson(description="ouder, mogelijk betrokken"),
        ),
        reporter=ReporterFacts(
            function="leerplichtambtenaar",
            name="Mies Melkbeker",
            contact="melkbeker@zundert.example",
            wants_anonymity=False,
        ),
    ),
    steps=(
        Submitted(9, "09:50", "leerplicht"),
        TakenUp(9, "11:00"),
        LookedUp(
            9,
            "11:40",
            EnrichmentKind.PARTNER_QUESTION,
            "Veilig Thuis gebeld: is het gezin bekend?",
            "Veilig Thuis",
            "Gebeld om 11.40 uur. Eerst geen contact met de ouders; Veilig Thuis wil de stukken zien.",
        ),
        EnoughKnown(5, "09:10"),
        Judged(
            5,
            "09:35",
            "Verzuim en de volwassene met de lege tas passen bij elkaar. Een ouder is mogelijk betrokken.",
            Severity.HIGH,
            Plausibility.REASONABLE,
            Urgency.SOON,
        ),
        PassedOn(5, "10:05", VT_WEST_BRABANT, "Onderzoek naar de veiligheid van de leerling; ouders niet inlichten."),
        PartnerAccepted(3, "14:50", VT_WEST_BRABANT),
        Followed(
            3,
            "15:10",
            "Wachten op Veilig Thuis. De school belt mij als hij weer wegblijft.",
            "Als Veilig Thuis het niet oppakt, of als hij weer bij een winkel wordt gezien.",
            review=-6,
        ),
    ),
)

FIXED_SPOT = Story(
    key="vaste-plek",
    title="De vaste plek",
    municipality="Roosendaal",
    seen=152,
    facts=SignalFacts(
        source=Source.MUN_ENFORCEMENT,
        knowledge=Knowledge.SEEN,
        facts=(
            "Vrouw zit vijf ochtenden achtereen op dezelfde plek bij het station. Om twaalf uur haalt een man met een rode "
            "pet de beker op en geeft haar een broodje."
        ),
        interpretation="Ze kijkt naar hem voordat ze antwoord geeft.",
        place="Roosendaal",
        shift="ochtend, ophalen om 12.00 uur",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.FORCED_BEGGING,
        route=Route.UNKNOWN,
        told=(
            ToldPerson(
                description="vrouw op de vaste plek bij het station",
                role=PossibleRole.VICTIM,
                certainty=Certainty.SEEN,
            ),
            ToldPerson(description="man met een rode pet", role=PossibleRole.EXPLOITER, certainty=Certainty.SEEN),
        ),
        reporter=ReporterFacts(
            function="boa", name="Maarten Muismat", contact="muismat@roosendaal.example", wants_anonymity=False
        ),
    ),
    steps=(
        Submitted(150, "12:40", "boa"),
        TakenUp(149, "09:00"),
        Judged(140, "10:20", "Vaste plek, vaste tijd en iemand die het geld haalt. De politie kan nagaan wie hij is."),
        PassedOn(139, "11:15", POLICE, "Nagaan wie de man met de rode pet is."),
        Followed(
            83,
            "10:30",
            "De politie antwoordde niet. De boa's blijven kijken of zij er zit.",
            "Als wij weten wie de man is, of als zij zelf iets vertelt.",
        ),
        LookedBack(62, "09:40", "Zij zit er nog, nu ook op zaterdag. De man komt met een andere jas."),
        LookedBack(32, "09:20", "Twee weken niet gezien, daarna weer wel. De boa heeft haar een kaartje gegeven."),
    ),
)

MARRIED = Story(
    key="getrouwd",
    title="Op papier getrouwd",
    municipality="Tholen",
    seen=6,
    facts=SignalFacts(
        source=Source.MUN_COUNTER,
        knowledge=Knowledge.SEEN,
        facts=(
            "Aanstaande bruid (19) gaf aan de balie met haar hand aan dat ze wilde stoppen met het gesprek. Haar "
            "schoonmoeder had beide paspoorten bij zich en beantwoordde de vragen."
        ),
        interpretation="Misschien zenuwen; ik vond het niet goed voelen.",
        place="Tholen",
        danger=Answered.UNKNOWN,
        minor=Answered.NO,
        form=Form.FORCED_MARRIAGE,
        route=Route.UNKNOWN,
        reporter=ReporterFacts(
            function="baliemedewerker burgerzaken",
            name="Mina Mandfles",
            contact="mandfles@tholen.example",
            wants_anonymity=False,
        ),
    ),
    steps=(
        Submitted(6, "11:25", "baliemedewerker"),
        TakenUp(5, "09:15"),
        Judged(
            4,
            "09:40",
            "Zij kan aan de balie niet vrij spreken. Twijfel over gevaar: daarom snel iemand die haar alleen spreekt.",
            urgency=Urgency.SOON,
            own_wish="Zij gaf aan te willen stoppen met het gesprek.",
        ),
        Offered(
            4,
            "09:55",
            "Wij kunnen haar nog één keer uitnodigen voor een handtekening. Wie spreekt haar dan?",
            ConsentAnswer.NOT_ASKED,
            why_not="Haar schoonmoeder was er steeds bij en beantwoordde de vragen.",
        ),
        Informed(
            4, "10:00", reason=Delay.SAFETY, why="Haar schoonmoeder heeft haar paspoort en haar telefoon.", look=-10
        ),
        Accepted(4, "15:30", ("Scholekster",)),
        Told(3, "10:00", "Dank u, u zag het goed. Iemand gaat met haar praten."),
    ),
)

BRABANT = (VIA_VIA, ROOM_214, BABYSITTER, LESSONS, FIXED_SPOT, MARRIED)
