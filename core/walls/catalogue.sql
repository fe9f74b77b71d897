-- What the catalogue of the database says about the walls, and how that differs from what `apply_walls` left there.
-- Run by `apply_walls` as the owner, after everything else of the walls; every statement may run again.

-- One line per fact: tables and who owns them, row security, policies, rights, functions, triggers, the keys that tie a
-- part to its dossier. What belongs to an extension is the extension's.
CREATE OR REPLACE FUNCTION walls.facts() RETURNS SETOF text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    WITH places AS (
        SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'walls')
    ), extended AS (
        SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
    ), tables AS (
        SELECT c.* FROM pg_class c JOIN places ON places.oid = c.relnamespace
         WHERE NOT EXISTS (SELECT FROM extended e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid)
    ), functions AS (
        SELECT p.* FROM pg_proc p JOIN places ON places.oid = p.pronamespace
         WHERE NOT EXISTS (SELECT FROM extended e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid)
    )
    SELECT format('%s %s of %s, row security %s, forced %s, options %s',
                  relkind, oid::regclass, relowner::regrole, relrowsecurity, relforcerowsecurity, reloptions)
      FROM tables WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT format('policy %s on %s: %s %s to %s using %s with check %s', polname, polrelid::regclass, polpermissive, polcmd,
                  polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      FROM pg_policy JOIN tables ON tables.oid = polrelid
    UNION ALL
    SELECT format('%s may %s %s', grantee::regrole, lower(privilege_type), tables.oid::regclass)
      FROM tables, aclexplode(relacl) WHERE grantee <> relowner
    UNION ALL
    SELECT format('%s may %s %s.%s', grantee::regrole, lower(privilege_type), attrelid::regclass, attname)
      FROM tables JOIN pg_attribute ON attrelid = tables.oid, aclexplode(attacl)
    UNION ALL
    SELECT format('%s may %s schema %s', grantee::regrole, lower(privilege_type), nspname)
      FROM pg_namespace JOIN places USING (oid), aclexplode(nspacl) WHERE grantee <> nspowner
    UNION ALL
    SELECT format('function %s of %s, definer %s, %s, settings %s, body %s',
                  oid::regprocedure, proowner::regrole, prosecdef, provolatile, proconfig, md5(coalesce(prosqlbody::text, prosrc)))
      FROM functions
    UNION ALL
    SELECT format('%s may execute %s', grantee::regrole, functions.oid::regprocedure)
      FROM functions, aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee <> proowner
    UNION ALL
    SELECT format('trigger %s on %s: %s', tgname, tgrelid::regclass, tgenabled)
      FROM pg_trigger JOIN tables ON tables.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL
    SELECT format('key %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(pg_constraint.oid))
      FROM pg_constraint JOIN tables ON tables.oid = conrelid WHERE conname LIKE 'walls\_%'
$$;

CREATE TABLE IF NOT EXISTS walls.state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    fingerprint text NOT NULL,
    facts text[] NOT NULL
);

-- From which code `apply_walls` made the walls.
CREATE OR REPLACE FUNCTION walls.fingerprint() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$ SELECT fingerprint FROM walls.state $$;

-- What was added (+) to the walls or is missing (-) since then; nothing when all is as it was left.
CREATE OR REPLACE FUNCTION walls.drift() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    WITH before AS (SELECT unnest(facts) AS fact FROM walls.state), now AS (SELECT walls.facts() AS fact)
    SELECT '+ ' || fact FROM (SELECT fact FROM now EXCEPT SELECT fact FROM before) AS added
    UNION ALL
    SELECT '- ' || fact FROM (SELECT fact FROM before EXCEPT SELECT fact FROM now) AS missing
    ORDER BY 1
$$;

REVOKE ALL ON TABLE walls.state FROM PUBLIC;
REVOKE ALL ON FUNCTION walls.facts(), walls.fingerprint(), walls.drift() FROM PUBLIC;
