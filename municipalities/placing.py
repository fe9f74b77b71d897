"""Which municipality holds a signal that a partner sends: by code, by name, else the one that the region named."""

from datetime import date

from .areas import region_of
from .models import Municipality, Organisation, RegionFallBack
from .names import fold


def municipality_named(words: str) -> Municipality | None:
    """The municipality with this GM code or (however it is written) this name."""
    found = Municipality.objects.filter(gm_code=words.strip().upper()) | Municipality.objects.filter(
        sort_name=fold(words)
    )
    return found.filter(successor__isnull=True).first()


def holder_for(words: str, sender: Organisation, on: date) -> Municipality | None:
    """The municipality named by `words`; without a usable name the fall-back of the sender's region, else of the first.

    None only when no region has named one: then nothing can be received.
    """
    found = municipality_named(words) if words else None
    if found is not None:
        return found
    named = RegionFallBack.objects.on(on).select_related("municipality").order_by("region__sort_name")
    near = named.filter(region=region_of(sender.municipality, on)) if sender.municipality else named.none()
    fall_back = near.first() or named.first()
    return fall_back.municipality if fall_back else None
