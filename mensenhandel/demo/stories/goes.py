"""Goes: the two stories that Wilma Windvaan works on; what waits for her this morning stands in goes_today.py."""

from mensenhandel.demo.drawings import slip, times
from mensenhandel.demo.partners import NLA
from signals.codes import (
    Answered,
    Certainty,
    EnrichmentKind,
    Form,
    Knowledge,
    Outcome,
    Plausibility,
    PossibleRole,
    Route,
    Severity,
    SharedPart,
    Source,
    Urgency,
)
from signals.consent_codes import Spokesperson
from signals.indicators import Basis, Indicator
from signals.operations.logging import ReporterFacts, SignalFacts
from signals.operations.mentions import ToldPerson, ToldThing
from signals.situations import Confidence, SuspectedRole
from signals.things import ThingKind, Whose

from .steps import (
    Accepted,
    Asked,
    Attached,
    EnoughKnown,
    Followed,
    Informed,
    Judged,
    Logged,
    LookedUp,
    Offered,
    PartnerAnswered,
    PartnerOpened,
    PassedOn,
    Replied,
    Situated,
    Story,
    Submitted,
    TakenBack,
    TakenUp,
    Told,
)
from .steps_between import ShareAccepted, ShareAsked

RECEIPT = Story(
    key="kassabon",
    title="De kassabon",
    municipality="Goes",
    seen=63,
    facts=SignalFacts(
        source=Source.MUN_ENFORCEMENT,
        knowledge=Knowledge.SEEN,
        facts=(
            "Bij een woningcontrole aan de Nergensweg stonden acht bedden in een huis voor drie. Een bewoner liet een "
            "briefje zien waarop huur, vervoer en 'boete ziek' van zijn loon af gaan."
        ),
        interpretation="Ik denk dat ze niet weg kunnen zolang er een schuld is.",
        place="Goes",
        address="Nergensweg 12, 0000 AA Goes",
        company="Voorbeeldbedrijf Zeepbel",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
        told=(
            ToldPerson(
                description="bewoner die het briefje liet zien", role=PossibleRole.VICTIM, certainty=Certainty.SEEN
            ),
        ),
        reporter=ReporterFacts(
            "Lena Loopplank", "toezichthouder wonen", "loopplank@goes.example", wants_anonymity=False
        ),
    ),
    steps=(
        Submitted(62, "10:20", "toezichthouder"),
        TakenUp(61, "09:05"),
        Attached(61, "09:20", "kassabon.jpg", "Het briefje van de bewoner, met wat van zijn loon af gaat.", slip),
        LookedUp(
            60,
            "11:30",
            EnrichmentKind.BRP_ADDRESS,
            "Wie staan op dit adres ingeschreven?",
            "BRP",
            "Negen personen ingeschreven, in een huis met drie slaapkamers.",
        ),
        LookedUp(
            60,
            "14:10",
            EnrichmentKind.SANCTION,
            "Is hier eerder opgetreden?",
            "Handhaving",
            "Twee jaar geleden een boete voor overbewoning. Toen zes personen.",
        ),
        Situated(
            60,
            "14:30",
            "Goes",
            Basis.OBSERVED,
            Confidence.CERTAIN,
            address="Nergensweg 12",
            note="Wonen en inhoudingen op het loon.",
        ),
        EnoughKnown(50, "09:15"),
        Judged(
            50,
            "09:40",
            "Inhoudingen op het loon, een schuld en wonen bij de baas komen samen. Dat past bij arbeidsuitbuiting. "
            "Twee bewoners willen praten.",
            Severity.HIGH,
            Plausibility.STRONG,
            Urgency.SOON,
            own_wish="Twee bewoners willen hun loon en een andere kamer, en geen problemen met de baas.",
        ),
        PassedOn(49, "10:05", NLA, "Onderzoek naar onderbetaling en inhoudingen op het loon.", files=["kassabon.jpg"]),
        Offered(
            49,
            "10:25",
            "Twee bewoners willen weg en weten niet waarheen. Zij hebben hulp nodig bij wonen en loon.",
            asker="de toezichthouder, met een tolk aan de telefoon",
        ),
        Informed(49, "10:40", Spokesperson.SELF, "de toezichthouder, met een tolk aan de telefoon"),
        PartnerOpened(47, "08:50", NLA),
        Accepted(47, "13:30", ("Wulp", "Tureluur")),
        Told(46, "16:00", "Dank u. Uw melding is opgepakt en doorgegeven aan de Arbeidsinspectie."),
        PartnerAnswered(
            12,
            "15:20",
            NLA,
            (Outcome.INSPECTION_DONE, Outcome.ABUSES_FOUND),
            "Wij zijn langs geweest en hebben misstanden vastgesteld. Het boeterapport volgt.",
            for_reporter="Wij zijn langs geweest en gaan ermee verder.",
        ),
    ),
)

