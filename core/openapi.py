"""What the rules ask of the OpenAPI document beyond what the viewsets say: version header, problem answers."""

from typing import Any

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "invalidParams": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "code": {"type": "string"},
                    "reason": {"type": "string"},
                },
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
_VERSION = {"API-Version": {"description": "Versie van de API", "schema": {"type": "string"}}}
_ALWAYS = {"400": "Ongeldige vraag", "401": "Geen geldig token", "403": "Geen recht", "429": "Te veel verzoeken"}
_ONE = {"404": "Niet gevonden"}
_WRITE = {"409": "Kan nu niet"}


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's hook: add the problem answers and the version header to every operation."""
    result["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            answers = dict(_ALWAYS)
            if "{" in path:
                answers |= _ONE
            if method == "post":
                answers |= _WRITE
            for code, told in answers.items():
                operation["responses"].setdefault(
                    code,
                    {
                        "description": told,
                        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                    },
                )
            for answer in operation["responses"].values():
                answer["headers"] = _VERSION
    return result
