"""The decision panel: the judgement, and what follows from it; several boxes at once, "sluiten" alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from core.access import Actor
from core.forms import REQUIRED, ChangeForm
from signals.codes import Answered, Plausibility, Severity, Urgency, Wish
from signals.consent_codes import ConsentAnswer, Spokesperson
from signals.models import Handover, Signal
from signals.operations.lifecycle import Closing, Judgement
from signals.sharing_codes import Provenance
from signals.terms import REVIEW_FOLLOW
from signals.workflow import HandoverState, SignalState

from .closing import ClosingFields, text
from .consent import AskedFields, asked_in, check_asked, mark_needed
from .page import serious_disadvantage, whose_data

# What an answer about care coordination says of the own wish.
_WISHES = {
    ConsentAnswer.AGREES: "Vindt zorgcoördinatie goed.",
    ConsentAnswer.REFUSES: "Wil geen zorgcoördinatie.",
}


TODAY_ASKED = (
    "U koos “Vandaag”, maar u kiest alleen volgen. Kies ook wat er vandaag gebeurt, of kies hier een later moment. Is het al "
    "geregeld? Vink dat hieronder aan."
)


class WeighingFields(forms.Form):
    """The judgement. No step is added to another one, and nothing is reckoned from them.

    `may_wait`: with direct danger what is done now comes first; the steps may be said afterwards, the reason may not.
    """

    severity = forms.ChoiceField(
        label="Hoe ernstig is het, als het waar is?", required=False, choices=Severity.choices, widget=forms.RadioSelect
    )
    plausibility = forms.ChoiceField(
        label="Hoe aannemelijk is het nu?", required=False, choices=Plausibility.choices, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label="Hoe snel moet er iets gebeuren?",
        required=False,
        choices=Urgency.choices,
        widget=forms.RadioSelect,
    )
    minors = forms.ChoiceField(
        label="Zijn er minderjarigen bij betrokken?",
        required=False,
        choices=Answered.choices,
        widget=forms.RadioSelect,
    )
    wish = forms.ChoiceField(
        label="Weet u wat de betrokkene zelf wil?",
        required=False,
        choices=Wish.choices,
        initial=Wish.NOT_KNOWN,
        widget=forms.RadioSelect,
    )
    serious_disadvantage = serious_disadvantage()
    own_wish = text("Wat wil de betrokkene zelf?", "Laat leeg als u dat niet weet.", rows=2)
    motivation = text("Waarom besluit u dit?", rows=4)

    NEEDED_ALWAYS = ("motivation",)
    NEEDED_IN_TIME = ("severity", "plausibility", "urgency")
    # What stands empty until somebody judges.
    TYPED = (*NEEDED_IN_TIME, "own_wish", "motivation")
    may_wait = False

    def begin_with(self, signal: Signal) -> None:
        """What the signal says of minors is the answer to begin with."""
        self.fields["minors"].initial = signal.minor
        self.fields["serious_disadvantage"].initial = signal.serious_disadvantage
        for name in self.needed:
            self.fields[name].widget.attrs["data-needed"] = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields without which nothing is judged now."""
        return self.NEEDED_ALWAYS if self.may_wait else (*self.NEEDED_IN_TIME, *self.NEEDED_ALWAYS)

    def _own_wish(self) -> str:
        """What is known of it, in words."""
        return self.cleaned_data.get("own_wish") or ""

    def demand(self, names: tuple[str, ...]) -> None:
        """Add a message to each of these that is empty."""
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, REQUIRED)

    def demand_judgement(self) -> None:
        """Add a message to each field that judging needs."""
        self.demand(self.needed)
        if self.cleaned_data.get("wish") == Wish.KNOWN and not self._own_wish():
            self.add_error("own_wish", "Schrijf op wat de betrokkene wil, of kies hierboven “niet bekend”.")

    @property
    def says_something(self) -> bool:
        """Whether anything of the judgement was filled in."""
        data = self.cleaned_data
        minors = data.get("minors") or self.fields["minors"].initial
        marked = data.get("serious_disadvantage") != self.fields["serious_disadvantage"].initial
        return marked or minors != self.fields["minors"].initial or any(data.get(name) for name in self.TYPED)

    def judgement(self) -> Judgement:
        """The parsed weighing."""
        data = self.cleaned_data
        return Judgement(
            Severity(data["severity"]) if data["severity"] else None,
            Plausibility(data["plausibility"]) if data["plausibility"] else None,
            Urgency(data["urgency"]) if data["urgency"] else None,
            data["motivation"],
            self._own_wish(),
            Answered(data["minors"] or Answered.UNKNOWN),
            data["serious_disadvantage"],
        )


class WeighForm(WeighingFields, ChangeForm):
    """A judgement by itself, while what was decided goes on."""

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, version=signal.version, **kwargs)
        self.fields["motivation"].label = "Waarom beoordeelt u het zo?"
        self.begin_with(signal)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.demand_judgement()
        return data


