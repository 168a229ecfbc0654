"""The regular expressions of the code, and texts made against each.

A text is made from the expression itself: what leads to a repetition, the repetition pumped up to the
longest text a field may hold, then a character that makes it fail.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.chassis.web.views.forms import TEXT_MAX

# The parser of the standard library, which has had a private name since 3.11.
op: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")
ROOT = Path(__file__).parents[2]
METHODS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
SEARCHING = METHODS - {"match", "fullmatch"}
ENDINGS = ("", "\x00", "a")
PLAIN = (" ", "a", "0", "-", "a ", "a.", "(")
_MAY_HOLD_ONE = re.compile(rf"\bre\s*\.\s*(?:{'|'.join(sorted(METHODS))}|compile)\b|\bpattern\s*=")
"""Reading a file is quick, parsing it is not, and every process of the tests looks for them all."""


@dataclass(frozen=True)
class Expression:
    """An expression of the code, and whether it is looked for anywhere in a text."""

    where: str
    pattern: str
    flags: int
    searched: bool

    def __str__(self) -> str:
        return f"{self.where} {self.pattern}"


def example(tokens: Iterable[Any]) -> str:
    """A short text a piece of an expression matches, near enough: classes give one of theirs."""
    return "".join(_piece(kind, value) for kind, value in tokens)


def _piece(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if kind is op.ANY:
        return "a"
    if kind is op.IN:
        return _of_class(value)
    if kind is op.BRANCH:
        return example(value[1][0])
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return example(value[2]) * max(int(value[0]), 1)
    return example(value[3] if kind is op.SUBPATTERN else ())


def _of_class(members: Sequence[Any]) -> str:
    if members[0][0] is op.NEGATE:
        refused = re.compile(f"[{''.join(_spelt(*one) for one in members[1:])}]")
        return next(c for c in "a0 -_.@é\x00" if not refused.match(c))
    kind, value = members[0]
    if kind is op.RANGE:
        return chr(value[0])
    if kind is op.CATEGORY:
        return "0" if value is op.CATEGORY_DIGIT else " " if value is op.CATEGORY_SPACE else "a"
    return chr(value)


def _spelt(kind: Any, value: Any) -> str:
    if kind is op.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if kind is op.CATEGORY:
        names = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"}
        return names.get(value, r"\W")
    return re.escape(chr(value))


def pumped(tokens: Sequence[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each repetition of an expression, and what is repeated there."""
    for kind, value in tokens:
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[1] > 1:
            yield before, example(value[2])
            yield from pumped(value[2], before)
        elif kind is op.SUBPATTERN:
            yield from pumped(value[3], before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from pumped(branch, before)
        before += _piece(kind, value)


def texts_against(pattern: str, flags: int) -> Iterator[str]:
    """As long as a field may be, and made to fail late."""
    found = {("", one) for one in PLAIN} | set(pumped(list(parser.parse(pattern, flags))))
    for before, repeated in sorted(found):
        if repeated:
            body = before + repeated * (TEXT_MAX // len(repeated))
            yield from (body[: TEXT_MAX - 1] + ending for ending in ENDINGS)


def use(expression: Expression, text: str) -> None:
    """What the code does with it."""
    compiled = re.compile(expression.pattern, expression.flags)
    if expression.searched:
        for _found in compiled.finditer(text):
            pass
    else:
        compiled.fullmatch(text)
        compiled.match(text)


def expressions() -> Iterator[Expression]:
    """Every expression of contracts, services and deploy; f-strings and joins included."""
    for folder in ("contracts", "services", "deploy"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield from _expressions_of(path)


def _expressions_of(path: Path) -> Iterator[Expression]:
    text = path.read_text(encoding="utf-8")
    if not _MAY_HOLD_ONE.search(text):
        return
    where = path.relative_to(ROOT).as_posix()
    tree = ast.parse(text)
    constants = _constants_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_of_re(node.func):
            yield _called(node, where, text, constants)
        elif isinstance(node, ast.Assign) and _is_of_a_text(node):
            yield Expression(where, str(ast.literal_eval(node.value)), 0, searched=False)


def _is_of_a_text(node: ast.Assign) -> bool:
    """Whether it is the form of a validated text: `contracts/text_value.py` matches it whole."""
    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names == {"pattern"} and isinstance(node.value, ast.Constant)


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in {*METHODS, "compile"}
    )


def _called(node: ast.Call, where: str, text: str, constants: Mapping[str, Any]) -> Expression:
    assert isinstance(node.func, ast.Attribute)
    given = node.args[0]
    pattern = eval(ast.unparse(given), {**constants, "kind": type("", (), {"pattern": ""})})
    if isinstance(pattern, bytes):  # a byte a character
        pattern = pattern.decode("latin-1")
    flags = re.RegexFlag(0)
    for one in (*node.args[1:], *(keyword.value for keyword in node.keywords)):
        for name in re.findall(r"\bre\.([A-Z]+)\b", ast.unparse(one)):
            flags |= re.RegexFlag[name]
    searched = node.func.attr in SEARCHING or (
        node.func.attr == "compile" and _is_searched(node, text)
    )
    return Expression(f"{where}:{node.lineno}", pattern, int(flags), searched)


def _constants_of(tree: ast.Module) -> dict[str, Any]:
    """Module-level texts an expression may be joined from."""
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def _is_searched(compiled: ast.Call, text: str) -> bool:
    """Whether the name it is given is used to search; a name nobody uses here may be."""
    line = text.splitlines()[compiled.lineno - 1]
    name = line.partition("=")[0].strip()
    used = set(re.findall(rf"\b{re.escape(name)}\.(\w+)", text)) if name.isidentifier() else set()
    return not used or bool(used & SEARCHING)


ALL = sorted(set(expressions()), key=str)
