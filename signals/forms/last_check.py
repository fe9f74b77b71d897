"""What to do with what the text names and does not go along, before anything leaves."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from core.forms import Form
from signals.disclosure import Content, content_hash
from signals.last_check import Find, LastCheck, kept_in_words

from .page import radios

# Under which names the answers of the last check are sent, each with the key of its find behind it.
FIND = "vondst_"


class LastChecked(Form):
    """A form by which something leaves by name: it shows what will, with what was said at the last check. `seen`: see `agreed`."""

    unseen: ClassVar[tuple[str, ...]] = (FIND,)

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def last_check(self) -> LastCheck:
        """Of what is about to leave, with `answers`."""
        raise NotImplementedError

    def preview(self) -> Content:
        """Exactly what the receiver will read: [code, label, text]."""
        raise NotImplementedError

    @property
    def answers(self) -> dict[str, str]:
        """What was said at the last check, by the key of each find."""
        given = self.data.items() if self.is_bound else ()
        return {name.removeprefix(FIND): str(value) for name, value in given if name.startswith(FIND)}

    @property
    def finds(self) -> list[Find]:
        """What the last check found and is still to be settled, each once."""
        return list({find.key: find for find in self.last_check.left}.values())

    @property
    def kept_in_words(self) -> list[str]:
        """What stays for a reason."""
        return kept_in_words(self.last_check.kept)

    def agreed(self) -> bool:
        """Whether what was agreed to on the preview (`seen`, its hash) is what would leave now."""
        return bool(self.cleaned_data["seen"] == content_hash(self.preview()))


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
