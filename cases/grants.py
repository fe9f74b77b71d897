"""Where an actor's dossier list gets its cases: the case team rows of today (core.access.DOSSIER_SOURCES)."""


def case_teams() -> str:
    """The hat and the case of every team that the user is in; a part of the role query (municipalities/roles)."""
    return """
        select p.codename::text, m.content_object_id
        from cases_caseteammember m
        join auth_permission p on p.id = m.permission_id
        join accounts_user u on u.id = m.user_id
        where m.user_id = %(user)s
          and u.is_active
          and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    """
