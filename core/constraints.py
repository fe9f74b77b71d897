"""Constraints and walls of the database answer in Dutch.

Operations do not run `full_clean()` (five and more queries); they write, and when a constraint refuses, its name leads
to the sentence that the model gave it (`violation_error_message`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.apps import apps
from django.db import IntegrityError, ProgrammingError

from .errors import Conflict, Forbidden, Invalid

# Where PostgreSQL looks whether a written row is within reach: named in an error whatever language the server speaks.
_ROW_SECURITY = "ExecWithCheckOptions"


@lru_cache
def _messages() -> dict[str, str]:
    found: dict[str, str] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            message = str(constraint.get_violation_error_message())
            if message != str(constraint.default_violation_error_message) % {"name": constraint.name}:
                found[constraint.name] = message
    return found


@contextmanager
def spoken() -> Iterator[None]:
    """Turn the violation of a constraint that has a Dutch sentence into Invalid, a key in use into Conflict.

    A row that its writer may not reach is Forbidden: the wall knew before the policy was asked.
    """
    try:
        yield
    except ProgrammingError as error:
        if getattr(getattr(error.__cause__, "diag", None), "source_function", None) != _ROW_SECURITY:
            raise
        raise Forbidden("Uw rol heeft dit recht niet.") from error
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", None) or ""
        if name.endswith("_pkey"):
            # A form carries the key of the row it makes; this one is in use by a row that its sender does not see.
            used = "Dit formulier is al gebruikt. Open het opnieuw."
            raise Conflict(used) from error
        message = _messages().get(name)
        if message is None:
            raise
        raise Invalid(message=message) from error
