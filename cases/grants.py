"""Where an actor's dossier list gets its cases: the case team rows of today (core.access.DOSSIER_SOURCES)."""


def case_teams() -> str:
    """Who is in the team of which case, under which hat; a part of the role query (municipalities/roles)."""
    return """
        select m.user_id, p.codename::text, m.content_object_id
        from cases_caseteammember m
        join auth_permission p on p.id = m.permission_id
        join accounts_user u on u.id = m.user_id
        where u.is_active
          and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    """
