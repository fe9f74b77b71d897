-- Everything that a user may reach today: actor.py reads it. One query, which core/walls/stages.py asks by its marks (@).
-- Parameters: user, today, now. Rows: source, hat, deputy, ids (areas), dossiers, names (of areas).
-- A role row counts only while its period holds and its user is active; no flag on the user opens anything.
-- `granted` is filled by actor.py: who has which dossier by name, under which hat ('' for any). `cover` is cover.sql.
with recursive
granted (user_id, hat, dossier_id) as not materialized (
    {granted}
),
-- Everybody's roles of today.
post (user_id, hat, deputy, kind, area_id, name) as not materialized (
    select r.user_id, p.codename, r.deputy, r.kind, r.area_id, r.name
    from (
        select r.user_id, r.permission_id, r.deputy, r.valid_from, r.valid_until, 'municipality' as kind, a.id as area_id, a.name
        from municipalities_municipalityrole r join municipalities_municipality a on a.id = r.content_object_id
        union all
        select r.user_id, r.permission_id, r.deputy, r.valid_from, r.valid_until, 'district', a.id, a.name
        from municipalities_districtrole r join municipalities_district a on a.id = r.content_object_id
        union all
        select r.user_id, r.permission_id, r.deputy, r.valid_from, r.valid_until, 'region', a.id, a.name
        from municipalities_regionrole r join municipalities_region a on a.id = r.content_object_id
        union all
        select r.user_id, r.permission_id, r.deputy, r.valid_from, r.valid_until, 'service_area', a.id, a.name
        from municipalities_servicearearole r join municipalities_servicearea a on a.id = r.content_object_id
        union all
        select r.user_id, r.permission_id, r.deputy, r.valid_from, r.valid_until, 'organisation', a.id, a.name
        from municipalities_organisationrole r join municipalities_organisation a on a.id = r.content_object_id
    ) r
    join auth_permission p on p.id = r.permission_id
    join accounts_user u on u.id = r.user_id
    where u.is_active
      and daterange(r.valid_from, r.valid_until, '[]') @> %(today)s::date
),
-- @kept text, boolean, text, bigint, text
held (hat, deputy, kind, area_id, name) as (
    select hat, deputy, kind, area_id, name from post where user_id = %(user)s
),
-- Of a service area today the municipalities that agreed to have care coordinated by one of the organisations that work
-- in that area today.
cared (area_id, municipality_id) as not materialized (
    select m.area_id, m.municipality_id
    from municipalities_serviceareamembership m
    join municipalities_serviceareaorganisation o on o.service_area_id = m.area_id
    join municipalities_mandate d on d.municipality_id = m.municipality_id and d.organisation_id = o.organisation_id
    where daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
      and daterange(o.valid_from, o.valid_until, '[]') @> %(today)s::date
      and daterange(d.valid_from, d.valid_until, '[]') @> %(today)s::date
),
-- For which this person's service areas care today.
-- @kept text, boolean, bigint
-- @if 'service_area' = any(held.kind)
cares (hat, deputy, municipality_id) as (
    select distinct h.hat, h.deputy, c.municipality_id
    from held h
    join cared c on c.area_id = h.area_id
    where h.kind = 'service_area'
),
-- The municipalities of each larger area today. "mandate" is the part of a service area that is cared for under one.
-- @kept text, text, bigint
-- @if held.kind && array['district', 'region', 'service_area']
wider (source, hat, municipality_id) as (
    select h.kind, h.hat, m.municipality_id
    from held h
    join municipalities_districtmembership m on m.area_id = h.area_id
    where h.kind = 'district' and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    union
    select h.kind, h.hat, m.municipality_id
    from held h
    join municipalities_regionmembership m on m.area_id = h.area_id
    where h.kind = 'region' and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    union
    select h.kind, h.hat, m.municipality_id
    from held h
    join municipalities_serviceareamembership m on m.area_id = h.area_id
    where h.kind = 'service_area' and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    union
    select 'mandate', hat, municipality_id from cares
),
reached (source, hat, municipality_id) as (
    select kind, hat, area_id from held where kind = 'municipality'
    union
    select source, hat, municipality_id from wider
),
-- Municipalities that merged away, and where their dossiers are worked on since: all that came after each.
-- @kept bigint, bigint
-- @if exists (select from municipalities_municipality m where m.succeeded_on <= %(today)s::date)
merged (municipality_id, place_id) as materialized (
    select c.municipality_id, c.place_id from walls.came_after(%(today)s::date) c
),
-- A municipality that merged into another is reached by whoever reaches what came after it.
widened (source, hat, municipality_id) as (
    select source, hat, municipality_id from reached
    union
    select r.source, r.hat, g.municipality_id
    from reached r
    join merged g on g.place_id = r.municipality_id
),
-- Each municipality with itself and with what came after it: who works there works for it.
works_on (municipality_id, place_id) as not materialized (
    select id, id from municipalities_municipality
    union all
    select municipality_id, place_id from merged
),
-- Who works for which municipality today, under which hat: at the municipality, or in a service area that cares for it under
-- a mandate. A role elsewhere is none.
works (user_id, hat, deputy, municipality_id) as not materialized (
    select p.user_id, p.hat, p.deputy, o.municipality_id
    from post p
    join works_on o on o.place_id = p.area_id
    where p.kind = 'municipality'
    union all
    select p.user_id, p.hat, p.deputy, o.municipality_id
    from post p
    join cared c on c.area_id = p.area_id
    join works_on o on o.place_id = c.municipality_id
    where p.kind = 'service_area'
),
-- Where this person works under a role whose work stays behind, also what was merged into that.
mine (hat, deputy, municipality_id) as materialized (
    select h.hat, h.deputy, o.municipality_id
    from (
        select hat, deputy, area_id from held where kind = 'municipality' and hat = 'focal_officer'
        union
        select hat, deputy, municipality_id from cares where hat = 'care_coordinator'
    ) h
    cross join lateral (
        select h.area_id as municipality_id
        union all
        select g.municipality_id from merged g where g.place_id = h.area_id
    ) o
),
{cover}-- Who had that role for the same municipality and has it no more, or whose account was closed: of one that merged away too,
-- there or in what came after it.
-- @kept text, bigint, bigint, bigint
-- @if held.hat && array['focal_officer', 'care_coordinator']
had (hat, municipality_id, user_id, area_id) as materialized (
    select distinct t.hat, t.municipality_id, r.user_id, r.area_id
    from (select distinct hat, municipality_id from mine) t
    cross join lateral (
        select t.municipality_id as place_id
        union all
        select g.place_id from merged g where g.municipality_id = t.municipality_id
    ) o
    cross join lateral (
        select r.user_id, r.permission_id, null::bigint as area_id, r.valid_until
        from municipalities_municipalityrole r
        where t.hat = 'focal_officer' and r.content_object_id = o.place_id and r.valid_from <= %(today)s::date
        union all
        select r.user_id, r.permission_id, m.area_id, r.valid_until
        from municipalities_serviceareamembership m
        join municipalities_servicearearole r on r.content_object_id = m.area_id and r.valid_from <= %(today)s::date
        where t.hat = 'care_coordinator' and m.municipality_id = o.place_id and m.valid_from <= %(today)s::date
        offset 0
    ) r
    join auth_permission p on p.id = r.permission_id and p.codename = t.hat
    join accounts_user u on u.id = r.user_id and (r.valid_until < %(today)s::date or not u.is_active)
    where r.user_id <> %(user)s
),
-- For which municipalities this person does the work of who left: the officer, a deputy where there is none. Asked for each
-- row by itself ("offset 0"), as below: there are few, and works as a whole is everybody's.
takes_over (hat, municipality_id) as materialized (
    select distinct m.hat, m.municipality_id
    from mine m
    where not m.deputy
        or not exists (
            select from works o
            where o.municipality_id = m.municipality_id and o.hat = m.hat and not o.deputy
            offset 0
        )
),
-- Of who had it whoever works there no more, by another row either: what they own there still is the work of who is there now.
-- Whose agreement ended works on in the area, with the cases of the team.
succeeded (role, user_id, municipality_id) as (
    select distinct f.hat, f.user_id, f.municipality_id
    from had f
    join takes_over t on t.hat = f.hat and t.municipality_id = f.municipality_id
    where not exists (
            select from post s
            where s.user_id = f.user_id and s.hat = f.hat and s.kind = 'service_area' and s.area_id = f.area_id
            offset 0
        )
        and not exists (
            select from works w
            where w.user_id = f.user_id and w.hat = f.hat and w.municipality_id = f.municipality_id
            offset 0
        )
),
-- Where somebody was named as fall-back: of a municipality, or of every municipality of a region. It opens nothing.
-- @kept bigint
stands_in (municipality_id) as (
    select f.municipality_id
    from (
        select municipality_id, user_id, valid_from, valid_until from municipalities_municipalityfallback
        union all
        select m.municipality_id, f.user_id, f.valid_from, f.valid_until
        from municipalities_regionfallback f
        join municipalities_regionmembership m on m.area_id = f.region_id
        where f.user_id = %(user)s and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    ) f
    join accounts_user u on u.id = f.user_id
    where f.user_id = %(user)s
      and u.is_active
      and daterange(f.valid_from, f.valid_until, '[]') @> %(today)s::date
),
-- Of what this person reaches by place or by name, or stands in for: what is restricted to a team without this person.
-- @kept bigint, bigint, uuid
-- @if exists (select from municipalities_restriction r where r.ended_at is null)
restricted (id, municipality_id, dossier_id) as materialized (
    select r.id, r.municipality_id, r.dossier_id
    from (
        select r.id
        from (select municipality_id from widened union select municipality_id from stands_in) w
        join municipalities_restriction r on r.municipality_id = w.municipality_id and r.ended_at is null
        union
        select r.id
        from granted g
        join municipalities_restriction r on r.dossier_id = g.dossier_id and r.ended_at is null
        where g.user_id = %(user)s
    ) within_reach
    join municipalities_restriction r on r.id = within_reach.id
    where not exists (
        select from municipalities_restrictionmember m where m.restriction_id = r.id and m.user_id = %(user)s
    )
),
-- Under which hats those teams work for the dossier's municipality today.
works_for (user_id, municipality_id, hat) as materialized (
    select distinct one.user_id, one.municipality_id, w.hat
    from (
        select distinct m.user_id, r.municipality_id
        from restricted r
        join municipalities_restrictionmember m on m.restriction_id = r.id
    ) one
    cross join lateral (
        select w.hat from works w where w.user_id = one.user_id and w.municipality_id = one.municipality_id offset 0
    ) w
),
-- Dossiers that are kept from this person by a restriction. A team of which nobody works on the dossier any more keeps
-- nobody out: it is there again for who would see it without the restriction. Somebody works on it under a hat whose work
-- it is, or has it by name.
-- @kept bigint, uuid
-- @if restricted.id is not null
shut (municipality_id, dossier_id) as (
    select r.municipality_id, r.dossier_id
    from restricted r
    join municipalities_restriction k on k.id = r.id
    where exists (
        select from municipalities_restrictionmember m where m.restriction_id = r.id
          and (
              exists (
                  select from works_for w
                  where w.user_id = m.user_id and w.municipality_id = r.municipality_id and w.hat = any(k.kept_by)
              )
              or exists (
                  select from granted g
                  join post h on h.user_id = g.user_id and g.hat in (h.hat, '')
                  where g.user_id = m.user_id and g.dossier_id = r.dossier_id
              )
          )
    )
)
select 'hat' as source, hat, bool_and(deputy) as deputy, null::bigint[] as ids, null::uuid[] as dossiers,
    array_agg(name::text order by name::text) as names
