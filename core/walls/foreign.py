"""Tables that other packages bring: what the app role may do with each, and in one sentence why that is enough.

A table that stands neither here nor behind a declared wall fails the start-up check and `apply_walls`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

READ = frozenset({"SELECT"})
ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Foreign:
    """Rights of the app role and the reason for them. `sealed`: columns in which something stands sealed."""

    rights: frozenset[str]
    reason: str
    sealed: tuple[str, ...] = ()


TABLES: Mapping[str, Foreign] = {
    "django_migrations": Foreign(READ, "Start-up compares it with the code; only the owner migrates."),
    "django_content_type": Foreign(READ, "A code list of models, filled by migrate."),
    "django_session": Foreign(ALL, "Sign-in and acting hat of a browser; no signal or case."),
    "auth_permission": Foreign(READ, "Names of permissions, filled by migrate; role rows point to them."),
    "auth_group": Foreign(NONE, "Groups are not used: roles are rows with an area and a period."),
    "auth_group_permissions": Foreign(NONE, "Groups are not used."),
    "guardian_userobjectpermission": Foreign(
        NONE, "guardian's generic rows are not used: ours have direct foreign keys."
    ),
    "guardian_groupobjectpermission": Foreign(NONE, "guardian's generic rows are not used."),
    "account_emailaddress": Foreign(ALL, "The e-mail address of an account; accounts are open to the sign-in."),
    "account_emailconfirmation": Foreign(ALL, "Proof that an address is the user's."),
    "mfa_authenticator": Foreign(
        ALL, "Second factors of an account, their secrets sealed; no signal or case.", sealed=("data",)
    ),
    "usersessions_usersession": Foreign(ALL, "A user's own sessions, to list and end them."),
    "oauth2_provider_accesstoken": Foreign(ALL, "Short-lived tokens of partners' programs."),
    "oauth2_provider_grant": Foreign(READ, "Empty: partners' programs use client credentials only."),
    "oauth2_provider_refreshtoken": Foreign(ALL, "Empty, but the revocation of an access token looks here."),
    "oauth2_provider_idtoken": Foreign(READ, "Empty: we are no identity provider."),
    "oauth2_provider_devicegrant": Foreign(READ, "Empty: no device signs in."),
    "pghistory_context": Foreign(READ, "User and request of a change; only the history triggers write it."),
}
