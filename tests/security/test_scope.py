"""Whose rows are seen is said by the unit of work alone: in the code, and whatever is typed."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETS_THE_SCOPE = re.compile(
    r"app\.uais|set_config|\bSET\s+(LOCAL\s+|SESSION\s+)?(app|role|session|row_security)\b",
    re.IGNORECASE,
)
ENTERS_ONE = re.compile(r"\b(enter_scope|across_lycees|Transaction\.begin)\b")
ALLOWED = {
    "services/chassis/database/transactions.py",  # where a unit of work begins
    "services/chassis/database/scopes.py",  # the chassis's own bookkeeping, within a unit of work
    "services/chassis/database/migrations.py",  # the policies that read it
    "deploy/repair/books.py",  # an operator's command, as the owner of the tables
    "deploy/repair/journal_recovery.py",  # the same
}
SAYING = {"services/chassis/unit_of_work/unit_of_work.py"}


def code() -> dict[str, str]:
    """Every file of what ships, without the revisions of migrations, which run as the owner."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("contracts", "services", "deploy")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "versions" not in path.parts
    }


def test_only_the_unit_of_work_says_whose_rows_are_seen() -> None:
    found = {name for name, text in code().items() if SETS_THE_SCOPE.search(text)}
    entering = {
        name
        for name, text in code().items()
        if ENTERS_ONE.search(text) and not name.startswith("services/chassis/")
    }

    assert found - SAYING == ALLOWED
    assert entering == set()
    assert SETS_THE_SCOPE.search("connection.execute(\"SET LOCAL app.uais = '*'\")")
