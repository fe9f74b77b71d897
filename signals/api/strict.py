"""The base of what a program sends."""

from collections.abc import Iterator
from typing import Any, Self

from rest_framework import serializers

from core.bsn import holds_bsn
from core.codes import is_retired
from signals.codes import Answered


def each_once[T](codes: list[T]) -> list[T]:
    """The codes; raises ValidationError when one comes twice."""
    if len(set(codes)) < len(codes):
        raise serializers.ValidationError("", code="duplicate")
    return codes


class Strict(serializers.Serializer[Any]):
    """Refuses a field that it does not know, for a typing error must not lose what was meant; and a code that is retired."""

    @classmethod
    def sent_in(cls, request: Any) -> Self:
        """What a request sent, parsed. Raises ValidationError, field by field."""
        parsed = cls(data=request.data)
        parsed.is_valid(raise_exception=True)
        return parsed

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                detail = serializers.ErrorDetail("", code="unknown")
                raise serializers.ValidationError({name: [detail] for name in sorted(unknown)})
        told = super().to_internal_value(data)
        retired = [
            name for name, value in told.items() if any(map(is_retired, value if isinstance(value, list) else [value]))
        ]
        if retired:
            detail = serializers.ErrorDetail("", code="retired")
            raise serializers.ValidationError({name: [detail] for name in retired})
        return told


class Written(Strict):
    """What somebody writes: a number that may be a BSN is refused beside its field, unless `geenBsn` says that it is none."""

    geenBsn = serializers.BooleanField(  # noqa: N815 (name in the API)
        required=False, help_text="Waar: een getal in de tekst dat op een BSN lijkt, is er geen. Dat wordt vastgelegd."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        found = self._looks_like_bsn(data)
        if found and not data.get("geenBsn"):
            detail = serializers.ErrorDetail("", code="bsn")
            raise serializers.ValidationError(dict.fromkeys(found, detail))
        return data

    @property
    def passed(self) -> list[str]:
        """The fields of a valid request with a number of which the sender says that it is no BSN, as `personen.0.naam`."""
        return self._looks_like_bsn(self.validated_data)

    def _looks_like_bsn(self, data: dict[str, Any]) -> list[str]:
        """With direct danger nothing is in the way."""
        return [] if data.get("directGevaar") == Answered.YES else list(_suspect(self, data))


def _suspect(shape: Any, data: Any, path: str = "") -> Iterator[str]:
    """Where in `data`, which has this shape, a text holds a number that may be a BSN."""
    match shape:
        case serializers.Serializer():
            for name, field in shape.fields.items():
                if name in data:
                    yield from _suspect(field, data[name], f"{path}.{name}" if path else name)
        case serializers.ListField() | serializers.ListSerializer():
            for place, item in enumerate(data):
                yield from _suspect(shape.child, item, f"{path}.{place}")
        case _ if type(shape) is serializers.CharField and holds_bsn(data):
            yield path
