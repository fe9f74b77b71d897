-- The parts of actor.sql about who is away: whose work is this person's today.
-- Who is away today, and who deputises.
away (role, user_id, deputy_id) as not materialized (
    select a.role, a.user_id, a.deputy_id
    from municipalities_absence a
    where daterange(a.valid_from, a.valid_until, '[]') @> %(today)s::date
),
-- Colleagues whose work comes to this person on these days, under the role in which they are away: also of who is deputised
-- for by somebody who is away too.
covering (role, user_id) as (
    select a.role, a.user_id from away a where a.deputy_id = %(user)s
    union
    select c.role, a.user_id
    from covering c
    join away a on a.deputy_id = c.user_id and a.role = c.role
),
-- Who works for a municipality of this person under the same role and is away.
away_near (role, municipality_id, user_id) as materialized (
    select m.hat, m.municipality_id, a.user_id
    from (select distinct hat, municipality_id from mine) m
    join away a on a.role = m.hat and a.user_id <> %(user)s
    where exists (
        select from works w where w.user_id = a.user_id and w.hat = m.hat and w.municipality_id = m.municipality_id offset 0
    )
),
-- Each of them with everybody to whom that work would come, one after the other.
passed_to (role, municipality_id, user_id, to_id) as (
    select n.role, n.municipality_id, n.user_id, a.deputy_id
    from away_near n
    join away a on a.user_id = n.user_id and a.role = n.role
    union
    select p.role, p.municipality_id, p.user_id, a.deputy_id
    from passed_to p
    join away a on a.user_id = p.to_id and a.role = p.role
),
-- Those for whom nobody stands in who works there and is there: what they own is the work of who does work there.
left_alone (role, user_id) as (
    select n.role, n.user_id
    from away_near n
    where not exists (
        select from passed_to p
        where p.role = n.role and p.municipality_id = n.municipality_id and p.user_id = n.user_id
          and exists (
              select from works w where w.user_id = p.to_id and w.hat = p.role and w.municipality_id = p.municipality_id offset 0
          )
          and not exists (select from away b where b.user_id = p.to_id and b.role = p.role)
    )
),
