-- How events enter the log: through this function and in no other way. Run by `apply_walls` as the role `audit`, which
-- owns the table; the application's role may call it and read the table behind its wall.
CREATE OR REPLACE FUNCTION walls.append_events(events jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    INSERT INTO public.audit_auditevent
    SELECT (jsonb_populate_record(NULL::public.audit_auditevent, event)).*
      FROM jsonb_array_elements(events) WITH ORDINALITY AS given(event, place)
     ORDER BY place
$$;
REVOKE ALL ON FUNCTION walls.append_events(jsonb) FROM PUBLIC;
