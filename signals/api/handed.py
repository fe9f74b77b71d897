"""Shapes of the API around a *doormelding*: what its receiver reads of it, and what it answers. Field shapes only."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from signals.codes import Outcome
from signals.models import Handover, HandoverAddition, HandoverAnswer, HandoverFile, HandoverQuestion

from .strict import Written, each_once


class ContentOut(serializers.Serializer[Any]):
    """One field of what was shared."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of ours, not the label of this one
    tekst = serializers.CharField()


def _lines(given: Handover | HandoverAddition) -> list[dict[str, str]]:
    return [{"code": code, "label": label, "tekst": text} for code, label, text in given.content or []]


ASK_FIRST_HELP = "Wat u moet doen voordat u dit verder geeft. Leeg: er staan geen gegevens van politie of justitie in."


class AdditionOut(serializers.Serializer[Any]):
    """What came after the handover was sent, of the same signal and for the same purpose."""

    aangevuldOp = serializers.DateTimeField(source="added_at")  # noqa: N815 (name in the API)
    inhoud = serializers.SerializerMethodField()
    eerstVragen = serializers.CharField(source="ask_first", help_text=ASK_FIRST_HELP)  # noqa: N815 (name in the API)

    @extend_schema_field(ContentOut(many=True))
    def get_inhoud(self, addition: HandoverAddition) -> list[dict[str, str]]:
        return _lines(addition)


OF_WITHDRAWN = ("id", "nummer", "stand", "verstuurdOp", "ingetrokkenOp")


class HandoverLine(serializers.ModelSerializer[Handover]):
    """A handover in a list: without its content, which is read one at a time and logged.

    Of one that was withdrawn there is nothing but what `OF_WITHDRAWN` names, here and in the detail.
    """

    nummer = serializers.CharField(source="reference")
    stand = serializers.CharField(source="state")
    soort = serializers.CharField(source="kind", required=False)
    anoniem = serializers.BooleanField(source="anonymous", required=False)
    verstuurdOp = serializers.DateTimeField(source="sent_at")  # noqa: N815 (name in the API)
    aangevuldOp = serializers.DateTimeField(  # noqa: N815 (name in the API)
        source="added_at", allow_null=True, required=False, help_text="Wanneer de afzender het laatst iets toevoegde."
    )
    antwoordUiterlijk = serializers.DateField(  # noqa: N815 (name in the API)
        source="answer_by", allow_null=True, required=False, help_text="Graag antwoord uiterlijk op deze dag."
    )
    ingetrokkenOp = serializers.SerializerMethodField()  # noqa: N815 (name in the API)

    class Meta:
        model = Handover
        fields: tuple[str, ...] = (
            *("id", "nummer", "stand", "soort", "anoniem", "verstuurdOp", "aangevuldOp", "antwoordUiterlijk"),
            "ingetrokkenOp",
        )

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_ingetrokkenOp(self, handover: Handover) -> str | None:  # noqa: N802 (name in the API)
        withdrawn = handover.settled_at if handover.is_withdrawn else None
        return serializers.DateTimeField().to_representation(withdrawn) if withdrawn else None

    def to_representation(self, handover: Handover) -> dict[str, Any]:
        shown = super().to_representation(handover)
        return {name: shown[name] for name in OF_WITHDRAWN} if handover.is_withdrawn else shown


class ContactOut(serializers.Serializer[Any]):
    """Where the officer who sent it is reached."""

    email = serializers.EmailField()
    telefoon = serializers.CharField(source="phone", allow_blank=True)


class GivenAnswerOut(serializers.ModelSerializer[HandoverAnswer]):
    """One answer that was given before. `doorGemeenteVastgelegd`: told by phone or letter, written down by the officer."""

    beantwoordOp = serializers.DateTimeField(source="answered_at")  # noqa: N815 (name in the API)
    uitkomsten = serializers.ListField(child=serializers.CharField(), source="outcomes")
    toelichting = serializers.CharField(source="text", allow_null=True)
    voorMelder = serializers.CharField(source="for_reporter", allow_null=True)  # noqa: N815 (name in the API)
    doorGemeenteVastgelegd = serializers.BooleanField(source="recorded_by_us")  # noqa: N815 (name in the API)

    class Meta:
        model = HandoverAnswer
        fields = ("beantwoordOp", "uitkomsten", "toelichting", "voorMelder", "doorGemeenteVastgelegd")


class HandedFileOut(serializers.Serializer[Any]):
    """A file that went along, under a name of ours; its bytes: `/doormeldingen/{id}/bijlagen/{nummer}`."""

    nummer = serializers.IntegerField(source="number")
    naam = serializers.CharField(source="name")
    soort = serializers.CharField(source="media_type")
    grootte = serializers.IntegerField(source="size", help_text="In bytes.")
    herkomst = serializers.CharField(
        source="provenance", help_text="Van wie de gegevens erin zijn. Zie /codelijsten/herkomsten."
    )
    controlegetal = serializers.CharField(source="digest", help_text="SHA-256 van het bestand.")


