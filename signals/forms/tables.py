"""The forms of a point at a screening table: what is put before it, what it decided, what was done."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from core.access import may
from core.errors import Invalid
from core.forms import ChangeForm, CreateForm, offer_choices
from core.workdays import today
from municipalities.areas import every_name
from signals.anonymising import Kind, telling_in
from signals.codes import LegalGround
from signals.held import held_rows
from signals.last_check import POINTING_WHY
from signals.models import Meeting, Signal
from signals.models.tables import MOST_TEXT
from signals.naming import distinct, names_in
from signals.operations.table_outcomes import TableOutcome
from signals.operations.tables import QUESTION, TEXT, NewItem, Party, chair_party
from signals.policies import SignalAction
from signals.protecting import protected_in
from signals.sharing_codes import ASK_FIRST, LAWFUL_RECEIVERS
from signals.table_states import TableStep
from signals.tabling import Agreed, can_need_facts, can_need_permission, looked_up, whats_missing
from signals.typed_beside import names_barred_source

from .permitted import WHO_AGREED, permitted_field
from .pointing import PointingForm

_STAY = "names_stay"
_STAY_LABEL = "Deze woorden mogen aan tafel worden gelezen"
_USED = "Wat hiervan staat in uw tekst?"
_CONFIRMED = "Wat bij M. gemeld werd, is met feiten bevestigd"
# Days, hours and ages say nothing by themselves at a table that works with names.
_POINTED_OUT = frozenset({Kind.PERSON, Kind.REACH, Kind.SOURCE, Kind.MAIL, Kind.NUMBER})
_REACHABLE = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)\d{1,2}[-/ .]\d{1,2}[-/ .](?:19|20)\d\d(?!\d)")


class TableForm(PointingForm, CreateForm):
    """One paragraph for one meeting. It points out names of people of the signal, and what looks like one."""

    added = {
        **PointingForm.added,
        _STAY: _STAY_LABEL,
        "used": _USED,
        "permitted_by": WHO_AGREED,
        "permitted_on": "Wanneer vond die dat goed?",
        "confirmed": _CONFIRMED,
    }

    text = forms.CharField(
        label=TEXT,
        max_length=MOST_TEXT,
        help_text="Eén alinea. Dit lezen de deelnemers die u kiest, en niets anders van het signaal. Dit veld is extra beveiligd.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf in één alinea wat de tafel moet weten."},
    )
    question = forms.CharField(
        label=QUESTION,
        max_length=300,
        help_text="Hiermee is ook het doel vastgelegd.",
        error_messages={"required": "Schrijf op wat u vraagt."},
    )
    ground = forms.ChoiceField(label="Grondslag", choices=[("", "Kies"), *LegalGround.choices])
    parties = forms.MultipleChoiceField(
        label="Wie leest dit punt?",
        required=False,
        help_text="Wie u niet kiest, ziet niet dat het punt er is.",
        widget=forms.CheckboxSelectMultiple,
    )
    comes_first = forms.BooleanField(label="Eerst bespreken", required=False)

    def __init__(
        self,
        *args: Any,
        signal: Signal,
        meeting: Meeting,
        parties: Sequence[Party],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.signal, self.meeting, self.known = signal, meeting, parties
        self.chair = chair_party(meeting, parties)
        offer_choices(self, "parties", [one for one in parties if one[0] != self.chair])
        self._ask_whose(signal)
        # Who hands over anonymously only says nothing of a person here either.
        self.plain_only = not may(self.actor, SignalAction.HAND_OVER_IDENTIFIED, signal)
        if self.plain_only:
            only = LegalGround.NO_PERSONAL_DATA
            offer_choices(self, "ground", [("", "Kies"), (only, only.label)])
        if self.is_bound and self.data.get(self.add_prefix(_STAY)):
            self._offer_to_stay()

    def _ask_whose(self, signal: Signal) -> None:
        """Of whom the text holds data that do not go on by themselves, and who agreed: only where the signal has such data."""
        if found := looked_up(signal):
            self.fields["used"] = forms.MultipleChoiceField(
                label=self.added["used"],
                required=False,
                choices=[(one.key, one.label) for one in found],
                widget=forms.CheckboxSelectMultiple,
                help_text="Dit blijft buiten het overleg, tenzij u het aanvinkt en het verder mag.",
            )
        # What words point to that stay by leave goes by the rule for such data (tabling.py).
        if can_need_permission(signal) or self.is_by_leave:
            self.fields["permitted_by"] = permitted_field(with_day=False)
            self.fields["permitted_on"] = forms.DateField(
                label=self.added["permitted_on"],
                required=False,
                widget=forms.DateInput(attrs={"type": "date", "data-needed": True}, format="%Y-%m-%d"),
            )
        if can_need_facts(signal) or self.is_by_leave:
            self.fields["confirmed"] = forms.BooleanField(label=_CONFIRMED, required=False)

    def clean_text(self) -> str:
        """One paragraph: line breaks become spaces."""
        return " ".join(str(self.cleaned_data["text"]).split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("parties") and not self.chair:
            self.add_error("parties", "Kies wie dit punt leest.")
        said = f"{data.get('text', '')}\n{data.get('question', '')}"
        agreed = Agreed(
            data.get("permitted_by", ""),
            data.get("permitted_on"),
            confirmed=data.get("confirmed", False),
            pointing_why=data.get(POINTING_WHY, ""),
        )
        for name in ("text", "question"):
            if told := names_barred_source(self.signal, data.get(name, "")):
                self.add_error(name, told)
        texts = {TEXT: data.get("text", ""), QUESTION: data.get("question", "")}
        for name, message in whats_missing(self.signal, texts, data.get("used", []), agreed).wrong.items():
            if name not in self.errors:
                self.refuse(Invalid({name: [message]}))
        known, guessed = self._pointed_out(said)
        if known and self.plain_only:
            told = f"Hier staat wie het is: {', '.join(known)}. U mag dit niet aan tafel brengen: haal het weg."
            self.add_error("text", told)
        elif (found := list(dict.fromkeys([*known, *guessed]))) and not data.get(_STAY):
            self.add_error(
                "text", f"Hier staat misschien wie het is: {', '.join(found)}. Haal het weg, of vink het hieronder aan."
            )
            self._offer_to_stay()
        return data

    def _offer_to_stay(self) -> None:
        self.fields[_STAY] = forms.BooleanField(label=_STAY_LABEL, required=False)
        names = [name for name in self.fields if name != _STAY]
        place = names.index("question")
        self.order_fields([*names[:place], _STAY, *names[place:]])

    def _pointed_out(self, text: str) -> tuple[list[str], list[str]]:
        """Whom and what an anonymous tip would hide too, with all things of this signal; and what looks like a name or a birthday."""
        protected = protected_in(self.signal)
        things = [thing.value for thing in held_rows(self.signal)["things"] if thing.value]
        found = telling_in(text, replace(protected, whole=[*protected.whole, *things]), function=True)
        known = [piece.text for piece in found if piece.kind in _POINTED_OUT]
        others = names_in(text, [self.signal.company, str(self.signal.municipality), *every_name()])
        return list(dict.fromkeys(known)), list(dict.fromkeys([*distinct(others), *_REACHABLE.findall(text)]))

    def chosen(self) -> list[Party]:
        """Who reads it: (code, label), who leads the meeting among them."""
        codes = {*self.cleaned_data["parties"], self.chair}
        return [one for one in self.known if one[0] in codes]

    @property
    def ask_first(self) -> str:
        """What its readers read below it before they give it on; "" where nothing in it is held by law."""
        item = self.item()
        origins = whats_missing(self.signal, item.texts, item.used, item.agreed).origins
        return "" if LAWFUL_RECEIVERS.keys().isdisjoint(origins) else ASK_FIRST

    def ground_label(self) -> str:
        """In words."""
        return str(LegalGround(self.cleaned_data["ground"]).label)

    def item(self) -> NewItem:
        """The parsed values."""
        data = self.cleaned_data
        return NewItem(
            meeting=self.meeting,
            text=data["text"],
            question=data["question"],
            ground=LegalGround(data["ground"]),
            parties=data["parties"],
            key=data["key"],
            comes_first=data["comes_first"],
            used=data.get("used", []),
            permitted_by=data.get("permitted_by", ""),
            permitted_on=data.get("permitted_on"),
            confirmed=data.get("confirmed", False),
            pointing_why=self.pointing_why,
        )


class OutcomeForm(ChangeForm):
    """What the table decided about one point, typed without the mouse."""

    decision = forms.CharField(
        label="Besluit",
        max_length=1000,
        help_text="Alle deelnemers aan dit punt lezen dit. Dit veld is extra beveiligd.",
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        error_messages={"required": "Schrijf op wat er besloten is."},
    )
    owner = forms.ChoiceField(label="Wie doet dit?", required=False, choices=[("", "Niemand: er is geen actie")])
    due_on = forms.DateField(
        label="Voor wanneer?", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    step = forms.ChoiceField(
        label="Wat stelt de tafel voor?",
        required=False,
        choices=[("", "Niets: er is geen voorstel"), *TableStep.choices],
        help_text="De gemeente van het signaal beslist zelf.",
    )
    step_to = forms.ChoiceField(label="Doorgeven aan wie?", required=False)

    def __init__(
        self, *args: Any, parties: Collection[Party], people: Collection[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = dict(people)
        groups = [("Organisatie", list(parties)), ("Persoon", list(people))]
        choices = [("", "Niemand: er is geen actie"), *((name, rows) for name, rows in groups if rows)]
        offer_choices(self, "owner", choices)
        partners = [(code, label) for code, label in parties if code.startswith("o")]
        offer_choices(self, "step_to", [("", "Nog niet bekend"), *partners])
        if not partners:
            del self.fields["step_to"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("owner") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Vul in voor wanneer dit gedaan moet zijn.")
        if data.get("due_on") and data["due_on"] < today():
            self.add_error("due_on", "Deze datum is al voorbij.")
        if data.get("due_on") and not data.get("owner"):
            self.add_error("owner", "Kies wie dit doet.")
        if data.get("step") == TableStep.GATHER and not data.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Kies wie dit uitzoekt, en voor wanneer.")
        if data.get("step_to") and data.get("step") != TableStep.HAND_OVER:
            self.add_error("step_to", "Kies dit alleen bij “Doorgeven”.")
        return data

    def outcome(self) -> TableOutcome:
        """The parsed values. A person is chosen as "party:id"."""
        data = self.cleaned_data
        owner, _, user = str(data["owner"]).partition(":")
        name = self.people.get(data["owner"], "").partition(",")[0]
        proposed = (data["step"], data.get("step_to", ""))
        return TableOutcome(data["decision"], owner, int(user) if user else None, name, data["due_on"], *proposed)


class DoneForForm(ChangeForm):
    """What somebody else did, as the officer heard it."""

    line = forms.CharField(
        label="Wat is er gedaan, en van wie weet u dat?",
        max_length=300,
        help_text="Gebeurt het niet meer? Schrijf dan op waarom. Alleen uw gemeente leest dit.",
        error_messages={"required": "Schrijf in één regel wat er gedaan is."},
    )


class DoneForm(ChangeForm):
    """What was done, in one line."""

    line = forms.CharField(
        label="Wat hebt u gedaan?",
        max_length=300,
        help_text="De gemeente van het signaal leest dit.",
        error_messages={"required": "Schrijf in één regel wat u deed."},
    )
