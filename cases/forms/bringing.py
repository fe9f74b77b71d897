"""Bringing signals into a case: a new one, or one that runs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, ClassVar

from django import forms

from cases.intake import Brought, Candidate, summary_of
from cases.models import Case
from core.errors import Incomplete, Stale
from core.forms import BROKEN, CreateForm, Form, offer_rows
from signals.codes import Answered, Urgency
from signals.forms.consent import AskedFields, against_in, asked_in, begin_with, check_asked, mark_needed

from .fields import text_field
from .opening import OpeningFields

_ANOTHER = "Ja, dit signaal gaat ook naar deze tweede casus"


class SignalFields(forms.Form):
    """For each signal that is brought in: its summary for the case, and which version of its offer the form showed."""

    added: ClassVar[Mapping[str, str]] = {
        "summary_": "Wat gaat er mee van het signaal?",
        "another": _ANOTHER,
        **{f"{name}_": str(field.label) for name, field in AskedFields.base_fields.items()},
    }
    unseen: ClassVar[Collection[str]] = ("seen_",)

    def add_signals(self, candidates: Sequence[Candidate]) -> None:
        """Two fields per signal; what is proposed as summary is place and work, not the story."""
        self.candidates = candidates
        for one in candidates:
            self.fields[_summary(one)] = text_field(
                f"Wat gaat er mee van {one.signal.reference}?",
                "Alleen wat voor de begeleiding nodig is. Het signaal zelf blijft waar het is.",
                length=1000,
            )
            self.fields[_summary(one)].initial = summary_of(one.signal)
            seen = forms.IntegerField(required=False, widget=forms.HiddenInput, error_messages=BROKEN)
            self.fields[_seen(one)] = seen
            seen.initial = one.offer.version if one.offer else None
            if one.is_own:
                self._ask_about(one)
        if any(one.links for one in candidates):
            self.fields["another"] = forms.BooleanField(
                label=_ANOTHER,
                required=False,
                help_text="Bijvoorbeeld omdat het over twee mensen gaat die elk een eigen casus krijgen.",
            )

    def _ask_about(self, one: Candidate) -> None:
        """Of her own signal, which no officer offered, she says herself what the person concerned wants."""
        begun = begin_with(one.signal, None)
        for name, field in AskedFields.base_fields.items():
            self.fields[name + _own(one)] = deepcopy(field)
            self.fields[name + _own(one)].initial = begun.get(name)
        mark_needed(self, _own(one))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.candidates:
            if one.is_own:
                check_asked(self, _own(one))
        # A form that still showed an offer is told by the operation that it was accepted meanwhile.
        knew = any(one.links and data.get(_seen(one)) is None for one in self.candidates)
        if knew and not data.get("another"):
            self.add_error("another", "Kruis aan dat u dit signaal ook naar een tweede casus brengt.")
        return data

    def brought(self) -> list[Brought]:
        """The parsed values. Raises Stale when the form did not show an offer that waits now, Incomplete without a word of it."""
        data = self.cleaned_data
        if any(_seen(one) not in self.data for one in self.candidates):
            raise Incomplete
        if any(one.offer and data[_seen(one)] is None for one in self.candidates):
            message = "Het aanbod is gewijzigd nadat u de pagina opende. Er is niets aangenomen."
            raise Stale(message)
        again = bool(data.get("another"))
        return [
            Brought(
                one.signal,
                data[_summary(one)],
                data[_seen(one)],
                again=again,
                asked=asked_in(data, _own(one)),
                against=against_in(data, _own(one)),
            )
            for one in self.candidates
        ]

    def version_field(self, row: object) -> str:
        """The field that carries the version of this offer."""
        return next(_seen(one) for one in self.candidates if one.offer and one.offer.pk == row)

    @property
    def accepts(self) -> bool:
        """Whether an offer is accepted by it; not so for her own signal and for one that is a case already."""
        return any(one.offer for one in self.candidates)

    def summaries(self) -> Iterator[tuple[Candidate, forms.BoundField, list[forms.BoundField]]]:
        """Each signal with its field, and of her own signal what the person concerned was asked; for the page."""
        for one in self.candidates:
            asked = [self[name + _own(one)] for name in AskedFields.base_fields] if one.is_own else []
            yield one, self[_summary(one)], asked


def _summary(one: Candidate) -> str:
    return f"summary_{one.signal.pk.hex}"


def _own(one: Candidate) -> str:
    return f"_{one.signal.pk.hex}"


def _seen(one: Candidate) -> str:
    return f"seen_{one.signal.pk.hex}"


class NewCaseForm(SignalFields, OpeningFields, CreateForm):
    """Signals into a new case."""

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_signals(candidates)
        self.offer_places(self.actor.content)
        signals = [one.signal for one in candidates]
        self.fields["municipality"].initial = signals[0].municipality_id
        for name, told in (("main_form", "form"), ("other_forms", "other_forms"), ("minor", "minor")):
            self.fields[name].initial = getattr(signals[0], told)
        if any(signal.danger == Answered.YES for signal in signals):
            self.fields["urgency"].initial = Urgency.NOW


class JoinCaseForm(SignalFields, Form):
    """Signals into a case that runs."""

    case = forms.ModelChoiceField(label="Bij welke casus?", queryset=Case.objects.none(), empty_label="Kies een casus")

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_signals(candidates)
        running = Case.objects.listed_for(self.actor).open().select_related("municipality").order_by("working_name")
        offer_rows(self, "case", running)
        self.fields["case"].label_from_instance = _name_of  # type: ignore[attr-defined]  # a field of rows


def _name_of(case: Any) -> str:
    return f"{case.working_name} ({case.reference}, {case.municipality})"
