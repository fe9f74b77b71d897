"""Asking the person concerned and telling her: the fields that stand with an offer, and two forms of their own.

With an offer the fields stand in another form, in a case's form once for each signal: their names may end in a key. What an
answer makes a question of its own is asked only then (assets/src/css/forms.css); without that rule every field shows.
"""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from core.forms import REQUIRED, CreateForm, offer_choices
from core.widgets import InlineRadios
from signals.codes import Answered
from signals.consent_codes import (
    HELD_BACK,
    REFUSALS,
    AgeGroup,
    ConsentAbout,
    ConsentAnswer,
    Delay,
    Despite,
    Spokesperson,
)
from signals.models import Consent, Signal
from signals.operations.consenting import SAYS_NO, Against, Asked
from signals.operations.telling import Told

from .page import CHOOSE, line, lines, radios

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_WITH_OFFER = [(one, one.label) for one in ConsentAnswer if one is not ConsentAnswer.WITHDRAWN]
_ANSWER_HELP = (
    "Vraag dit voor u aanbiedt. Zegt een volwassene nee, dan biedt u niet aan. "
    "Alleen een wettelijke plicht of een levensbelang gaat voor."
)
_AGE_HELP = (
    "Vanaf 16 jaar geeft iemand zelf antwoord. Onder de 16 doet een ouder of voogd dat, en nooit een ouder die er zelf "
    "bij betrokken kan zijn. Onder de 18 houdt een nee het aanbod niet tegen; weet u de leeftijd niet, dan wel."
)
_NAMES = ("asked_answer", "asked_age", "asked_spoke", "asked_by", "asked_on", "asked_why_not", "despite", "despite_why")


class AskedFields(forms.Form):
    """Whether somebody was asked, what she said, who asked and when; what goes before her refusal."""

    asked_answer = radios(
        "Is betrokkene gevraagd of zorgcoördinatie goed is?",
        _WITH_OFFER,
        _ANSWER_HELP,
        widget=forms.RadioSelect,
        required=False,
    )
    asked_age = radios("Hoe oud is betrokkene?", AgeGroup.choices, _AGE_HELP, required=False)
    asked_spoke = forms.ChoiceField(
        label="Wie gaf het antwoord?",
        choices=[("", "Kies"), *Spokesperson.choices],
        required=False,
        error_messages=CHOOSE,
    )
    asked_by = line("Wie vroeg het?", 120, "Naam of functie. Leeg: uzelf.")
    asked_on = forms.DateField(label="Op welke dag is het gevraagd?", required=False, widget=_DAY)
    asked_why_not = lines(
        "Waarom is het nog niet gevraagd?", 2, 1000, "Bijvoorbeeld: vragen brengt betrokkene nu in gevaar."
    )
    despite = forms.ChoiceField(
        label="Betrokkene wil dit niet. Wat gaat voor?",
        choices=[("", "Kies"), *Despite.choices],
        required=False,
        help_text="Uw keuze komt in het logboek. De zorgcoördinator leest wat u uitlegt.",
        error_messages=CHOOSE,
    )
    despite_why = lines("Leg uit waarom dat voorgaat", 3, 2000)


def mark_needed(form: forms.BaseForm, suffix: str = "") -> None:
    """Which of these are asked for is said by the answers: "(niet verplicht)" would be half the truth."""
    for name in _NAMES:
        if name != "asked_by" and name + suffix in form.fields:
            form.fields[name + suffix].widget.attrs["data-needed"] = True


def begin_with(signal: Signal, standing: Consent | None, reader: int | None = None) -> dict[str, Any]:
    """What the fields begin with: what was noted last; else what the signal says of the age.

    `reader`: the id of whose form it is. Left empty, who asked would be the one who sends the form: a colleague is named.
    """
    if standing is None:
        return {"asked_age": AgeGroup.ADULT} if signal.minor == Answered.NO else {}
    by_colleague = standing.was_asked and reader not in (None, standing.author_id)
    return {
        "asked_answer": "" if standing.answer == ConsentAnswer.WITHDRAWN else standing.answer,
        "asked_age": standing.age,
        "asked_spoke": standing.spoke,
        "asked_by": standing.asked_by or (str(standing.author) if by_colleague else ""),
        "asked_on": standing.asked_on,
        "asked_why_not": standing.why_not or "",
    }


