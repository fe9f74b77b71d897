"""The base of every form: which hat it was opened under, which version of the row it saw, its key against double sending.

A form parses and never saves. Invalid input is answered 422 with the same page; a form sent under another hat or for a
row that changed meanwhile is a conflict (409) whose page keeps what was typed. So a view reads

    form = ClosingForm(request.POST or None, actor=request.actor, version=case.version)
    if closed := form.carried_out(lambda: operations.close(case, actor=request.actor, closing=form.closing())):
        messages.success(request, f"{closed} is afgesloten.")
        return redirect("cases:list")
    return show(request, "cases/close.html", {"form": form}, status=form.status)
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet
from django.forms import BoundField
from django.utils.choices import flatten_choices

from .access import Actor
from .bsn import BsnStop
from .characters import visible_fields
from .codes import RETIRED, narrow
from .errors import Incomplete, Invalid, OtherHat, OwnChange
from .unit import passing_bsn
from .workdays import IN_FUTURE, today

REQUIRED = "Vul dit in."
INCOMPLETE = f"{Incomplete.title}. {Incomplete.advice}"
BROKEN = {"required": INCOMPLETE, "invalid": INCOMPLETE}
# Under which names a form sends along which of its buttons was pressed.
_BUTTONS = frozenset({"stap", "doe"})
# Under which name a form sends along what its lists call their options (templates/components/form.html).
LIST_WORDS = "woorden"
_SIGNED_AS = "core.forms.woorden"
TOO_LONG = "Dit is te lang: het mogen %(limit_value)d tekens zijn, het zijn er %(show_value)d."


# Before this nothing happened that is told here; a moment of the first years there are cannot even be read back.
FIRST_YEAR = 1900
TOO_LONG_AGO = "Deze dag ligt te ver terug. Kijk het jaartal na."


def demand_past(day: dt.date | None) -> dt.date | None:
    """The day, of which somebody says that something happened on it. Raises ValidationError for one after today."""
    if day is not None and day > today():
        raise forms.ValidationError(IN_FUTURE)
    return day


def _demand_year(day: dt.date) -> None:
    if day.year < FIRST_YEAR:
        raise forms.ValidationError(TOO_LONG_AGO)


def _bound(field: forms.Field) -> None:
    """No day before `FIRST_YEAR`, whatever the field asks: a year of two digits is a slip of the pen."""
    if isinstance(field, forms.DateField | forms.DateTimeField) and _demand_year not in field.validators:
        field.validators.append(_demand_year)


def _speak_plainly(field: forms.Field) -> None:
    """Our words where a field has only those of the framework."""
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = REQUIRED
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = TOO_LONG


class Form(BsnStop):
    """A form that knows who opened it.

    `actor`: the request's actor. What nobody sees (core/characters.py) is no part of what was typed. The hidden `hat` must be the one that acts when the form comes back, else OtherHat.
    """

    use_required_attribute = False
    # Labels of the fields that a form adds when it is made, for who has only the class. A name that ends in "_" is the
    # beginning of several. What a form mixes in may have labels of its own.
    added: ClassVar[Mapping[str, str]] = {}
    # What it sends along for no reader, beside its hidden fields; "_" at the end as above.
    unseen: ClassVar[Collection[str]] = ()
    list_words_name: ClassVar[str] = LIST_WORDS
    # Whether it opens with what a row has: there a retired code may stay (core/codes.py).
    changes_row: bool = False
    # The fields that ask which of what is stored: there every code stays.
    asks_after: ClassVar[Collection[str]] = ()
    hat = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        self._narrowed: set[str] = set()
        super().__init__(visible_fields(data), *args, **kwargs)
        self.fields["hat"].initial = actor.hat

    def __getitem__(self, name: str) -> BoundField:
        # Drawing and checking both come by here, after a form has given its fields the choices of today.
        if RETIRED and name in self.fields and name not in {*self._narrowed, *self.asks_after}:
            self._narrowed.add(name)
            self._offer_of_today(name, self.fields[name])
        return super().__getitem__(name)

    def _offer_of_today(self, name: str, field: forms.Field) -> None:
        if not isinstance(field, forms.ChoiceField):
            return
        declared = self.base_fields.get(name)
        begins = self.initial.get(name, field.initial)
        # What every new form begins with is stored nowhere.
        is_stored = self.changes_row and (name in self.initial or declared is None or declared.initial != begins)
        sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)) if self.is_bound else None
        chosen = sent if self.is_bound else begins
        narrow(field, stored=begins if is_stored else None, chosen=chosen, is_sent=self.is_bound)

    @classmethod
    def added_label(cls, name: str) -> str:
        """The label of a field that this form adds; "" when it adds none of that name."""
        added = {known: label for base in cls.__mro__ for known, label in vars(base).get("added", {}).items()}
        begins = (label for known, label in added.items() if known.endswith("_") and name.startswith(known))
        return added.get(name) or next(begins, "")

    @classmethod
    def carries(cls, name: str) -> bool:
        """Whether this form sends a field of this name along unseen."""
        field = cls.base_fields.get(name)
        if field is not None and field.widget.is_hidden:
            return True
        known = {one for base in cls.__mro__ for one in vars(base).get("unseen", ())}
        return any(name == one or (one.endswith("_") and name.startswith(one)) for one in known)

    def list_words(self) -> str:
        """What lists that are made for one person or come from a table call their options: signed text, "" without such a list.

        A page that gives a form back later has neither that person's list nor the right to look up any name that is asked.
        """
        told = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and not field.widget.is_hidden:
                known = options_of(self.base_fields.get(name))
                more = {value: label for value, label in options_of(field, ask=True).items() if value not in known}
                told.update({self.add_prefix(name): more} if any(more) else {})
        return signing.dumps(told, salt=_SIGNED_AS, compress=True) if told else ""

    def full_clean(self) -> None:
        if self.is_bound and self.data.get(self.add_prefix("hat"), "") != self.actor.hat:
            message = "U opende dit formulier in een andere rol dan waarin u nu werkt. Er is niets opgeslagen."
            raise OtherHat(message, opened_as=self.data.get(self.add_prefix("hat"), ""))
        # Only now: a form may have added fields since it was made.
        for field in self.fields.values():
            _speak_plainly(field)
            _bound(field)
        super().full_clean()

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 422 if self.errors else 200

    def carried_out[M: Model](self, operation: Callable[[], M]) -> M | None:
        """What `operation` made or changed; None when the form was not sent yet, is invalid, or is refused by it.

        What the operation says about the input stands with the fields, as if the form itself had found it.
        """
        if not self.is_valid():
            return None
        try:
            with passing_bsn(self.passed):
                return operation()
        except Invalid as error:
            self.refuse(error)
            return None
        except OwnChange as error:
            error.field = self.version_field(error.detail["row"])
            raise

    def version_field(self, row: object) -> str:
        """The field that carries the version of the row with this key."""
        return OwnChange.field

    def refuse(self, error: Invalid) -> None:
        """Show the messages of an operation that refused the input next to their fields."""
        for name, messages in error.fields.items():
            self.add_error(name if name in self.fields else None, messages)
        if not error.fields:
            self.add_error(None, error.message)


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What somebody may choose in this field. Django types every field of a form as one without choices; so with rows."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any, Any]) -> None:
    """From which rows somebody may choose in this field."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def options_of(field: forms.Field | None, *, ask: bool = False) -> dict[str, str]:
    """What a list calls each of its options. Those of a table need a query: with `ask` it is made, once for this form."""
    if not isinstance(field, forms.ChoiceField):
        return {}
    if isinstance(field, forms.ModelChoiceField):
        if not ask:
            return {}
        rows: Any = field.choices
        field.choices = list(iter(rows))  # a list of it would ask how many there are first
    options: Any = field.choices
    flat: Iterator[tuple[Any, Any]] = flatten_choices(options)
    return {str(value): str(label) for value, label in flat}


