-- Whether something of one's own signal is known in another municipality of the region: a hit or no hit, and nothing else.
-- Run by `apply_walls` as the role `comparer`, in whose name nobody signs in and which sees what signals/comparable.py names.
-- The application's role may call `walls.ask_elsewhere` and read, behind the walls, what it left; no more.

-- How often it may be asked, counted in things that were ticked and not in forms: a form with thirty of them is thirty tries.
-- An officer works on a few signals a day with some five things each. Somebody who wants to try out plates or numbers needs
-- hundreds. With 20 a person and 50 a municipality a day the first is not hindered and the second stands out in two logs.
CREATE OR REPLACE FUNCTION walls.asked_a_day(OUT a_person integer, OUT a_municipality integer)
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT 20, 50 $$;

-- By the clock of the database: neither a request nor a job says which day it is.
CREATE OR REPLACE FUNCTION walls.today() RETURNS date
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT (now() AT TIME ZONE 'Europe/Amsterdam')::date $$;

-- Which municipality each is today: itself, or what it became part of.
CREATE OR REPLACE FUNCTION walls.heirs(today date) RETURNS TABLE (place bigint, heir bigint)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE chain(place, heir) AS (
        SELECT id, id FROM public.municipalities_municipality WHERE successor_id IS NULL OR succeeded_on > today
        UNION ALL
        SELECT merged.id, chain.heir
          FROM public.municipalities_municipality merged JOIN chain ON merged.successor_id = chain.place
         WHERE merged.succeeded_on <= today
    )
    SELECT chain.place, chain.heir FROM chain
$$;

-- Whether a key may be compared, on either side: of an allowed kind, and as its thing stands now of no possible victim and not
-- of the reporter; a telephone number only when it is known of whom it is. A plate that stands in the text of a signal alone
-- may be anybody's, and a text may hold any number of them: the vehicle is recorded first.
CREATE OR REPLACE FUNCTION walls.is_comparable(signal uuid, key_about text, key_number smallint, key_kind text) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE key_about
        WHEN 'signal' THEN key_kind IN ('company', 'address')
        ELSE (key_about, key_kind) IN (
                 ('company', 'company'), ('company', 'company_number'), ('vehicle', 'plate'), ('phone', 'phone'), ('address', 'address')
             )
             AND EXISTS (
                 SELECT FROM public.signals_signalthing thing
                  WHERE thing.signal_id = signal AND thing.kind = key_about AND thing.number = key_number
                    AND NOT thing.withdrawn
                    AND thing.whose NOT IN ('victim', 'reporter')
                    AND (thing.kind <> 'phone' OR thing.whose IN ('exploiter', 'other'))
                    AND NOT EXISTS (
                        SELECT FROM public.signals_signalthing later
                         WHERE later.signal_id = thing.signal_id AND later.kind = thing.kind
                           AND later.number = thing.number AND later.revision > thing.revision
                    )
             )
        END
$$;

-- A signal with what is merged with it, however many steps.
CREATE OR REPLACE FUNCTION walls.one_matter(signal uuid) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE kept(id) AS (
        SELECT signal
        UNION
        SELECT one.into_id FROM public.signals_merge one JOIN kept ON kept.id = one.signal_id WHERE one.undone_at IS NULL
    ), every(id) AS (
        SELECT kept.id FROM kept
        UNION
        SELECT one.signal_id FROM public.signals_merge one JOIN every ON every.id = one.into_id WHERE one.undone_at IS NULL
    )
    SELECT every.id FROM every
$$;

-- Whether the same stands in that signal, or in what is merged with it, as of a possible victim or the reporter: then it is
-- theirs under whatever else it stands there too. By every hash of it, for during a change of keys two rows of one value differ,
-- and a house is known by its postcode and by its street.
CREATE OR REPLACE FUNCTION walls.is_of_a_source(signal uuid, key_about text, key_number smallint, key_kind text, digests bytea[])
RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM walls.one_matter(signal) matter
          JOIN public.signals_matchkey key ON key.signal_id = matter.id AND key.kind = key_kind AND key.digest = ANY (
               digests || ARRAY(
                   SELECT same.digest FROM public.signals_matchkey same
                    WHERE same.signal_id = signal AND same.about = key_about AND same.number = key_number AND same.kind = key_kind
               )
           )
          JOIN public.signals_signalthing thing
            ON thing.signal_id = key.signal_id AND thing.kind = key.about AND thing.number = key.number
         WHERE thing.whose IN ('victim', 'reporter')
           AND NOT thing.withdrawn
           AND NOT EXISTS (
               SELECT FROM public.signals_signalthing later
                WHERE later.signal_id = thing.signal_id AND later.kind = thing.kind
                  AND later.number = thing.number AND later.revision > thing.revision
           )
    )
$$;

-- What is restricted to a team, or from which this asker is excluded, does not exist here.
CREATE OR REPLACE FUNCTION walls.is_kept_from(asker bigint, dossier uuid) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
               SELECT FROM public.municipalities_restriction kept WHERE kept.dossier_id = dossier AND kept.ended_at IS NULL
           )
           OR EXISTS (
               SELECT FROM public.municipalities_exclusion kept_out
                WHERE kept_out.dossier_id = dossier AND kept_out.user_id = asker AND kept_out.ended_at IS NULL
           )
