"""What came from the police, the prosecution or M.: who may get it, and what is asked before it goes on.

Which kinds of receivers these are has to be confirmed by a jurist (docs/adr/0038).
"""

from municipalities.models import Organisation

from .sharing_codes import LAWFUL_RECEIVERS, Provenance


def barred_by_law(origin: str, partner: Organisation | None) -> str:
    """Why data of this origin do not go to this receiver; "" when they may."""
    if origin in LAWFUL_RECEIVERS and partner is not None and partner.kind not in LAWFUL_RECEIVERS[origin]:
        return f"{Provenance(origin).label}: deze ontvanger mag die niet krijgen"
    return ""
