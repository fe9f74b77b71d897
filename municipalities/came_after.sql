-- What each municipality became part of by a day, through one merger or more: the one definition, for SQL and Python alike
-- (areas.py); `walls.heirs` of the role that compares says the same, for that role calls nothing of the app's. Parameter: today. Rows: municipality_id, place_id, steps (1 for what it merged into, 2 for what that merged
-- into, ...); none for a municipality that is still there. Of mergers in a ring each is told once.
with recursive
merged (municipality_id, place_id, past) as (
    select m.id, m.successor_id, array[m.id]
    from municipalities_municipality m
    where m.succeeded_on <= %(today)s::date
    union all
    select g.municipality_id, m.successor_id, g.past || m.id
    from merged g
    join municipalities_municipality m on m.id = g.place_id and m.succeeded_on <= %(today)s::date
    where m.successor_id <> all (g.past)
)
select municipality_id, place_id, cardinality(past) from merged
