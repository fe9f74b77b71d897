"""Where another region works, and where nobody is appointed."""

from mensenhandel.demo.partners import NLA
from signals.codes import Answered, CloseReason, EnrichmentKind, Form, Knowledge, Source
from signals.operations.logging import ReporterFacts, SignalFacts

from .steps import Closed, EnoughKnown, Judged, Logged, LookedUp, Posted, Story

NOT_TRAFFICKING = Story(
    key="toch-geen",
    title="Toch geen mensenhandel",
    municipality="Heerlen",
    seen=82,
    facts=SignalFacts(
        source=Source.CITIZEN,
        knowledge=Knowledge.SEEN,
        facts="Bij de buren gaat elke nacht een bus met mensen weg en de gordijnen zijn altijd dicht.",
        interpretation="Mijn zoon zegt dat het uitbuiting is.",
        place="Heerlen",
        address="Schijnbaarstraat 8, 0000 AA Heerlen",
        danger=Answered.NO,
        minor=Answered.NO,
        form=Form.LABOUR,
        reporter=ReporterFacts(function="inwoner", call_back="06-0000 6120", wants_anonymity=False),
    ),
    steps=(
        Logged(80, "09:55"),
        LookedUp(
            78,
            "10:00",
            EnrichmentKind.PERMIT,
            "Is er een vergunning voor kamerverhuur?",
            "Vergunningen",
            "Ja, voor vijf kamers. In orde.",
        ),
        LookedUp(
            78,
            "10:30",
            EnrichmentKind.BRP_ADDRESS,
            "Klopt de inschrijving?",
            "BRP",
            "Vijf personen ingeschreven, dat klopt met de vergunning.",
        ),
        LookedUp(
            76,
            "15:00",
            EnrichmentKind.INSPECTION,
            "Is er eerder gecontroleerd?",
            "Bouw- en woningtoezicht",
            "Vorig jaar gecontroleerd, geen opmerkingen.",
        ),
        EnoughKnown(70, "11:00"),
        Judged(70, "11:20", "De bewoners werken in ploegendienst. Vergunning, inschrijving en controle zijn in orde."),
        Closed(
            69,
            "10:10",
            CloseReason.NO_INDICATION,
            "Niets wijst op dwang. De bewoners kennen hun rechten en hebben eigen sleutels.",
            "Dank voor uw melding. Wij hebben gekeken en zien geen uitbuiting; de bewoners werken in de nacht.",
        ),
    ),
)

NO_MANS_LAND = Story(
    key="niemandsland",
    title="Niemandsland",
    municipality="Baarle-Nassau",
    seen=4,
    facts=SignalFacts(
        source=Source.NLA,
        reporter=ReporterFacts(function="meldpunt"),
        knowledge=Knowledge.TOLD,
        facts=(
            "Chauffeur van de buurtbus ziet twee meiden die elke vrijdag met een koffer de grens over gaan en zondag zonder "
            "koffer terugkomen."
        ),
        place="Baarle-Nassau",
        danger=Answered.NO,
        minor=Answered.UNKNOWN,
        veilig_thuis=Answered.NO,
        form=Form.UNKNOWN,
    ),
    steps=(Posted(2, "10:12", NLA),),
)

ELSEWHERE = (NOT_TRAFFICKING, NO_MANS_LAND)