def check_asked(form: forms.BaseForm, suffix: str = "") -> None:
    """Add a message to each field that cannot be, or that the answer asks for."""
    data, wrong = form.cleaned_data, dict[str, Any]()
    for name in ("asked_answer", "asked_age"):
        if not data.get(name + suffix):
            wrong[name] = CHOOSE["required"]
    asked = asked_in(data, suffix)
    if asked is not None:
        wrong |= asked.wrong()
        if asked.answer in REFUSALS and asked.age in HELD_BACK and "despite" + suffix in form.fields:
            wrong |= {} if data.get("despite" + suffix) else {"despite": SAYS_NO}
            wrong |= {} if data.get("despite_why" + suffix) else {"despite_why": REQUIRED}
    for name, message in wrong.items():
        if name + suffix not in form.errors:
            form.add_error(name + suffix, message)


def asked_in(data: Mapping[str, Any], suffix: str = "") -> Asked | None:
    """The parsed answer; None without one, or without an age. Whoever is sixteen or older answers herself."""
    answer, age = data.get("asked_answer" + suffix), data.get("asked_age" + suffix)
    if not (answer and age):
        return None
    herself = Spokesperson.SELF if age in (AgeGroup.ADULT, AgeGroup.FROM_16) else None
    spoke = data.get("asked_spoke" + suffix)
    return Asked(
        ConsentAnswer(answer),
        AgeGroup(age),
        Spokesperson(spoke) if spoke else herself,
        data.get("asked_by" + suffix) or "",
        data.get("asked_on" + suffix),
        data.get("asked_why_not" + suffix) or "",
    )


def against_in(data: Mapping[str, Any], suffix: str = "") -> Against | None:
    """What goes before a refusal; None when nothing was chosen."""
    ground = data.get("despite" + suffix)
    return Against(Despite(ground), data.get("despite_why" + suffix) or "") if ground else None


class ConsentForm(AskedFields, CreateForm):
    """Asked, apart from an offer, or asked again."""

    about = radios("Waarvoor is het gevraagd?", ConsentAbout.choices, widget=InlineRadios, initial=ConsentAbout.CARE)

    field_order = ("about",)

    def __init__(self, *args: Any, signal: Signal, standing: Consent | None, **kwargs: Any) -> None:
        begun = {"asked_age": standing.age} if standing else begin_with(signal, None)
        super().__init__(*args, initial=begun, **kwargs)
        del self.fields["despite"], self.fields["despite_why"]
        answer = self.fields["asked_answer"]
        offer_choices(self, "asked_answer", ConsentAnswer.choices)
        answer.label = "Is betrokkene gevraagd of dit goed is?"
        answer.help_text = "Zegt een volwassene nee, dan gaat het niet door."
        mark_needed(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_asked(self)
        return data

    def asked(self) -> Asked:
        """The parsed answer."""
        return cast("Asked", asked_in(self.cleaned_data))


_TOLD, _NOT_YET = "yes", "no"


class TellingForm(CreateForm):
    """Whether somebody was told what the municipality keeps, or why not yet."""

    told = radios(
        "Weet betrokkene dat de gemeente dit bijhoudt?",
        [(_TOLD, "Ja, verteld"), (_NOT_YET, "Nee, nog niet")],
        "Wie het over gaat, heeft recht om dit te weten. Is het nu niet veilig, dan mag u wachten.",
        widget=forms.RadioSelect,
    )
    to = forms.ChoiceField(
        label="Aan wie is het verteld?",
        choices=[("", "Kies"), *Spokesperson.choices],
        required=False,
        help_text="Onder de 16: aan een ouder of voogd. Nooit aan een ouder die erbij betrokken kan zijn; stuur geen brief naar huis.",
        error_messages=CHOOSE,
    )
    by = line("Wie vertelde het?", 120, "Naam of functie. Leeg: uzelf.")
    on = forms.DateField(label="Op welke dag is het verteld?", required=False, widget=_DAY)
    reason = forms.ChoiceField(
        label="Waarom kan het nog niet?", choices=[("", "Kies"), *Delay.choices], required=False, error_messages=CHOOSE
    )
    why = lines("Toelichting", 2, 1000, "Nodig als u “Anders” kiest.")
    review_on = forms.DateField(
        label="Wanneer kijkt u hier opnieuw naar?",
        required=False,
        widget=_DAY,
        help_text="Op die dag staat het in Mijn werk. Hooguit een half jaar vooruit.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("to", "on", "reason", "review_on"):
            self.fields[name].widget.attrs["data-needed"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("told"):
            for name, message in self.telling().wrong().items():
                if name not in self.errors:
                    self.add_error(name, message)
        return data

    def telling(self) -> Told:
        """The parsed values."""
        data = self.cleaned_data
        to, reason = data.get("to"), data.get("reason")
        return Told(
            data["told"] == _TOLD,
            Spokesperson(to) if to else None,
            data.get("on"),
            data.get("by") or "",
            Delay(reason) if reason else None,
            data.get("why") or "",
            data.get("review_on"),
        )
