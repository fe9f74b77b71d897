-- The SQL side of the walls. Run by `apply_walls` as the owner; every statement may run again.
--
-- The setting `walls.context` of a transaction holds one signed line:
--   user or * ; expiry ; backend ; {content} ; {governance} ; {dossiers} ; {partners} ; {excluded} ; signature
-- `core/walls/signing.py` writes it. Anybody may set a setting, so nothing of it counts before the signature is checked.

CREATE SCHEMA IF NOT EXISTS walls;
REVOKE ALL ON SCHEMA walls FROM PUBLIC;

-- HMAC-SHA256 needs the key twice, padded. Stored that way, the check needs no more than the built-in sha256.
CREATE TABLE IF NOT EXISTS walls.key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);

-- One part of the context, after the check. Called by the definer functions below only, so it runs as the owner.
-- STABLE, never IMMUTABLE: a plan must not keep the lists of the user before.
-- PARALLEL RESTRICTED: a parallel worker has another backend number.
CREATE OR REPLACE FUNCTION walls.verified(part integer) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    token text := current_setting('walls.context', true);
    payload text;
    signature text;
BEGIN
    IF coalesce(token, '') = '' THEN
        RAISE EXCEPTION 'walls: no context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    payload := left(token, -65);
    SELECT encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(payload, 'UTF8'))), 'hex')
      INTO signature
      FROM walls.key;
    IF signature IS DISTINCT FROM right(token, 64) THEN
        RAISE EXCEPTION 'walls: the context is not signed by us' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF split_part(payload, ';', 3)::integer <> pg_backend_pid() THEN
        RAISE EXCEPTION 'walls: the context belongs to another connection' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_timestamp(split_part(payload, ';', 2)::double precision) <= clock_timestamp() THEN
        RAISE EXCEPTION 'walls: the context has expired' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN split_part(payload, ';', part);
END
$$;

-- The user who acts; null for a job or a partner's program.
CREATE OR REPLACE FUNCTION walls.user_id() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN nullif(nullif(walls.verified(1), ''), '*')::bigint; END $$;

-- Whether this context reaches the own rows of every user: some jobs over all of them.
CREATE OR REPLACE FUNCTION walls.is_everyone() RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(1) = '*'; END $$;

-- Municipalities whose signals and cases this context reaches.
CREATE OR REPLACE FUNCTION walls.content_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(4)::bigint[]; END $$;

-- Municipalities whose plans, readiness and meetings this context reaches.
CREATE OR REPLACE FUNCTION walls.governance_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(5)::bigint[]; END $$;

-- Signals and cases shared one by one.
CREATE OR REPLACE FUNCTION walls.dossier_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(6)::uuid[]; END $$;

-- Organisations this context acts for.
CREATE OR REPLACE FUNCTION walls.partner_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(7)::bigint[]; END $$;

-- Signals and cases kept from this context, whatever the other lists give.
CREATE OR REPLACE FUNCTION walls.excluded_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(8)::uuid[]; END $$;

-- Municipalities whose log and emergency accesses this context reads, without any content.
CREATE OR REPLACE FUNCTION walls.overseen_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RETURN walls.verified(9)::bigint[]; END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA walls FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA walls FROM PUBLIC;
