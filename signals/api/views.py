"""Resources for partners' programs."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from audit.recording import record_search, record_view
from core.access import Actor
from core.api import PartnerViewSet
from core.codes import last_day
from core.errors import Conflict, Invalid, WrongState
from core.pages import visible_or_404
from core.pagination import keyset_page
from core.unit import passing_bsn
from core.workdays import today
from municipalities.codes import ORGANISATION_HTCDS, OrganisationKind
from signals import operations
from signals.calling import Caller
from signals.codes import (
    Answered,
    Certainty,
    CloseReason,
    Form,
    HandoverKind,
    HandoverMethod,
    Knowledge,
    LegalGround,
    Outcome,
    PossibleRole,
    Route,
    Source,
)
from signals.events import SignalEvent
from signals.filters import SIZES
from signals.holders import holder_named
from signals.htcds import FORM_HTCDS, ROLE_HTCDS, SECTOR_HTCDS, SEX_SECTOR_HTCDS, SOURCE_HTCDS
from signals.indicators import INDICATOR_HTCDS, Basis, Indicator, IndicatorGroup, group_of
from signals.models import Handover, Question, Submission
from signals.operations.answering import OTHER_REQUEST, KeyedRequest
from signals.operations.asking_back import AskedBack
from signals.policies import SignalAction
from signals.receivers import HANDOVERS_SCOPE, QUESTIONS_SCOPE
from signals.receiving import handed_out, open_handover
from signals.sectors import LabourSector, SexSector
from signals.sharing_codes import Naming, Provenance
from signals.situations import Confidence, SuspectedRole
from signals.things import Platform, Whose
from signals.workflow import TAKEN_BACK, AttachmentState, HandoverState, QuestionState, SignalState

from .facts import facts_in
from .handed import AnswerIn, AskBackIn, HandoverLine, HandoverOut
from .keys import KEY, body_hash, key_of
from .sent import SentViewSet
from .serializers import QuestionAnswerIn, QuestionLine, QuestionOut, SentOut, SignalIn, SubmissionOut

ANSWER_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Uw eigen kenmerk van dit verzoek (1 tot 200 tekens). Stuurt u hetzelfde nog eens, dan gebeurt er niets meer "
    "en krijgt u de doormelding zoals zij nu is; met andere inhoud 409.",
)
PLACE = OpenApiParameter("na", str, description="Plaats in de lijst: neem `volgende` over uit het vorige antwoord.")
SIZE = OpenApiParameter("aantal", int, enum=SIZES, description="Hoeveel regels u tegelijk krijgt.", default=SIZES[0])


def _page(
    event: SignalEvent, rows: models.QuerySet[Any], *, order: tuple[str, ...], request: Any, serializer: Any
) -> Response:
    """One page of `rows`; the look is an event with as many rows as were given out."""
    asked = request.query_params
    size = asked.get("aantal", str(SIZES[0]))
    if size not in map(str, SIZES):
        raise Invalid({"aantal": [f"Dit kan {' of '.join(map(str, SIZES))} zijn."]})
    found = keyset_page(rows, order=order, after=asked.get("na", ""), size=int(size))
    record_search(event, actor=request._request.actor, query="", rows=len(found.rows))
    return Response({"resultaten": serializer(found.rows, many=True).data, "volgende": found.next or None})


class SignalViewSet(SentViewSet):
    """Signalen sturen en volgen."""

    policy = {
        "create": SignalAction.SUBMIT,
        "list": SignalAction.VIEW_SUBMISSIONS,
        "retrieve": SignalAction.VIEW_SUBMISSIONS,
    }

    def is_urgent(self, request: Any) -> bool:
        """A signal that says so of itself."""
        data = request.data if request.method == "POST" else None
        return isinstance(data, Mapping) and data.get("directGevaar") == Answered.YES

    @extend_schema(request=SignalIn, responses={201: SentOut}, parameters=[KEY], operation_id="signaalSturen")
    def create(self, request: Any) -> Response:
        """Stuur een signaal. U krijgt een nummer en leest later de stand en het antwoord."""
        client = request._request.program
        key, sent_hash = _key(request, client.pk)
        seen: Submission | None = Submission.objects.visible_to(self.actor).filter(signal_id=key).first()
        if seen is not None:
            _demand_same(seen, sent_hash)
            return _sent(seen, self.actor)
        parsed = SignalIn.sent_in(request)
        data = parsed.validated_data
        holder = holder_named(data.get("gemeente", ""), client.organisation, today())
        if holder is None:
            raise Invalid({"gemeente": ["Deze gemeente kennen wij niet. Geef de gemeentecode of de naam."]})
        with passing_bsn(parsed.passed):
            submission = operations.submit_signal(
                actor=self.actor,
                municipality=holder.municipality,
                facts=facts_in(data, key, elsewhere="" if holder.place_known else data.get("gemeente", "")),
                key=key,
                sender=client.organisation,
                request_hash=sent_hash,
            )
        # Another request with this key may have been first while this one waited for it.
        _demand_same(submission, sent_hash)
        return _sent(submission, self.actor)

    @extend_schema(responses=SubmissionOut(many=True), parameters=[PLACE, SIZE], operation_id="signalenLijst")
    def list(self, request: Any) -> Response:
        """De signalen die uw organisatie stuurde, nieuwste eerst."""
        event = SignalEvent.SUBMISSION_VIEWED
        return _page(event, self._rows(), order=("-sent_at", "id"), request=request, serializer=SubmissionOut)

    @extend_schema(responses=SubmissionOut, operation_id="signaalLezen")
    def retrieve(self, request: Any, pk: uuid.UUID) -> Response:
        """De stand van één signaal."""
        submission = self._submission(pk)
        record_view(SignalEvent.SUBMISSION_VIEWED, submission, actor=self.actor)
        return Response(SubmissionOut(submission).data)


class HandoverViewSet(PartnerViewSet):
    """Doormeldingen ontvangen en beantwoorden."""

    scope = HANDOVERS_SCOPE
    policy = {
        "list": SignalAction.LIST_HANDOVERS,
        "retrieve": SignalAction.VIEW_HANDOVER,
        "file": SignalAction.DOWNLOAD_HANDED_FILE,
        "answer": SignalAction.ANSWER_HANDOVER,
        "ask": SignalAction.ASK_BACK,
    }

    @extend_schema(responses=HandoverLine(many=True), parameters=[PLACE, SIZE], operation_id="doormeldingenLijst")
    def list(self, request: Any) -> Response:
        """De doormeldingen aan uw organisatie, nieuwste eerst, zonder inhoud."""
        rows = Handover.objects.addressed_to(self.actor)
        event = SignalEvent.HANDOVER_VIEWED
        return _page(event, rows, order=("-sent_at", "id"), request=request, serializer=HandoverLine)

    @extend_schema(responses=HandoverOut, operation_id="doormeldingLezen")
    def retrieve(self, request: Any, pk: uuid.UUID) -> Response:
        """Eén doormelding met inhoud. De eerste keer lezen telt als ontvangen. Is zij ingetrokken, dan zonder inhoud."""
        handover = self._handover(pk)
        if not handover.is_withdrawn:
            handover = open_handover(handover, actor=self.actor)
        record_view(SignalEvent.HANDOVER_VIEWED, handover, actor=self.actor)
        return Response(HandoverOut(handover).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, operation_id="bijlageLezen")
    def file(self, request: Any, pk: uuid.UUID, nummer: int) -> HttpResponse:
        """Eén bijlage van een doormelding. Elke keer wordt vastgelegd. Van een ingetrokken doormelding is er geen meer."""
        return handed_out(self.actor, pk, nummer)

    @extend_schema(
        request=AnswerIn, responses={200: HandoverOut}, parameters=[ANSWER_KEY], operation_id="doormeldingBeantwoorden"
    )
    def answer(self, request: Any, pk: uuid.UUID) -> Response:
        """Neem de doormelding in behandeling, weiger haar met een reden, of beantwoord haar."""
        handover = self._handover(pk)
        sent = _keyed(request)
        if handover.is_withdrawn and not (sent and str(sent.key) in handover.requests):
            raise WrongState(TAKEN_BACK)
        parsed = AnswerIn.sent_in(request)
        with passing_bsn(parsed.passed):
            return Response(HandoverOut(self._settle(handover, parsed.validated_data, sent)).data)

    @extend_schema(
        request=AskBackIn, responses={201: HandoverOut}, parameters=[KEY], operation_id="doormeldingVraagStellen"
    )
    def ask(self, request: Any, pk: uuid.UUID) -> Response:
        """Vraag de afzender wat u nog nodig hebt. Het antwoord staat later bij de doormelding."""
        handover = self._handover(pk)
        key, _ = _key(request, request._request.program.pk)
        parsed = AskBackIn.sent_in(request)
        asked = AskedBack(text=parsed.validated_data["vraag"], key=key)
        with passing_bsn(parsed.passed):
            handover = open_handover(handover, actor=self.actor)
            return Response(HandoverOut(operations.ask_back(handover, actor=self.actor, asked=asked)).data, status=201)

    def _handover(self, pk: uuid.UUID) -> Handover:
        rows = Handover.objects.addressed_to(self.actor).select_related("municipality", "author")
        handover: Handover = visible_or_404(rows, pk=pk)
        return handover

    def _settle(self, handover: Handover, data: dict[str, Any], sent: KeyedRequest | None) -> Handover:
        told, handover = data.get("toelichting", ""), open_handover(handover, actor=self.actor)
        match data["besluit"]:
            case "in_behandeling":
                return operations.accept_handover(handover, actor=self.actor, request=sent)
            case "geweigerd":
                return operations.refuse_handover(handover, actor=self.actor, refusal=told, request=sent)
            case _:
                outcomes = [Outcome(code) for code in data["uitkomsten"]]
                words = {"text": told, "for_reporter": data.get("voorMelder", "")}
                return operations.answer_handover(handover, actor=self.actor, outcomes=outcomes, request=sent, **words)


class QuestionViewSet(PartnerViewSet):
    """Vragen van gemeenten lezen en beantwoorden."""

    scope = QUESTIONS_SCOPE
    policy = {
        "list": SignalAction.LIST_QUESTIONS,
        "retrieve": SignalAction.ANSWER_QUESTION,
        "answer": SignalAction.ANSWER_QUESTION,
    }

    @extend_schema(responses=QuestionLine(many=True), parameters=[PLACE, SIZE], operation_id="vragenLijst")
    def list(self, request: Any) -> Response:
        """De vragen aan uw organisatie, nieuwste eerst, zonder inhoud."""
        rows = Question.objects.asked_of(self.actor)
        event = SignalEvent.QUESTION_VIEWED
        return _page(event, rows, order=("-asked_at", "id"), request=request, serializer=QuestionLine)

    @extend_schema(responses=QuestionOut, operation_id="vraagLezen")
    def retrieve(self, request: Any, pk: uuid.UUID) -> Response:
        """Eén vraag met haar doel. Is zij ingetrokken of verlopen, dan zonder inhoud."""
        question = self._question(pk)
        record_view(SignalEvent.QUESTION_VIEWED, question, actor=self.actor)
        return Response(QuestionOut(question).data)

    @extend_schema(request=QuestionAnswerIn, responses={200: QuestionOut}, operation_id="vraagBeantwoorden")
    def answer(self, request: Any, pk: uuid.UUID) -> Response:
        """Beantwoord de vraag, één keer. Hetzelfde antwoord nog eens verandert niets; een ander antwoord geeft 409."""
        question = self._question(pk)
        parsed = QuestionAnswerIn.sent_in(request)
        text = parsed.validated_data["antwoord"]
        with passing_bsn(parsed.passed):
            return Response(QuestionOut(operations.answer_question(question, actor=self.actor, text=text)).data)

    def _question(self, pk: uuid.UUID) -> Question:
        question: Question = visible_or_404(Question.objects.asked_of(self.actor).select_related("municipality"), pk=pk)
        return question


# What somebody chooses from is a list of `Codes`; states and groups follow from what happens.
CODE_LISTS: dict[str, type[models.TextChoices]] = {
    "bronnen": Source,
    "soorten-organisaties": OrganisationKind,
    "vormen": Form,
    "routes": Route,
    "sectoren": LabourSector,
    "sectoren-seksueel": SexSector,
    "kenmerken": Indicator,
    "groepen-kenmerken": IndicatorGroup,
    "hoe-bekend-kenmerk": Basis,
    "antwoorden": Answered,
    "hoe-bekend": Knowledge,
    "soorten-doormelding": HandoverKind,
    "wijzen-van-doormelden": HandoverMethod,
    "grondslagen": LegalGround,
    "uitkomsten": Outcome,
    "redenen-van-sluiten": CloseReason,
    "rollen-van-personen": PossibleRole,
    "zekerheid": Certainty,
    "van-wie": Whose,
    "herkomsten": Provenance,
    "platforms": Platform,
    "naam-melder": Naming,
    "wie-belde": Caller,
    "zekerheid-situatie": Confidence,
    "rollen-van-verdachten": SuspectedRole,
    "standen-bijlage": AttachmentState,
    "standen-signaal": SignalState,
    "standen-doormelding": HandoverState,
    "standen-vraag": QuestionState,
}


# The value that a code has in the Human Trafficking Case Data Standard, for the lists that have one there.
HTCDS: dict[str, Mapping[str, str]] = {
    "bronnen": SOURCE_HTCDS,
    "vormen": FORM_HTCDS,
    "sectoren": SECTOR_HTCDS,
    "sectoren-seksueel": SEX_SECTOR_HTCDS,
    "kenmerken": INDICATOR_HTCDS,
    "rollen-van-verdachten": ROLE_HTCDS,
    "soorten-organisaties": ORGANISATION_HTCDS,
}


class CodeOut(serializers.Serializer[Any]):
    """One code of a list."""

    code = serializers.CharField(help_text="Verandert nooit, en komt nooit terug voor iets anders.")
    label = serializers.CharField()  # type: ignore[assignment]  # of the answer, and not what a field is called
    groep = serializers.CharField(required=False, help_text="Alleen bij kenmerken. Zie /codelijsten/groepen-kenmerken.")
    htcds = serializers.CharField(required=False, help_text="De waarde in de standaard HTCDS, waar die er is.")
    tot = serializers.DateField(
        required=False,
        help_text="Tot en met deze dag kunt u de code sturen; daarna geeft zij 400. U kunt haar blijven ontvangen. Zonder `tot` is "
        "er geen einde bekend.",
    )


class CodeListViewSet(PartnerViewSet):
    """De codelijsten: vaste code, Nederlands woord, en waar die er is de waarde in de standaard HTCDS."""

    @extend_schema(responses={200: {"type": "array", "items": {"type": "string"}}}, operation_id="codelijsten")
    def list(self, request: Any) -> Response:
        """De namen van de codelijsten."""
        return Response(sorted(CODE_LISTS))

    @extend_schema(responses=CodeOut(many=True), operation_id="codelijst")
    def retrieve(self, request: Any, name: str) -> Response:
        """Eén codelijst."""
        if name not in CODE_LISTS:
            raise NotFound
        standard = HTCDS.get(name, {})
        told = (
            {
                "code": code.value,
                "label": code.label,
                "groep": group_of(code) if name == "kenmerken" else None,
                "htcds": standard.get(code),
                "tot": last_day(code),
            }
            for code in CODE_LISTS[name]
        )
        return Response([{key: value for key, value in one.items() if value} for one in told])


def _key(request: Any, client_id: int) -> tuple[uuid.UUID, str]:
    """An id that follows from client and key (of a signal, its own), and the hash of what was sent."""
    return key_of(request, client_id), body_hash(request)


def _keyed(request: Any) -> KeyedRequest | None:
    """What the operations need to know of a request that may come twice; None without a key."""
    if "Idempotency-Key" not in request.headers:
        return None
    return KeyedRequest(*_key(request, request._request.program.pk))


def _sent(submission: Submission, actor: Actor) -> Response:
    return Response(SentOut(submission, context={"actor": actor}).data, status=201)


def _demand_same(submission: Submission, sent_hash: str) -> None:
    if submission.request_hash != sent_hash:
        raise Conflict(OTHER_REQUEST)
