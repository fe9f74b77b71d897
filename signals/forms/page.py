"""What every page of the wizard has in common, and the kinds of field they are made of.

What somebody types is kept as it was typed (`typed`), also when it is not right yet; only sending needs every page to
be valid. `known` gives the part of the signal that a page knows.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict

from core.access import Actor
from core.bsn import WAY_OUT
from core.forms import BROKEN, Form
from core.widgets import InlineRadios
from signals.codes import SERIOUS_DISADVANTAGE, SOURCE_GROUPS, TIPS, WORKPLACES, Source
from signals.sharing_codes import WHOSE_REPORTED

CHOOSE = {"required": "Kies een antwoord.", "invalid_choice": "Kies een van de antwoorden."}
LONGEST = 20_000  # characters of one field of a draft

type Kept = Mapping[str, Any]


def lines(label: str, rows: int, most: int, help_text: str = "", *, required: bool = False, **more: Any) -> Any:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required, widget=widget, **more)


def line(label: str, most: int, help_text: str = "") -> forms.CharField:
    """A text of one line that may stay empty."""
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=False)


def radios(label: str, choices: Any, help_text: str = "", *, widget: Any = InlineRadios, **more: Any) -> Any:
    """One of a few answers."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, widget=widget, error_messages=CHOOSE, **more
    )


def serious_disadvantage() -> forms.BooleanField:
    """The flag of a signal, where it is completed and where it is judged."""
    return forms.BooleanField(
        label=f"Het gaat om {SERIOUS_DISADVANTAGE}",
        required=False,
        help_text="Slecht werk, zonder dat het mensenhandel hoeft te zijn. In de cijfers telt het nooit als mensenhandel.",
    )


def whose_data(label: str, empty: str, help_text: str) -> forms.ChoiceField:
    """Whose data something is; `empty`: what it means to choose none."""
    return forms.ChoiceField(
        label=label, choices=[("", empty), *WHOSE_REPORTED], help_text=help_text, required=False, error_messages=CHOOSE
    )


def grouped_sources(first: str) -> list[Any]:
    """The sources by group, with `first` as the empty choice; below it at once the way out for who cannot know."""
    unknown = Source.ANONYMOUS
    groups = [
        (name, [(source, str(source.label)) for source in group if source is not unknown])
        for name, group in SOURCE_GROUPS
    ]
    return [("", first), (unknown, "Weet ik niet, of anoniem"), *groups]


