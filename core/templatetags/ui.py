"""The words of a page: components, dates and terms as they stand on screen.

`{% ui "badge" text="Ontvangen" tone="info" %}` renders `templates/components/badge.html`;
`{% wrap "panel" tone="danger" heading="Bel nu 112" %}…{% endwrap %}` does the same around content.
`docs/components.md` lists the components, `core/components.py` says how one declares its options.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context, Engine, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils import formats
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import access, words, workdays
from core.components import CONTENT, Contract, read_contract

register = template.Library()

_BUTTONS = {"primary": "primary-action", "secondary": "secondary-action", "danger": "primary-action button--danger"}
_ALERTS = {"success": "ok", "danger": "error"}
_TONE_ICONS = {"success": "circle-check", "warning": "alert-triangle", "danger": "alert-circle"}
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_SOON = 2  # working days from which a term is marked as "soon"


class ComponentNode(Node):
    """One use of a component, checked against its contract when the page is compiled."""

    def __init__(
        self, contract: Contract, component: Any, options: dict[str, FilterExpression], content: NodeList | None
    ):
        self.contract = contract
        self.component = component
        self.options = options
        self.nodelist = content if content is not None else NodeList()

    def render(self, context: Context) -> SafeString:
        values: dict[str, object] = {name: option.resolve(context) for name, option in self.options.items()}
        if self.nodelist:
            values[CONTENT] = self.nodelist.render(context)
        return SafeString(self.component.nodelist.render(self._inside(context, values)).strip())

    def _inside(self, context: Context, values: dict[str, object]) -> Context:
        """What the component's own template sees: nothing of the page but its request.

        As `context.new()`, which copies all that the page knows, only to drop it: a list has two components on each line.
        """
        inner = Context(self.contract.context(values), autoescape=context.autoescape)
        inner.template, inner.render_context = context.template, context.render_context
        for name in ("request", "csrf_token"):
            if (given := context.get(name)) is not None:
                inner[name] = given
        inner.request = context.get("request")  # type: ignore[attr-defined]  # where Django's own tags look for it
        return inner


@register.tag
def ui(parser: Parser, token: Token) -> ComponentNode:
    """A component without content."""
    return _component(parser, token, wraps=False)


@register.tag
def wrap(parser: Parser, token: Token) -> ComponentNode:
    """A component around content, up to `{% endwrap %}`."""
    return _component(parser, token, wraps=True)


def _component(parser: Parser, token: Token, *, wraps: bool) -> ComponentNode:
    bits = token.split_contents()
    if len(bits) < 2 or bits[1][0] not in "\"'":
        raise TemplateSyntaxError(f"{bits[0]} is followed by the name of a component between quotes.")
    name, rest = bits[1].strip("\"'"), bits[2:]
    options = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{bits[0]} {name!r}: write options as name=value, not {rest[0]!r}.")
    content = None
    if wraps:
        content = parser.parse(("endwrap",))
        parser.delete_first_token()
    component = Engine.get_default().get_template(f"components/{name}.html")
    contract = read_contract(name, component.source)
    contract.check(options, wraps=wraps)
    return ComponentNode(contract, component, options, content)


@register.simple_tag(takes_context=True)
def may(context: Context, action: str, obj: access.Reachable | None = None) -> bool:
    """`{% may "signals.close" signal as may_close %}`: whether the reader may do this, by the policy table."""
    return access.may(context["request"].actor, cast("access.Action", action), obj)


@register.simple_tag(takes_context=True)
def words_unread(context: Context) -> bool:
    """`{% words_unread as unread %}`: whether the address has search words that the reader cannot open."""
    request = context["request"]
    return words.unreadable(request.GET, request.actor)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon from templates/components/icons. It says nothing to a screen reader: the text beside it does."""
    paths = Engine.get_default().get_template(f"components/icons/{name}.html").source.strip()
    return mark_safe(  # noqa: S308 the paths are our own files, the size is a number
        f'<svg class="icon" width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" aria-hidden="true" '
        f'focusable="false">{paths}</svg>'
    )


@register.filter
def button_class(kind: str) -> str:
    """The design system's name for a kind of button."""
    return _BUTTONS.get(kind, kind)


