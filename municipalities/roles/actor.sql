-- Everything that a user may reach today, in one query: actor.py reads it.
-- Parameters: user, today, now. Rows: source, hat, deputy, ids (areas), dossiers, names (of areas).
-- A role row counts only while its period holds and its user is active; no flag on the user opens anything.
with recursive
held (hat, deputy, kind, area_id, name) as (
    select p.codename, r.deputy, r.kind, r.area_id, r.name
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
    where r.user_id = %(user)s
      and u.is_active
      and daterange(r.valid_from, r.valid_until, '[]') @> %(today)s::date
),
-- The municipalities of each area today. "mandate" is the part of a service area whose municipality agreed to have
-- care coordinated by one of the organisations that work in that area today.
reached (source, hat, municipality_id) as (
    select kind, hat, area_id from held where kind = 'municipality'
    union
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
    select 'mandate', h.hat, m.municipality_id
    from held h
    join municipalities_serviceareamembership m on m.area_id = h.area_id
    join municipalities_serviceareaorganisation o on o.service_area_id = h.area_id
    join municipalities_mandate d on d.municipality_id = m.municipality_id and d.organisation_id = o.organisation_id
    where h.kind = 'service_area'
      and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
      and daterange(o.valid_from, o.valid_until, '[]') @> %(today)s::date
      and daterange(d.valid_from, d.valid_until, '[]') @> %(today)s::date
),
-- A municipality that merged into another is reached by whoever reaches its successor.
widened (source, hat, municipality_id) as (
    select source, hat, municipality_id from reached
    union
    select w.source, w.hat, m.id
    from widened w
    join municipalities_municipality m on m.successor_id = w.municipality_id and m.succeeded_on <= %(today)s::date
),
-- Dossiers that are restricted to a team that this person is not in. A team of which nobody works here any more keeps
-- nobody out: the dossier is there again for who would see it without the restriction.
shut (municipality_id, dossier_id) as not materialized (
    select r.municipality_id, r.dossier_id
    from municipalities_restriction r
    where r.ended_at is null
      and not exists (
          select from municipalities_restrictionmember m where m.restriction_id = r.id and m.user_id = %(user)s
      )
      and exists (
          select from municipalities_restrictionmember m
          join accounts_user u on u.id = m.user_id and u.is_active
          where m.restriction_id = r.id
            and (
                exists (
                    select from municipalities_municipalityrole h
                    where h.user_id = m.user_id and daterange(h.valid_from, h.valid_until, '[]') @> %(today)s::date
                )
                or exists (
                    select from municipalities_servicearearole h
                    where h.user_id = m.user_id and daterange(h.valid_from, h.valid_until, '[]') @> %(today)s::date
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
-- Under mandate, and nobody before care coordination in the chain of duty.py: no officer or deputy, no fall-back named.
select 'pool', w.hat, false, array_agg(w.municipality_id), null, null
from reached w
where w.source = 'mandate'
  and not exists (
      select from municipalities_municipalityrole r
      join auth_permission p on p.id = r.permission_id and p.codename = 'focal_officer'
      join accounts_user u on u.id = r.user_id and u.is_active
      where r.content_object_id = w.municipality_id
        and daterange(r.valid_from, r.valid_until, '[]') @> %(today)s::date
  )
  and not exists (
      select from municipalities_municipalityfallback f
      join accounts_user u on u.id = f.user_id and u.is_active
      where f.municipality_id = w.municipality_id
        and daterange(f.valid_from, f.valid_until, '[]') @> %(today)s::date
  )
group by w.hat
union all
select kind, hat, false, array_agg(area_id), null, null
from held
where kind = 'organisation'
group by kind, hat
union all
-- Where somebody was named as fall-back: of a municipality, or of every municipality of a region. It opens nothing.
select 'fall_back', '', false, array_agg(municipality_id), null, null
from (
    select municipality_id, user_id, valid_from, valid_until from municipalities_municipalityfallback
    union all
    select m.municipality_id, f.user_id, f.valid_from, f.valid_until
    from municipalities_regionfallback f
    join municipalities_regionmembership m on m.area_id = f.region_id
    where f.user_id = %(user)s and daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
) named
join accounts_user u on u.id = named.user_id
where named.user_id = %(user)s
  and u.is_active
  and daterange(named.valid_from, named.valid_until, '[]') @> %(today)s::date
union all
-- Colleagues whose work comes to this person on these days, under the role in which they are away.
select 'covers', a.role, false, array_agg(distinct a.user_id), null, null
from municipalities_absence a
where a.deputy_id = %(user)s
  and daterange(a.valid_from, a.valid_until, '[]') @> %(today)s::date
group by a.role
union all
-- Kept from this person by name, whatever the hat, and by a restriction, within what the hat reaches.
select 'excluded', '', false, null, array_agg(e.dossier_id), null
from municipalities_exclusion e
where e.user_id = %(user)s and e.ended_at is null
having count(*) > 0
union all
select 'restricted', w.hat, false, null, array_agg(distinct s.dossier_id), null
from shut s
join widened w on w.municipality_id = s.municipality_id
group by w.hat
union all
-- Opened by emergency access under this hat, as long as it runs and the hat is still held as deputy of that municipality:
-- what somebody deputises for elsewhere keeps nothing open here.
select 'opened', g.hat, false, null, array_agg(g.dossier_id), null
from municipalities_emergencygrant g
where g.user_id = %(user)s
  and g.ended_at is null
  and g.until > %(now)s
  and exists (
      select from held h
      where h.hat = g.hat
        and h.deputy
        and (
            h.kind = 'municipality' and h.area_id = g.municipality_id
            or h.kind = 'service_area' and exists (
                select from municipalities_serviceareamembership m
                where m.area_id = h.area_id
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
select 'told', '', false, null, array_agg(g.id), null
from municipalities_emergencygrant g
where g.owner_id = %(user)s
  and g.seen_at is null
  and not exists (
      select from municipalities_exclusion e
      where e.user_id = %(user)s and e.dossier_id = g.dossier_id and e.ended_at is null
  )
having count(*) > 0
union all
select 'review', w.hat, false, null, array_agg(distinct g.id), null
from municipalities_emergencygrant g
join widened w on w.municipality_id = g.municipality_id
where g.reviewed_at is null
  and g.user_id <> %(user)s
  and (g.ended_at is not null or g.until <= %(now)s)
  and not exists (
      select from municipalities_exclusion e
      where e.user_id = %(user)s and e.dossier_id = g.dossier_id and e.ended_at is null
  )
group by w.hat
