"""Danger that who sent a signal tells of afterwards: 112 first, whether it was called, and where she can be called back."""

from typing import Any

from signals.operations.danger import Danger
from signals.operations.flagging import Flag, danger_told

from .wizard import CallForm


class FlagDangerForm(CallForm):
    """As the page of the wizard about 112; nothing of it has to be filled in before it goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, own=True, in_danger=True, **kwargs)
        self.fields["called"].required = False
        self.fields["call_back"].help_text = "Wie dit signaal nu behandelt, krijgt dit nummer."

    def clean(self) -> dict[str, Any]:
        # What is not filled in is asked of whoever works on it.
        return super(CallForm, self).clean()

    def flag(self) -> Flag:
        """The parsed values."""
        return Flag(self.cleaned_data["key"], self._danger(), self.cleaned_data["call_back"])

    def _danger(self) -> Danger:
        data = self.cleaned_data
        return danger_told(
            at=data["called_at"] if data["called"] == "yes" else None,
            by=data["called_by"],
            why_not=data["not_called"] if data["called"] == "no" else "",
        )