$$;

-- The signal that answers for this one: itself, or what it was merged into, however many steps. None when one on the way is
-- kept from this asker.
CREATE OR REPLACE FUNCTION walls.leads_to(asker bigint, signal uuid) RETURNS uuid
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE way(id) AS (
        SELECT signal
        UNION
        SELECT merged.into_id FROM public.signals_merge merged JOIN way ON merged.signal_id = way.id WHERE merged.undone_at IS NULL
    )
    SELECT way.id
      FROM way
     WHERE NOT EXISTS (SELECT FROM public.signals_merge merged WHERE merged.signal_id = way.id AND merged.undone_at IS NULL)
       AND NOT EXISTS (
           SELECT FROM way passed JOIN public.signals_signal one ON one.id = passed.id WHERE walls.is_kept_from(asker, one.dossier_id)
       )
$$;

-- Whether a signal answers at all: open, or closed and still kept. Until when stands on the signal (signals/keeping.py), and
-- beside it who keeps it longer. One that was merged answers when what it leads to does.
CREATE OR REPLACE FUNCTION walls.answers_to(asker bigint, dossier uuid, state text, close_reason text, kept_until date)
RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT (
               state IN ('received', 'triage', 'enriching', 'handling')
               OR (
                   state = 'closed' AND close_reason NOT IN ('merged', 'retention_expired')
                   AND (
                       kept_until >= walls.today()
                       OR EXISTS (
                           SELECT FROM public.signals_hold held
                            WHERE held.dossier_id = dossier AND held.ended_at IS NULL AND held.until >= walls.today()
                       )
                   )
               )
           )
           AND NOT walls.is_kept_from(asker, dossier)
$$;