class AskedBackOut(serializers.Serializer[Any]):
    """A question of the receiver about a handover, with the reply when there is one."""

    id = serializers.UUIDField()
    gesteldOp = serializers.DateTimeField(source="asked_at")  # noqa: N815 (name in the API)
    vraag = serializers.CharField(source="text")
    antwoord = serializers.CharField(source="reply", allow_null=True)
    beantwoordOp = serializers.DateTimeField(source="replied_at", allow_null=True)  # noqa: N815 (name in the API)


class AskBackIn(Written):
    """What is still needed."""

    vraag = serializers.CharField(max_length=2000)


# Of a tip these would tell whom it came from.
OF_SENDER = ("gemeente", "afgesprokenIn", "contact")


class HandoverOut(HandoverLine):
    """A handover as its receiver reads it: exactly the frozen content and what came of it there, nothing of the signal.

    Of an anonymous tip nothing that `OF_SENDER` names, and of the answers only those that the receiver gave here itself.
    """

    gemeente = serializers.CharField(source="municipality.gm_code", required=False)
    afgesprokenIn = serializers.CharField(  # noqa: N815 (name in the API)
        source="agreed_in", required=False, help_text="Waarin het doorgeven is afgesproken. Leeg: nergens."
    )
    contact = ContactOut(source="author", required=False)
    ontvangenOp = serializers.DateTimeField(source="received_at", allow_null=True, required=False)  # noqa: N815 (name in the API)
    inBehandelingOp = serializers.DateTimeField(source="accepted_at", allow_null=True, required=False)  # noqa: N815 (name in the API)
    antwoorden = serializers.SerializerMethodField()
    redenWeigering = serializers.CharField(source="refusal", required=False)  # noqa: N815 (name in the API)
    doel = serializers.CharField(source="purpose", required=False)
    grondslag = serializers.CharField(source="ground", required=False)
    eerstVragen = serializers.CharField(source="ask_first", required=False, help_text=ASK_FIRST_HELP)  # noqa: N815 (name in the API)
    gewist = serializers.BooleanField(
        source="is_erased",
        required=False,
        help_text="Of de bewaartermijn bij de gemeente voorbij is; dan is er geen inhoud meer.",
    )
    aanFunctie = serializers.CharField(source="to_function", required=False)  # noqa: N815 (name in the API)
    inhoud = serializers.SerializerMethodField()
    aanvullingen = serializers.SerializerMethodField()
    bijlagen = serializers.SerializerMethodField()
    vragen = serializers.SerializerMethodField()

    class Meta(HandoverLine.Meta):
        fields = (
            *(*HandoverLine.Meta.fields, *OF_SENDER, "doel", "grondslag", "aanFunctie", "inhoud", "aanvullingen"),
            *("eerstVragen", "gewist", "bijlagen"),
            *("ontvangenOp", "inBehandelingOp", "antwoorden", "redenWeigering", "vragen"),
        )

    @extend_schema_field(GivenAnswerOut(many=True))
    def get_antwoorden(self, handover: Handover) -> Any:
        return GivenAnswerOut(HandoverAnswer.objects.read_by_receiver(handover), many=True).data

    @extend_schema_field(AskedBackOut(many=True))
    def get_vragen(self, handover: Handover) -> Any:
        return AskedBackOut(HandoverQuestion.objects.of_handover(handover), many=True).data

    @extend_schema_field(ContentOut(many=True))
    def get_inhoud(self, handover: Handover) -> list[dict[str, str]]:
        return _lines(handover)

    @extend_schema_field(AdditionOut(many=True))
    def get_aanvullingen(self, handover: Handover) -> Any:
        return AdditionOut(HandoverAddition.objects.of_handover(handover), many=True).data

    @extend_schema_field(HandedFileOut(many=True))
    def get_bijlagen(self, handover: Handover) -> Any:
        return HandedFileOut(HandoverFile.objects.of_handover(handover), many=True).data

    def to_representation(self, handover: Handover) -> dict[str, Any]:
        shown = super().to_representation(handover)
        return {name: value for name, value in shown.items() if not (handover.anonymous and name in OF_SENDER)}


class AnswerIn(Written):
    """An answer: taken on, refused with a reason, or answered with one or more outcomes."""

    besluit = serializers.ChoiceField(
        choices=[("in_behandeling", "In behandeling"), ("geweigerd", "Geweigerd"), ("beantwoord", "Beantwoord")]
    )
    uitkomsten = serializers.ListField(
        child=serializers.ChoiceField(choices=Outcome.choices),
        required=False,
        help_text="Eén of meer codes, elke code ten hoogste één keer.",
    )
    toelichting = serializers.CharField(required=False, max_length=4000)
    voorMelder = serializers.CharField(  # noqa: N815 (name in the API)
        required=False,
        max_length=2000,
        help_text="Wat de gemeente mag vertellen aan wie dit meldde. Alleen bij `besluit`: beantwoord.",
    )

    def validate_uitkomsten(self, codes: list[str]) -> list[str]:
        return each_once(codes)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["besluit"] == "beantwoord" and not data.get("uitkomsten"):
            raise serializers.ValidationError({"uitkomsten": serializers.ErrorDetail("", code="required")})
        if data["besluit"] == "geweigerd" and not data.get("toelichting"):
            raise serializers.ValidationError({"toelichting": serializers.ErrorDetail("", code="required")})
        return super().validate(data)
