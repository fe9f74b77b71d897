"""What more the receiver of a *doormelding* gets: the fields that did not go along yet, with the last check."""

from functools import cached_property
from typing import Any

from django.http import QueryDict

from core.errors import Invalid
from core.forms import CreateForm, offer_choices
from core.workdays import today
from signals.adding import Given
from signals.agreed import receivers_of
from signals.codes import HandoverKind, LegalGround
from signals.disclosure import Choice, Content, categories_of, goes_by_leave
from signals.last_check import LastCheck, Leaving
from signals.operations.adding import More
from signals.sharing_codes import ASK_FIRST, PERMISSION, stays_by_leave

from .handover import ONLY_NEEDED, SharedFields
from .last_check import LastChecked
from .needed import necessity_field
from .permitted import permitted_field


class AddForm(LastChecked, CreateForm):
    """Nothing is ticked beforehand."""

    fields_shared = SharedFields(label="Wat geeft u er nog bij?", help_text=ONLY_NEEDED)
    necessity = necessity_field(required=True)
    permitted_by = permitted_field()

    def __init__(self, *args: Any, given: Given, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = given
        offer_choices(self, "fields_shared", [(one.code, one.words) for one in given.open if not one.barred])
        needs = any(one.needs_permission and not one.barred for one in given.open)
        if not (needs or stays_by_leave(self.leaving.check.kept)):
            del self.fields["permitted_by"]

    @property
    def barred(self) -> list[Choice]:
        """What cannot go along now, each with why."""
        return [choice for choice in self.given.open if choice.barred]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lines = self.going
        handover = self.given.handover
        if goes_by_leave(lines, self.leaving.check.kept) and not data.get("permitted_by"):
            self.add_error("permitted_by", PERMISSION)
        try:
            # As sending it will: under an agreement, or what the privacy officer allowed.
            [receivers] = receivers_of(handover.signal, today())
            receivers.leaves_by(
                handover.partner,
                HandoverKind(handover.kind),
                LegalGround(handover.ground),
                categories_of(lines, self.leaving.check.kept),
                purpose=handover.purpose,
                by=self.actor.user_id,
            )
        except Invalid as refusal:
            self.refuse(refusal)
        return data

    @cached_property
    def leaving(self) -> Leaving:
        """What leaves, with its last check."""
        ticked = self.data.getlist("fields_shared") if isinstance(self.data, QueryDict) else []
        return self.given.leaving(ticked, self.answers)

    @property
    def going(self) -> list[Choice]:
        """The lines that go along as the form is now."""
        return [choice for choice in self.given.choices if choice.code in self.leaving.ticked]

    @property
    def ask_first(self) -> str:
        """What the receiver reads below them before it gives them on; "" where nothing in them is held by law."""
        return ASK_FIRST if goes_by_leave(self.going, self.leaving.check.kept) else ""

    @property
    def last_check(self) -> LastCheck:
        return self.leaving.check

    def preview(self) -> Content:
        return self.leaving.content

    def more(self) -> More:
        """The parsed values."""
        data = self.cleaned_data
        return More(
            fields=data["fields_shared"],
            key=data["key"],
            answers=self.answers,
            necessity=data["necessity"],
            permitted_by=data.get("permitted_by", ""),
            seen=data["seen"],
        )
