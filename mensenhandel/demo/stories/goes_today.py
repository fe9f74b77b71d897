"""Goes: what waits for Wilma Windvaan this morning. One is urgent, two are late, one offer came back with a question."""

import datetime as dt

from signals.calling import Caller
from signals.codes import (
    Answered,
    EnrichmentKind,
    EnrichmentResult,
    Form,
    Knowledge,
    Route,
    Source,
)
from signals.consent_codes import ConsentAnswer, Delay
from signals.operations.logging import ReporterFacts, SignalFacts

from .steps import (
    Informed,
    Judged,
    Logged,
    LookedUp,
    Offered,
    Returned,
    Story,
    Submitted,
    TakenUp,
)

URGENT = Story(
    key="spoed",
    municipality="Goes",
    seen=1,
    facts=SignalFacts(
        source=Source.MUN_ENFORCEMENT,
        knowledge=Knowledge.SEEN,
        facts=(
            "Op mijn avondronde zat een vrouw op de trap van de Fantasiehof. Ze zegt dat ze pas naar binnen mag als ze de "
            "schuld heeft gewerkt. Ze is bang dat hij terugkomt. Ze heeft geen jas en geen telefoon."
        ),
        interpretation="Zij moet vannacht ergens anders slapen.",
        already_done="Politie gebeld, die is bij haar gebleven. Zij is nu bij een kennis.",
        danger=Answered.YES,
        danger_called_at=dt.time(21, 40),
        danger_called_by=Caller.WRITER,
        minor=Answered.UNKNOWN,
        place="Goes",
        address="Fantasiehof 1, 0000 AA Goes",
        form=Form.SEXUAL,
        route=Route.UNKNOWN,
        reporter=ReporterFacts(
            "Lena Loopplank", "toezichthouder wonen", call_back="06-0000 1120", wants_anonymity=False
        ),
    ),
    steps=(Submitted(1, "21:50", "toezichthouder"),),
)

LATE_CARE = Story(
    key="te-laat-balie",
    municipality="Goes",
    seen=41,
    facts=SignalFacts(
        source=Source.MUN_COUNTER,
        knowledge=Knowledge.SEEN,
        facts=(
            "Een man schreef vijf mensen in op de Watalsweg en had al hun paspoorten bij zich. Zij stonden buiten te "
            "wachten. Toen ik vroeg of zij zelf konden tekenen, ging hij weg."
        ),
        interpretation="Hij was niet boos, wel gehaast.",
        danger=Answered.NO,
        minor=Answered.NO,
        place="Goes",
        address="Watalsweg 31, 0000 AB Goes",
        form=Form.LABOUR,
        route=Route.CROSSBORDER,
        reporter=ReporterFacts(
            "Hanna Handveger", "baliemedewerker burgerzaken", "handveger@goes.example", wants_anonymity=False
        ),
    ),
    steps=(
        Submitted(41, "15:45", "baliemedewerker"),
        TakenUp(40, "09:10"),
        LookedUp(
            38,
            "10:20",
            EnrichmentKind.BRP_ADDRESS,
            "Wie staan op dit adres ingeschreven?",
            "BRP",
            "",
            EnrichmentResult.ASKED,
        ),
    ),
)

LATE_SCHOOL = Story(
    key="te-laat-school",
    municipality="Goes",
    seen=31,
    facts=SignalFacts(
        source=Source.MUN_YOUTH,
        knowledge=Knowledge.TOLD,
        facts=(
            "Een jongen van zeventien heeft in een maand vier abonnementen afgesloten. Zijn moeder vond de brieven. Hij "
            "zegt dat hij de telefoons moest afgeven aan een man met een groene scooter."
        ),
        danger=Answered.NO,
        minor=Answered.YES,
        veilig_thuis=Answered.YES,
        place="Goes",
        form=Form.CRIMINAL,
        route=Route.DOMESTIC,
        already_done="De jeugdconsulent heeft Veilig Thuis gebeld voor advies.",
        reporter=ReporterFacts(function="jeugdconsulent", contact="06-0000 1407"),
    ),
    steps=(Logged(30, "13:15"),),
)

RETURNED = Story(
    key="terug-met-vraag",
    municipality="Goes",
    seen=21,
    facts=SignalFacts(
        source=Source.MUN_SOCIAL,
        knowledge=Knowledge.TOLD,
        facts=(
            "Een vrouw vertelde bij een huisbezoek dat zij elke avond schoonmaakt voor de neef van haar man. Zij krijgt "
            "er niets voor en mag het niet aan haar dochter zeggen."
        ),
        interpretation="Zij wil wel hulp, maar alleen als niemand thuis het merkt.",
        danger=Answered.NO,
        minor=Answered.NO,
        place="Goes",
        form=Form.FORCED_SERVICES,
        route=Route.DOMESTIC,
        reporter=ReporterFacts(function="medewerker wijkteam", contact="06-0000 1833"),
    ),
    steps=(
        Logged(18, "10:50"),
        Judged(
            8,
            "11:20",
            "Onbetaald werk, druk van familie en zij wil zelf hulp. Een partner kan nu weinig; zorg wel.",
            own_wish="Hulp, zonder dat familie het weet.",
        ),
        Offered(
            8,
            "11:35",
            "Zij wil praten over een andere plek en eigen geld, zonder dat familie het weet.",
            ConsentAnswer.NOT_ASKED,
            why_not="Thuis kan zij niet vrij praten. Het wijkteam ziet haar volgende week weer alleen.",
        ),
        Informed(
            8,
            "11:45",
            reason=Delay.SAFETY,
            why="De familie leest mee op haar telefoon. Het wijkteam vertelt het haar zelf.",
            look=-6,
        ),
        Returned(6, "14:05", "Hoe kunnen wij haar veilig bereiken, en weet zij dat u dit aanbiedt?"),
    ),
)

GOES_TODAY = (URGENT, LATE_CARE, LATE_SCHOOL, RETURNED)
