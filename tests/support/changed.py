"""`make test ARGS=--changed`: the test files that what was changed may affect; `make quick`: those of what was touched.

Changed is what differs from a commit (`--changed=COMMIT`), else from the tag `landed` where there is
one, else from where this branch left `main`.

Who imports a changed module, however indirectly, is affected; so are the tests of each feature such a
module stands in, and the pages, journeys and matrices that meet it without importing it. What gathers
every service (`deploy/services.py`, the modules of a service beside its features) is not followed: all
would be affected by anything. In doubt more is run, and what this does not know runs everything:
`.ci/run` always does.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

ROOTS = ("contracts", "services", "deploy", "tests")
EVERYTHING = frozenset({"tests"})
ALWAYS = frozenset({"tests/architecture", "tests/contracts"})
"""The rules of the code and the forms of events: quick, and of every file."""
BASICS = ALWAYS | {"tests/chassis"}
"""What `make quick` runs of every change."""
SEEN = frozenset({"tests/browser", "tests/security"})
"""What looks at every page and asks every address, without importing what draws and answers them."""
MET = frozenset({"tests/journeys", "tests/faults", "tests/security", "tests/deploy"})
"""What goes through all services."""
DRAWS = frozenset({"pages", "templates", "static", "forms", "api", "labels"})
KEEPS = frozenset({"reactions", "jobs", "retention", "register", "tables"})
"""What of a feature events, repairs and erasures go through."""
COMMON = ("services/chassis/", "deploy/embedded/", "tests/conftest.py")
"""What every test stands on."""
GATHERING = re.compile(r"deploy/services\.py|services/(?!chassis/)\w+/\w+\.py")
TOLD = re.compile(r"(?:DECISIONS/.*|.*\.md|LICENSE)")
"""What people read: `tests/architecture` looks whether it is true."""
_IMPORTS = re.compile(
    r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]+)|import[ \t]+([\w., \t]+))",
    re.MULTILINE,
)


BASES = ("landed", "main")
"""What a change is compared with where nobody says it: the first of them that there is."""


class UnknownCommit(Exception):
    """What is compared with is no commit, or has nothing in common with this one."""


@dataclass(frozen=True)
class Choice:
    """The files and folders of tests that are run, each with the changed files it is run for."""

    since: str
    changed: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]]

    def takes(self, path: str) -> bool:
        """Whether a file of tests is among them."""
        return is_in(path, self.reasons.keys())

    def told(self) -> list[str]:
        """A line for each folder or file of tests that no other holds, with why it is run."""
        lines = [f"{_counted(self.changed)} since {self.since}"]
        for path, reasons in sorted(self.reasons.items()):
            others = self.reasons.keys() - {path}
            if is_in(
                path, others if path.endswith(".py") else {one for one in others if one[-1] != "*"}
            ):
                continue
            first, *more = reasons or ("always run",)
            lines.append(f"  {path}: {first}{f' and {len(more)} more' if more else ''}")
        return lines


def _counted(changed: tuple[str, ...]) -> str:
    return f"{len(changed)} file{'' if len(changed) == 1 else 's'} changed"


def choose(root: Path, since: str = "", *, quick: bool = False) -> Choice:
    """What is run of a change: all it may affect, or (`quick`) what stands beside it alone.

    Raises UnknownCommit.
    """
    label, _ = base_of(root, since)
    changed = changed_files(root, since)
    importers = {} if quick else importers_of(root)
    by: Callable[[str], frozenset[str]] = _beside if quick else lambda path: _by(path, importers)
    reasons: dict[str, tuple[str, ...]] = dict.fromkeys(BASICS if quick else ALWAYS, ())
    for path in changed:
        for one in by(path):
            reasons[one] = (*reasons.get(one, ()), path)
    return Choice(label, tuple(changed), reasons)


def base_of(root: Path, since: str = "") -> tuple[str, str]:
    """The name of what a change is compared with, and the commit. Raises UnknownCommit."""
    for name in (since,) if since else BASES:
        if found := _git(root, "merge-base", name, "HEAD"):
            return f"{name} ({found[0][:8]})", found[0]
    if since:
        raise UnknownCommit(f"{since} is no commit this one stands on")
    return "the last commit", "HEAD"


def changed_files(root: Path, since: str = "") -> list[str]:
    """Files that differ from the base, committed or not. Raises UnknownCommit."""
    _, base = base_of(root, since)
    differing = _git(root, "diff", "--name-only", "--no-renames", base)
    return sorted({*differing, *_git(root, "ls-files", "--others", "--exclude-standard")})


def _git(root: Path, *arguments: str) -> list[str]:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


def affected(root: Path, changed: Iterable[str]) -> frozenset[str]:
    """The files and folders of tests to run."""
    return affected_by(changed, importers_of(root))


def affected_by(changed: Iterable[str], importers: Mapping[str, set[str]]) -> frozenset[str]:
    """The same, where it is known who imports what."""
    return frozenset().union(ALWAYS, *(_by(path, importers) for path in changed))


def is_in(path: str, chosen: AbstractSet[str]) -> bool:
    """Whether a file of tests is among those; `folder/*` is what stands in it itself."""
    beside = f"{path.rpartition('/')[0]}/*"
    return path in chosen or beside in chosen or any(path.startswith(f"{one}/") for one in chosen)


def importers_of(root: Path) -> Mapping[str, set[str]]:
    """The files that import each file."""
    files = {
        path.relative_to(root).as_posix()
        for folder in ROOTS
        for path in (root / folder).rglob("*.py")
    }
    found: dict[str, set[str]] = defaultdict(set)
    for path in files:
        for module in _imported(path, (root / path).read_text(encoding="utf-8")):
            for one in (f"{module}.py", f"{module}/__init__.py"):
                if one in files and one != path:
                    found[one].add(path)
    return found


def _imported(path: str, text: str) -> Iterable[str]:
    """What a file may import, as paths without their ending: a name may be that of a module."""
    for origin, names, plain in _IMPORTS.findall(text):
        if plain:
            yield from (one.split()[0].replace(".", "/") for one in plain.split(",") if one.split())
            continue
        package = _absolute(path, origin)
        yield package
        for name in re.sub(r"#[^\n]*|[()]", " ", names).split(","):
            if name.split():
                yield f"{package}/{name.split()[0]}"


def _absolute(path: str, origin: str) -> str:
    name = origin.lstrip(".")
    if name == origin:
        return origin.replace(".", "/")
    folder = path.split("/")[: -(len(origin) - len(name))]
    return "/".join([*folder, *filter(None, name.split("."))])


def _by(path: str, importers: Mapping[str, set[str]]) -> frozenset[str]:
    """What one changed file affects."""
    if TOLD.fullmatch(path):
        return ALWAYS
    if not path.startswith(tuple(f"{root}/" for root in ROOTS)):
        return EVERYTHING
    if path.startswith(COMMON):
        return EVERYTHING
    reached = {one for one in _reached(path, importers) if not GATHERING.fullmatch(one)}
    return frozenset().union(*(_tests_of(one) for one in {path, *reached}))


def _beside(path: str) -> frozenset[str]:
    """What of the tests of a change is quick: those of the feature, of the module, themselves."""
    parts = path.split("/")
    match parts:
        case ["tests", "support" | "bench" | "browser", *_] if not parts[-1].startswith("test_"):
            return frozenset()
        case ["tests", *_]:
            return _tests_of(path)
        case ["services", "chassis", *_]:
            return BASICS
        case ["services", service, _] | ["services", service, "migrations" | "static", *_]:
            return frozenset({f"tests/{service}/*"})
        case ["services", service, feature, *_]:
            return frozenset({f"tests/{service}/{feature}"})
        case ["deploy", _]:
            return frozenset({"tests/deploy/test_services.py"})
    return frozenset()


def _reached(path: str, importers: Mapping[str, set[str]]) -> set[str]:
    """Who imports it, and who imports them."""
    reached: set[str] = set()
    left = [path]
    while left:
        for one in importers.get(left.pop(), ()):
            if one not in reached:
                reached.add(one)
                if not GATHERING.fullmatch(one):
                    left.append(one)
    return reached


def _tests_of(path: str) -> frozenset[str]:
    """The tests that meet a file without importing it."""
    parts = path.split("/")
    match parts:
        case ["tests", *_, "conftest.py"]:
            return frozenset({"/".join(parts[:-1])})
        case ["tests", *folders, name] if not name.endswith(".py"):
            return frozenset({"/".join(["tests", *folders[:1]])})
        case ["tests", *_, name]:
            return frozenset({path} if name.startswith("test_") else ())
        case ["contracts", *_]:
            return ALWAYS
        case ["deploy", *_]:
            return frozenset({"tests/deploy"})
        case ["services", service, _]:
            return frozenset({f"tests/{service}"}) | MET | SEEN
        case ["services", service, "migrations", *_]:
            return frozenset({f"tests/{service}"}) | MET
        case ["services", service, "static" | "templates", *_]:
            return frozenset({f"tests/{service}", "tests/journeys"}) | SEEN
        case ["services", service, feature, kind, *_]:
            own = frozenset({f"tests/{service}/{feature}", f"tests/{service}/*", "tests/journeys"})
            what = kind.removesuffix(".py")
            return own | (SEEN if what in DRAWS else MET if what in KEEPS else frozenset())
    return EVERYTHING
