"""Looking again at several followed signals in one form: one line each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from core.forms import BROKEN, Form
from signals.models import Follow

LINE, NOTHING_NEW = "Wat ziet u nu?", "Geen nieuwe informatie."


@dataclass(frozen=True, slots=True)
class Prolonged:
    """One follow that goes on: as the form saw it, and the line that was written."""

    follow: Follow
    version: int
    line: str


class ReviewManyForm(Form):
    """For each follow: whether it goes on, its line, and which version of it the form showed.

    No line begins with what was seen another time: one tick would write that down as seen now. Nor does one that is to be a
    motivation: it says since when the signal is followed instead.
    """

    added: ClassVar[Mapping[str, str]] = {"take_": "Verder volgen", "line_": LINE}
    unseen = ("seen_",)

    def __init__(self, *args: Any, follows: Sequence[Follow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.follows = follows
        for follow in follows:
            reference = follow.signal.reference
            self.fields[_take(follow)] = forms.BooleanField(label=f"Ik volg {reference} verder", required=False)
            self.fields[_line(follow)] = forms.CharField(
                label=LINE,
                required=False,
                max_length=300,
                initial="" if follow.is_to_motivate else NOTHING_NEW,
                help_text=motivation_asked(follow),
                widget=forms.TextInput(attrs={"data-needed": True}),
            )
            self.fields[_seen(follow)] = forms.IntegerField(
                widget=forms.HiddenInput, initial=follow.version, error_messages=BROKEN
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        taken = [follow for follow in self.follows if data.get(_take(follow))]
        if not taken:
            self.add_error(None, "Kruis aan welke signalen u verder volgt.")
        for follow in taken:
            if not data.get(_line(follow)) and _line(follow) not in self.errors:
                self.add_error(_line(follow), "Schrijf in een regel wat u nu ziet.")
        return data

    def prolonged(self) -> list[Prolonged]:
        """What was chosen, in an order in which two forms never wait for each other."""
        data = self.cleaned_data
        taken = (follow for follow in self.follows if data[_take(follow)])
        ordered = sorted(taken, key=lambda follow: follow.pk)
        return [Prolonged(follow, data[_seen(follow)], data[_line(follow)]) for follow in ordered]

    def version_field(self, row: object) -> str:
        """The field that carries the version of this follow."""
        return next(_seen(follow) for follow in self.follows if follow.pk == row)

    def line_field(self, follow: Follow) -> str:
        """The field of its line: where the operation's refusal stands."""
        return _line(follow)

    def rows(self) -> Iterator[tuple[Follow, forms.BoundField, forms.BoundField]]:
        """Each follow with its fields, for the page."""
        return ((follow, self[_take(follow)], self[_line(follow)]) for follow in self.follows)


def motivation_asked(follow: Follow) -> str:
    """What the line of one that is followed for long must hold; "" of every other."""
    since = date_format(timezone.localtime(follow.started_at), "j F Y")
    return (
        f"Wordt gevolgd sinds {since}: schrijf in een paar zinnen waarom u doorgaat." if follow.is_to_motivate else ""
    )


def _take(follow: Follow) -> str:
    return f"take_{follow.pk.hex}"


def _line(follow: Follow) -> str:
    return f"line_{follow.pk.hex}"


def _seen(follow: Follow) -> str:
    return f"seen_{follow.pk.hex}"


def shown_in(data: Mapping[str, Any]) -> list[str]:
    """The keys of the follows that a sent form showed; what is no key is left out by who looks them up."""
    return [name.removeprefix("seen_") for name in data if name.startswith("seen_")]