class DecisionForm(AskedFields, WeighingFields, ClosingFields, ChangeForm):
    """Judgement and boxes. `cannot_offer`, `cannot_follow`: why that is not possible now, "" when it is.

    `sent`: what was handed over before anything was decided. Where a partner has it, the judgement alone will do.
    """

    hand_over = forms.BooleanField(
        label="Doorgeven aan een partner",
        required=False,
        help_text="U kiest hierna wat u deelt en met wie. Er gaat nog niets weg.",
    )
    offer = forms.BooleanField(label="Aanbieden aan de zorgcoördinator", required=False)
    offer_why = text("Waarom vraagt u zorgcoördinatie?")
    follow = forms.BooleanField(
        label="Volgen", required=False, help_text="We blijven dit actief volgen; er is nog geen hulptraject."
    )
    follow_why = text("Waarom volgt u dit signaal?")
    what_changes_it = text("Wat zou uw besluit veranderen?", rows=2)
    review_on = forms.DateField(
        label="Wanneer kijkt u opnieuw?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    concern_also = forms.BooleanField(
        label="Betreft ook een andere gemeente",
        required=False,
        help_text="U kiest hierna welke gemeente, en wat zij ziet. Er gaat nog niets weg.",
    )
    close = forms.BooleanField(label="Sluiten", required=False)
    today_done = forms.BooleanField(label="Wat vandaag moest, is al gedaan of geregeld", required=False)

    # As they stand on the page, so that the messages on top do too.
    field_order = (
        *(
            "hand_over",
            "offer",
            "offer_why",
            *AskedFields.base_fields,
            "follow",
            "follow_why",
            "what_changes_it",
            "review_on",
            "concern_also",
        ),
        *("close", "close_reason", "close_motivation", "answer", "no_answer_why"),
        *(
            "severity",
            "plausibility",
            "urgency",
            "today_done",
            "minors",
            "serious_disadvantage",
            "wish",
            "own_wish",
            "motivation",
        ),
    )

    BOXES = ("hand_over", "offer", "follow", "concern_also", "close")
    # Of what can be ticked these alone set nothing going today.
    _LATER = frozenset({"follow"})
    _NEEDED = {"offer": ("offer_why",), "follow": ("follow_why", "what_changes_it")}

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        signal: Signal,
        cannot_offer: str = "",
        cannot_follow: str = "",
        sent: Sequence[Handover] = (),
        may_share: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, actor=actor, version=signal.version, **kwargs)
        self.may_wait = signal.state == SignalState.RECEIVED and signal.danger == Answered.YES
        self.begin_with(signal)
        self.cannot_offer = cannot_offer
        self.cannot_follow = cannot_follow
        self.sent = sent
        self.is_with_partner = any(one.state != HandoverState.REFUSED for one in sent)
        if sent:
            self.fields["hand_over"].label = "Nog iets doorgeven"
        term = REVIEW_FOLLOW.of(signal.municipality_id, actor)
        self.fields["review_on"].help_text = f"Uiterlijk over {term}. Leeg: over {term}."
        if not may_share:
            del self.fields["concern_also"]
        why = "Wat maakt dat u sluit? Vulde u de beoordeling al in, dan wordt die ook bewaard."
        self.fields["close_motivation"].help_text = why
        answer = self.fields["asked_answer"]
        answer.help_text = f"{answer.help_text} In uw beoordeling telt dit ook als wat de betrokkene wil."
        mark_needed(self)
        for name in (field for fields in self._NEEDED.values() for field in fields):
            self.fields[name].widget.attrs["data-needed"] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ticked = [box for box in self.BOXES if data.get(box)]
        if not ticked and not self.is_with_partner:
            self.add_error(None, "Kies wat we met dit signaal doen.")
        elif data.get("close"):
            if len(ticked) > 1:
                self.add_error("close", "Sluiten kan niet samen met een andere keuze.")
            self.demand_closing()
        else:
            self.demand_judgement()
            self._ask_about_today(ticked)
        for box, why_not in (("offer", self.cannot_offer), ("follow", self.cannot_follow)):
            if data.get(box) and why_not:
                self.add_error(box, why_not)
            elif data.get(box):
                self.demand(self._NEEDED[box])
        if data.get("offer") and not self.cannot_offer:
            check_asked(self)
        return data

    @property
    def asks_about_today(self) -> bool:
        """Whether it is judged that something must happen today, and nothing that was chosen does."""
        return TODAY_ASKED in self.errors.get("urgency", ()) or bool(self.is_bound and self.data.get("today_done"))

    def _ask_about_today(self, ticked: list[str]) -> None:
        data = self.cleaned_data
        only_later = bool(ticked) and self._LATER.issuperset(ticked) and not self.sent
        if data.get("urgency") == Urgency.NOW and only_later and not data.get("today_done"):
            self.add_error("urgency", TODAY_ASKED)

    def _own_wish(self) -> str:
        """With an offer the person was asked there: what she said herself is what she wants, unless more was written down."""
        asked = asked_in(self.cleaned_data) if self.cleaned_data.get("offer") else None
        told = str(_WISHES.get(asked.answer, "")) if asked and asked.spoke == Spokesperson.SELF else ""
        return super()._own_wish() or told

    def closing(self) -> Closing:
        """Why it is closed, with what was filled in of the judgement."""
        return replace(super().closing(), weighing=self.judgement() if self.says_something else None)

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        """What is asked of the person concerned, for the page."""
        return [self[name] for name in AskedFields.base_fields]


class ReopenForm(ChangeForm):
    """Why a closed signal is looked at again."""

    new_fact = forms.CharField(
        label="Wat is het nieuwe feit?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    more_from = whose_data(
        "Van wie is dit nieuwe feit?",
        "Van wie de rest is",
        "Vertelde de politie, justitie of M. dit? Dan gaat wat er is gezien of gehoord later niet vanzelf mee.",
    )

    @property
    def whose(self) -> Provenance | None:
        """The parsed value."""
        code = self.cleaned_data["more_from"]
        return Provenance(code) if code else None
