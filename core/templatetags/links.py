"""`{% url %}` as Django has it, but each address is looked up once per process (core/links.py)."""

from uuid import UUID

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_of_django
from django.utils.html import conditional_escape

from core.links import address

register = template.Library()


class Address(URLNode):
    """A link to a page, or to the page of one row; any other one is left to Django."""

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        if self.kwargs or self.asvar or len(args) > 1 or (args and not isinstance(args[0], UUID)):
            return super().render(context)
        return str(conditional_escape(address(self.view_name.resolve(context), *args)))


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """`{% url 'signals:detail' signal.pk %}`"""
    node = url_of_django(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
