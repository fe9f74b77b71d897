"""Ticking characteristics: a box each, and once it is ticked how it is known; in own words where none of them fits.

The fields are the same on the page of the wizard and on the short page beside a signal. The page draws them by group from
`groups` (templates/signals/parts/indicator_fields.html): a field group of Django for each of a hundred would be slow.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorList

from core.codes import is_retired, offered
from core.forms import CreateForm
from signals.codes import Form
from signals.indicators import OTHERS, PROVES_NOTHING, Basis, Indicator, Noticed, by_group, forms_of, in_groups

TICKS, BASIS, TEXT = "indicators", "basis_", "text_"
_HOW, _WHICH = "Kies hoe u dit weet.", "Schrijf op welk kenmerk u bedoelt."
_MOVE = "Dit is niet meer in gebruik. Zet deze woorden ergens anders en maak dit veld daarna leeg."


@dataclass(frozen=True, slots=True)
class Row:
    """One characteristic on the page. `basis`, `text`: as they were chosen; `told`: those, when it stands there already.

    `retired`: it cannot be ticked any more, and stands here for the words that somebody wrote with it.
    """

    code: str
    label: str
    ticked: bool
    basis: str
    text: str
    says_what: bool
    basis_errors: ErrorList | Collection[str]
    text_errors: ErrorList | Collection[str]
    told: str = ""
    retired: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether a message stands with it, or it cannot stay as it is."""
        return bool(self.basis_errors or self.text_errors or self.retired)


@dataclass(frozen=True, slots=True)
class Group:
    """The characteristics that unfold together, and the forms with which they are shown."""

    code: str
    label: str
    forms: str
    rows: list[Row]
    open: bool


class IndicatorFields(forms.Form):
    """The fields. `noticed` gives what was ticked; `chosen_forms` says which groups are unfolded at first."""

    proves_nothing = PROVES_NOTHING
    may_skip = False
    indicators = forms.MultipleChoiceField(
        label="Kenmerken",
        required=False,
        choices=Indicator.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies uit de kenmerken in de lijst."},
    )
    # Which characteristics stand with the signal already, and how they are known.
    standing: Mapping[str, str] = {}

    def clean(self) -> dict[str, Any]:
        """`noticed` takes the place of the single fields, of which only those of a ticked box count."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["noticed"] = tuple(self._noticed(data))
        for name in [name for name in data if is_of_indicators(name)]:
            del data[name]
        return data

    def _noticed(self, data: Mapping[str, Any]) -> Iterator[Noticed]:
        for code in data.get(TICKS, ()):
            basis, text = data.get(f"{BASIS}{code}", ""), data.get(f"{TEXT}{code}", "").strip()
            if not basis and f"{BASIS}{code}" not in self.errors:
                self.add_error(f"{BASIS}{code}", _HOW)
            if code in OTHERS and not text and f"{TEXT}{code}" not in self.errors:
                self.add_error(f"{TEXT}{code}", _WHICH)
            if basis and (text or code not in OTHERS):
                yield Noticed(Indicator(code), Basis(basis), text)
        for code in OTHERS:
            if is_retired(code) and data.get(f"{TEXT}{code}", "").strip():
                self.add_error(f"{TEXT}{code}", _MOVE)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """How something can be known, as it may be chosen today."""
        return offered(Basis.choices)

    @property
    def chosen_forms(self) -> set[str]:
        """The forms of exploitation that are chosen on this page, or that the signal has."""
        return set()

    def groups(self) -> Iterator[Group]:
        """The characteristics as the page draws them."""
        ticked, chosen = set(self[TICKS].value() or ()), self.chosen_forms - {Form.UNKNOWN.value}
        for group, codes in in_groups():
            rows = [self._row(code, ticked) for code in codes if not is_retired(code) or self._has_words(code)]
            fitting = [form.value for form in forms_of(group)]
            wanted = any(row.ticked or row.is_wrong for row in rows) or not chosen.isdisjoint(fitting)
            yield Group(group.value, str(group.label), " ".join(fitting), rows, wanted)

    def _has_words(self, code: Indicator) -> bool:
        return code in OTHERS and bool(self[f"{TEXT}{code}"].value())

    def _row(self, code: Indicator, ticked: Collection[str]) -> Row:
        says_what = code in OTHERS
        return Row(
            code=code.value,
            label=str(code.label),
            ticked=code.value in ticked,
            basis=str(self[f"{BASIS}{code}"].value() or ""),
            text=str(self[f"{TEXT}{code}"].value() or "") if says_what else "",
            says_what=says_what,
            basis_errors=self.errors.get(f"{BASIS}{code}", ()),
            text_errors=self.errors.get(f"{TEXT}{code}", ()),
            told=self.standing.get(code.value, ""),
            retired=is_retired(code),
        )


# Declared and not made by each form anew: so the names are known to whoever has only the class (core/forms.py).
IndicatorFields.base_fields.update(
    {
        f"{BASIS}{code}": forms.ChoiceField(
            label=f"{code.label}, hoe weet u dit?" if code not in OTHERS else "Anders, hoe weet u dit?",
            required=False,
            choices=Basis.choices,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _HOW},
        )
        for code in Indicator
    }
)
IndicatorFields.base_fields.update(
    {f"{TEXT}{code}": forms.CharField(label="Anders, namelijk", required=False, max_length=300) for code in OTHERS}
)
_NAMES = frozenset(IndicatorFields.base_fields)


def lines_of(noticed: Iterable[Noticed]) -> list[tuple[str, str]]:
    """(group, what was ticked) for a summary, a line for each characteristic."""
    found = by_group((one.code, one.basis, one.text) for one in noticed)
    return [(f"Kenmerken: {group.label.lower()}", "\n".join(said)) for group, said in found]


def is_of_indicators(name: str) -> bool:
    """Whether a field of this name is one of the characteristics."""
    return name in _NAMES


class NoteIndicatorsForm(IndicatorFields, CreateForm):
    """Beside a signal: what was noticed later, or not ticked when it was logged.

    `of_forms`: the forms that the signal has; `standing`: what stands there already, by code, in words.
    """

    field_order = (TICKS,)

    def __init__(self, *args: Any, of_forms: Collection[str], standing: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_forms, self.standing = of_forms, standing

    @property
    def chosen_forms(self) -> set[str]:
        """Where nobody knows the form yet, what belongs to any form is unfolded."""
        return set(self.of_forms) - {Form.UNKNOWN.value} or {Form.OTHER.value}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data["noticed"] and not self.errors:
            self.add_error(TICKS, "Kruis ten minste één kenmerk aan.")
        return data
