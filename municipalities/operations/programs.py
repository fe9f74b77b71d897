"""Programs of partners: giving one its access, and taking it back."""

from collections.abc import Collection

from audit.operation import operation
from audit.recording import record
from core.access import Actor
from core.errors import Invalid
from municipalities.clients import SCOPES, store_client, take_access
from municipalities.events import MunicipalityEvent
from municipalities.models import ApiClient, Organisation
from municipalities.policies import MunicipalityAction


@operation(MunicipalityAction.REGISTER_PROGRAM)
def register_program(
    *, actor: Actor, organisation: Organisation, name: str, scopes: Collection[str], secret: str
) -> ApiClient:
    """A new program of a partner, with the scopes that it gets and no other. The secret is stored hashed.

    Raises Invalid without a name, without a scope, or for a scope that does not exist.
    """
    if not name.strip():
        raise Invalid({"name": ["Geef de koppeling een naam."]})
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid({"scopes": [f"Kies een of meer rechten uit: {', '.join(SCOPES)}."]})
    program = store_client(organisation, name=name.strip(), scopes=scopes, secret=secret)
    detail = {"organisation": organisation.pk, "scopes": sorted(scopes)}
    record(MunicipalityEvent.PROGRAM_REGISTERED, program, actor=actor, detail=detail)
    return program


@operation(MunicipalityAction.END_PROGRAM)
def end_program(program: ApiClient, *, actor: Actor) -> None:
    """The program gets in no more: neither by its secret nor with a token that it still has.

    The row stays, so that the log can still say whose program it was. Raises Invalid when it had ended before.
    """
    if not program.scopes:
        raise Invalid(message="Deze koppeling is al beëindigd.")
    take_access(program)
    record(MunicipalityEvent.PROGRAM_ENDED, program, actor=actor, detail={"organisation": program.organisation_id})
