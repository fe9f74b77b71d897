"""What came from the police, the prosecution or M.: who may get it, and what is asked before it goes on.

Which kinds of receivers these are has to be confirmed by a jurist (docs/adr/0038).
"""

from collections.abc import Mapping

from municipalities.codes import OrganisationKind
from municipalities.models import Organisation

from .sharing_codes import Provenance

# Who works under the Wpg, and who gives or gets data under the Wjsg.
_K = OrganisationKind
LAWFUL_RECEIVERS: Mapping[str, frozenset[str]] = {
    Provenance.WPG: frozenset({_K.POLICE_AVIM, _K.KMAR, _K.OM, _K.EMM, _K.FIOD, _K.NLA}),
    Provenance.WJSG: frozenset({_K.POLICE_AVIM, _K.KMAR, _K.OM}),
}
HELD_BY_LAW: Mapping[str, str] = {
    Provenance.WPG: "let op: politiegegevens gaan niet verder zonder dat de politie dat goed vindt",
    Provenance.WJSG: "let op: justitiële gegevens gaan niet verder zonder dat het OM dat goed vindt",
    Provenance.MMA: "let op: een melding bij M. moet eerst met feiten bevestigd zijn",
}


def barred_by_law(origin: str, partner: Organisation | None) -> str:
    """Why data of this origin do not go to this receiver; "" when they may."""
    if origin in LAWFUL_RECEIVERS and partner is not None and partner.kind not in LAWFUL_RECEIVERS[origin]:
        return f"{Provenance(origin).label}: deze ontvanger mag die niet krijgen"
    return ""
