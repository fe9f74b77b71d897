"""Which municipality holds a signal that a partner sends: by code, by name, else the one that the region named."""

from datetime import date

from .models import Municipality, Organisation, RegionFallBack
from .names import fold


def municipality_named(words: str) -> Municipality | None:
    """The municipality with this GM code or (however it is written) this name."""
    found = Municipality.objects.filter(gm_code=words.strip().upper()) | Municipality.objects.filter(
        sort_name=fold(words)
    )
    return found.filter(successor__isnull=True).first()


def holder_for(words: str, sender: Organisation, on: date) -> Municipality | None:
    """The municipality named by `words`; without a usable name the fall-back of the region (of the sender, if it has one).

    None only when no region has named one: then nothing can be received.
    """
    found = municipality_named(words) if words else None
    if found is not None:
        return found
    fall_back = RegionFallBack.objects.on(on).select_related("municipality").order_by("region__sort_name").first()
    return fall_back.municipality if fall_back else None
