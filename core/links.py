"""Addresses of our own pages, each looked up once per process.

Django walks the table of all addresses for each link it writes: on a list of a hundred rows that is a tenth of the page.
"""

from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

# Stands where the key of a row goes.
_PLACE = UUID("5d0c8a2e-7f5b-4c39-9a1d-3b1f6e0d9c47")


def address(name: str, key: UUID | None = None) -> str:
    """The path of the page with this name; `key`: of the row it is about. Raises NoReverseMatch as `reverse` does."""
    path = _path(name, key is not None, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return path if key is None else path.replace(str(_PLACE), str(key))


@lru_cache(maxsize=1024)
def _path(name: str, has_key: bool, _prefix: str, _urlconf: str) -> str:
    return reverse(name, args=[_PLACE] if has_key else [])
