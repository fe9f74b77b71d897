"""The look-up of an address within a form: a button that sends the form, a list to choose from, the choice filled in.

A form may hold several addresses, each at a `Spot`: two fields of it, with its name in the value of its buttons. A button
brings the page back with everything that was typed, and nothing of it is judged or stored yet: LOOK_UP with addresses to
choose from, TAKE_OVER with the chosen one filled in. A choice that goes along with any other button is filled in first too.

The line that comes from the register holds street, number, postcode and place: by that text an address is found as the
same elsewhere (signals/normal). Of the signal's own place is kept beside it that it was checked, for its page says so
(`KeptAddress`): that follows from the token of the one that was chosen (signals/whereabouts.py), as long as the text still
says just that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from core.access import Actor
from core.forms import Form
from core.widgets import Explained
from municipalities.models import Municipality
from signals import whereabouts
from signals.whereabouts import Answer, Checked

LOOK_UP, TAKE_OVER = "adres", "overnemen"
CHOICE = "address_choice"
CHECKED = "address_checked"
_EXPIRED = "Deze keuze is niet meer te lezen. Zoek het adres opnieuw op, of ga verder met wat u typte."
_CHOOSE_ONE = "Kies een adres, of ga verder met wat u typte."


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a form one address is typed. `line` and `place`: the names of its fields.

    `name`: what tells it from other spots of the same form; `below`: the field that its buttons stand below, else `line`.
    """

    name: str = ""
    line: str = "address"
    place: str = "place"
    below: str = ""

    @property
    def choice(self) -> str:
        """The name of the list to choose from."""
        return "_".join(filter(None, (CHOICE, self.name)))

    def button(self, step: str) -> str:
        """The value of a button of it."""
        return ":".join(filter(None, (step, self.name)))


@dataclass(frozen=True, slots=True)
class LookUp:
    """The buttons of a spot and what is said there, for the page (templates/signals/parts/address.html)."""

    form: "AddressSearch"
    spot: Spot

    @property
    def answer(self) -> Answer:
        """What a look-up of this spot gave."""
        return self.form.answer if self.form.pressed_at == self.spot else Answer()

    @property
    def checked_sentence(self) -> str:
        """What is known of the address that stands filled in; "" when it was not checked."""
        known, form = self.form.checked_at(self.spot), self.form
        shown = (form[self.spot.line].value() or "", form[self.spot.place].value() or "")
        if known is None or shown != (known.line, known.place):
            return ""
        return f"Dit adres is gecontroleerd. {form.lies_in(known)}"

    @property
    def has_book(self) -> bool:
        """Whether there is a register to ask."""
        return whereabouts.has_book()

    @property
    def ask(self) -> str:
        """The value of the button that looks up."""
        return self.spot.button(LOOK_UP)

    @property
    def take_over(self) -> str:
        """The value of the button that fills in what was chosen."""
        return self.spot.button(TAKE_OVER)

    @property
    def comes_back_at(self) -> str:
        """Where on the page the answer is read: it comes back there without scripts too."""
        return f"#{self.form[self.form.told_at(self.spot)].id_for_label}"


