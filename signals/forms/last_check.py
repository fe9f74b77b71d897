"""What to do with what the text names and does not go along, before anything leaves."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from core.forms import Form
from signals.last_check import Find

from .page import radios

# Under which names the answers of the last check are sent, each with the key of its find behind it.
FIND = "vondst_"


class LastCheckForm(Form):
    """What to do with each thing that the text names and that does not go along."""

    added: ClassVar[dict[str, str]] = {FIND: "Wat doet u hiermee?"}

    def __init__(self, *args: Any, finds: Sequence[Find], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for find in finds:
            self.fields[FIND + find.key] = radios(
                f"“{find.piece.text}” in “{find.where}”",
                find.ways,
                find.why,
                widget=forms.RadioSelect,
            )
