"""What every page shows around its content."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """The names `base.html` uses: navigation, hats, name."""
    return {}
