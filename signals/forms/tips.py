"""The text for an anonymous tip: rewriting it, and what to do with each piece that was found in it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from core.forms import ChangeForm
from signals.anonymising import Answer, KeepReason, Kept, Piece, settle
from signals.anonymising.settling import KEEP_WORDS, reasons_to_keep

from .page import CHOOSE


class TipTextForm(ChangeForm):
    """The whole text, as the officer wants it."""

    text = forms.CharField(
        label="De tekst",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Schrijf wat de ontvanger moet weten: wat er gebeurt, hoe vaak, met hoeveel mensen. Niet wie het zag of om wie het gaat.",
    )


class SettleForm(ChangeForm):
    """`pieces`: what was found in `text` and is still to be settled. Each may be left for later."""

    added: ClassVar[dict[str, str]] = {"piece_": "Wat doet u hiermee?"}

    def __init__(self, *args: Any, text: str, pieces: Sequence[Piece], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.pieces = text, pieces
        for number, piece in enumerate(pieces):
            self.fields[f"piece_{number}"] = forms.ChoiceField(
                label=f"{number + 1}. “{piece.text}”",
                choices=_answers(piece),
                help_text=f"{piece.words[:1].upper()}{piece.words[1:]}.",
                # "(niet verplicht)" would be half the truth: until it is settled the text does not go along.
                widget=forms.RadioSelect(attrs={"data-needed": True}),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Some may be left for later; with nothing chosen at all there is nothing to do."""
        data = super().clean() or self.cleaned_data
        if not self._answers() and not self.errors:
            for number in range(len(self.pieces)):
                self.add_error(f"piece_{number}", CHOOSE["required"])
        return data

    def settled(self) -> str:
        """The text after what was chosen."""
        told = {number: Answer(answer) for number, answer in self._answers() if answer in {*Answer}}
        return settle(self.text, told, self.pieces)

    def kept(self) -> list[Kept]:
        """What was said to stay."""
        return [
            Kept(self.pieces[number].kind, self.pieces[number].text, KeepReason(answer))
            for number, answer in self._answers()
            if answer in {*KeepReason}
        ]

    def _answers(self) -> list[tuple[int, str]]:
        given = ((number, self.cleaned_data.get(f"piece_{number}", "")) for number in range(len(self.pieces)))
        return [(number, answer) for number, answer in given if answer]


def _answers(piece: Piece) -> list[tuple[str, str]]:
    coarser = [(Answer.COARSER, f"Vervangen door “{piece.coarser}”")] if piece.coarser else []
    staying = [(reason, KEEP_WORDS[reason]) for reason in reasons_to_keep(piece)]
    return [*coarser, (Answer.REMOVE, "Weghalen"), *staying]
