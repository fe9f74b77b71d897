"""The look-up of an address within a form: a button that sends the form, a list to choose from, the choice filled in.

Two buttons bring the page back with everything that was typed, and nothing of it is judged or stored yet: LOOK_UP with
addresses to choose from, TAKE_OVER with the chosen one filled in. A choice that goes along with any other button is
filled in first too. Whether an address was checked follows from the token of the one that was chosen
(signals/whereabouts.py), as long as the text still says just that.
"""

from collections.abc import Mapping
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


class AddressSearch(Form):
    """Goes before the other bases of a form with `address` and `place`.

    `searched`: the field that the buttons stand below. `held_by`: the municipality whose signal this is, when it is known.
    """

    added: ClassVar[Mapping[str, str]] = {CHOICE: "Welk adres bedoelt u?"}
    flagged: list[str]
    unseen = (CHOICE,)
    searched = "address"
    held_by: Municipality | None = None

    address_checked = forms.CharField(required=False, initial="", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.pressed = data.get("stap", "") if data else ""
        self.answer = Answer()
        carried = data.get(CHOICE, "") if data and self.pressed != LOOK_UP else ""
        chosen = whereabouts.opened(carried, actor) if carried else None
        self.is_expired = bool(carried) and chosen is None
        super().__init__(_with(data, chosen, carried) if chosen else data, *args, actor=actor, **kwargs)
        self._took_over = chosen is not None

    @property
    def seeks(self) -> bool:
        """Whether this was sent for the address alone."""
        return self.pressed in (LOOK_UP, TAKE_OVER)

    @property
    def asks(self) -> bool:
        """Whether an address is to be looked up now: she asked for it, or took one over without choosing."""
        asked = self.pressed == LOOK_UP or (self.pressed == TAKE_OVER and not (self._took_over or self.is_expired))
        return asked and not {"address", "place"} & set(self.errors)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.seeks:
            # What is not filled in yet is no fault now; a number that does not belong here is.
            self._errors = ErrorDict({name: told for name, told in self.errors.items() if name in self.flagged})
            if self.is_expired:
                self.add_error(self.searched, _EXPIRED)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data[CHECKED] = self._checked(data.get("address", ""), data.get("place", ""))
        if self.is_expired and not self.seeks:
            self.add_error(self.searched, _EXPIRED)
        return data

    def clean_address_checked(self) -> Checked | None:
        """The address in the token; what nobody here made is none."""
        return whereabouts.opened(self.cleaned_data[CHECKED], self.actor)

    def _checked(self, address: str, place: str) -> Checked | None:
        known: Checked | None = self.cleaned_data.get(CHECKED)
        return known if known is not None and (address, place) == (known.line, known.place) else None

    def is_valid(self) -> bool:
        """Never when it was sent for the address alone: then it is not sent yet."""
        return super().is_valid() and not self.seeks

    def typed_address(self) -> tuple[str, str]:
        """Address and place as they were typed."""
        return self.data.get("address", ""), self.data.get("place", "")

    def show(self, answer: Answer) -> None:
        """Put what a look-up gave on the page."""
        self.answer = answer
        if answer.problem:
            self.add_error(self.searched, answer.problem)
        if not answer.choices:
            return
        choices = [(whereabouts.token(one, self.actor), self._described(one)) for one in answer.choices]
        self.fields[CHOICE] = forms.ChoiceField(
            label=self.added[CHOICE],
            help_text=answer.text,
            required=False,
            choices=choices,
            widget=forms.RadioSelect(attrs={"data-needed": True}),
        )
        names = [name for name in self.fields if name != CHOICE]
        at = names.index(self.searched) + 1
        self.order_fields([*names[:at], CHOICE, *names[at:]])
        if self.pressed == TAKE_OVER:
            self.add_error(CHOICE, _CHOOSE_ONE)

    def _described(self, address: Checked) -> Explained:
        return Explained(address.line, hint=self._lies_in(address))

    def _lies_in(self, address: Checked) -> str:
        return whereabouts.lies_in(address.municipality, address.gm_code, self.held_by)

    @property
    def look_up_below(self) -> str:
        """The field below which the buttons stand."""
        return CHOICE if CHOICE in self.fields else self.searched

    @property
    def has_book(self) -> bool:
        """Whether there is a register to ask."""
        return whereabouts.has_book()

    @property
    def checked_sentence(self) -> str:
        """What is known of the address that stands filled in; "" when it was not checked."""
        known = whereabouts.opened(self[CHECKED].value() or "", self.actor)
        shown = (self["address"].value() or "", self["place"].value() or "")
        if known is None or shown != (known.line, known.place):
            return ""
        return f"Dit adres is gecontroleerd. {self._lies_in(known)}"


def _with(data: Any, chosen: Checked, carried: str) -> Any:
    """What was sent, with the chosen address in its fields. A place that is known is not unknown any more."""
    filled = {"address": chosen.line, "place": chosen.place, CHECKED: carried}
    changed: Any = data.copy() if isinstance(data, MultiValueDict) else dict(data)
    for name, value in filled.items():
        changed[name] = value
    for name in (CHOICE, "no_place"):
        changed.pop(name, None)
    return changed
