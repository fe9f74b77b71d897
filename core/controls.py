"""How the fields of a form are written: label, help, message and control, on every page that has one.

Not in templates, as Django has it: the page of a signal has a hundred of these small texts, and each as a template of its own
took a quarter of the time that drawing that page takes. Everything that comes from outside is escaped here (`told`). The
few controls that no list below names are drawn from templates/django/forms.

No browser fills in what was typed before, unless the widget says so.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from html import escape
from typing import Any
from weakref import WeakKeyDictionary

from django.forms import BaseForm, BoundField, CheckboxInput, Field, Widget
from django.forms.renderers import TemplatesSetting
from django.utils.formats import get_format, number_format
from django.utils.safestring import SafeString

_TEXT = "utrecht-textbox utrecht-textbox--html-input"
_CLASSES = {
    "checkbox": "choice__input utrecht-checkbox utrecht-checkbox--html-input",
    "radio": "choice__input utrecht-radio-button utrecht-radio-button--html-input",
    "file": "file-input",
}
_HINT = "choice__hint utrecht-form-field-description"
_HELP = "field__help utrecht-form-field-description"
_OPTIONAL = ' <span class="field__optional">(niet verplicht)</span>'
# Of a widget's attributes those that are not written as they stand.
_APART = ("class", "maxlength", "cols")
# Values that say nothing of anybody.
_EMPTY = (None, "", False)
# By class of form what was written of such fields of it.
_KEPT: WeakKeyDictionary[type[BaseForm], dict[tuple[object, ...], str]] = WeakKeyDictionary()
_MOST_KEPT = 500

type Attributes = Mapping[str, Any]
# Of a widget: its name, type, value, attributes and choices, as Django tells a template.
type Told = Mapping[str, Any]


def told(value: object) -> str:
    """A value within HTML: escaped, unless it is HTML already."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    return escape(str(value))


def attributes(attrs: Attributes | None) -> str:
    """` id="a" required`; False is left out, True has no value."""
    return "".join(
        f" {told(name)}" if value is True else f' {told(name)}="{told(value)}"'
        for name, value in (attrs or {}).items()
        if value is not False and name not in _APART
    )


def choice(widget: Told) -> str:
    """One of several to choose from: its box, its words and the sentence below them."""
    kind, attrs, label = widget["type"], widget["attrs"], widget["label"]
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    hint = f'<span class="{_HINT}">{told(said)}</span>' if (said := str(getattr(label, "hint", ""))) else ""
    led_to = f' for="{told(attrs["id"])}"' if attrs.get("id") else ""
    return (
        f'<div class="choice"><input type="{kind}" name="{told(widget["name"])}"{_classed(widget)}{value}{attributes(attrs)}>'
        f'<label class="choice__label utrecht-form-label utrecht-form-label--{kind}"{led_to}>{told(label)}{hint}</label></div>'
    )


def may_stay_empty(field: BoundField) -> bool:
    """True when a field says "(niet verplicht)". A widget with `data-needed` is asked for by a rule of its form."""
    return not field.field.required and "data-needed" not in field.field.widget.attrs


def _classed(widget: Told) -> str:
    kind, attrs = widget["type"], widget["attrs"]
    if kind == "hidden":
        return ""
    classes = " ".join(filter(None, (_CLASSES.get(kind, _TEXT), attrs.get("class"))))
    silent = "" if attrs.get("autocomplete") or kind in _CLASSES else ' autocomplete="off"'
    return f' class="{told(classes)}"{silent}'


def _input(widget: Told, kind: str = "", value: object = "") -> str:
    shown = "" if widget["value"] is None else f' value="{told(value or widget["value"])}"'
    attrs = widget["attrs"]
    most = f' maxlength="{told(attrs["maxlength"])}"' if attrs.get("maxlength") else ""
    kind = kind or widget["type"]
    return f'<input type="{kind}" name="{told(widget["name"])}"{_classed(widget)}{shown}{most}{attributes(attrs)}>'


