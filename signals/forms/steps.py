"""The short forms on a signal: information gathered, answer of a partner, following, the offer, a word to the reporter."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from core.access import Actor
from core.forms import BROKEN, ChangeForm, CreateForm, demand_past, offer_choices
from core.workdays import today
from signals.codes import EnrichmentKind, EnrichmentResult, LegalGround, Outcome
from signals.models import Follow, Handover, Signal
from signals.operations.gathering import Finding, Found
from signals.reporting_back import WayBack
from signals.sharing_codes import Provenance
from signals.terms import REVIEW_FOLLOW
from signals.usual import NOT_ADDED, OF_MUNICIPALITY, USUAL, Usual, may_note

from .reviews import motivation_asked

ANSWER_BEFORE_QUESTION = "Het antwoord kan niet voor de vraag komen."
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _what_was_found() -> forms.CharField:
    return forms.CharField(
        label="Wat is er gevonden?",
        required=False,
        max_length=4000,
        help_text="Dit veld is extra beveiligd: alleen wie dit dossier mag zien, kan het lezen.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


# A phone call has a form of its own (gathering.py).
_KINDS = [choice for choice in EnrichmentKind.choices if choice[0] not in NOT_ADDED]
# What cannot be yet when something is written down for the first time.
_AT_ONCE = [choice for choice in EnrichmentResult.choices if choice[0] != EnrichmentResult.NOT_COMING]


class EnrichForm(CreateForm):
    """One thing looked up or asked. `proposed`: the kind for which whose data and on which ground were filled in beforehand;
    then somebody has to say that she looked at them.
    """

    proposed = forms.CharField(required=False, initial="", widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="Wat hebt u opgezocht of gevraagd?", choices=[("", "Kies"), *_KINDS])
    question = forms.CharField(label="Welke vraag had u?", max_length=300)
    source = forms.CharField(label="Bij wie of in welke bron?", max_length=120)
    provenance = forms.ChoiceField(
        label="Van wie zijn deze gegevens?",
        choices=[("", "Kies"), *Provenance.choices],
        help_text="Gegevens van politie, justitie of M. gaan later niet vanzelf mee in een doormelding.",
    )
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    confirmed = forms.BooleanField(
        label="Ik heb nagekeken of dit hier klopt: van wie de gegevens zijn, en de grondslag",
        error_messages={
            "required": "Kijk het voorstel na. Klopt het, zet dan hier een kruisje; anders kiest u iets anders."
        },
    )
    necessity = forms.CharField(
        label="Waarom is dit nodig?", max_length=300, help_text="Kan het met minder gegevens? Leg kort uit."
    )
    asked_on = forms.DateField(label="Wanneer gevraagd?", initial=today, widget=_DAY)
    result = forms.ChoiceField(label="Wat is de uitkomst?", choices=_AT_ONCE, initial=EnrichmentResult.ASKED)
    expected_on = forms.DateField(
        label="Wanneer verwacht u antwoord?",
        required=False,
        widget=_DAY,
        help_text="Alleen als er nog geen antwoord is. Op die dag staat het in Mijn werk. Leeg: zo lang als een vraag meestal duurt.",
    )
    answered_on = forms.DateField(label="Wanneer kwam het antwoord?", required=False, widget=_DAY)
    finding = _what_was_found()

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in _KINDS if may_note(self.actor, choice[0], signal)]
        offer_choices(self, "kind", [("", "Kies"), *kinds])
        self.fields["kind"].error_messages["invalid_choice"] = OF_MUNICIPALITY
        if not (self.data.get("proposed") or self.initial.get("proposed")):
            del self.fields["confirmed"]

    @classmethod
    def proposing(cls, typed: Mapping[str, Any], *, actor: Actor, signal: Signal) -> "EnrichForm":
        """The form with what was typed, and whose data and which ground are usual for the kind that was chosen."""
        kept = {name: typed.get(name, "") for name in cls.base_fields if name not in {"hat", "confirmed"}}
        if kept["kind"] in USUAL:
            usual = USUAL[EnrichmentKind(kept["kind"])]
            kept |= {"proposed": kept["kind"], "provenance": usual.provenance, "ground": usual.ground}
        return cls(actor=actor, signal=signal, initial=kept)

    @property
    def usual(self) -> Usual | None:
        """What the chosen kind is for, what is not allowed with it, and who may ask it; None when none is chosen."""
        kind = self["kind"].value()
        return USUAL[EnrichmentKind(kind)] if kind in USUAL else None

    def clean_expected_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["expected_on"]
        if day is not None and day < today():
            message = "Kies vandaag of een latere dag."
            raise forms.ValidationError(message)
        return day

    def clean_asked_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["asked_on"])

    def clean_answered_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["answered_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("proposed") and data.get("kind") and data["proposed"] != data["kind"]:
            self.add_error("kind", "Het voorstel was voor een andere soort. Vraag het voorstel opnieuw, of kies zelf.")
        asked, answered = data.get("asked_on"), data.get("answered_on")
        if data.get("result") != EnrichmentResult.ASKED and not answered and "answered_on" not in self.errors:
            self.add_error("answered_on", "Vul in wanneer het antwoord kwam.")
        if asked and answered and answered < asked:
            self.add_error("answered_on", ANSWER_BEFORE_QUESTION)
        waits = data.get("result") == EnrichmentResult.ASKED
        if waits and (answered or data.get("finding")):
            self.add_error("result", "Kwam er al antwoord? Kies dan wat de uitkomst is. Laat anders dag en tekst leeg.")
        if data.get("expected_on") and not waits:
            self.add_error("expected_on", "Is er al een uitkomst? Laat dit dan leeg.")
        return data

    def found(self) -> Finding:
        """The parsed values."""
        data = self.cleaned_data
        return Finding(
            kind=EnrichmentKind(data["kind"]),
            question=data["question"],
            ground=LegalGround(data["ground"]),
            necessity=data["necessity"],
            source=data["source"],
            asked_on=data["asked_on"],
            result=EnrichmentResult(data["result"]),
            answered_on=data["answered_on"],
            text=data["finding"],
            provenance=Provenance(data["provenance"]),
            expected_on=data["expected_on"],
            key=data["key"],
        )


class FindingForm(ChangeForm):
    """What came of something that was asked on `asked_on`."""

    result = forms.ChoiceField(
        label="Wat is de uitkomst?",
        choices=[choice for choice in EnrichmentResult.choices if choice[0] != EnrichmentResult.ASKED],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(
        label="Wanneer kwam het antwoord?",
        initial=today,
        widget=_DAY,
        help_text="Komt het niet: de dag waarop u dat weet.",
    )
    finding = _what_was_found()

    def __init__(self, *args: Any, asked_on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_on = asked_on

    def clean_answered_on(self) -> dt.date | None:
        day = demand_past(self.cleaned_data["answered_on"])
        if day is not None and day < self.asked_on:
            raise forms.ValidationError(ANSWER_BEFORE_QUESTION)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("result") == EnrichmentResult.FOUND and not data.get("finding") and "finding" not in self.errors:
            self.add_error("finding", "Schrijf op wat er gevonden is.")
        return data

    def found(self) -> Found:
        """The parsed values."""
        data = self.cleaned_data
        return Found(EnrichmentResult(data["result"]), data["answered_on"], data["finding"])


class AnswerForm(ChangeForm):
    """What a partner answered."""

    outcomes = forms.MultipleChoiceField(
        label="Wat is er gebeurd?",
        choices=Outcome.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één uitkomst."},
    )
    text = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=4000,
        help_text="Noem geen gegevens van anderen die niet nodig zijn.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    for_reporter = forms.CharField(
        label="Wat mag de gemeente vertellen aan wie dit meldde?",
        required=False,
        max_length=2000,
        help_text="Mag leeg blijven: dan hoort de melder hier niets over. De gemeente kiest of zij het vertelt.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def chosen(self) -> list[Outcome]:
        """The outcomes."""
        return [Outcome(code) for code in self.cleaned_data["outcomes"]]


class PartnerAnswerForm(AnswerForm):
    """By the partner itself: not taking it on has a page of its own there, which asks why, until it was taken on or is late."""

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        elsewhere = handover.may_accept or handover.is_refused
        answers = [choice for choice in Outcome.choices if choice[0] != Outcome.REFUSED or not elsewhere]
        offer_choices(self, "outcomes", answers)


class RecordAnswerForm(AnswerForm):
    """By the officer, who heard it: perhaps on another day."""

    on = forms.DateField(
        label="Wanneer kreeg u dit antwoord?", initial=today, required=False, widget=_DAY, help_text="Leeg: vandaag."
    )

    field_order = ("on", "outcomes", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_reporter"].label = "Wat mag u van de partner aan de melder vertellen?"
        self.fields["for_reporter"].help_text = "Mag leeg blijven. Wat hier staat, verstuurt Signaalpunt niet vanzelf."

    def clean_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["on"])


class ToldForm(ChangeForm):
    """How it stands at a partner, as the officer heard. Of one that was received only that it is worked on is left to tell."""

    stands = forms.ChoiceField(
        label="Hoe staat het bij de partner?",
        choices=[("received", "Ontvangen"), ("accepted", "In behandeling genomen")],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Sinds wanneer?", initial=today, required=False, widget=_DAY, help_text="Leeg: vandaag.")

    def __init__(self, *args: Any, received: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if received:
            offer_choices(self, "stands", [("accepted", "In behandeling genomen")])
            self.fields["stands"].initial = "accepted"

    def clean_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["on"])


class RemindedForm(ChangeForm):
    """When the officer reminded a partner herself."""

    on = forms.DateField(
        label="Wanneer belde of schreef u?", initial=today, required=False, widget=_DAY, help_text="Leeg: vandaag."
    )

    def clean_on(self) -> dt.date | None:
        return demand_past(self.cleaned_data["on"])


class ReasonForm(ChangeForm):
    """One reason in a line."""

    reason = forms.CharField(label="Waarom?", max_length=300)

    def __init__(self, *args: Any, label: str = "Waarom?", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class ReviewForm(ChangeForm):
    """A look back at a followed signal."""

    line = forms.CharField(label="Wat ziet u nu?", max_length=300)
    next_on = forms.DateField(
        label="Wanneer kijkt u opnieuw?",
        required=False,
        widget=_DAY,
    )

    def __init__(self, *args: Any, actor: Actor, follow: Follow, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, version=follow.version, **kwargs)
        term = REVIEW_FOLLOW.of(follow.municipality_id, actor)
        self.fields["line"].help_text = motivation_asked(follow)
        self.fields["next_on"].help_text = f"Uiterlijk over {term}. Leeg: over {term}."


class CorrectFollowForm(ChangeForm):
    """What stands with a followed signal, to put right what was typed wrong."""

    why = forms.CharField(
        label="Waarom volgt u dit signaal?", max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    what_changes_it = forms.CharField(
        label="Wat zou uw besluit veranderen?", max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    review_on = forms.DateField(label="Wanneer kijkt u opnieuw?", widget=_DAY)

    def __init__(self, *args: Any, actor: Actor, follow: Follow, **kwargs: Any) -> None:
        known = {name: getattr(follow, name) for name in ("why", "what_changes_it", "review_on")}
        super().__init__(*args, actor=actor, version=follow.version, initial=known, **kwargs)


class ConsiderForm(ChangeForm):
    """A button: what partners answered was looked at. `seen`: how many answers stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(self, *args: Any, actor: Actor, signal: Signal, seen: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, version=signal.version, **kwargs)
        self.fields["seen"].initial = seen


class ReplyForm(ChangeForm):
    """The answer to the care coordinator's question or (`advised`) advice, with which the signal is offered again."""

    reply = forms.CharField(label="Uw antwoord op de vraag", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, advised: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if advised:
            self.fields["reply"].label = "Waarom biedt u het toch opnieuw aan?"


class InformForm(ChangeForm):
    """A word to the reporter before the signal is closed."""

    answer = forms.CharField(
        label="Bericht aan de melder",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, way_back: WayBack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not way_back.reader:
            self.fields["answer"].label = "Wat hebt u de melder verteld?"
        self.fields["answer"].help_text = way_back.before
        self.fields["answer"].initial = "\n\n".join(way_back.allowed)