@register.filter
def alert_class(tone: str) -> str:
    """The design system's name for the tone of a panel."""
    return _ALERTS.get(tone, tone)


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that goes with a tone."""
    return _TONE_ICONS.get(tone, "info-circle")


@register.filter
def date_long(value: dt.date | dt.datetime | None) -> str:
    """21 november 2026"""
    if not value:
        return ""
    # As Django's "j F Y", which reads the format anew for each date and takes twenty times as long.
    day = _local(value)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year:04}"


@register.filter
def date_short(value: dt.date | dt.datetime | None) -> str:
    """21-11-2026"""
    if not value:
        return ""
    day = _local(value)
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


@register.filter
def date_machine(value: dt.date | dt.datetime | None) -> str:
    """2026-11-21, as the attribute `datetime` has it."""
    return _local(value).isoformat()[:10] if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """21 november 2026, 14:05"""
    if not value:
        return ""
    local = _local(value)
    return f"{date_long(value)}, {local:%H:%M}"


# Where long words of ours may be broken, for who has a narrow screen: not every browser knows where Dutch words break.
_BREAKS = re.compile(r"(aandachts|zorg)(functionaris|coördinator)", re.IGNORECASE)


@register.filter
def hyphened(text: str) -> str:
    """With soft hyphens in the names of roles: only where the room is narrow, for they go along when a text is copied."""
    return _BREAKS.sub("\\1\u00ad\\2", text)


@register.filter
def moment_machine(value: dt.datetime | None) -> str:
    """2026-11-21T14:05:00+01:00, as the attribute `datetime` has it."""
    return _local(value).isoformat() if value else ""


@register.filter
def term_text(due: dt.date | dt.datetime | None, unit: str = "working") -> str:
    """nog 2 werkdagen, vandaag, 3 dagen te laat"""
    if due is None:
        return ""
    day = _day(due)
    return workdays.time_left(day) if unit == "working" else workdays.calendar_time_left(day)


@register.filter
def term_time(due: dt.date | dt.datetime, unit: str = "working") -> SafeString:
    """How much of a term is left, with its last day for a machine and for whoever points at it: all of it our own words."""
    return SafeString(f'<time datetime="{date_machine(due)}" title="{date_long(due)}">{term_text(due, unit)}</time>')


@register.filter
def term_tone(due: dt.date | dt.datetime | None) -> str:
    """How urgent a term is: late, soon, or plain."""
    if due is None:
        return "plain"
    day = _day(due)
    if day < workdays.today():
        return "late"
    return "soon" if workdays.working_days_until(day) < _SOON else "plain"


@register.filter
def number(value: float | str | None) -> str:
    """1.980"""
    return formats.number_format(value, use_l10n=True, force_grouping=True) if value not in (None, "") else ""


@register.filter
def counted(count: int | str, words: str) -> str:
    """3|counted:"signaal,signalen" is "3 signalen"; of a number in words ("meer dan 200") it is the many."""
    one, many = words.split(",")
    if isinstance(count, str):
        return f"{count} {many}"
    return f"{number(count)} {one if count == 1 else many}"


@register.filter
def days_long(days: int) -> str:
    """For how long something waits: sinds vandaag, 1 dag, 12 dagen"""
    return counted(days, "dag,dagen") if days else "sinds vandaag"


_REFERENCE = re.compile(r"\b[A-Z]-[0-9A-Z]{4}-[0-9A-Z]\b")


@register.filter
def whole_references(value: object) -> SafeString:
    """A text as it is, with no reference in it broken over two lines."""
    if isinstance(value, SafeString):
        return value  # a page's own HTML: what stands in its attributes is not touched
    return SafeString(_REFERENCE.sub(r'<span class="nowrap">\g<0></span>', escape(value)))


@register.filter
def mail_parts(value: str) -> SafeString:
    """A mail address that breaks, where it must, after its @ and in no word."""
    name, at, place = value.partition("@")
    return format_html("{}{}<wbr>{}", name, at, place)


# With the area code or the country; so no date and no number of a house looks like one.
_PHONE = re.compile(r"(?<![\w+])(?:\+\d{2}|0)[\d ().-]{6,18}\d(?!\w)")
_FULL, _SERVICE = range(10, 16), range(8, 12)


@register.filter
def phone_links(value: str | None) -> SafeString:
    """A text as it is, with each telephone number in it as a link that dials."""
    parts: list[SafeString | str] = []
    end = 0
    for found in _PHONE.finditer(value or ""):
        digits = re.sub(r"\(0\)|[^\d+]", "", found[0])
        if len(digits.lstrip("+")) in (_SERVICE if digits.startswith(("0800", "0900")) else _FULL):
            link = format_html('<a class="nowrap" href="tel:{}">{}</a>', digits, found[0])
            parts += [(value or "")[end : found.start()], link]
            end = found.end()
    return format_html_join("", "{}", ((part,) for part in (*parts, (value or "")[end:])))


@register.filter
def whole_numbers(value: str) -> SafeString:
    """A text as it is, with no reference and no telephone number in it broken over two lines."""
    return SafeString(_PHONE.sub(r'<span class="nowrap">\g<0></span>', whole_references(value)))


@register.filter
def listed(value: str | Iterable[Any] | None) -> Sequence[Any]:
    """A list as it is, or the parts of "Nummer | Ontvangen | Status"."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    return list(value or ())


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Fout: " for the title of a page on which a form came back with messages."""
    values = context.flatten().values()
    return "Fout: " if any(isinstance(v, BaseForm) and v.is_bound and v.errors for v in values) else ""


@register.filter
def error_links(form: object) -> list[tuple[str, str]]:
    """Each message of a form with the id of the field it is about ("" when it is about the whole form), in their order."""
    if not isinstance(form, BaseForm) or not form.is_bound:
        return []
    found: list[tuple[str, str]] = []
    places = {name: place for place, name in enumerate(form.fields)}
    for name, messages in sorted(form.errors.items(), key=lambda entry: places.get(entry[0], len(places))):
        field = form[name] if name in form.fields else None
        if field is None or field.is_hidden:
            found.extend(("", str(message)) for message in messages)
        else:
            found.extend((_first_control(field), _about(field, message)) for message in messages)
    return found


def _about(field: BoundField, message: object) -> str:
    """A message that can be read away from its field, as "Waar: Dit veld is verplicht."."""
    label = str(field.label)
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


def _first_control(field: BoundField) -> str:
    """The id of the control to move to; a group of radio buttons or checkboxes leads to its first one."""
    return field.id_for_label or f"{field.auto_id}_0"


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    # As Django's `localtime`, which looks up the zone anew each time: there is one (TIME_ZONE).
    return value.astimezone(workdays.AMSTERDAM) if isinstance(value, dt.datetime) and value.tzinfo else value


def _day(value: dt.date | dt.datetime) -> dt.date:
    return workdays.local_date(value) if isinstance(value, dt.datetime) else value
