"""The form of a *doormelding*: what, to whom, why and how. The choice of fields follows the kind of handover."""

from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from core.access import may
from core.errors import Invalid
from core.forms import offer_choices, offer_rows
from core.workdays import today
from municipalities.models import Organisation
from signals.agreed import receivers_of
from signals.alone import told_if_few
from signals.codes import HandoverKind, HandoverMethod, LegalGround
from signals.disclosure import (
    Choice,
    Content,
    categories_of,
    choices_of,
    chosen,
    content_of,
    goes_by_leave,
    leads_to_somebody,
)
from signals.last_check import LastCheck, Leaving
from signals.models import Agreement, Handover, Override, Signal
from signals.operations.consenting import unwished
from signals.operations.handovers import NECESSITY, WRITTEN_DOWN_WITHIN, Disclosure, given_at
from signals.policies import SignalAction
from signals.receivers import by_group, demand_way, receivers_for, ways_to
from signals.sharing_codes import PERMISSION, Circle, stays_by_leave
from signals.typed_beside import names_withheld
from signals.withheld import about_to_leave

from .begun import BegunForm, under
from .last_check import LastChecked
from .needed import necessity_field
from .page import radios
from .permitted import permitted_field


class SharedFields(forms.MultipleChoiceField):
    """The ticked fields; one that may no longer go along (the switch was put to anonymous) drops out by itself."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Kies ten minste één gegeven dat u doorgeeft."}

    def clean(self, value: Any) -> Any:
        return super().clean([code for code in value or [] if self.valid_value(code)])


_WHO_HELP = "Denk aan wie dit zag of hoorde. Weten maar een paar mensen dit, dan weet de ander snel wie het vertelde."
RISK = "Dit kan naar iemand leiden."
ONLY_NEEDED = "Kies alleen wat de ontvanger nodig heeft."


class HandoverForm(LastChecked, BegunForm):
    """What leaves must be what the officer agreed to; what she said at the last check comes along with it."""

    anonymous = forms.TypedChoiceField(
        label="Hoe geeft u het door?",
        choices=[("no", "Herkenbaar"), ("yes", "Anonieme tip")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="In een anonieme tip staat niet wie het meldde, om wie het gaat of welke gemeente dit doorgeeft.",
    )
    partner = forms.ModelChoiceField(label="Aan wie?", queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label="Wat vraagt u?", choices=[("", "Kies"), *HandoverKind.choices])
    fields_shared = SharedFields(label="Wat geeft u door?", help_text=ONLY_NEEDED)
    purpose = forms.CharField(label="Met welk doel?", max_length=300)
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    method = forms.ChoiceField(label="Hoe komt het bij de ontvanger?", choices=[("", "Kies"), *HandoverMethod.choices])
    to_function = forms.CharField(
        label="Aan welke functie?", max_length=120, help_text="Bijvoorbeeld: meldpunt, wijkagent, inspecteur."
    )
    given_on = forms.DateField(
        label="Wanneer geeft of gaf u het?",
        required=False,
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Gaf u het al met een brief of telefonisch? Vul dan die dag in, ten hoogste "
        f"{WRITTEN_DOWN_WITHIN.days} dagen terug. Vanaf die dag wachten we op antwoord.",
    )
    necessity = necessity_field(required=False)
    circle = radios("Wie kan dit weten?", Circle.choices, _WHO_HELP, widget=forms.RadioSelect, required=False)
    circle_reason = forms.CharField(
        label="Waarom geeft u het toch door?", max_length=500, required=False, help_text="Dit blijft bij uw gemeente."
    )
    risk_seen = forms.BooleanField(label="Ik weet dat de tip naar iemand kan leiden", required=False)
    permitted_by = permitted_field()
    urgent_why = forms.CharField(
        label="Waarom kan dit niet wachten?",
        max_length=500,
        required=False,
        help_text="Alleen nodig als dit niet is afgesproken met deze ontvanger. U kunt het bij direct gevaar meteen "
        "doorgeven. De privacy officer leest dit en oordeelt achteraf. Schrijf geen namen van betrokkenen op.",
    )

    # As they stand on the page, so that the messages on top do too.
    field_order = (
        *("anonymous", "fields_shared", "partner", "kind", "purpose", "ground", "to_function", "method"),
        "given_on",
        *("urgent_why", "permitted_by", "necessity", "circle", "risk_seen", "circle_reason"),
    )

    def __init__(self, *args: Any, signal: Signal, leave: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signal = signal
        self.agreement: Agreement | None = None
        self.override: Override | None = None
        self.is_urgent = False
        self.given_at: datetime | None = None
        # The list of today says who is offered, that of the day on which it was given whether it may.
        self.receivers, self.receivers_then = receivers_of(signal, today(), self._day_given())
        begun_under = next((one for one in self.receivers.overrides if str(one.pk) == leave), None)
        self.initial.update(under(begun_under) if begun_under else {})
        partners = receivers_for(signal.municipality)
        # With direct danger everybody can receive, at once: why it cannot wait is asked, and judged afterwards.
        self.may_be_urgent = self.receivers.is_closed and signal.is_acute
        if self.receivers.is_closed and not signal.is_acute:
            kinds = self.receivers.kinds() | self.receivers_then.kinds()
            allowed = self.receivers.partners() | self.receivers_then.partners()
            partners = partners.filter(Q(kind__in=kinds) | Q(pk__in=allowed))
        offer_rows(self, "partner", partners)
        groups = by_group(partners, self._told_of)
        offer_choices(self, "partner", [("", "Kies een partner"), *groups])
        if not may(self.actor, SignalAction.HAND_OVER_IDENTIFIED, signal):
            offer_choices(self, "anonymous", [("yes", "Anonieme tip")])
            self.fields["anonymous"].initial = "yes"
        else:
            self.fields["anonymous"].initial = self.initial.get("anonymous", "no")
        for name in ("circle", "circle_reason", "urgent_why"):
            self.fields[name].widget.attrs["data-needed"] = True
        self.receiver = self._partner(partners)
        self._begin_with_purpose()
        self.offered = choices_of(signal, anonymous=self.is_anonymous, partner=self.receiver)
        open_ = [choice for choice in self.offered if not choice.barred]
        offer_choices(self, "fields_shared", [(choice.code, choice.words) for choice in open_])
        ticked = [choice.code for choice in open_ if choice.is_ticked_beforehand]
        if begun_under:
            ticked = [
                choice.code
                for choice in open_
                if choice.is_ticked_beforehand and categories_of([choice]) <= set(begun_under.categories)
            ]
        self.fields["fields_shared"].initial = self.initial.pop("fields_shared", ticked)
        self._offer_ways()
        self._read_what_it_asks()

    def _begin_with_purpose(self) -> None:
        """While it is being filled in: the purpose that was agreed with the chosen receiver, where she wrote none."""
        agreed = self.receivers.purpose_for(self.receiver)
        self.initial["purpose"] = self.initial.get("purpose") or agreed
        if self.is_bound and self.data.get("stap") == "kiezen" and not self.data.get("purpose"):
            self.data = self.data.copy()  # type: ignore[attr-defined]  # what a page sent
            self.data["purpose"] = agreed  # type: ignore[index]  # a copy is for writing

    def _read_what_it_asks(self) -> None:
        """What the page does not show is not read either, whoever sends it."""
        asks = {"permitted_by": self.needs_permission, "urgent_why": self.may_be_urgent, "circle": self.is_anonymous}
        for name in (name for name, asked in asks.items() if not asked):
            del self.fields[name]

    def _offer_ways(self) -> None:
        """Of the chosen receiver only the ways that lead to it; without JavaScript the check refuses the others."""
        field = self.fields["method"]
        field.help_text = "Postvak en koppeling zijn er alleen bij ontvangers die daarop zijn aangesloten."
        partner = self.receiver
        if partner is None:
            return
        ways = ways_to(partner)
        field.widget.choices = [("", "Kies"), *((way, way.label) for way in ways)]
        if not {HandoverMethod.INBOX, HandoverMethod.API} & set(ways):
            field.help_text = f"{partner} is niet aangesloten op dit systeem. Geef het zelf: per brief of telefonisch."

    def _told_of(self, partner: Organisation) -> str:
        """In the list of receivers: what is needed for one with whom nothing was agreed."""
        if not self.receivers.is_closed or self.receivers.with_partner(partner):
            return ""
        return "met uitzondering" if partner.pk in self.receivers.partners() else "niet afgesproken"

    def _day_given(self) -> date:
        """Today where no earlier day is told, or the form refuses it."""
        with suppress(forms.ValidationError):
            day = forms.DateField(required=False).clean(self.data.get("given_on"))
            return day if day and today() - WRITTEN_DOWN_WITHIN <= day < today() else today()
        return today()

    def _partner(self, partners: QuerySet[Organisation]) -> Organisation | None:
        """Whom the form names now."""
        key = self.data.get("partner", "") if self.is_bound else str(self.initial.get("partner", ""))
        return next((one for one in partners if str(one.pk) == key), None) if key.isdecimal() else None

    @property
    def is_anonymous(self) -> bool:
        """As far as the form says now, also while it is being filled in."""
        value = self.data.get("anonymous") if self.is_bound else self.fields["anonymous"].initial
        return value == "yes"

    @property
    def set_aside(self) -> list[str]:
        """What is ticked and may not go along now; the page keeps it for when the switch goes back."""
        ticked = self._ticked() if self.is_bound else []
        return [choice.code for choice in self.barred if choice.code in ticked]

    @property
    def barred(self) -> list[Choice]:
        """What cannot go along now, each with why."""
        return [choice for choice in self.offered if choice.barred]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == HandoverKind.ANONYMOUS_TIP and data.get("anonymous") is False:
            self.add_error("kind", "Een anonieme tip geeft u anoniem door. Kies hierboven “Anonieme tip”.")
        self._demand_way(data.get("partner"), data.get("method"))
        self._demand_day(data.get("method"), data.get("given_on"))
        self._demand_agreed(data)
        self._demand_wished(data)
        if self.is_anonymous:
            self._ask_who_could_know(data)
        else:
            self._demand_needed(data)
            self._demand_nobody_named_beside(data)
        if data.get("kind") == HandoverKind.ADVICE and data.get("anonymous") is False:
            self.add_error("kind", "Advies vraagt u zonder persoonsgegevens. Kies hierboven “Anonieme tip”.")
        return data

    def _demand_needed(self, data: dict[str, Any]) -> None:
        if "necessity" not in self.errors and not data.get("necessity"):
            self.add_error("necessity", NECESSITY)
        if "permitted_by" not in self.errors and self._is_held and not data.get("permitted_by"):
            self.add_error("permitted_by", PERMISSION)

    def _demand_nobody_named_beside(self, data: dict[str, Any]) -> None:
        """In what she types beside the fields no name stands of who does not go along."""
        for name in ("purpose", "to_function"):
            text, function = data.get(name) or "", name == "to_function"
            if told := names_withheld(self.signal, self.offered, self.leaving.ticked, function=function, text=text):
                self.add_error(name, told)

    def _demand_agreed(self, data: dict[str, Any]) -> None:
        partner, kind, ground = (data.get(name) for name in ("partner", "kind", "ground"))
        if not (partner and kind and ground):
            return
        categories = categories_of(self._going(), self.last_check.kept)
        try:
            asked = (partner, HandoverKind(kind), LegalGround(ground), categories)
            found = self.receivers_then.leaves_by(*asked, purpose=data.get("purpose") or "", by=self.actor.user_id)
        except Invalid as refusal:
            if self.may_be_urgent:
                self._ask_why_it_cannot_wait(data, "Dit doel" if "purpose" in refusal.fields else "Dit")
            else:
                self.refuse(refusal)
        else:
            self.agreement = found if isinstance(found, Agreement) else None
            self.override = found if isinstance(found, Override) else None

    def _demand_wished(self, data: dict[str, Any]) -> None:
        """What the person concerned said stands in the way of a handover by name; on the first page already."""
        partner, kind, ground = (data.get(name) for name in ("partner", "kind", "ground"))
        if partner and kind and ground and data.get("anonymous") is False:
            against = unwished(self.signal, partner=partner, kind=kind, ground=ground)
            self.refuse(Invalid(against)) if against else None

    def _ask_why_it_cannot_wait(self, data: dict[str, Any], what: str) -> None:
        self.is_urgent = bool(data.get("urgent_why"))
        if not self.is_urgent:
            message = f"{what} is niet afgesproken met deze ontvanger. Schrijf op waarom het niet kan wachten."
            self.add_error("urgent_why", message)

    @property
    def agreed_with_partner(self) -> list[Agreement]:
        """What was agreed with the chosen receiver, for the line under it."""
        return self.receivers.with_partner(self.receiver) if self.receiver else []

    @property
    def allowed_with_partner(self) -> list[Override]:
        """What the privacy officer allowed for the chosen receiver, for the line under it."""
        return [one for one in self.receivers.overrides if self.receiver and one.partner_id == self.receiver.pk]

    def _ask_who_could_know(self, data: dict[str, Any]) -> None:
        if not data.get("circle"):
            self.add_error("circle", "Kies een antwoord.")
        if self.risks and not data.get("risk_seen"):
            self.add_error("risk_seen", f"{RISK} Zet hier een vinkje als u het toch wilt doorgeven.")
        if self.risks and not data.get("circle_reason"):
            self.add_error("circle_reason", f"{RISK} Schrijf op waarom u het toch zo doorgeeft.")

    @property
    def risks(self) -> list[str]:
        """Why this tip may lead to somebody, as far as the form says now."""
        told = {
            "Weinig mensen kunnen dit weten. Wie de tip leest, kan raden wie het vertelde.": self.data.get("circle")
            == Circle.FEW,
            "U geeft een adres door zonder bedrijf. Dat kan iemands huis zijn.": leads_to_somebody(self.preview()),
        }
        return [text for text, holds in told.items() if holds and self.is_anonymous]

    @cached_property
    def told_if_few(self) -> str:
        """Of a tip: that few signals share what goes along; "" when many do. It asks for no reason: nearly every tip is of few."""
        return told_if_few(self.signal, self.actor, self._ticked()) if self.is_anonymous else ""

    @property
    def needs_permission(self) -> bool:
        """Whether there are police or judicial data to choose from; in a tip none of them go along."""
        there = any(choice.needs_permission and not choice.barred for choice in self.offered)
        return there or stays_by_leave(self.last_check.kept)

    def _demand_way(self, partner: Organisation | None, method: str | None) -> None:
        """On the first page already what sending would refuse."""
        if partner and method:
            try:
                demand_way(partner, HandoverMethod(method))
            except Invalid as refusal:
                self.refuse(refusal)

    def _demand_day(self, method: str | None, day: date | None) -> None:
        if method:
            try:
                self.given_at = given_at(self.signal, method, day)
            except Invalid as refusal:
                self.refuse(refusal)

    def preview(self) -> Content:
        """Exactly what the receiver will read: [code, label, text]."""
        if self.answers and not self.is_anonymous:
            return self.leaving.content
        return content_of(chosen(self.offered, self._ticked()), anonymous=self.is_anonymous)

    @cached_property
    def leaving(self) -> Leaving:
        """Of a handover by name: what leaves, with its last check."""
        return about_to_leave(self.signal, self.offered, self._ticked(), self.answers, partner=self.receiver)

    def _going(self) -> list[Choice]:
        return chosen(self.offered, self._ticked() if self.is_anonymous else self.leaving.ticked)

    @property
    def _is_held(self) -> bool:
        return goes_by_leave(self._going(), self.last_check.kept)

    @property
    def last_check(self) -> LastCheck:
        """Nothing of a tip, which is settled in its text."""
        return LastCheck() if self.is_anonymous else self.leaving.check

    def _ticked(self) -> list[str]:
        if not self.is_bound:
            return list(self.fields["fields_shared"].initial)
        return self.data.getlist("fields_shared") if isinstance(self.data, QueryDict) else []

    def handover(self) -> Handover:
        """The handover as far as the form says now, not saved: what the receiver reads of it is written by the same page."""
        data = self.cleaned_data if self.is_bound else {}
        names = ("kind", "purpose", "ground", "method", "to_function", "circle", "circle_reason", "permitted_by")
        told: dict[str, Any] = {name: data.get(name) or "" for name in names}
        told |= {"agreed_in": self.agreement.document if self.agreement else "", "anonymous": self.is_anonymous}
        if not self._is_held:
            told["permitted_by"] = ""
        return Handover(municipality=self.signal.municipality, sent_at=self.given_at, **told)

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
            circle=Circle(data["circle"]) if data.get("circle") else None,
            circle_reason=data["circle_reason"],
            necessity=data["necessity"],
            permitted_by=data.get("permitted_by", ""),
            answers=self.answers,
            urgent_why=data.get("urgent_why", ""),
            given_on=data["given_on"],
            seen=data["seen"],
        )
