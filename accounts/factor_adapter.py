"""What allauth stores of a second factor stands sealed in the database, under the key ring of the environment.

That is the secret of an app and the seed of the recovery codes. A passkey has no secret here: its row holds the public half.
"""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from core.sealed import SealedInJSON, open_bytes, seal_bytes

_BOUND_TO = "accounts.second_factor"
# Where allauth keeps it: the secret of an app, the seed of recovery codes.
KEPT = tuple(SealedInJSON("mfa_authenticator", "data", key, _BOUND_TO) for key in ("secret", "seed"))


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals and opens; says who we are to an app and to a passkey."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal_bytes(text.encode(), _BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_bytes(base64.b64decode(encrypted_text, validate=True), _BOUND_TO).decode()

    def _get_site_name(self) -> str:
        return "Signaalpunt mensenhandel"
