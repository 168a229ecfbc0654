"""The register of processing (registre des activités de traitement, RGPD art. 30), column by column.

A service says in its `register.py` what each column of its tables is for, one line a column, under
the processing that says who is concerned, who reads it and until when it is kept. A column without
a line fails `make check`; what is printed for a controller is made of these lines and nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import MetaData

NOTHING = "Rien ne l’efface de soi-même"
DAILY = "La purge de chaque jour"


@dataclass(frozen=True)
class Processing:
    """One activity (traitement): what article 30 asks to be said of it."""

    title: str
    purpose: str
    persons: str
    """Who the data is about (personnes concernées)."""
    recipients: str
    retention: str
    enforced: str = NOTHING
    """What sees to it that it is kept no longer."""
    rules: tuple[str, ...] = ()
    """The rules of `services.chassis.privacy.retention` that do, by name."""


@dataclass(frozen=True)
class Use:
    """What one column is for."""

    purpose: str
    personal: bool = False
    """Whether it says something of a person by itself, and not only beside other columns."""
    retention: str = ""
    """When it is kept otherwise than the rest of its table."""


@dataclass(frozen=True)
class TableEntry:
    """What the register says of one table."""

    processing: Processing
    columns: Mapping[str, Use]


Register = Mapping[str, TableEntry]
"""By name of table."""


def told(processing: Processing, **columns: str | Use) -> TableEntry:
    """`told(PEOPLE, left_on="Ne plus compter qui est parti", last_name=personal("…"))`."""
    uses = {name: Use(use) if isinstance(use, str) else use for name, use in columns.items()}
    return TableEntry(processing, uses)


def personal(purpose: str, *, retention: str = "") -> Use:
    """A column that says something of a person."""
    return Use(purpose, personal=True, retention=retention)


def kept(purpose: str, retention: str) -> Use:
    """A column that is not kept as long as its table."""
    return Use(purpose, retention=retention)


@dataclass(frozen=True)
class ColumnEntry:
    """One column as it is printed."""

    table: str
    column: str
    use: Use
    retention: str


def by_processing(register: Register) -> dict[Processing, list[ColumnEntry]]:
    """Every column under its processing, in the order the register says them."""
    found: dict[Processing, list[ColumnEntry]] = {}
    for table, said in register.items():
        found.setdefault(said.processing, []).extend(
            ColumnEntry(table, column, use, use.retention or said.processing.retention)
            for column, use in said.columns.items()
        )
    return found


def gaps(service: str, metadata: MetaData, register: Register) -> Iterator[str]:
    """What the register fails to say, or says of what is not there; one sentence each."""
    where = f"services/{service}/register.py"
    real = {(table.name, c.name) for table in metadata.sorted_tables for c in table.columns}
    said = {(table, column) for table, one in register.items() for column in one.columns}
    for table, column in sorted(real - said):
        yield f"{service}: {table}.{column} is not in the register, add its line in {where}"
    for table, column in sorted(said - real):
        yield f"{service}: {table}.{column} is in the register and in no table, remove it in {where}"
    for table, one in register.items():
        facts = vars(one.processing).items()
        empty = [name for name, value in facts if isinstance(value, str) and not value.strip()]
        empty += [column for column, use in one.columns.items() if not use.purpose.strip()]
        for name in empty:
            yield f"{service}: {table}: {name} is empty in {where}"