from held
group by hat
union all
select source, hat, false, array_agg(municipality_id), null, null
from widened
group by source, hat
union all
-- How long steps may take where this person works, as far as a region set that (terms.sql): a term by its code, and its amount.
-- @if exists (select from municipalities_termsetting s where s.valid_from <= %(today)s::date)
select 'term', t.code, false, array_agg(t.place), null, array[t.amount::text]
from walls.region_terms(array(select distinct municipality_id from widened), %(today)s::date) t
group by t.code, t.amount
union all
-- Under mandate, and nobody before care coordination in the chain of duty.py: nobody who has the role of officer or deputy, also
-- when she is away (what may be read follows from roles), and no fall-back named. Asked for each municipality by itself: joined, it would read the roles of all for each.
-- @if 'service_area' = any(held.kind)
select 'pool', w.hat, false, array_agg(w.municipality_id), null, null
from reached w
where w.source = 'mandate'
  and not exists (
      select from municipalities_municipalityrole r
      join auth_permission p on p.id = r.permission_id and p.codename = 'focal_officer'
      join accounts_user u on u.id = r.user_id and u.is_active
      where r.content_object_id = w.municipality_id
        and daterange(r.valid_from, r.valid_until, '[]') @> %(today)s::date
      offset 0
  )
  and not exists (
      select from municipalities_municipalityfallback f
      join accounts_user u on u.id = f.user_id and u.is_active
      where f.municipality_id = w.municipality_id
        and daterange(f.valid_from, f.valid_until, '[]') @> %(today)s::date
      offset 0
  )
