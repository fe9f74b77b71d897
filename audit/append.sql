-- How events enter the log: through `walls.append_events` and in no other way. Run by `apply_walls` as the role `audit`,
-- which owns the tables; the application's role may call that function and read the tables, no more.

-- What the hash of a link is made over, behind the hash of the link before it: every column as text, with its length in
-- bytes before it so that no two events read the same. `audit/chain.py` writes the same line in Python.
CREATE OR REPLACE FUNCTION walls.event_line(event public.audit_auditevent) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT string_agg(coalesce(octet_length(part) || ':' || part, '-'), ',' ORDER BY place)
      FROM unnest(ARRAY[
               event.chain::text, event.number::text, event.id::text,
               (extract(epoch FROM event.at) * 1000000)::bigint::text,
               event.event, event.kind, event.result, event.actor_id::text, event.hat, event.object_type, event.object_id,
               event.reference, event.municipality_id::text, event.dossier_id::text, event.purpose, event.detail::text,
               event.origin, event.request_id::text
           ]) WITH ORDINALITY AS parts(part, place)
$$;

-- The number is given and the hash made while the head of the chain is locked: one writer at a time, numbers without
-- gaps, also when a transaction is undone. Chains in ascending order, so that two writers never wait in a ring.
CREATE OR REPLACE FUNCTION walls.append_events(events jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    event public.audit_auditevent;
    head public.audit_chainhead;
BEGIN
    FOR event IN
        SELECT (jsonb_populate_record(NULL::public.audit_auditevent, given)).*
          FROM jsonb_array_elements(events) WITH ORDINALITY AS gathered(given, place)
         ORDER BY (given ->> 'chain')::bigint, place
    LOOP
        IF head.chain IS DISTINCT FROM event.chain THEN
            UPDATE public.audit_chainhead SET number = head.number, hash = head.hash WHERE chain = head.chain;
            INSERT INTO public.audit_chainhead (chain, number, hash) VALUES (event.chain, 0, '')
                ON CONFLICT (chain) DO NOTHING;
            SELECT * INTO STRICT head FROM public.audit_chainhead WHERE chain = event.chain FOR UPDATE;
        END IF;
        event.number := head.number + 1;
        event.hash := sha256(head.hash || convert_to(walls.event_line(event), 'UTF8'));
        INSERT INTO public.audit_auditevent SELECT event.*;
        head.number := event.number;
        head.hash := event.hash;
    END LOOP;
    UPDATE public.audit_chainhead SET number = head.number, hash = head.hash WHERE chain = head.chain;
END
$$;
REVOKE ALL ON FUNCTION walls.event_line(public.audit_auditevent), walls.append_events(jsonb) FROM PUBLIC;
