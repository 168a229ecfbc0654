"""`make house [ROOT=…]`: how wide the house is. Prints one table for a checkout; judges nothing.

A stay is a function of ours that a slice passes through, as far as names can be followed without running
anything; a room is a file it stays in; a climb is a call from a layer to one above it.
"""

import ast
import os
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.architecture.tree import REPOSITORY, UNREAD

ROOMS = ("contracts", "services", "deploy")
SLICES = (
    "confirm_placement",
    "log_interaction",
    "register_company",
    "issue_agreements",
    "plan_mailing",
)
WORDS = ("task", "mailing", "agreement", "merge", "period")
# From above; the words of the layers before features and of those since.
ABOVE = (
    {"pages", "api", "subscribers", "reactions", "answers", "jobs", "retention", "labels"},
    {"use_cases", "commands", "queries", "forms"},
    {"storage", "store", "tables"},
    {"domain", "model"},
)
LOADED = "import {module}; import sys; print(len(sys.modules))"


@dataclass
class Walk:
    """The way of one slice through the code."""

    stays: set[tuple[str, str]] = field(default_factory=set)
    climbs: set[tuple[str, str]] = field(default_factory=set)

    @property
    def rooms(self) -> int:
        return len({room for room, _ in self.stays})


class House:
    """The Python files of a checkout, and what they name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = {
            path.relative_to(root).as_posix(): path
            for room in ROOMS
            for path in sorted((root / room).rglob("*.py"))
            if not UNREAD & set(path.parts) and "migrations" not in path.parts
        }

    @cache  # noqa: B019 – one house a process
    def module(self, name: str) -> ast.Module:
        return ast.parse(self.files[name].read_text(encoding="utf-8"))

    @cache  # noqa: B019 – one house a process
    def defined(self, name: str) -> dict[str, ast.AST]:
        """Functions, and methods as `Class.method`, that a file defines."""
        found: dict[str, ast.AST] = {}
        for node in self.module(name).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.name] = node
            elif isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                        found[f"{node.name}.{inner.name}"] = inner
        return found

    @cache  # noqa: B019 – one house a process
    def imported(self, name: str) -> dict[str, tuple[str, str]]:
        """What a file calls by an imported name: the file it is in, and its name there ('' a module)."""
        found = {}
        for node in ast.walk(self.module(name)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    for target, inner in (
                        (f"{node.module}.{alias.name}", ""),
                        (node.module, alias.name),
                    ):
                        path = self.file_of(target)
                        if path:
                            found[alias.asname or alias.name] = (path, inner)
                            break
        return found

    def file_of(self, module: str) -> str | None:
        path = module.replace(".", "/")
        return next(
            (one for one in (f"{path}.py", f"{path}/__init__.py") if one in self.files), None
        )

    def calls(self, name: str, function: ast.AST) -> Iterator[tuple[str, str]]:
        """The functions of ours that a function calls, where they can be told from names alone."""
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            yield from self.called(name, call.func)

    def called(self, name: str, target: ast.expr) -> Iterator[tuple[str, str]]:
        imported = self.imported(name)
        if isinstance(target, ast.Name):
            path, inner = imported.get(target.id, (name, target.id))
            yield from self.known(path, inner)
        elif isinstance(target, ast.Attribute):
            if isinstance(target.value, ast.Name) and target.value.id in imported:
                path, inner = imported[target.value.id]
                yield from self.known(path, f"{inner}.{target.attr}" if inner else target.attr)
            elif isinstance(target.value, ast.Call) and isinstance(target.value.func, ast.Name):
                path, inner = imported.get(target.value.func.id, (name, target.value.func.id))
                yield from self.known(path, f"{inner}.{target.attr}")

    def known(self, path: str, function: str) -> Iterator[tuple[str, str]]:
        if function in self.defined(path):
            yield path, function

    def walk(self, command: str) -> Walk:
        """Follow a command through the files of services; the chassis is where every slice ends."""
        way = Walk()
        homes = ("/commands.py", f"/{command}.py")
        start = [
            (path, command)
            for path in self.files
            if path.endswith(homes) and command in self.defined(path)
        ]
        while start:
            stay = start.pop()
            if stay in way.stays or stay[0].startswith(("services/chassis", "contracts")):
                continue
            way.stays.add(stay)
            for there in self.calls(stay[0], self.defined(stay[0]).get(stay[1], ast.Pass())):
                if layer(there[0]) < layer(stay[0]):
                    way.climbs.add((stay[0], there[0]))
                start.append(there)
        return way


def layer(path: str) -> int:
    words = {part.removesuffix(".py") for part in Path(path).parts[2:]}
    return next((place for place, names in enumerate(ABOVE) if names & words), len(ABOVE))


def folders(root: Path) -> Counter[str]:
    held: Counter[str] = Counter()
    for room in ROOMS:
        for path in (root / room).rglob("*"):
            parts = set(path.parts)
            if path.is_file() and not parts & (UNREAD | {"versions", "static"}):
                held[path.parent.relative_to(root).as_posix()] += 1
    return held


def loads(root: Path, module: str) -> tuple[int, float]:
    """How many modules a process has loaded once it has imported one, and its processor seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(module=module)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(done.stdout), seconds


def rows(root: Path) -> Iterator[tuple[str, str]]:
    house = House(root)
    held = folders(root)
    yield (
        "files in the largest folders",
        ", ".join(f"{n} `{where}`" for where, n in held.most_common(3)),
    )
    for word in WORDS:
        where = {
            "/".join(Path(path).parts[1:3])
            for path in house.files
            if path.startswith("services/") and re.search(rf"\b{word}s?\b", path.replace("_", " "))
        }
        yield f"folders with files about “{word}”", str(len(where))
    for command in SLICES:
        way = house.walk(command)
        yield f"`{command}`", f"{len(way.stays)} stays, {way.rooms} rooms, {len(way.climbs)} climbs"
    yield "chassis: files lying flat", str(held["services/chassis"])
    stems = [Path(path).stem for path in house.files]
    yield "modules in -ing", str(sum(stem.endswith("ing") for stem in stems))
    yield "classes of one name", same_names(house)
    lines = [
        len(path.read_text(encoding="utf-8").splitlines())
        for path in house.files.values()
        if path.name != "__init__.py"
    ]
    yield (
        "files under 25 lines; of 280 to 300",
        f"{sum(n < 25 for n in lines)}; {sum(n >= 280 for n in lines)}",
    )
    for module in ("deploy.cli", "deploy.services"):
        modules, seconds = loads(root, module)
        yield f"`import {module}`", f"{modules} modules, {seconds:.1f} s of processor"
    readme = (root / "README.md").read_text(encoding="utf-8")
    yield "README", f"{len(readme.split())} words, {len(readme.splitlines())} lines"


def same_names(house: House) -> str:
    names = Counter(
        node.name
        for path in house.files
        for node in ast.walk(house.module(path))
        if isinstance(node, ast.ClassDef)
    )
    return ", ".join(f"{n} `{name}`" for name, n in names.most_common(5))


def main(arguments: Sequence[str]) -> None:
    root = Path(arguments[0]).resolve() if arguments else REPOSITORY
    table = "".join(f"| {what} | {figure} |\n" for what, figure in rows(root))
    sys.stdout.write(f"| Measured | |\n|---|---|\n{table}")


if __name__ == "__main__":
    main(sys.argv[1:])
