"""Reading a roster's file (CSV, XLSX or XLS) in a process of its own."""

from typing import Any

from services.chassis.importing.apart import answer_apart, read_apart
from services.chassis.importing.tables import ImportFileRefused, tables_in
from services.internships.domain.roster_file import (
    BadRow,
    Roster,
    RosterRow,
    RosterUnreadable,
    roster_of,
)


async def read_roster(content: bytes) -> Roster:
    """Read a file in a process of its own. Raises ImportFileRefused."""
    answer = await read_apart(__name__, content)
    return Roster(
        tuple(RosterRow(*cells) for cells in answer["rows"]),
        tuple(BadRow(*cells) for cells in answer["bad"]),
    )


def parse(content: bytes) -> Roster:
    """Read a file here. Raises ImportFileRefused."""
    try:
        return roster_of((sheet.name, sheet.rows) for sheet in tables_in(content))
    except RosterUnreadable as unreadable:
        raise ImportFileRefused(unreadable.detail, field="file") from unreadable


def _to_json(roster: Roster) -> dict[str, Any]:
    return {
        "rows": [(r.line, r.last_name, r.first_name, r.class_label, r.born) for r in roster.rows],
        "bad": [(row.line, row.reason) for row in roster.bad],
    }


if __name__ == "__main__":
    answer_apart(lambda content: _to_json(parse(content)))
