"""A partner's program for tests: its token, and calls with it."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from municipalities.clients import make_client
from municipalities.models import Organisation, RegionFallBack
from tests.support.clients import OutsideClient
from tests.support.world import FIRST, World

SCOPES = ("signalen", "doormeldingen")


class Program:
    """Calls the API as a partner's program does."""

    def __init__(self, client_id: str, secret: str) -> None:
        self.client = OutsideClient()
        self.basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        self.token = ""

    def sign_in(self, scope: str = " ".join(SCOPES)) -> Any:
        answer = self.client.post(
            "/api/v1/token",
            {"grant_type": "client_credentials", "scope": scope},
            headers={"Authorization": f"Basic {self.basic}"},
        )
        self.token = answer.json().get("access_token", "")
        return answer

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: Any, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        data = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)

    def send(self, path: str, name: str, data: bytes, key: str = "", **more: str) -> Any:
        """A form with a file."""
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": key} if key else {})
        form = {"bestand": SimpleUploadedFile(name, data), **more}
        return self.client.post(f"/api/v1{path}", form, headers=headers)


@pytest.fixture
def program_of(world: World) -> Callable[..., Program]:
    """`program_of(organisation)`: a program that has signed in."""

    def make(organisation: Organisation, scopes: tuple[str, ...] = SCOPES) -> Program:
        program = Program(*make_client(organisation, name="Proefkoppeling", scopes=scopes))
        program.sign_in(" ".join(scopes))
        return program

    return make


@pytest.fixture
def fall_back(world: World) -> RegionFallBack:
    """The region named Breda for signals whose place nobody can tell."""
    return RegionFallBack.objects.create(
        region=world.region, user=world.lowie, municipality=world.breda, valid_from=FIRST
    )