def _date(widget: Told) -> str:
    """A browser's date field, unless what was typed is not a date: then it stands there as it was, to be put right."""
    day = _iso_date(widget["value"] or "")
    return _input(widget, "date", day) if day or not widget["value"] else _input(widget)


def _iso_date(value: str) -> str:
    """A date as typed ("21-11-2026") as a browser's date field wants it; "" when it is not a date."""
    for pattern in get_format("DATE_INPUT_FORMATS"):
        with suppress(ValueError, TypeError):
            return dt.datetime.strptime(value, pattern).replace(tzinfo=dt.UTC).date().isoformat()
    return ""


def _textarea(widget: Told) -> str:
    attrs = widget["attrs"]
    silent = "" if attrs.get("autocomplete") else ' autocomplete="off"'
    limit, below = "", ""
    if most := attrs.get("maxlength"):
        limit = f' data-limit="{told(most)}"'
        number = number_format(most, use_l10n=True, force_grouping=True)
        below = f'<p class="field__limit utrecht-form-field-description">Maximaal {number} tekens.</p>'
    return (
        f'<textarea name="{told(widget["name"])}" class="utrecht-textarea utrecht-textarea--html-textarea{_own_class(attrs)}"'
        f"{silent}{limit}{attributes(attrs)}>\n{told(widget['value'] or '')}</textarea>{below}"
    )


def _select(widget: Told) -> str:
    attrs = widget["attrs"]
    return (
        f'<select name="{told(widget["name"])}" class="utrecht-select utrecht-select--html-select{_own_class(attrs)}"'
        f"{attributes(attrs)}>{''.join(_options(widget['optgroups']))}\n</select>"
    )


def _options(groups: Iterable[tuple[str | None, Iterable[Told], int]]) -> Iterable[str]:
    for name, choices, _index in groups:
        if name:
            yield f'\n  <optgroup label="{told(name)}">'
        for one in choices:
            chosen = attributes(one["attrs"]) if one["attrs"] else ""
            yield f'\n  <option value="{escape(str(one["value"]))}"{chosen}>{told(one["label"])}</option>'
        if name:
            yield "\n  </optgroup>"


def _choices(widget: Told) -> str:
    attrs, written = widget["attrs"], []
    known = told(attrs.get("id", ""))
    for name, choices, index in widget["optgroups"]:
        if name:
            written.append(f'\n  <p class="choices__group" id="{known}_group_{index}">{told(name)}</p>')
        written += [f"\n  {choice(one)}" for one in choices]
    led_to = f' id="{known}"' if known else ""
    return f'<div class="choices{_own_class(attrs)}"{led_to}>{"".join(written)}\n</div>'


def _own_class(attrs: Attributes) -> str:
    return f" {told(attrs['class'])}" if attrs.get("class") else ""


def _label(given: Mapping[str, Any]) -> str:
    """What names a field; `given`: as `BoundField.label_tag` tells it."""
    field, attrs = given["field"], attributes(given["attrs"])
    words = told(field.label)
    if given["tag"] == "legend":
        classes = "field__label utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend"
        return f'<legend class="{classes}"{attrs}>{words}{_OPTIONAL if may_stay_empty(field) else ""}</legend>'
    if _is_box(field.field.widget):
        classes = "choice__label utrecht-form-label utrecht-form-label--checkbox"
        return f'<label class="{classes}"{attrs}>{words}</label>'
    if given["use_tag"]:
        optional = _OPTIONAL if may_stay_empty(field) else ""
        return f'<label class="field__label utrecht-form-label"{attrs}>{words}{optional}</label>'
    return words


