"""A form that is sent when the session has ended is not lost.

Its fields go sealed through the sign-in page, wait sealed in the new session, and stand on the page "U was bezig met
..." ready to be sent again; nothing is ever sent by itself. The seal is bound to the user who typed them, so they come
back to that user only. Who typed them is known from a sealed cookie beside the session cookie: the session itself may
be gone from the database by then.

Only forms of pages that belong to an action are carried, and the search of the frame: never a password, never a sign-in.
"""

import base64
import binascii
import json
import time
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from core.pages import mark_of, typed_at
from core.sealed import SealBroken, open_bytes, seal_bytes

LIMIT = 64 * 1024  # bytes of typed text
MAX_AGE = 60 * 60  # seconds between losing the session and getting the text back
FIELD = "carried"
_SESSION_KEY = "carried"
_SENDER_AGE = 24 * 60 * 60
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_NOT_CARRIED = "csrfmiddlewaretoken"

type Fields = list[tuple[str, list[str]]]


class TooLarge(Exception):
    """The form holds more text than can travel along."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A form under way: where it was sent to, what was typed, when, and whether a file had to stay behind."""

    path: str
    fields: Fields
    had_files: bool
    issued_at: float

    @property
    def is_fresh(self) -> bool:
        return 0 <= time.time() - self.issued_at <= MAX_AGE

    @property
    def hat(self) -> str:
        """The hat under which the form was opened."""
        return next((values[-1] for name, values in self.fields if name == "hat" and values), "")


def can_be_carried(request: HttpRequest, view: object) -> bool:
    """Whether this is a form of a page that lets its forms travel along."""
    mark = mark_of(view)
    is_form = request.content_type in _FORM_TYPES
    return request.method == "POST" and is_form and mark is not None and mark.carries


def typed_fields(post: QueryDict) -> Fields:
    """All fields with all their values, in the order of the form, without the CSRF token."""
    return [(name, [str(value) for value in values]) for name, values in post.lists() if name != _NOT_CARRIED]


def seal(request: HttpRequest, user_id: int) -> str:
    """The form in `request`, sealed for this user, as text for a hidden field. Raises TooLarge."""
    carried = Carried(request.get_full_path(), typed_fields(request.POST), bool(request.FILES), time.time())
    data = json.dumps(asdict(carried), ensure_ascii=False).encode()
    if len(data) > LIMIT:
        raise TooLarge
    return _to_text(seal_bytes(data, _bound_to(user_id)))


def unseal(text: str, user_id: int) -> Carried | None:
    """The form, or None when it is not this user's, too old, or not ours."""
    try:
        content = json.loads(open_bytes(_from_text(text), _bound_to(user_id)))
    except (SealBroken, binascii.Error, ValueError):
        return None
    fields = [(str(name), [str(value) for value in values]) for name, values in content.pop("fields")]
    carried = Carried(fields=fields, **content)
    return carried if carried.is_fresh else None


def keep(request: HttpRequest, text: str) -> None:
    """Let a sealed form wait in the session until its page is shown. It stays sealed there."""
    if text:
        request.session[_SESSION_KEY] = text


def is_waiting(request: HttpRequest) -> bool:
    return _SESSION_KEY in request.session


def waiting(request: HttpRequest, user_id: int) -> Carried | None:
    """The form that waits for this user; one that cannot be opened for this user is dropped."""
    carried = unseal(str(request.session.get(_SESSION_KEY, "")), user_id)
    if carried is None:
        drop(request)
    return carried


def drop(request: HttpRequest) -> None:
    """Forget the form that waits."""
    request.session.pop(_SESSION_KEY, None)


def drop_when_sent(request: HttpRequest, user_id: int) -> None:
    """Forget the form that waits when this request sends it again; a page that is kept while somebody types does not."""
    if request.method == "POST" and typed_at(request) is None and is_waiting(request):
        carried = waiting(request, user_id)
        if carried is not None and carried.path == request.get_full_path():
            drop(request)


def sender_of(request: HttpRequest) -> int | None:
    """Whose browser this was at the last page: the user id in the sealed cookie, or None."""
    try:
        return int(open_bytes(_from_text(request.COOKIES.get(_cookie_name(), "")), _cookie_name()))
    except (SealBroken, binascii.Error, ValueError):
        return None


def remember_sender(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    """Write the cookie that `sender_of` reads, when it does not yet say so. It gives no right to anything."""
    if sender_of(request) == user_id:
        return
    response.set_cookie(
        _cookie_name(),
        _to_text(seal_bytes(str(user_id).encode(), _cookie_name())),
        max_age=_SENDER_AGE,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )


def _cookie_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-van"


def _bound_to(user_id: int) -> str:
    return f"accounts.carried|{user_id}"


def _to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _from_text(text: str) -> bytes:
    return base64.b64decode(text.encode(), altchars=b"-_", validate=True)
