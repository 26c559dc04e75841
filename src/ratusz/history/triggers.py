"""The database itself refuses to rewrite history.

A row in `history_disposal` opens the door; only `disposal` and the tests' `flush` put one there, and
always take it away again. It is no model, so that nothing else lists, flushes or edits it. A later
migration that makes SQLite rebuild `history_event` drops its triggers: it must run `install` again.
"""

from typing import Any

OPEN_DOOR = "INSERT INTO history_disposal (opened_at) VALUES (CURRENT_TIMESTAMP)"
CLOSE_DOOR = "DELETE FROM history_disposal"

SQLITE = (
    "CREATE TABLE history_disposal (opened_at text NOT NULL)",
    """CREATE TRIGGER history_no_update BEFORE UPDATE ON history_event
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER history_no_delete BEFORE DELETE ON history_event WHEN NOT EXISTS (SELECT 1 FROM history_disposal)
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    # INSERT OR REPLACE deletes the old row without asking the delete trigger.
    """CREATE TRIGGER history_no_replace BEFORE INSERT ON history_event
        WHEN EXISTS (SELECT 1 FROM history_event WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)
POSTGRESQL = (
    "CREATE TABLE history_disposal (opened_at timestamptz NOT NULL)",
    """CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE FUNCTION history_refuse_unless_open() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF NOT EXISTS (SELECT 1 FROM history_disposal) THEN
                RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END $$""",
    """CREATE TRIGGER history_no_update BEFORE UPDATE ON history_event
       FOR EACH ROW EXECUTE FUNCTION history_refuse()""",
    """CREATE TRIGGER history_no_delete BEFORE DELETE ON history_event
       FOR EACH ROW EXECUTE FUNCTION history_refuse_unless_open()""",
    """CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history_event
       FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_unless_open()""",
)
SQLITE_REMOVAL = (
    "DROP TRIGGER IF EXISTS history_no_update",
    "DROP TRIGGER IF EXISTS history_no_delete",
    "DROP TRIGGER IF EXISTS history_no_replace",
    "DROP TABLE IF EXISTS history_disposal",
)
POSTGRESQL_REMOVAL = (
    "DROP TRIGGER IF EXISTS history_no_update ON history_event",
    "DROP TRIGGER IF EXISTS history_no_delete ON history_event",
    "DROP TRIGGER IF EXISTS history_no_truncate ON history_event",
    "DROP FUNCTION IF EXISTS history_refuse()",
    "DROP FUNCTION IF EXISTS history_refuse_unless_open()",
    "DROP TABLE IF EXISTS history_disposal",
)


def install(_apps: Any, schema_editor: Any) -> None:
    """For migrations: replace the guards of `history_event`."""
    remove(_apps, schema_editor)
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(_apps: Any, schema_editor: Any) -> None:
    """For migrations that are taken back."""
    removal = {"sqlite": SQLITE_REMOVAL, "postgresql": POSTGRESQL_REMOVAL}
    for statement in removal[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
