"""Tables whose rows are only added: the database itself refuses to change, replace or delete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Engine, Table, UniqueConstraint, text
from sqlmodel import SQLModel

#: What was said, decided and done. Nothing refers to the rows of `OWN_RIGHTS`.
APPEND_ONLY = (
    "audit_entry",
    "approval",
    "fact_version",
    "kit_delivery",
    "kit_version",
    "review_note",
    "proof",
    "revision",
)
#: A draft may leave with its post or its language while no lawyer was shown any of its words.
LEAVING: Mapping[str, str] = MappingProxyType(
    {"revision": "SELECT 1 FROM proof WHERE proof.variant_id = OLD.variant_id"}
)
#: Here the right itself is taken away on PostgreSQL, from the owner as well. Elsewhere the database needs it to
#: look after references.
OWN_RIGHTS = frozenset({"audit_entry", "approval", "review_note"})


def protect(
    engine: Engine, tables: Sequence[str] = APPEND_ONLY, leaving: Mapping[str, str] = LEAVING
) -> None:
    """Makes the database refuse to change or delete rows of these tables. May run again.

    `leaving` names tables whose rows may go as long as this query finds nothing for the row `OLD`.
    """
    statements = _sqlite if engine.dialect.name == "sqlite" else _postgres
    with engine.begin() as connection:
        for table in tables:
            for statement in statements(SQLModel.metadata.tables[table], leaving.get(table, "SELECT 1")):
                connection.execute(text(statement))


def _sqlite(table: Table, kept_by: str) -> list[str]:
    name = table.name
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
    # INSERT OR REPLACE takes the old row away without asking the trigger of deletions.
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {name} WHERE "  # noqa: S608
        + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
        + ")"
        for columns in _unique(table)
    )
    triggers = {
        "update": f"BEFORE UPDATE ON {name}",
        "delete": f"BEFORE DELETE ON {name} WHEN EXISTS ({kept_by})",
        "replace": f"BEFORE INSERT ON {name} WHEN {taken}",
    }
    return [
        statement
        for verb, when in triggers.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {name}_keeps_{verb}",
            f"CREATE TRIGGER {name}_keeps_{verb} {when} {refuse}",
        )
    ]


def _postgres(table: Table, kept_by: str) -> list[str]:
    name = table.name
    rights = [f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM PUBLIC"]
    if name in OWN_RIGHTS:
        rights.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM CURRENT_USER")
    return [
        f"CREATE OR REPLACE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF TG_OP = 'DELETE' THEN IF NOT EXISTS ({kept_by}) THEN RETURN OLD; END IF; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE OR REPLACE TRIGGER {name}_keeps_rows BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_append_only()",
        f"CREATE OR REPLACE TRIGGER {name}_keeps_all BEFORE TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_append_only()",
        *rights,
    ]


def _unique(table: Table) -> list[list[str]]:
    """What no two rows share."""
    sets = [[column.name for column in table.primary_key.columns]]
    sets += [[column.name] for column in table.columns if column.unique]
    sets += [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return sets
