"""An address as a register knows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """One address. `id`: its number in the BAG (*nummeraanduiding*, 16 digits); `gm_code`: "GM0664"; `postcode`: "4461AB".

    `number`: house number with letter and addition, "12b-2". An address may have no postcode (a berth, a pitch).
    """

    id: str
    street: str
    number: str
    postcode: str
    place: str
    gm_code: str
    municipality: str

    @property
    def line(self) -> str:
        """As it is written: "Dorpsstraat 12, 4461 AB Goes"."""
        postcode = f"{self.postcode[:4]} {self.postcode[4:]} " if self.postcode else ""
        return f"{self.street} {self.number}, {postcode}{self.place}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a register answered. `more`: it knows others that do not stand here."""

    addresses: tuple[Address, ...]
    more: bool = False
