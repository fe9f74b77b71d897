-- What regions set otherwise than the application has it, for some municipalities on one day: terms.py reads it.
-- Parameters: places (municipality ids), today. Rows: place (a municipality), code, amount; none where the default holds.
with
-- A municipality, and what it became part of by then: its region is that of the last one.
place (asked, municipality_id, steps) as (
    select p.asked, p.municipality_id, p.steps
    from (
        select given.id as asked, given.id as municipality_id, 0 as steps from unnest(%(places)s::bigint[]) as given (id)
        union all
        select c.municipality_id, c.place_id, c.steps
        from walls.came_after(%(today)s::date) c
        where c.municipality_id = any(%(places)s::bigint[])
    ) p
    where exists (select from municipalities_termsetting)
),
lies_in (asked, region_id) as (
    select distinct on (p.asked) p.asked, m.area_id
    from place p
    join municipalities_regionmembership m on m.municipality_id = p.municipality_id
    where daterange(m.valid_from, m.valid_until, '[]') @> %(today)s::date
    order by p.asked, p.steps desc
)
select distinct on (l.asked, s.code) l.asked, s.code, s.amount
from lies_in l
join municipalities_termsetting s on s.region_id = l.region_id
where s.valid_from <= %(today)s::date
order by l.asked, s.code, s.valid_from desc, s.set_at desc, s.id desc
