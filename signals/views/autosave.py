"""A page that is kept while somebody types: a script sends it now and then (assets/src/js/draft.js), and shows only whether it is kept."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from signals.forms.page import Keepable


def keep_typed(form: Keepable, keep: Callable[[], object], *, asks: bool = True) -> HttpResponse:
    """204 when it was kept, right or not, with the time at which; 422 when it cannot be, as a text that is too long.

    `asks`: it may be kept at all.
    """
    if not (asks and form.keepable()):
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    keep()
    # Our clock: that of the device may be wrong, or in another country.
    saved_at = date_format(timezone.localtime(), "H:i")
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"X-Draft-Saved": saved_at})
