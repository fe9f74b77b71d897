"""What the page "Wie heeft dit dossier gezien" says of who may see it, whichever app the dossier is of."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from core.access import Action, Actor, may
from municipalities import insiders
from municipalities.dossiers import DossierRoot
from municipalities.shielding import shield_of

# Of each step the last word of its action and of its address.
_STEPS = ("exclude", "restrict", "lift_restriction", "readmit")


def shield_context(root: DossierRoot, actor: Actor, app: str, actions: Mapping[str, Action]) -> dict[str, Any]:
    """What the part of the page needs. `app`: the name space of the addresses; `actions`: step -> the app's action."""
    shield = shield_of(root)
    can = {step for step in _STEPS if may(actor, actions[step], root)}

    def url(step: str, *more: object) -> str:
        return reverse(f"{app}:{step.replace('_', '-')}", args=[root.pk, *more]) if step in can else ""

    return {
        "shield": shield,
        "team": insiders.team_of(shield.restriction) if shield.restriction else [],
        "opened": insiders.in_emergency(root.dossier_id),
        "excluded": [(one, url("readmit", one.exclusion.user_id)) for one in shield.excluded],
        "exclude_url": url("exclude"),
        "restrict_url": url("restrict"),
        "lift_url": url("lift_restriction") if shield.restriction else "",
    }