-- Ask about things of a signal that this context reaches, or of one that was merged into it and that it reaches too. `asked`:
-- [{"signal" (when not itself), "about", "number", "digests": [hexadecimal, one for each key of the ring]}, ...]. Gives a row
-- for each hit: the place of the thing in that list (from 0) and a municipality; no row for what is known nowhere. When that
-- is more than what is left of this day nothing is asked, and one row says how many are left: `room`.
CREATE OR REPLACE FUNCTION walls.ask_elsewhere(inquiry uuid, signal uuid, asked jsonb)
RETURNS TABLE (item integer, place bigint, room integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    asker bigint := walls.user_id();
    reached bigint[] := walls.content_ids();
    kept uuid[] := walls.excluded_ids();
    today date := walls.today();
    own record;
    parts uuid[];
    home bigint;
    region bigint;
    many integer := jsonb_array_length(asked);
    stands boolean;
    left_over integer;
BEGIN
    SELECT own_signal.municipality_id, own_signal.dossier_id INTO own
      FROM public.signals_signal own_signal
     WHERE own_signal.id = signal AND own_signal.municipality_id = ANY (reached) AND own_signal.dossier_id <> ALL (kept)
       AND own_signal.state IN ('triage', 'enriching', 'handling');
    IF asker IS NULL OR NOT FOUND OR many < 1 THEN
        RAISE EXCEPTION 'walls: nobody asks this about a signal of her own' USING ERRCODE = 'insufficient_privilege';
    END IF;

    WITH RECURSIVE part(id) AS (
        SELECT signal
        UNION
        SELECT merged.signal_id FROM public.signals_merge merged JOIN part ON merged.into_id = part.id WHERE merged.undone_at IS NULL
    )
    SELECT array_agg(one.id) INTO parts
      FROM part JOIN public.signals_signal one ON one.id = part.id
     WHERE one.municipality_id = ANY (reached) AND one.dossier_id <> ALL (kept);

    SELECT heirs.heir, member.area_id INTO home, region
      FROM walls.heirs(today) heirs
      JOIN public.municipalities_regionmembership member ON member.municipality_id = heirs.heir
       AND member.valid_from <= today AND (member.valid_until IS NULL OR member.valid_until >= today)
     WHERE heirs.place = own.municipality_id;
    IF NOT EXISTS (
        SELECT FROM public.signals_comparison switched
         WHERE switched.region_id = region AND switched.valid_from <= today AND switched.valid_until >= today
           AND NOT EXISTS (SELECT FROM public.signals_comparisonend ended WHERE ended.comparison_id = switched.id)
    ) THEN
        RAISE EXCEPTION 'walls: comparing is off here' USING ERRCODE = 'insufficient_privilege';
    END IF;

    -- A hash that does not stand there is what the value has under another key of the ring, or a guess: it is counted beside
    -- the thing that it came along with, so that nobody tries more by sending guesses along. While one key is replaced by
    -- another a thing counts as two, and a house told by postcode and by street as three.
    SELECT sum(1 + keys.given - keys.told), bool_and(keys.told > 0) INTO many, stands
      FROM jsonb_array_elements(asked) AS list(one),
           LATERAL (
               SELECT (SELECT count(DISTINCT hash) FROM jsonb_array_elements_text(one -> 'digests') AS sent(hash)) AS given,
                      count(DISTINCT key.digest) FILTER (WHERE (one -> 'digests') ? encode(key.digest, 'hex')) AS told
                 FROM public.signals_matchkey key
                WHERE key.signal_id = coalesce((one ->> 'signal')::uuid, signal) AND key.signal_id = ANY (parts)
                  AND key.about = one ->> 'about' AND key.number = (one ->> 'number')::smallint
                  AND walls.is_comparable(key.signal_id, key.about, key.number, key.kind)
           ) keys;
    IF NOT stands THEN
        RAISE EXCEPTION 'walls: not a thing of this signal that may be compared' USING ERRCODE = 'insufficient_privilege';
    END IF;

    -- One asker of a municipality at a time, from here to COMMIT: two at once count each other. Always in this order.
    PERFORM pg_advisory_xact_lock(hashtextextended('asked elsewhere by municipality ' || own.municipality_id, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('asked elsewhere by person ' || asker, 0));
    SELECT least(
               limits.a_person - coalesce(sum(before.items) FILTER (WHERE before.author_id = asker), 0),
               limits.a_municipality - coalesce(sum(before.items) FILTER (WHERE before.municipality_id = own.municipality_id), 0)
           ) INTO left_over
      FROM walls.asked_a_day() limits
      LEFT JOIN public.signals_inquiry before
        ON before.asked_at >= today::timestamp AT TIME ZONE 'Europe/Amsterdam'
       AND (before.author_id = asker OR before.municipality_id = own.municipality_id)
     GROUP BY limits.a_person, limits.a_municipality;
    IF left_over < many THEN
        RETURN QUERY SELECT NULL::integer, NULL::bigint, greatest(left_over, 0);
        RETURN;
    END IF;
    INSERT INTO public.signals_inquiry (id, municipality_id, dossier_id, created_at, signal_id, author_id, items, asked_at)
    VALUES (inquiry, own.municipality_id, own.dossier_id, now(), signal, asker, many, now());

    RETURN QUERY
    WITH given AS (
        SELECT (list.at - 1)::integer AS item, coalesce((list.one ->> 'signal')::uuid, signal) AS part,
               list.one ->> 'about' AS about, (list.one ->> 'number')::smallint AS number,
               ARRAY(SELECT decode(found, 'hex') FROM jsonb_array_elements_text(list.one -> 'digests') AS found) AS digests
          FROM jsonb_array_elements(asked) WITH ORDINALITY AS list(one, at)
    ), wanted AS (
        SELECT DISTINCT given.item, key.kind, given.digests, hash.digest
          FROM given
          JOIN public.signals_matchkey key ON key.signal_id = given.part AND key.about = given.about
           AND key.signal_id = ANY (parts) AND key.number = given.number AND key.digest = ANY (given.digests)
           AND walls.is_comparable(key.signal_id, key.about, key.number, key.kind)
           AND NOT walls.is_of_a_source(key.signal_id, key.about, key.number, key.kind, given.digests),
               unnest(given.digests) AS hash(digest)
    ), hits AS (
        SELECT DISTINCT wanted.item, heirs.heir, other.id, other.municipality_id, other.dossier_id
          FROM wanted
          JOIN public.signals_matchkey key ON key.digest = wanted.digest AND key.kind = wanted.kind
          JOIN public.signals_signal other ON other.id = walls.leads_to(asker, key.signal_id)
          JOIN walls.heirs(today) heirs ON heirs.place = other.municipality_id AND heirs.heir <> home
          JOIN public.municipalities_regionmembership member ON member.municipality_id = heirs.heir AND member.area_id = region
           AND member.valid_from <= today AND (member.valid_until IS NULL OR member.valid_until >= today)
         WHERE walls.answers_to(asker, other.dossier_id, other.state, other.close_reason, other.kept_until)
           AND walls.is_comparable(key.signal_id, key.about, key.number, key.kind)
           AND NOT walls.is_of_a_source(key.signal_id, key.about, key.number, key.kind, wanted.digests)
    ), told AS (
        INSERT INTO public.signals_inquiryhit
               (id, municipality_id, dossier_id, created_at, signal_id, inquiry_id, from_municipality_id, asked_at)
        SELECT gen_random_uuid(), hit.municipality_id, hit.dossier_id, now(), hit.id, inquiry, home, now()
          FROM (SELECT DISTINCT id, municipality_id, dossier_id FROM hits) hit
    )
    SELECT DISTINCT hits.item, hits.heir, left_over - many FROM hits;
END
$$;

REVOKE ALL ON FUNCTION walls.asked_a_day(), walls.today(), walls.heirs(date),
    walls.is_comparable(uuid, text, smallint, text), walls.one_matter(uuid), walls.is_of_a_source(uuid, text, smallint, text, bytea[]),
    walls.is_kept_from(bigint, uuid), walls.leads_to(bigint, uuid), walls.answers_to(bigint, uuid, text, text, date),
    walls.ask_elsewhere(uuid, uuid, jsonb) FROM PUBLIC;
