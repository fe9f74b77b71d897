"""Looking an address up: the one interface, whoever answers behind it (`settings.ADDRESS_LOOKUP`, docs/adr/0031).

    typed = read("Dorpsstraat 12", "Goes")        # what was typed, when it has the shape of an address; else Unreadable
    found = address_book().find(typed)            # the addresses that it may be; Unreachable when nobody answers

The book asks with the parts of an address alone: nothing else that was typed leaves this server. What it answers was
checked for shape and size before it comes out.
"""

from typing import Protocol

from django.conf import settings

from .found import Address, Found
from .locatieserver import Locatieserver
from .typed import TypedAddress, Unreadable, read

__all__ = ["Address", "AddressBook", "Found", "TypedAddress", "Unreadable", "address_book", "read"]


class AddressBook(Protocol):
    """Whoever knows addresses. `is_connected`: there is one to ask."""

    is_connected: bool

    def find(self, typed: TypedAddress) -> Found:
        """The addresses that this may be. Raises core.outgoing.Unreachable."""


class NoBook:
    """Without a network: only the shape of an address is known, so none is found."""

    is_connected = False

    def find(self, typed: TypedAddress) -> Found:
        """None."""
        return Found(())


def address_book() -> AddressBook:
    """The one that the settings name."""
    return Locatieserver(settings.PDOK_ADDRESS) if settings.ADDRESS_LOOKUP == "pdok" else NoBook()
