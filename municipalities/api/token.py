"""Where a partner's program gets its token: by its own name and secret, and in no other way that the package offers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from oauth2_provider.views import TokenView


class ProgramToken(TokenView):  # type: ignore[misc]  # the package has no types
    """The package's view without its flow for devices; OAUTH2_SERVER_CLASS knows client credentials only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.authorization_flow_token_response(request, *args, **kwargs)
        return answer