def _field(given: Mapping[str, Any]) -> str:
    """A field with all that belongs to it. One that holds nothing of anybody is written once for all forms of its class."""
    field: BoundField = given["field"]
    if not _is_empty_of(field, getattr(field.form, "base_fields", {}).get(field.name)):
        return _written(field)
    kept = _KEPT.setdefault(type(field.form), {})
    key = (
        field.auto_id,
        field.html_name,
        field.field.required,
        repr(field.field.widget.attrs),
        str(field.value() or ""),
    )
    text = kept.get(key) or _written(field)
    if len(kept) < _MOST_KEPT:
        kept[key] = text
    return text


def _is_empty_of(field: BoundField, declared: Field | None) -> bool:
    """Whether its words, choices and value are those of the class: not of this form, of somebody or of what the database knows."""
    if field.form.is_bound or declared is None or _words_of(field.field) != _words_of(declared):
        return False
    choices, value = getattr(declared, "choices", []), field.value()
    if not (isinstance(choices, list) and isinstance(declared.help_text, str)):
        return False
    is_code = isinstance(value, str) and any(value == code for code, _ in choices)
    return value is None or value is False or value == "" or is_code


def _words_of(field: Field) -> tuple[object, ...]:
    """All that is written of a field but for its value, and for what `_field` tells apart itself."""
    widget = {name: value for name, value in vars(field.widget).items() if name != "attrs"}
    return field.label, field.help_text, field.disabled, getattr(field, "choices", []), type(field.widget), widget


def _written(field: BoundField) -> str:
    """An error stands between label and control."""
    errors, wrong = (str(field.errors), True) if field.errors else ("", False)
    if _is_box(field.field.widget):
        return (
            f'<div class="field utrecht-form-field{" utrecht-form-field--invalid" if wrong else ""}">\n  {errors}\n'
            f'  <div class="choice">\n    {field}\n    {field.label_tag()}\n    {_help(field, _HINT)}\n  </div>\n</div>'
        )
    if field.use_fieldset:
        classes = "field utrecht-form-fieldset utrecht-form-fieldset--html-fieldset"
        classes += " utrecht-form-fieldset--invalid" if wrong else ""
        described = f' aria-describedby="{told(about)}"' if (about := field.aria_describedby) else ""
        return (
            f'<fieldset class="{classes}"{described}>\n  {field.legend_tag()}\n  {_help(field, _HELP)}\n  {errors}\n'
            f"  {field}\n</fieldset>"
        )
    return (
        f'<div class="field utrecht-form-field{" utrecht-form-field--invalid" if wrong else ""}">\n  {field.label_tag()}\n'
        f"  {_help(field, _HELP)}\n  {errors}\n  {field}\n</div>"
    )


def _help(field: BoundField, classes: str) -> str:
    """The sentence that a form gives its field: it may quote what somebody typed, a list that was sent, or a name."""
    return (
        f'<div class="{classes}" id="{field.auto_id}_helptext">{told(field.help_text)}</div>' if field.help_text else ""
    )


def _is_box(widget: Widget) -> bool:
    return isinstance(widget, CheckboxInput)


def _of_widget(write: Callable[[Told], str]) -> Callable[[Mapping[str, Any]], str]:
    return lambda given: write(given["widget"])


_INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "tel",
    "search",
    "password",
    "hidden",
    "checkbox",
    "file",
    "input",
    "datetime",
)
_WRITTEN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "django/forms/field.html": _field,
    "django/forms/label.html": _label,
    **{
        f"django/forms/widgets/{name}.html": _of_widget(write)
        for name, write in (
            *((name, _input) for name in _INPUTS),
            ("date", _date),
            ("time", lambda widget: _input(widget, "time")),
            ("textarea", _textarea),
            ("select", _select),
            ("radio", _choices),
            ("checkbox_select", _choices),
        )
    },
}


class Renderer(TemplatesSetting):
    """Django's renderer of forms, which asks for a text by the name of a template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """The text of one piece of a form."""
        write = _WRITTEN.get(template_name)
        if write is not None:
            return SafeString(write(context))
        return SafeString(super().render(template_name, context, request))
