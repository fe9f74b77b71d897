"""The contract between a component and the pages that use it.

A component is a template in `templates/components/`. It opens with a comment: one sentence on what it is for, then one
line for each option.

    {% comment %}
    A state in words; the colour only supports it.
    - text, required: the words
    - tone (neutral | info | success | warning | danger) = neutral: the colour
    - content, optional: what stands between {% wrap %} and {% endwrap %}
    {% endcomment %}

`{% ui %}` and `{% wrap %}` read that comment when a page is compiled: a page that names an unknown option or leaves out
a required one does not compile. A component with content is used with `{% wrap %}`, or with `{% ui %}` too when its
content is optional. A component that declares `attributes` takes any option that starts with hx_, data_ or
aria_ and writes it as an HTML attribute.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.template import TemplateSyntaxError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CONTENT = "content"
ATTRIBUTES = "attributes"
_ATTRIBUTE_PREFIXES = ("hx_", "data_", "aria_")
_COMMENT = re.compile(r"\A\{% comment %\}\n(?P<body>.*?)\{% endcomment %\}", re.DOTALL)
_OPTION = re.compile(
    r"^- (?P<name>\w+)(?: \((?P<values>[^)]*)\))?(?P<need>, required|, optional)?(?: = (?P<default>[^:]*))?: (?P<help>.+)$"
)


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the opening comment."""

    name: str
    values: frozenset[str]
    need: str
    default: str
    help: str


@dataclass(frozen=True)
class Contract:
    """What a component is for and which options it takes."""

    name: str
    purpose: str
    options: Mapping[str, Option]

    @property
    def wraps(self) -> bool:
        return CONTENT in self.options

    @cached_property
    def defaults(self) -> dict[str, object]:
        """By name what an option is where none is given."""
        return {option.name: option.default for option in self.options.values()}

    def check(self, given: Collection[str], *, wraps: bool) -> None:
        """Raise TemplateSyntaxError when the options of a call are not those of the component."""
        if wraps and not self.wraps:
            raise TemplateSyntaxError(f"Component {self.name!r} has no content: use {{% ui %}}.")
        if self.wraps and not wraps and self.options[CONTENT].need != "optional":
            raise TemplateSyntaxError(f"Component {self.name!r} has content: use {{% wrap %}}…{{% endwrap %}}.")
        unknown = [name for name in given if not self._takes(name)]
        missing = [o.name for o in self.options.values() if o.need == "required" and o.name not in given]
        if unknown or missing:
            raise TemplateSyntaxError(f"Component {self.name!r}: unknown {unknown}, missing {missing}.")

    def context(self, values: Mapping[str, object]) -> dict[str, object]:
        """The names the component's template sees: every option, with its default where none was given."""
        if ATTRIBUTES not in self.options:  # nothing else was given: see `check`
            context = {**self.defaults, **values}
        else:
            context = self.defaults | {name: value for name, value in values.items() if name in self.options}
            context[ATTRIBUTES] = _html_attributes({n: v for n, v in values.items() if n not in self.options})
        if getattr(settings, "STRICT_TEMPLATES", False):
            self._check_values(context)
        return context

    def _takes(self, name: str) -> bool:
        if name in self.options:
            return name not in {CONTENT, ATTRIBUTES}
        return ATTRIBUTES in self.options and name.startswith(_ATTRIBUTE_PREFIXES)

    def _check_values(self, context: Mapping[str, object]) -> None:
        for option in self.options.values():
            if option.values and str(context[option.name]) not in option.values:
                raise ValueError(f"Component {self.name!r}: {option.name}={context[option.name]!r} is not in its list.")


def read_contract(name: str, source: str) -> Contract:
    """The contract in the opening comment of a component's template."""
    match = _COMMENT.match(source)
    if match is None:
        raise TemplateSyntaxError(f"Component {name!r} does not open with a comment that lists its options.")
    purpose, options = [], {}
    for line in match["body"].splitlines():
        option = _read_option(name, line) if line.startswith("- ") else None
        if option:
            options[option.name] = option
        else:
            purpose.append(line.strip())
    return Contract(name, " ".join(purpose), options)


def _read_option(component: str, line: str) -> Option:
    match = _OPTION.match(line)
    if match is None:
        raise TemplateSyntaxError(f"Component {component!r}: this line is not an option: {line}")
    values = frozenset(value.strip() for value in (match["values"] or "").split("|") if value.strip())
    default = (match["default"] or "").strip()
    return Option(match["name"], values, (match["need"] or "").removeprefix(", "), default, match["help"])


def _html_attributes(values: Mapping[str, object]) -> SafeString:
    """` hx-get="/x/"`; an option that is None or False is left out, True is written without a value."""
    present = [(name.replace("_", "-"), value) for name, value in values.items() if value not in (None, False)]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in present))


def _attribute(name: str, value: object) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
