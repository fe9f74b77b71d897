"""How the API document tells that a program signs in with a token of its own."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from municipalities.clients import SCOPES


class ProgramScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself by being made
    """OAuth 2 client credentials at /token."""

    target_class = "municipalities.clients.ProgramAuthentication"
    name = "koppeling"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The scheme as OpenAPI writes it."""
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token", "scopes": SCOPES}}}
