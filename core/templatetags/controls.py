"""What the templates of form controls (templates/django/forms) ask of a widget: its HTML attributes as text.

A template that looks in a widget's attributes for a name that is not there makes Django search the names of the whole
object, each time; a form of twenty fields has a hundred such looks.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_TEXT = "utrecht-textbox utrecht-textbox--html-input"
_CLASSES = {
    "checkbox": "choice__input utrecht-checkbox utrecht-checkbox--html-input",
    "radio": "choice__input utrecht-radio-button utrecht-radio-button--html-input",
    "file": "file-input",
}
# The templates write these themselves.
_WRITTEN = ("class", "maxlength", "cols")


@register.filter
def attributes(attrs: Mapping[str, Any] | None) -> SafeString:
    """` id="a" required`: those that a template does not write itself; False is left out, True has no value."""
    shown = [(name, value) for name, value in (attrs or {}).items() if value is not False and name not in _WRITTEN]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in shown))


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


@register.filter
def options(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """The options of a list, in their groups. Written here: a template takes ten times as long, and a page has hundreds."""
    written: list[str] = []
    for name, choices, _index in groups:
        inside = [
            f'\n  <option value="{escape(str(one["value"]))}"{_chosen(one)}>{conditional_escape(one["label"])}</option>'
            for one in choices
        ]
        written += (
            [f'\n  <optgroup label="{conditional_escape(name)}">', *inside, "\n  </optgroup>"] if name else inside
        )
    return SafeString("".join(written))


def _chosen(option: Mapping[str, Any]) -> str:
    attrs: Mapping[str, Any] = option["attrs"]
    return str(attributes(attrs)) if attrs else ""


@register.filter
def choice(widget: Mapping[str, Any]) -> SafeString:
    """One of several to choose from: its box, its words and the sentence below them."""
    kind, attrs, label = widget["type"], widget["attrs"], widget["label"]
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    box = (kind, widget["name"], control(widget), value, attributes(attrs))
    told = (
        format_html('<span class="choice__hint utrecht-form-field-description">{}</span>', said)
        if (said := hint(label))
        else ""
    )
    led_to = format_html(' for="{}"', attrs["id"]) if attrs.get("id") else ""
    return format_html(
        '<div class="choice"><input type="{}" name="{}"{}{}{}>'
        '<label class="choice__label utrecht-form-label utrecht-form-label--{}"{}>{}{}</label></div>',
        *box,
        kind,
        led_to,
        label,
        told,
    )


@register.filter
def own(attrs: Mapping[str, Any], name: str) -> Any:
    """What a widget's attributes say for this name; "" when nothing."""
    return attrs.get(name, "")


@register.filter
def hint(label: object) -> str:
    """The sentence below a choice (`core.widgets.Explained`); "" when it has none."""
    return str(getattr(label, "hint", ""))


@register.filter
def control(widget: Mapping[str, Any]) -> SafeString:
    """Class and autocomplete of an <input>: no browser fills in what was typed before, unless the widget says so."""
    kind, attrs = widget["type"], widget["attrs"]
    if kind == "hidden":
        return SafeString("")
    classes = " ".join(filter(None, (_CLASSES.get(kind, _TEXT), attrs.get("class"))))
    if attrs.get("autocomplete") or kind in _CLASSES:
        return format_html(' class="{}"', classes)
    return format_html(' class="{}" autocomplete="off"', classes)