def told_words(text: str) -> Mapping[str, Mapping[str, str]]:
    """What `list_words` said, by field; nothing when we did not say it."""
    try:
        told: Mapping[str, Mapping[str, str]] = signing.loads(text, salt=_SIGNED_AS)
    except signing.BadSignature:
        return {}
    return told


class ChangeForm(Form):
    """A form on an existing row: carries the version of the row that the person saw."""

    changes_row = True
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(self, *args: Any, actor: Actor, version: int, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["version"].initial = version


def pressed(data: Mapping[str, Any], actor: Actor) -> int:
    """The version of the row that a button stood beside. Raises Incomplete when the button came without a readable one.

    A lone button has no field to point at: what it did not do is said on a page of its own.
    """
    form = ChangeForm(data, actor=actor, version=0)
    if not form.is_valid():
        raise Incomplete
    version: int = form.cleaned_data["version"]
    return version


class CreateForm(Form):
    """A form that makes a new row: carries the row's key, so that sending it twice makes one row."""

    changes_row = False
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=BROKEN)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["key"].initial = uuid.uuid4


def every_form(above: type[Form] = Form) -> Iterator[type[Form]]:
    """Every kind of form there is, for a page that has no more than the names of what was sent."""
    for kind in above.__subclasses__():
        yield kind
        yield from every_form(kind)


def is_for_a_reader(name: str) -> bool:
    """Whether a field of this name holds what somebody filled in: nothing that a form carries unseen, and no password."""
    if name == LIST_WORDS or name in _BUTTONS or "password" in name:
        return False
    return not any(form.carries(name) for form in every_form())
