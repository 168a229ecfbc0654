"""The rules, one module per subject. Importing a module declares its rules in `tree.RULES`."""

from tests.architecture.rules import (
    documents,
    features,
    health,
    honesty,
    imports,
    layout,
    licences,
    migrations,
    naming,
    pages,
    size,
    sql,
    testing,
)

__all__ = [
    "documents",
    "features",
    "health",
    "honesty",
    "imports",
    "layout",
    "licences",
    "migrations",
    "naming",
    "pages",
    "size",
    "sql",
    "testing",
]
