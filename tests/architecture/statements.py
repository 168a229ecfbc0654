"""Where shipped code writes SQL by hand, and where it puts a statement together."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.architecture.tree import Source

FROM_SQLALCHEMY = {"text", "literal_column", "DDL"}
OF_A_DRIVER = {"exec_driver_sql", "fetch", "fetchval", "fetchrow", "executemany"}
WORDS = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE|CREATE|ALTER|DROP|GRANT|REVOKE"
    r"|LOCK TABLE|SET LOCAL|SET SCHEMA|ANALYZE|FROM|WHERE|ORDER BY|ON CONFLICT|PASSWORD)\b(?!:)"
)
"""As this code writes them: in capitals."""


@dataclass(frozen=True)
class Statement:
    """SQL in a file: in which function, or for which name of the module."""

    file: str
    line: int
    within: str
    built: bool
    """Whether it is put together when the program runs; else it is one literal."""

    @property
    def place(self) -> str:
        return f"{self.file}::{self.within}"


def statements(source: Source) -> Iterator[Statement]:
    """What a file says in SQL, besides what SQLAlchemy says for it."""
    literals, imported = _literals(source.module), _imported(source)
    for within, node in _places(source.module):
        if isinstance(node, ast.Call) and _is_said(node, imported):
            built = not _is_literal(node.args[0], literals)
            yield Statement(source.name, node.lineno, within, built)
        elif isinstance(node, ast.expr) and _is_built_sql(node):
            yield Statement(source.name, node.lineno, within, built=True)


def _places(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Each node with the function, the class or the name it belongs to."""
    for top in module.body:
        yield from ((_named(top), node) for node in ast.walk(top))


def _named(top: ast.stmt) -> str:
    if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return top.name
    targets = top.targets if isinstance(top, ast.Assign) else [getattr(top, "target", None)]
    return next((one.id for one in targets if isinstance(one, ast.Name)), "")


def _is_said(call: ast.Call, imported: set[str]) -> bool:
    """Whether a call hands its first argument to the server as SQL."""
    if not call.args:
        return False
    said, func = call.args[0], call.func
    if isinstance(func, ast.Name):
        return func.id in imported
    if not isinstance(func, ast.Attribute):
        return False
    of_module = isinstance(func.value, ast.Name) and func.value.id in {"sa", "sqlalchemy"}
    if func.attr in FROM_SQLALCHEMY:
        return of_module
    as_text = isinstance(said, ast.JoinedStr | ast.BinOp) or (
        isinstance(said, ast.Constant) and isinstance(said.value, str)
    )
    return func.attr in OF_A_DRIVER or (func.attr == "execute" and as_text)


def _is_built_sql(node: ast.expr) -> bool:
    """Whether a text with words of SQL has something put into it."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.JoinedStr) and any(
        isinstance(one, ast.FormattedValue) for one in node.values
    ):
        parts = node.values
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        parts = [node.left, node.right]
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "format_map", "join", "replace"}
    ):
        parts = [node.func.value]
    return any(WORDS.search(text) for text in _texts(parts))


def _texts(parts: list[ast.expr]) -> Iterator[str]:
    for one in parts:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def _is_literal(said: ast.expr, literals: set[str]) -> bool:
    if isinstance(said, ast.Name):
        return said.id in literals
    return isinstance(said, ast.Constant)


def _literals(module: ast.Module) -> set[str]:
    """The names of a module that are one literal, once and for all."""
    return {
        _named(top)
        for top in module.body
        if isinstance(top, ast.Assign | ast.AnnAssign) and isinstance(top.value, ast.Constant)
    }


def _imported(source: Source) -> set[str]:
    """What a file calls SQLAlchemy's functions that take SQL."""
    return {
        alias.asname or alias.name
        for node in source.nodes(ast.ImportFrom)
        if (node.module or "").partition(".")[0] == "sqlalchemy"
        for alias in node.names
        if alias.name in FROM_SQLALCHEMY
    }
