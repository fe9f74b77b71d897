"""With what the form of a *doormelding* begins: what went before, what was allowed, or what was kept to go on with later."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format

from core.access import Actor
from core.forms import BROKEN, CreateForm
from core.workdays import today
from signals.codes import HandoverKind
from signals.disclosure import Choice
from signals.models import BegunHandover, Handover, Override
from signals.operations.begun import Begun
from signals.who_reported import WHO

from .page import Keepable

# What is kept of the form: never what was agreed to, nor what was said at the last check. Those are asked again.
KEPT = (
    *("anonymous", "fields_shared", "partner", "kind", "purpose", "ground", "to_function", "method", "given_on"),
    *("necessity", "urgent_why", "permitted_by", "circle", "circle_reason"),
)
_LONGEST, _MOST = 4000, 500


def as_before(earlier: Handover) -> dict[str, Any]:
    """What the form begins with when the same goes to one more receiver: all but to whom, how, and who reported."""
    same = {name: getattr(earlier, name) or "" for name in ("kind", "purpose", "ground", "circle", "circle_reason")}
    ticked = [code for code, _, _ in earlier.content or [] if code != WHO]
    return same | {"anonymous": "yes" if earlier.anonymous else "no", "fields_shared": ticked}


def under(leave: Override) -> dict[str, Any]:
    """What the form begins with when the privacy officer allowed it: what she allowed, and to whom."""
    anonymous = leave.kind in {HandoverKind.ANONYMOUS_TIP, HandoverKind.ADVICE}
    same = {name: getattr(leave, name) or "" for name in ("kind", "purpose", "ground")}
    return same | {"partner": leave.partner_id, "anonymous": "yes" if anonymous else "no"}


def as_kept(begun: BegunHandover, actor: Actor) -> QueryDict:
    """What was kept, as if it were sent from this page: so that it is all looked at again."""
    data = QueryDict(mutable=True)
    for name, texts in begun.answers["typed"].items():
        data.setlist(name, texts)
    data.update({"key": str(begun.pk), "shown": str(uuid.uuid4()), "saved": str(begun.saved), "hat": actor.hat})
    return data


class BegunForm(Keepable, CreateForm):
    """A form that its signal keeps before it is right. `shown`: the key of this page; `saved`: how often it had been kept by then."""

    stamps = ("key", "shown")
    shown_as = "shown"

    offered: Sequence[Choice]

    shown = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages=BROKEN)
    saved = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0, error_messages=BROKEN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = uuid.uuid4

    def fits(self) -> bool:
        """All is kept but what may be a BSN; its messages are of that alone."""
        self.keep_messages(self.flagged)
        return not self.flagged

    def keep_messages(self, names: Iterable[str]) -> None:
        """Of what is wrong, show only this: the rest is not filled in yet."""
        for name in {*self.errors} - {*names}:
            del self.errors[name]

    def begun(self, at: int | None = None) -> Begun:
        """What was typed, with what could go along at this moment. `at`: when, where the page keeps itself."""
        sent = self.data if isinstance(self.data, QueryDict) else QueryDict()
        return Begun(
            key=self.cleaned_data["key"],
            typed={name: [text[:_LONGEST] for text in sent.getlist(name)[:_MOST]] for name in KEPT if name in sent},
            lines=_lines(self.offered),
            shown=self.cleaned_data[self.shown_as],
            saved=self.cleaned_data.get("saved") or 0,
            at=at,
            to=str(self.cleaned_data.get("partner") or ""),
        )

    def changed_since(self, begun: BegunHandover) -> list[str]:
        """What was kept and is not so any more, in words; the form is filled with what was kept."""
        before, ticked = begun.answers["lines"], begun.answers["typed"].get("fields_shared", [])
        now, barred = _lines(self.offered), {one.code: one.barred for one in self.offered if one.barred}
        gone = [
            f"{before[code][0]}: {barred.get(code, 'staat niet meer in het signaal')}. Dit gaat niet mee."
            for code in ticked
            if code in before and code not in now
        ]
        changed = [
            f"{now[code][0]}: dit is gewijzigd. Lees het na in het voorbeeld."
            for code in ticked
            if code in before and code in now and now[code][1] != before[code][1]
        ]
        new = [
            f"{label}: dit kwam erbij. Het is niet aangekruist."
            for code, (label, _) in now.items()
            if code not in before
        ]
        return [*gone, *changed, *new, *self._day_before()]

    def _day_before(self) -> list[str]:
        """A day that has passed since: judged by what was agreed then, and the term to answer runs from it."""
        self.is_valid()
        day = self.cleaned_data.get("given_on")
        if not day or day >= today():
            return []
        return [f"Wanneer u het gaf: er staat {date_format(day, 'j F Y')}. Geeft u het nu pas? Kies dan vandaag."]

    def show_what_is_wrong(self) -> list[str]:
        """Of what was filled in before: why it cannot go so any more. What is still empty is no mistake yet."""
        self.is_valid()
        filled = {name for name in self.errors if self.data.get(name)}
        self.keep_messages(filled | ({"urgent_why"} if self.data.get("partner") else set()))
        return [str(text) for name, texts in self.errors.items() for text in texts]


def _lines(offered: Iterable[Choice]) -> dict[str, list[str]]:
    """Of each line that can go along its label, and what its text is known by."""
    return {one.code: [one.label, hashlib.sha256(one.text.encode()).hexdigest()] for one in offered if not one.barred}