group by w.hat
union all
select kind, hat, false, array_agg(area_id), null, null
from held
where kind = 'organisation'
group by kind, hat
union all
select 'fall_back', '', false, array_agg(municipality_id), null, null
from stands_in
union all
-- @if exists (select from municipalities_absence a where a.deputy_id = %(user)s)
select 'covers', c.role, false, array_agg(distinct c.user_id), null, null
from covering c
where c.user_id <> %(user)s
group by c.role
union all
-- @if held.hat && array['focal_officer', 'care_coordinator'] and {somebody_near_is_away}
select 'covers', a.role, false, array_agg(distinct a.user_id), null, null
from left_alone a
group by a.role
union all
-- Who left, by the municipalities in which what they own is this person's work: users as text.
-- @if had.user_id is not null
select 'succeeds', s.role, false, s.places, null, array_agg(s.user_id::text order by s.user_id)
from (
    select role, user_id, array_agg(municipality_id order by municipality_id) as places
    from succeeded
    group by role, user_id
) s
group by s.role, s.places
union all
-- Kept from this person by name, whatever the hat, and by a restriction, within what the hat reaches.
select 'excluded', '', false, null, array_agg(e.dossier_id), null
from municipalities_exclusion e
where e.user_id = %(user)s and e.ended_at is null
having count(*) > 0
union all
-- @if shut.dossier_id is not null
select 'restricted', w.hat, false, null, array_agg(distinct s.dossier_id), null
from shut s
join (select hat, municipality_id from widened union all select '', municipality_id from stands_in) w
    on w.municipality_id = s.municipality_id
