"""The base of what a program sends."""

from typing import Any

from rest_framework import serializers


class Strict(serializers.Serializer[Any]):
    """Refuses a field that it does not know: a typing error must not lose what was meant."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                detail = serializers.ErrorDetail("", code="unknown")
                raise serializers.ValidationError({name: [detail] for name in sorted(unknown)})
        return super().to_internal_value(data)