APPLES = Story(
    key="appels",
    title="Appels en oproepen",
    municipality="Goes",
    seen=34,
    facts=SignalFacts(
        source=Source.HOUSING,
        knowledge=Knowledge.SEEN,
        facts=(
            "Zes huurders van de Bedenksteeg worden om vier uur 's nachts met een wit busje gehaald en om acht uur "
            "'s avonds teruggebracht. Huur wordt contant opgehaald door dezelfde chauffeur."
        ),
        interpretation="Werkt waarschijnlijk bij een bedrijf buiten onze gemeente.",
        place="Goes",
        address="Bedenksteeg 7b, 0000 AA Goes",
        vehicle="wit busje",
        shift="vertrek 04.00 uur, terug 20.00 uur",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
        told=(
            ToldPerson(
                alias="de chauffeur",
                description="haalt ook de huur op, contant",
                role=PossibleRole.EXPLOITER,
                certainty=Certainty.SEEN,
            ),
            ToldThing(
                ThingKind.VEHICLE,
                value="0-DEM-04",
                description="wit busje",
                whose=Whose.EXPLOITER,
                certainty=Certainty.SEEN,
            ),
        ),
        reporter=ReporterFacts(function="wijkbeheerder", contact="06-0000 1234"),
    ),
    steps=(
        Logged(33, "11:10"),
        Attached(33, "11:25", "tijden busje.txt", "Opgeschreven door de wijkbeheerder.", times),
        LookedUp(
            32,
            "09:30",
            EnrichmentKind.EARLIER_SIGNALS,
            "Komt het kenteken 0-DEM-04 vaker voor?",
            "Aandachtsfunctionaris Reimerswaal",
            "Ja: verwant door hetzelfde kenteken met een signaal in Reimerswaal over Voorbeeldbedrijf Nevelfruit.",
        ),
        Asked(
            31,
            "10:10",
            NLA,
            "Is bij u iets bekend over personeel dat 's nachts met een busje van Goes naar een bedrijf in Reimerswaal gaat?",
            "Nagaan of er al een onderzoek loopt, voordat wij zelf langsgaan.",
        ),
        ShareAsked(
            30,
            "11:20",
            "Reimerswaal",
            "De huurders werken waarschijnlijk in Reimerswaal. Wij kijken naar de woning; kijkt u naar het bedrijf?",
            (
                (SharedPart.PLACE, "Goes"),
                (SharedPart.FORM, "Arbeidsuitbuiting"),
                (SharedPart.VEHICLE, "wit busje"),
                (SharedPart.SHIFT, "vertrek 04.00 uur, terug 20.00 uur"),
            ),
        ),
        ShareAccepted(28, "10:00"),
        Replied(
            27,
            "13:05",
            NLA,
            "Er loopt nu geen onderzoek. Wij doen graag mee als u een integrale controle plant: bel ons dan vooraf.",
        ),
        Situated(
            27,
            "15:10",
            "Goes",
            Basis.OBSERVED,
            Confidence.CERTAIN,
            address="Bedenksteeg 7b",
            since=90,
            seen_when="elke werkdag",
            note="Wonen, huur en vervoer.",
            role=SuspectedRole.TRANSPORTER,
        ),
        Situated(
            27,
            "15:20",
            "Reimerswaal",
            Basis.ASSUMED,
            Confidence.PROBABLE,
            address="Voorbeeldbedrijf Nevelfruit",
            since=120,
            note="Het werk. Volgt uit het kenteken van het busje.",
        ),
        TakenBack(27, "15:30", Indicator.LAB_HOUSING_TIED),
        EnoughKnown(27, "15:40"),
        Judged(
            27,
            "16:00",
            "Vervoer, huur en werk lopen via één persoon. Wonen in Goes, werken in Reimerswaal: dit moeten wij samen doen.",
            Severity.RAISED,
            Plausibility.REASONABLE,
            Urgency.SOON,
        ),
        Followed(
            20,
            "09:20",
            "Integrale controle is gepland. Goes: woning en inschrijving. Reimerswaal: het bedrijf. Arbeidsinspectie: loon "
            "en werktijden. Politie: het busje.",
            "Als de huurders eerder vertrekken of de controle niet doorgaat.",
            review=-6,
        ),
        Asked(
            2,
            "10:40",
            "baliemedewerker",
            "Kwam er sinds september iemand aan de balie die zich op de Bedenksteeg wilde inschrijven, en met wie?",
        ),
    ),
)

GOES = (RECEIPT, APPLES)