group by w.hat
union all
-- Opened by emergency access under this hat, as long as it runs and the hat is still held as deputy of that municipality:
-- what somebody deputises for elsewhere keeps nothing open here.
-- @if exists (select from municipalities_emergencygrant g where g.user_id = %(user)s and g.ended_at is null)
select 'opened', g.hat, false, null, array_agg(g.dossier_id), null
from municipalities_emergencygrant g
where g.user_id = %(user)s and g.ended_at is null and g.until > %(now)s
  and exists (
      select from held h
      where h.hat = g.hat
        and h.deputy
        and (
            h.kind = 'municipality' and h.area_id = g.municipality_id
            or h.kind = 'service_area' and exists (
                select from municipalities_serviceareamembership m where m.area_id = h.area_id
                  and m.municipality_id = g.municipality_id
                  and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
            )
        )
  )
  and exists (
      select from reached r
      where r.hat = g.hat and r.municipality_id = g.municipality_id and r.source in ('municipality', 'mandate')
  )
group by g.hat
union all
-- Emergency accesses that the owner of the dossier has not seen yet; and those that are over and not reviewed.
-- @if exists (select from municipalities_emergencygrant g where g.owner_id = %(user)s and g.seen_at is null)
select 'told', '', false, null, array_agg(g.id), null
from municipalities_emergencygrant g
where g.owner_id = %(user)s and g.seen_at is null
  and not exists (
      select from municipalities_exclusion e where e.user_id = %(user)s and e.dossier_id = g.dossier_id and e.ended_at is null
  )
having count(*) > 0
union all
-- @if exists (select from municipalities_emergencygrant g where g.reviewed_at is null)
select 'review', w.hat, false, null, array_agg(distinct g.id), null
from municipalities_emergencygrant g
join widened w on w.municipality_id = g.municipality_id
where g.reviewed_at is null
  and g.user_id <> %(user)s
  and (g.ended_at is not null or g.until <= %(now)s)
  and not exists (
      select from municipalities_exclusion e where e.user_id = %(user)s and e.dossier_id = g.dossier_id and e.ended_at is null
  )
group by w.hat
union all
-- By name, but for what is restricted to others.
select 'dossier', g.hat, false, null, array_agg(g.dossier_id), null
from granted g
where g.user_id = %(user)s
  and not exists (select from shut where shut.dossier_id = g.dossier_id)
group by g.hat
