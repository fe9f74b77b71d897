"""The form of a *doormelding*: what, to whom, why and how. The choice of fields follows the kind of handover."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from core.access import may
from core.errors import Invalid
from core.forms import CreateForm
from municipalities.models import Organisation
from signals.codes import HandoverKind, HandoverMethod, LegalGround
from signals.disclosure import content_hash, frozen, known_fields, offered_fields
from signals.models import Signal
from signals.operations.handovers import Disclosure
from signals.policies import SignalAction
from signals.receivers import by_group, demand_way, receivers_for, ways_to


class SharedFields(forms.MultipleChoiceField):
    """The ticked fields; one that may no longer go along (the switch was put to anonymous) drops out by itself."""

    def clean(self, value: Any) -> Any:
        return super().clean([code for code in value or [] if self.valid_value(code)])


class HandoverForm(CreateForm):
    """`seen`: hash of the preview that the officer agreed to; the content that leaves must be the same."""

    anonymous = forms.TypedChoiceField(
        label="Hoe geeft u het door?",
        choices=[("no", "Herkenbaar"), ("yes", "Anonieme tip")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="In een anonieme tip staat niet wie het meldde, om wie het gaat of welke gemeente dit doorgeeft.",
    )
    partner = forms.ModelChoiceField(label="Aan wie?", queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label="Wat vraagt u?", choices=[("", "Kies"), *HandoverKind.choices])
    fields_shared = SharedFields(
        label="Wat geeft u door?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één gegeven dat u doorgeeft."},
    )
    purpose = forms.CharField(label="Met welk doel?", max_length=300)
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    method = forms.ChoiceField(label="Hoe komt het bij de ontvanger?", choices=[("", "Kies"), *HandoverMethod.choices])
    to_function = forms.CharField(
        label="Aan welke functie?", max_length=120, help_text="Bijvoorbeeld: meldpunt, wijkagent, inspecteur."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    # As they stand on the page, so that the messages on top do too.
    field_order = ("anonymous", "fields_shared", "partner", "kind", "purpose", "ground", "method", "to_function")

    def __init__(self, *args: Any, signal: Signal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signal = signal
        partners = receivers_for(signal.municipality)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["partner"].choices = [("", "Kies een partner"), *by_group(partners)]  # type: ignore[attr-defined]
        if not may(self.actor, SignalAction.HAND_OVER_IDENTIFIED, signal):
            self.fields["anonymous"].choices = [("yes", "Anonieme tip")]  # type: ignore[attr-defined]
            self.fields["anonymous"].initial = "yes"
        else:
            self.fields["anonymous"].initial = "no"
        self.known = known_fields(signal)
        offered = self.offered = offered_fields(self.known, anonymous=self.is_anonymous)
        self.fields["fields_shared"].choices = [(field.code, field.choice or field.label) for field in offered]  # type: ignore[attr-defined]
        self.fields["fields_shared"].initial = [field.code for field in offered if field.shown]

        self._offer_ways(partners)

    def _offer_ways(self, partners: QuerySet[Organisation]) -> None:
        """Of the chosen receiver only the ways that lead to it; without JavaScript the check refuses the others."""
        field = self.fields["method"]
        field.help_text = "Postvak en koppeling zijn er alleen bij ontvangers die daarop zijn aangesloten."
        key = self.data.get("partner", "") if self.is_bound else ""
        partner = partners.filter(pk=key).first() if key.isdecimal() else None
        if partner is None:
            return
        ways = ways_to(partner)
        field.widget.choices = [("", "Kies"), *((way.value, way.label) for way in ways)]
        if not {HandoverMethod.INBOX, HandoverMethod.API} & set(ways):
            field.help_text = (
                f"{partner} is niet aangesloten op dit systeem. U geeft het zelf, met de brief of telefonisch."
            )

    @property
    def is_anonymous(self) -> bool:
        """As far as the form says now, also while it is being filled in."""
        value = self.data.get("anonymous") if self.is_bound else self.fields["anonymous"].initial
        return value == "yes"

    @property
    def set_aside(self) -> list[str]:
        """What is ticked and may not go along now; the page keeps it for when the switch goes back."""
        offered = {code for code, _ in self.fields["fields_shared"].choices}  # type: ignore[attr-defined]
        ticked = self.data.getlist("fields_shared") if isinstance(self.data, QueryDict) else []
        return [field.code for field in self.known if field.code in ticked and field.code not in offered]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == HandoverKind.ANONYMOUS_TIP and data.get("anonymous") is False:
            self.add_error("kind", "Een anonieme tip geeft u anoniem door. Kies hierboven “Anonieme tip”.")
        self._demand_way(data.get("partner"), data.get("method"))
        if data.get("kind") == HandoverKind.ADVICE and data.get("anonymous") is False:
            self.add_error("kind", "Advies vraagt u zonder persoonsgegevens. Kies hierboven “Anonieme tip”.")
        return data

    def _demand_way(self, partner: Organisation | None, method: str | None) -> None:
        """On the first page already what sending would refuse."""
        if partner and method:
            try:
                demand_way(partner, HandoverMethod(method))
            except Invalid as refusal:
                self.refuse(refusal)

    def preview(self) -> list[list[str]]:
        """Exactly what the receiver will read: [code, label, text]."""
        chosen = self.cleaned_data.get("fields_shared") if self.is_bound else self.fields["fields_shared"].initial
        return frozen(self.offered, chosen or [], self.signal)

    @property
    def kind_label(self) -> str:
        """What is asked, in words."""
        return str(HandoverKind(self.cleaned_data["kind"]).label)

    @property
    def ground_label(self) -> str:
        """The ground, in words."""
        return str(LegalGround(self.cleaned_data["ground"]).label)

    @property
    def method_label(self) -> str:
        """How it is given, in words."""
        return str(HandoverMethod(self.cleaned_data["method"]).label)

    def agreed(self) -> bool:
        """Whether what was agreed to on the preview is what would leave now."""
        return bool(self.cleaned_data["seen"] == content_hash(self.preview()))

    def disclosure(self) -> Disclosure:
        """The parsed values."""
        data = self.cleaned_data
        return Disclosure(
            partner=data["partner"],
            kind=HandoverKind(data["kind"]),
            anonymous=data["anonymous"],
            purpose=data["purpose"],
            ground=LegalGround(data["ground"]),
            method=HandoverMethod(data["method"]),
            to_function=data["to_function"],
            fields=data["fields_shared"],
            key=data["key"],
        )
