"""Who changed what while a form was open, for the page that refuses the form."""

from django import template

from accounts.names import names_of
from audit.timeline import Line, lines
from core.errors import DomainError
from municipalities.codes import Role

register = template.Library()


@register.simple_tag
def meanwhile(error: DomainError) -> list[Line]:
    """The lines of the log behind this refusal, newest first as on a timeline; none where the actor may not read them."""
    events = error.detail.get("meanwhile")
    if not isinstance(events, list):
        return []
    return lines(reversed(events), names=names_of(event.actor_id for event in events), hats=dict(Role.choices))
