"""Where a signal begins: for which municipality, in whose name; where there is nothing to choose, at once the danger."""

from typing import Any

from django import forms

from core.access import Actor
from core.forms import CreateForm, offer_choices
from core.widgets import CardRadios
from municipalities.models import Organisation
from signals.codes import Answered
from signals.holders import Holder, holders_for, senders_for

from .page import CHOOSE

CHOOSE_MUNICIPALITY = {"required": "Kies een gemeente.", "invalid_choice": "Kies een gemeente uit de lijst."}


class HolderFields(CreateForm):
    """The choice of municipality and sender, left out where there is only one."""

    municipality = forms.ChoiceField(label="Gemeente", error_messages=CHOOSE_MUNICIPALITY)
    sender = forms.ChoiceField(label="Namens welke organisatie?", error_messages=CHOOSE)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.holders = holders_for(actor)
        self.senders = senders_for(actor)
        self._choose("municipality", _by_group(self.holders), len(self.holders))
        self._choose("sender", [(str(one.pk), one.name) for one in self.senders], len(self.senders))

    def _choose(self, name: str, choices: list[Any], number: int) -> None:
        if number > 1:
            offer_choices(self, name, [("", "Kies"), *choices])
        else:
            del self.fields[name]

    @property
    def holder(self) -> Holder:
        """The chosen municipality, or the only one."""
        code = self.cleaned_data.get("municipality")
        return next(holder for holder in self.holders if code in (None, holder.code))

    @property
    def only_place(self) -> int | None:
        """The municipality, where there is nothing to choose."""
        return self.holders[0].municipality.pk if len(self.holders) == 1 else None

    @property
    def sender_chosen(self) -> Organisation | None:
        """The organisation that sends, None for a colleague."""
        code = self.cleaned_data.get("sender")
        return next((one for one in self.senders if code in (None, str(one.pk))), None)


class BeginForm(HolderFields):
    """The first page. `asks_danger`: there was nothing to choose, so it asks for danger right away."""

    title = "Voor welke gemeente is dit signaal?"

    danger = forms.ChoiceField(label="Uw antwoord", choices=Answered.choices, widget=CardRadios, error_messages=CHOOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_danger = not {"municipality", "sender"} & set(self.fields)
        if not self.asks_danger:
            del self.fields["danger"]

    def chosen(self) -> dict[str, str]:
        """What the draft keeps of the choice."""
        sender = self.sender_chosen
        return {"holder": self.holder.code, "sender": str(sender.pk) if sender else ""}


def _by_group(holders: list[Holder]) -> list[Any]:
    known = [(holder.code, holder.label) for holder in holders if holder.place_known]
    unknown = [(holder.code, holder.label) for holder in holders if not holder.place_known]
    return [*known, ("De gemeente weet ik niet", unknown)] if unknown else known
