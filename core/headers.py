"""What every answer tells the browser, whoever made it: a page, a refusal, a fault, a program's answer, a health check.

Outermost middleware, so that no answer goes out without. What a page may load is `PAGE_POLICY`, which Django gives its nonce; an
answer that no page made may load nothing. Of the transport (https alone, HSTS) the production settings say all. Nothing is kept in a cache: a shared computer's back button must not show a case.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP

# Nothing of a browser's equipment is of use here, except what a passkey and the copy button need.
_OFF = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"),
    *("midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
_OURS = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")

# A script or style sheet runs because the page that names it was made by us, not because of where it lies: a nonce per answer.
PAGE_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "script-src": [CSP.NONCE],
    "style-src": [CSP.NONCE],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in _OFF), *(f"{name}=(self)" for name in _OURS)]),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Somebody signed out, or was: "cache" also drops the pages that a browser keeps whole for its back button. Not "storage":
# there lies a choice of the person (no shortcut keys) and nothing else.
FORGET = ("Clear-Site-Data", '"cache"')


class PrivateAnswers:
    """Adds the headers, and forbids storing an answer; a static file carries a hash in its name and no data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        is_file = request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400
        if not is_file:
            response.headers["Cache-Control"] = "no-store"
        return response
