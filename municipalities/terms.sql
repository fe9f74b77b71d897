-- What regions set otherwise than the application has it, for some municipalities on one day: terms.py reads it.
-- Parameters: places (municipality ids), today. Rows: place (a municipality), code, amount; none where the default holds.
with recursive
-- A municipality, and what it became part of by then: its region is that of the last one.
place (asked, municipality_id, steps) as (
    select given.id, given.id, 0
    from unnest(%(places)s::bigint[]) as given (id)
    where exists (select from municipalities_termsetting)
    union all
    select p.asked, m.successor_id, p.steps + 1
    from place p
    join municipalities_municipality m on m.id = p.municipality_id and m.succeeded_on <= %(today)s::date
    where p.steps < 9
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