def workplaces(first: str, *, of_partner: bool) -> list[Any]:
    """Where somebody who sends a signal can work: a colleague in the municipality, a partner in an organisation."""
    if not of_partner:
        return [("", first), *((source, label) for source, label in WORKPLACES.items())]
    return [group for group in grouped_sources(first) if group[0] not in {TIPS, Source.ANONYMOUS}]


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together on a page; with a summary they are folded until wanted."""

    fields: list[BoundField]
    summary: str = ""
    open: bool = False


class Keepable(Form):
    """A form that is kept while it is filled in, right or not (views/autosave.py).

    `stamps`: the fields that say of what it is; without them it cannot be kept. `shown_as`: the one of these with the key of
    the shown page. A draft holds a page of a signal that is not there yet, whole (`Drafted`); what a signal keeps of a
    begun handover is less, for it stands in a dossier (`BegunForm`).
    """

    stamps: ClassVar[tuple[str, ...]]
    shown_as: ClassVar[str]

    def keepable(self) -> bool:
        """Whether what was typed is kept, right or not; marks the fields that cannot be."""
        self.is_valid()
        return self.fits() and all(self.cleaned_data.get(name) is not None for name in self.stamps)

    def fits(self) -> bool:
        """Whether every text may be kept; of a form that was checked. Leaves a message at each that may not."""
        raise NotImplementedError


class Drafted(Keepable):
    """A form that a draft holds as it was typed, all of it."""

    stamps: ClassVar[tuple[str, ...]] = ("version", "key")
    shown_as = "key"

    def typed(self) -> dict[str, Any]:
        """What was typed, field by field, right or not. "" and [] are kept too: somebody may have emptied a field."""
        names = [name for name, field in self.fields.items() if not field.widget.is_hidden and name != WAY_OUT]
        found = {name: self._typed(name) for name in names}
        return found | ({WAY_OUT: "on"} if self.data.get(WAY_OUT) else {})

    def _typed(self, name: str) -> Any:
        if isinstance(self.fields[name], forms.MultipleChoiceField) and isinstance(self.data, MultiValueDict):
            return self.data.getlist(name)
        return self.data.get(name, "")

    def fits(self) -> bool:
        too_long = [name for name, value in self.typed().items() if len(value) > LONGEST]
        for name in too_long:
            self.add_error(name, f"Deze tekst is te lang om te bewaren. Het maximum is {LONGEST} tekens.")
        return not too_long

    def kept(self) -> dict[str, Any]:
        """What a draft keeps of this page, once it is `keepable`: what `save_draft` takes."""
        return {"fields": self.typed(), "saved": self.cleaned_data["version"], "page": self.cleaned_data[self.shown_as]}


class StepForm(Drafted):
    """A page. `own`: the writer is the reporter; `kept`: what the draft holds of this page.

    `unknowns`: the boxes "weet ik niet" with what is not known.

    `version` is how often the page had been saved when it was shown, `key` tells this shown page from another one.
    """

    title: ClassVar[str]
    lead: ClassVar[str] = ""
    folds: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    own_words: ClassVar[Mapping[str, tuple[str, str]]] = {}
    # Of these one is enough, or it depends on another answer: "(niet verplicht)" would be half the truth.
    conditional: ClassVar[tuple[str, ...]] = ()
    unknowns: ClassVar[Mapping[str, str]] = {}

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(
        self, data: Any = None, *, actor: Actor, kept: Kept | None = None, own: bool = False, in_danger: bool = False
    ) -> None:
        page = kept or {"fields": {}, "saved": 0}
        self.in_danger = in_danger
        super().__init__(data, actor=actor, initial=page["fields"])
        self.fields["version"].initial = page["saved"]
        self.fields["key"].initial = uuid.uuid4
        for name in self.conditional:
            self.fields[name].widget.attrs["data-needed"] = True
        if own:
            for name, (label, help_text) in self.own_words.items():
                self.fields[name].label, self.fields[name].help_text = label, help_text

    @classmethod
    def of_kept(cls, kept: Kept, *, actor: Actor, own: bool, in_danger: bool) -> "StepForm":
        """The page as it would be sent with what the draft holds of it."""
        data: MultiValueDict[str, Any] = MultiValueDict(
            {"hat": [actor.hat], "version": ["0"], "key": [str(uuid.uuid4())]}
        )
        for name, value in kept["fields"].items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return cls(data, actor=actor, kept=kept, own=own, in_danger=in_danger)

    def parts(self) -> Iterator[Part]:
        """The fields in their order; those of a fold together."""
        folded = {name: summary for summary, names in self.folds.items() for name in names}
        for name in self.fields:
            if name in folded and name == self.folds[folded[name]][0]:
                fields = [self[field] for field in self.folds[folded[name]]]
                yield Part(fields, folded[name], open=any(field.value() or field.errors for field in fields))
            elif name not in folded and not self[name].is_hidden:
                yield Part([self[name]])

    def summary(self) -> Iterator[tuple[str, str]]:
        """(label, answer) of every field that was filled in, of a valid page."""
        for name, field in self.fields.items():
            answer = self.cleaned_data.get(name)
            if field.widget.is_hidden or name == WAY_OUT or answer in ("", None, [], False):
                continue
            yield (
                (self.unknowns[name], "weet ik niet")
                if name in self.unknowns
                else (str(field.label), _in_words(field, answer))
            )

    def known(self) -> dict[str, Any]:
        """What this page knows of the signal: fields of SignalFacts."""
        raise NotImplementedError

    def about_reporter(self) -> dict[str, Any]:
        """What this page knows of the reporter: fields of ReporterFacts."""
        return {}


def _in_words(field: forms.Field, answer: Any) -> str:
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(_label(field.choices, code) for code in answer)
    if isinstance(field, forms.ChoiceField):
        return _label(field.choices, answer)
    if isinstance(answer, bool):
        return "Ja"
    if isinstance(answer, dt.date):
        return f"{answer:%d-%m-%Y}"
    return f"{answer:%H:%M} uur" if isinstance(answer, dt.time) else str(answer)


def _label(choices: Any, code: str) -> str:
    for value, label in choices:
        if isinstance(label, list | tuple):
            found = dict(label).get(code)
            if found:
                return str(found)
        elif value == code:
            return str(label)
    return code
