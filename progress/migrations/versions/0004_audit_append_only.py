"""The audit log is only added to: the database itself refuses to change or delete its lines.

Nothing in a line has to go when a person is erased: it names people by number, and what the number stood for
is blanked in their own row. SQLite drops triggers with their table: a later migration that copies ``audit``
makes them anew.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSAL = "the audit log is only added to"
ON_SQLITE = {
    "audit_not_changed": "BEFORE UPDATE ON audit",
    "audit_not_deleted": "BEFORE DELETE ON audit",
    # REPLACE deletes without asking the trigger above.
    "audit_not_replaced": "BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)",
}
ON_POSTGRESQL = {
    "audit_not_changed": "BEFORE UPDATE OR DELETE ON audit FOR EACH ROW",
    "audit_not_emptied": "BEFORE TRUNCATE ON audit FOR EACH STATEMENT",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in ON_SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        return
    op.execute(
        "CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for name, when in ON_POSTGRESQL.items():
        op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION audit_refuses()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ON_SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for name in ON_POSTGRESQL:
        op.execute(f"DROP TRIGGER {name} ON audit")
    op.execute("DROP FUNCTION audit_refuses()")
