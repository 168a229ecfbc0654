"""A source tree, and the rules that read it.

A rule is a function from a `Tree` to the breaches it finds, one sentence each. It is declared with at
least one planted breach, a small tree in which it must find something: so each rule is seen to fail
every time the suite runs, and `make check` asks the same function about the repository.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
REPOSITORY = Path(__file__).parents[2]
CODE = ("contracts", "services", "deploy", "tests")
# Made by tools or fetched from others: no rule of ours reads them.
UNREAD = {
    "__pycache__",
    "node_modules",
    "var",
    "vendor",
    "schemas",
    ".git",
    ".venv",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
}
TEXT = {
    ".py",
    ".html",
    ".mako",
    ".mjml",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".yaml",
    ".yml",
    ".json",
    ".lock",
    ".txt",
    "",
}


@dataclass(frozen=True)
class Source:
    """One file of a tree."""

    root: Path
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(self.root).as_posix()

    @property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(self.root).parts

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def module(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @cached_property
    def all_nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.module))

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        for node in self.all_nodes:
            if isinstance(node, kind):
                yield node

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        yield from self.nodes(ast.FunctionDef)
        yield from self.nodes(ast.AsyncFunctionDef)


class Tree:
    """The files of a checkout that its authors wrote."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return tuple(Source(self.root, path) for path in sorted(walk(self.root)))

    def python(self, *folders: str) -> Iterator[Source]:
        """The Python files under the folders given, or under all of the code."""
        for source in self.sources:
            if source.path.suffix == ".py" and source.parts[0] in (folders or CODE):
                yield source

    def shipped(self) -> Iterator[Source]:
        """The Python files that are neither tests nor migrations."""
        for source in self.python("contracts", "services", "deploy"):
            if "migrations" not in source.parts:
                yield source

    def templates(self) -> Iterator[Source]:
        for source in self.sources:
            if source.path.suffix == ".html" and "templates" in source.parts:
                yield source

    def sheets(self) -> Iterator[Source]:
        """The style sheets."""
        for source in self.sources:
            if source.path.suffix == ".css":
                yield source

    def letters(self) -> Iterator[Source]:
        """The templates of mails."""
        for source in self.sources:
            if source.path.suffix in {".mjml", ".txt"} and "templates" in source.parts:
                yield source

    def services(self) -> Iterator[Path]:
        """The folder of each business service."""
        folder = self.root / "services"
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_dir() and path.name not in UNREAD and path.name != "chassis":
                yield path


def walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in UNREAD or path.is_symlink():
            continue
        if path.is_dir():
            yield from walk(path)
        elif path.suffix in TEXT:
            yield path


Breaches = Iterator[str]
Check = Callable[[Tree], Breaches]


@dataclass(frozen=True)
class Rule:
    """A check and the trees, as path → content, in which it must find a breach or must find none."""

    check: Check
    planted: tuple[Mapping[str, str], ...]
    allowed: tuple[Mapping[str, str], ...]

    @property
    def title(self) -> str:
        return self.check.__name__


RULES: list[Rule] = []


def rule(
    *planted: Mapping[str, str], allowed: tuple[Mapping[str, str], ...] = ()
) -> Callable[[Check], Check]:
    """Declare a rule with the breaches it must find."""

    def declare(check: Check) -> Check:
        RULES.append(Rule(check, planted, allowed))
        return check

    return declare


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def matches(source: Source, pattern: re.Pattern[str], message: str) -> Breaches:
    """A breach for each place where the pattern is found."""
    for found in pattern.finditer(source.text):
        yield f"{source.name}:{line_of(source.text, found.start())}: {message}: {found[0].strip()!r}"
