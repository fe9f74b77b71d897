"""The buttons of the address look-up: what they ask, before a page is shown again."""

from signals.forms.address import AddressSearch
from signals.whereabouts import look_up


def look_up_for(form: AddressSearch) -> None:
    """Put on the form what the look-up gives, when that is what it was sent for. At most one call to another server."""
    if form.is_bound and form.asks:
        form.show(look_up(form.actor, *form.typed_address()))
