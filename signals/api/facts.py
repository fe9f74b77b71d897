"""From a request of a partner's program to the facts of a signal."""

import uuid
from typing import Any

from core.errors import Invalid
from signals.codes import Answered, Knowledge, Source
from signals.indicators import Basis, Indicator, Noticed
from signals.operations.logging import SignalFacts
from signals.when import NOT_TOLD_BY_PARTNER, told_when

from .beside import call_in, reporter_in, situations_in, whose_in
from .classified import classified_in
from .mentions import told_in
from .serializers import PLACE_LENGTH, UNKNOWN_LENGTH


def facts_in(data: dict[str, Any], key: uuid.UUID, *, elsewhere: str) -> SignalFacts:
    """The signal of a request that has the right shape, under this key. Raises Invalid for what cannot be.

    `elsewhere`: the municipality that was named and that we do not know; it is kept with the place.
    """
    place, unknown = _place(data.get("plaats", ""), data.get("plaatsOnbekend", ""), elsewhere)
    return SignalFacts(
        source=Source(data["bron"]),
        facts=data["feiten"],
        provenance=whose_in(data),
        knowledge=Knowledge(data.get("hoeBekend", Knowledge.NOT_ASKED)),
        interpretation=data.get("duiding", ""),
        already_done=data.get("alGedaan", ""),
        danger=Answered(data.get("directGevaar", Answered.UNKNOWN)),
        minor=Answered(data.get("minderjarig", Answered.UNKNOWN)),
        veilig_thuis=Answered(data.get("veiligThuisGebeld", Answered.UNKNOWN)),
        told=told_in(data),
        place=place,
        place_unknown=unknown,
        address=data.get("adres", ""),
        company=data.get("bedrijf", ""),
        vehicle=data.get("voertuig", ""),
        shift=data.get("tijdstip", ""),
        seen_on=data.get("gezienOp"),
        seen_when=told_when(data.get("gezienOp"), data.get("wanneer", ""), else_=NOT_TOLD_BY_PARTNER),
        indicators=tuple(
            Noticed(Indicator(one["code"]), Basis(one["hoeBekend"]), one.get("toelichting", ""))
            for one in data.get("kenmerken", ())
        ),
        situations=situations_in(data, key),
        reporter=reporter_in(data),
        **classified_in(data),
        **call_in(data),
    )


def _place(place: str, unknown: str, elsewhere: str) -> tuple[str, str]:
    """The place and why it is not known, with `elsewhere` in the one of the two that a page shows."""
    if unknown and not place:
        unknown = ", ".join(filter(None, (unknown, elsewhere)))
    else:
        place = ", ".join(filter(None, (place, elsewhere)))
    if len(place) > PLACE_LENGTH or len(unknown) > UNKNOWN_LENGTH:
        raise Invalid(
            {"gemeente": ["Deze gemeente kennen wij niet, en bij de plaats past zij niet. Kort een van beide in."]}
        )
    return place, unknown or ("" if place else NOT_TOLD_BY_PARTNER)
