"""Django's sessions in the database, found by a statement that stands ready.

Every request begins with this one row. Putting the statement together anew took Django more than the answer takes.
"""

import re
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

# As Django draws them. Of anything else nothing is asked: PostgreSQL refuses some of what a cookie can hold ("\\000").
_KEY = re.compile(r"[a-z0-9]{32}")
_COLUMNS = ("session_key", "session_data", "expire_date")
_FIND = "SELECT session_key, session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """What is not there, or over, leaves the session without a key, as ever."""

    def _get_session_from_db(self) -> Session | None:
        row = self._row() if _KEY.fullmatch(self.session_key or "") else None
        if row is None:
            self._session_key = None
            return None
        return Session.from_db(connection.alias, _COLUMNS, row)

    def _row(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_FIND, [self.session_key, timezone.now()])
            return cursor.fetchone()
