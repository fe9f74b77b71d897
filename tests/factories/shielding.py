"""Who is kept out of a dossier, as rows: the operations have tests of their own."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from accounts.models import User
from municipalities.models import Exclusion, Restriction, RestrictionMember


def excluded(row: Any, user: User) -> Exclusion:
    """Somebody is excluded from the dossier of this row."""
    return Exclusion.objects.create(
        dossier_id=row.dossier_id, municipality_id=row.municipality_id, user=user, since=timezone.now()
    )


def restricted(row: Any, team: Iterable[User]) -> Restriction:
    """The dossier of this row, a case or a signal that an officer works on, is restricted to these people alone."""
    given = {
        "since": timezone.now(),
        "kept_by": ["care_coordinator" if row._meta.app_label == "cases" else "focal_officer"],
    }
    made, _ = Restriction.objects.running().get_or_create(
        dossier_id=row.dossier_id, municipality_id=row.municipality_id, defaults=given
    )
    made.members.all().delete()
    RestrictionMember.objects.bulk_create([RestrictionMember(restriction=made, user=user) for user in team])
    return made