class AddressSearch(Form):
    """Goes before the other bases of a form in which addresses are typed.

    `spots`: set before this is made where they differ by form. `held_by`: the municipality whose signal this is, when it
    is known.
    """

    added: ClassVar[Mapping[str, str]] = dict.fromkeys((CHOICE, f"{CHOICE}_"), "Welk adres bedoelt u?")
    flagged: list[str]
    unseen = (CHOICE, f"{CHOICE}_")
    spots: tuple[Spot, ...] = (Spot(),)
    held_by: Municipality | None = None

    def __init__(self, data: Any = None, *args: Any, actor: Actor, **kwargs: Any) -> None:
        button = data.get("stap", "") if data else ""
        self.pressed = button.partition(":")[0]
        self.pressed_at = next(
            (one for one in self.spots if button in (one.button(LOOK_UP), one.button(TAKE_OVER))), None
        )
        self.answer = Answer()
        self.expired: list[Spot] = []
        self.chosen: dict[Spot, Checked] = {}
        for spot in self.spots:
            looks_up_anew = self.pressed == LOOK_UP and self.pressed_at == spot
            if carried := data.get(spot.choice, "") if data and not looks_up_anew else "":
                data = self._with_choice(data, spot, carried, actor)
        super().__init__(data, *args, actor=actor, **kwargs)
        for spot in self.spots:
            self._stand_below(self.above_buttons(spot), spot)

    def _with_choice(self, data: Any, spot: Spot, carried: str, actor: Actor) -> Any:
        chosen = whereabouts.opened(carried, actor)
        if chosen is None:
            self.expired.append(spot)
            return data
        self.chosen[spot] = chosen
        return _with(data, spot, self.filled_in(spot, chosen, carried))

    def filled_in(self, spot: Spot, chosen: Checked, carried: str) -> Mapping[str, str]:
        """The fields that a choice fills in."""
        return {spot.line: chosen.line, spot.place: chosen.place}

    def _stand_below(self, name: str, spot: Spot) -> None:
        self.fields[name].look_up = LookUp(self, spot)  # type: ignore[attr-defined]  # read by the templates alone

    def above_buttons(self, spot: Spot) -> str:
        """The field that the buttons of a spot stand below."""
        return spot.below or spot.line

    def told_at(self, spot: Spot) -> str:
        """The field that is told what is wrong with an address; the page comes back there too."""
        return spot.line

    @property
    def seeks(self) -> bool:
        """Whether this was sent for an address alone."""
        return self.pressed_at is not None

    @property
    def asks(self) -> bool:
        """Whether an address is to be looked up now: she asked for it, or took one over without choosing."""
        spot = self.pressed_at
        if spot is None or {spot.line, spot.place} & set(self.errors):
            return False
        return self.pressed == LOOK_UP or not (spot in self.chosen or spot in self.expired)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.seeks:
            # What is not filled in yet is no fault now; a number that does not belong here is.
            self._errors = ErrorDict({name: told for name, told in self.errors.items() if name in self.flagged})
            self._tell_expired()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.seeks:
            self._tell_expired()
        return data

    def _tell_expired(self) -> None:
        for spot in self.expired:
            self.add_error(self.told_at(spot), _EXPIRED)

    def is_valid(self) -> bool:
        """Never when it was sent for an address alone: then it is not sent yet."""
        return super().is_valid() and not self.seeks

    def typed_address(self, spot: Spot) -> tuple[str, str]:
        """Address and place as they were typed."""
        return self.data.get(spot.line, ""), self.data.get(spot.place, "")

    def look_up(self) -> None:
        """Put on the page what the look-up gives, when it was sent for that. At most one call to another server."""
        if self.is_bound and self.asks and self.pressed_at is not None:
            self._show(self.pressed_at, whereabouts.look_up(self.actor, *self.typed_address(self.pressed_at)))

    def _show(self, spot: Spot, answer: Answer) -> None:
        self.answer = answer
        if answer.problem:
            self.add_error(self.told_at(spot), answer.problem)
        if not answer.choices:
            return
        choices = [
            (whereabouts.token(one, self.actor), Explained(one.line, hint=self.lies_in(one))) for one in answer.choices
        ]
        self.fields[spot.choice] = forms.ChoiceField(
            label=self.added_label(CHOICE),
            help_text=answer.text,
            required=False,
            choices=choices,
            widget=forms.RadioSelect(attrs={"data-needed": True}),
        )
        below = self.above_buttons(spot)
        del self.fields[below].look_up  # type: ignore[attr-defined]  # see _stand_below
        self._stand_below(spot.choice, spot)
        names = [name for name in self.fields if name != spot.choice]
        at = names.index(below) + 1
        self.order_fields([*names[:at], spot.choice, *names[at:]])
        if self.pressed == TAKE_OVER:
            self.add_error(spot.choice, _CHOOSE_ONE)

    def lies_in(self, address: Checked) -> str:
        """In which municipality an address lies, for whoever logs this signal."""
        return whereabouts.lies_in(address.municipality, address.gm_code, self.held_by)

    def checked_at(self, spot: Spot) -> Checked | None:
        """The address that was chosen for a spot; None when there is none."""
        return self.chosen.get(spot)


class KeptAddress(AddressSearch):
    """One address, of which is kept that it was checked: the signal's own place."""

    address_checked = forms.CharField(required=False, initial="", widget=forms.HiddenInput)

    def filled_in(self, spot: Spot, chosen: Checked, carried: str) -> Mapping[str, str]:
        return {**super().filled_in(spot, chosen, carried), CHECKED: carried}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        known: Checked | None = self.cleaned_data.get(CHECKED)
        stands = known is not None and (data.get("address", ""), data.get("place", "")) == (known.line, known.place)
        data[CHECKED] = known if stands else None
        return data

    def clean_address_checked(self) -> Checked | None:
        """The address in the token; what nobody here made is none."""
        return whereabouts.opened(self.cleaned_data[CHECKED], self.actor)

    def checked_at(self, spot: Spot) -> Checked | None:
        return whereabouts.opened(self[CHECKED].value() or "", self.actor)

    @property
    def checked_sentence(self) -> str:
        """What is known of the address that stands filled in; "" when it was not checked."""
        return LookUp(self, self.spots[0]).checked_sentence


def _with(data: Any, spot: Spot, filled: Mapping[str, str]) -> Any:
    """What was sent, with the chosen address in its fields. A place that is known is not unknown any more."""
    changed: Any = data.copy() if isinstance(data, MultiValueDict) else dict(data)
    for name, value in filled.items():
        changed[name] = value
    for name in (spot.choice, *(() if spot.name else ("no_place",))):
        changed.pop(name, None)
    return changed
