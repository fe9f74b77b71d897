"""Shapes of the API: Dutch names, field shapes only; no create() or update()."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.workdays import today
from signals.codes import Answered, Knowledge, Source
from signals.indicators import OTHERS, PROVES_NOTHING, Basis, Indicator
from signals.models import Question, Submission
from signals.office import office_of
from signals.sharing_codes import WHOSE_REPORTED
from signals.when import EARLIEST

from .beside import BesideIn
from .classified import ClassifiedIn
from .mentions import MentionsIn
from .strict import Strict, Written, each_once

TEXT = 8000
PLACE_LENGTH, UNKNOWN_LENGTH = 120, 200


class IndicatorIn(Strict):
    """One characteristic as a partner noticed it."""

    code = serializers.ChoiceField(choices=Indicator.choices, help_text="Zie /codelijsten/kenmerken.")
    hoeBekend = serializers.ChoiceField(choices=Basis.choices)  # noqa: N815 (name in the API)
    toelichting = serializers.CharField(
        required=False, max_length=300, help_text="Alleen bij “Anders, namelijk”, en daar verplicht."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if (data["code"] in OTHERS) is not ("toelichting" in data):
            code = "required" if data["code"] in OTHERS else "invalid"
            raise serializers.ValidationError({"toelichting": serializers.ErrorDetail("", code=code)})
        return data


class SignalIn(ClassifiedIn, MentionsIn, BesideIn):
    """A signal as a partner sends it."""

    bron = serializers.ChoiceField(choices=Source.choices, help_text="Wie heeft het opgemerkt? Zie /codelijsten.")
    functie = serializers.CharField(required=False, max_length=120, help_text="Functie of afdeling van de melder.")
    herkomst = serializers.ChoiceField(
        required=False,
        choices=WHOSE_REPORTED,
        help_text="Van wie de gegevens zijn, als dat niet volgt uit `bron`: vertelt u door wat de politie vertelde, dan `wpg`. Wat "
        "uit de bron strenger volgt, gaat voor. Zie /codelijsten/herkomsten.",
    )
    hoeBekend = serializers.ChoiceField(required=False, choices=Knowledge.choices)  # noqa: N815 (name in the API)
    feiten = serializers.CharField(max_length=TEXT, help_text="Wat is er gezien of gehoord?")
    duiding = serializers.CharField(required=False, max_length=TEXT, help_text="Wat denkt de melder zelf?")
    alGedaan = serializers.CharField(required=False, max_length=TEXT)  # noqa: N815 (name in the API)
    gemeente = serializers.CharField(
        required=False,
        max_length=150,
        help_text="Gemeentecode (GM0664) of naam van de gemeente. Onbekend: laat weg en vul `plaatsOnbekend`. Kennen wij "
        "de naam niet, dan krijgt de gemeente die de regio daarvoor aanwees het signaal; uw woord blijft bij de plaats staan.",
    )
    plaats = serializers.CharField(required=False, max_length=PLACE_LENGTH)
    plaatsOnbekend = serializers.CharField(required=False, max_length=UNKNOWN_LENGTH)  # noqa: N815 (name in the API)
    adres = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Waar het gebeurt: straat en nummer, of een plek. Andere adressen: `adressen`.",
    )
    bedrijf = serializers.CharField(required=False, max_length=120)
    voertuig = serializers.CharField(required=False, max_length=120)
    tijdstip = serializers.CharField(required=False, max_length=120, help_text="Tijdstip of dienst.")
    gezienOp = serializers.DateField(  # noqa: N815 (name in the API)
        required=False, help_text=f"Niet na vandaag en niet voor {EARLIEST:%d-%m-%Y}."
    )
    wanneer = serializers.CharField(required=False, max_length=120)
    kenmerken = serializers.ListField(
        child=IndicatorIn(), required=False, max_length=200, help_text=f"Wat er is opgemerkt. {PROVES_NOTHING}"
    )
    directGevaar = serializers.ChoiceField(required=False, choices=Answered.choices)  # noqa: N815 (name in the API)
    minderjarig = serializers.ChoiceField(required=False, choices=Answered.choices)
    veiligThuisGebeld = serializers.ChoiceField(  # noqa: N815 (name in the API)
        required=False, choices=Answered.choices, help_text="Bij een minderjarige, of als de leeftijd onbekend is."
    )

    def validate_gemeente(self, words: str) -> str:
        if not any(sign.isalpha() for sign in words):
            raise serializers.ValidationError("", code="invalid")
        return words

    def validate_kenmerken(self, given: list[dict[str, str]]) -> list[dict[str, str]]:
        each_once([(one["code"], one["hoeBekend"], one.get("toelichting", "")) for one in given])
        return given

    def validate_gezienOp(self, day: Any) -> Any:  # noqa: N802 (name in the API)
        if not EARLIEST <= day <= today():
            raise serializers.ValidationError("", code="invalid")
        return day


class SentFileOut(serializers.Serializer[Any]):
    """A file that was sent along, without what is in it. `reden`: why it was not accepted, and what to do."""

    naam = serializers.CharField(source="name", allow_null=True)
    grootte = serializers.IntegerField(source="size", help_text="In bytes, zoals ontvangen.")
    herkomst = serializers.CharField(source="provenance", help_text="Zie /codelijsten/herkomsten.")
    stand = serializers.CharField(source="state", help_text="Zie /codelijsten/standen-bijlage.")
    reden = serializers.CharField(source="sentence")


class SubmissionOut(serializers.ModelSerializer[Submission]):
    """What the sender sees of its signal."""

    nummer = serializers.CharField(source="reference")
    id = serializers.UUIDField(source="signal_id")
    gemeente = serializers.CharField(source="municipality.gm_code")
    stand = serializers.CharField(source="state")
    bijPartner = serializers.BooleanField(  # noqa: N815 (name in the API)
        source="with_partner", help_text="Of een partner het signaal in behandeling heeft; welke, staat er niet bij."
    )
    antwoord = serializers.CharField(source="answer", allow_null=True)
    verstuurdOp = serializers.DateTimeField(source="sent_at")  # noqa: N815 (name in the API)
    gewijzigdOp = serializers.DateTimeField(source="changed_at")  # noqa: N815 (name in the API)
    antwoordOp = serializers.DateTimeField(source="answered_at", allow_null=True)  # noqa: N815 (name in the API)
    gevaarDoorgegevenOp = serializers.DateTimeField(  # noqa: N815 (name in the API)
        source="danger_told_at",
        allow_null=True,
        help_text="Wanneer u na het sturen het laatst doorgaf dat iemand in gevaar is.",
    )
    bijlagen = SentFileOut(source="sent_files", many=True)

    class Meta:
        model = Submission
        fields: tuple[str, ...] = (
            *(
                "id",
                "nummer",
                "gemeente",
                "stand",
                "bijPartner",
                "antwoord",
                "antwoordOp",
                "verstuurdOp",
                "gewijzigdOp",
            ),
            *("gevaarDoorgegevenOp", "bijlagen"),
        )


class SentOut(SubmissionOut):
    """What the sender sees right after it sent something."""

    weerGelezenVanaf = serializers.SerializerMethodField(  # noqa: N815 (name in the API)
        help_text="Leest nu niemand mee, dan vanaf wanneer weer wel. Leeg: er leest nu iemand mee. Bel bij gevaar altijd 112."
    )

    class Meta(SubmissionOut.Meta):
        fields = (*SubmissionOut.Meta.fields, "weerGelezenVanaf")

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_weerGelezenVanaf(self, sent: Submission) -> str | None:  # noqa: N802 (name in the API)
        office = office_of(sent.municipality_id, self.context["actor"])
        return None if office.is_open() else serializers.DateTimeField().to_representation(office.next_opening())


class QuestionLine(serializers.ModelSerializer[Question]):
    """A question in a list: without its text, which is read one at a time and logged."""

    nummer = serializers.CharField(source="reference")
    stand = serializers.CharField(source="state")
    gesteldOp = serializers.DateTimeField(source="asked_at")  # noqa: N815 (name in the API)
    antwoordUiterlijk = serializers.DateField(source="due_on")  # noqa: N815 (name in the API)
    afgerondOp = serializers.DateTimeField(source="settled_at", allow_null=True)  # noqa: N815 (name in the API)

    class Meta:
        model = Question
        fields: tuple[str, ...] = ("id", "nummer", "stand", "gesteldOp", "antwoordUiterlijk", "afgerondOp")


class QuestionOut(QuestionLine):
    """A question as the organisation reads it that was asked: what is asked and why, and nothing of the signal.

    Of one that was withdrawn or expired there is no more than in the list.
    """

    gemeente = serializers.CharField(source="municipality.gm_code", required=False)
    vraag = serializers.CharField(source="text", required=False)
    doel = serializers.CharField(source="purpose", required=False)
    grondslag = serializers.CharField(source="ground", required=False)
    antwoord = serializers.CharField(
        source="answer", allow_null=True, required=False, help_text="Leeg als u het aan de telefoon gaf."
    )

    class Meta(QuestionLine.Meta):
        fields = (*QuestionLine.Meta.fields, "gemeente", "vraag", "doel", "grondslag", "antwoord")

    def to_representation(self, question: Question) -> dict[str, Any]:
        shown = super().to_representation(question)
        if question.is_told:
            shown["antwoord"] = None
        return shown if question.is_read_by_asked else {name: shown[name] for name in QuestionLine.Meta.fields}


class QuestionAnswerIn(Written):
    """The answer to a question; it is given once."""

    antwoord = serializers.CharField(max_length=4000)
