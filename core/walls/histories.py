"""The tables of pghistory: written by triggers only, which nobody who serves can switch off."""

from collections.abc import Iterable

from psycopg import sql

from .tables import Table


def history(tables: Iterable[Table]) -> sql.Composed:
    """The app role writes history through its triggers only, and cannot switch them off.

    As pghistory ships them, the functions run with the caller's rights, and whoever sets `pgtrigger.ignore` passes.
    Each new trigger brings the original `_pgtrigger_should_ignore` back; so this runs after every migrate.
    """
    events = [table.name for table in tables if table.events_of]
    return sql.SQL(
        """
        DO $walls$
        DECLARE
            func regprocedure;
        BEGIN
            IF to_regprocedure('public._pgtrigger_should_ignore(name)') IS NOT NULL THEN
                CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
                LANGUAGE sql IMMUTABLE AS 'SELECT false';
            END IF;
            FOR func IN
                SELECT oid::regprocedure FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace
                  AND (proname = '_pgh_attach_context'
                       OR prorettype = 'trigger'::regtype AND EXISTS (
                           SELECT FROM unnest({events}::text[]) AS event WHERE prosrc LIKE '%"' || event || '"%'))
            LOOP
                EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp', func);
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', func);
            END LOOP;
        END
        $walls$
        """
    ).format(events=sql.Literal(events))
