"""The same files at the same places, and one word in seven places."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import UNREAD, Breaches, Source, Tree, rule

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "DECISIONS",
    "LICENSE",
    "Makefile",
    "README.md",
    "contracts",
    "deploy",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
    "services",
    "tests",
}
TEST_SUBJECTS = {
    "__init__.py",
    "architecture",
    "bench",
    "browser",
    "chassis",
    "conftest.py",
    "contracts",
    "deploy",
    "faults",
    "journeys",
    "security",
    "support",
}
# Made by tools, and named by .gitignore.
MADE_HERE = {"dist", "var"}

SERVICE_MUST = {
    "__init__.py",
    "README.md",
    "service.py",
    "menu.py",
    "permissions.py",
    "register.py",
    "retention.py",
    "migrations",
}
# The wiring of a service; all else is in the folder of a feature: see `features`.
SERVICE_MAY = SERVICE_MUST | {
    "answers",  # the parts of it, by feature
    "answers.py",
    "api.py",
    "api_described.py",  # what the documentation of the API says, with examples
    "routers.py",  # the routers in their order
    "subscribers.py",
}
# A file that one service needs and no other, with its reason.
SERVICE_OWN = {
    "partnerships": {"registrations.py"},  # what features register with those below them
    "supervision": {"rebuild.py"},  # fold from zero into fresh tables, then swap
}
SAID_OF_A_SERVICE = ("owns", "publishes", "listens")
A_SERVICE = {
    "services/x/__init__.py": '"""Things. Owns a. Publishes b. Listens to c."""\n',
    "services/x/service.py": 'SERVICE = Service(name="x", prefixes=("/api/x",))\n',
    "services/x/menu.py": 'NAMED = Named("x", "Things")\n',
    "services/x/permissions.py": "",
    "services/x/register.py": "",
    "services/x/retention.py": 'retention = Retention("x")\n',
    "services/x/migrations/versions/0001_spine.py": "",
    "services/x/README.md": "# x\n",
    "tests/x/test_page.py": "",
}
REGISTERED = {"Answers", "Reactions", "Retention"}
BACKTICKED = re.compile(r"`((?:contracts|services|deploy|tests|\.ci)/[\w./-]*)`")


def without(name: str) -> dict[str, str]:
    return {path: content for path, content in A_SERVICE.items() if path != name}


@rule({"notes.txt": ""}, {"scripts/x.py": ""}, {"README.md": ""})
def nothing_else_is_at_the_top(tree: Tree) -> Breaches:
    found = {path.name for path in tree.root.iterdir()} - UNREAD - MADE_HERE
    for name in sorted(found ^ TOP_LEVEL):
        yield f"{name} is {'not expected' if name in found else 'missing'} at the top"


@rule(
    A_SERVICE | {"services/x/helpers.py": ""},
    without("services/x/permissions.py"),
    without("services/x/README.md"),
    without("services/x/menu.py"),
    without("services/x/retention.py"),
    allowed=(A_SERVICE,),
)
def a_service_has_its_files_and_no_others(tree: Tree) -> Breaches:
    for folder in tree.services():
        found = {path.name for path in folder.iterdir()} - UNREAD
        folders = {path.name for path in folder.iterdir() if path.is_dir()}
        for name in sorted(found - folders - SERVICE_MAY - SERVICE_OWN.get(folder.name, set())):
            yield f"services/{folder.name}/{name} has no place in a service"
        for name in sorted(SERVICE_MUST - found):
            yield f"services/{folder.name}/{name} is missing"


@rule(A_SERVICE | {"services/x/__init__.py": '"""Things. Owns a."""\n'}, allowed=(A_SERVICE,))
def a_service_says_what_it_owns_publishes_and_listens_to(tree: Tree) -> Breaches:
    for folder in tree.services():
        source = Source(tree.root, folder / "__init__.py")
        said = (ast.get_docstring(source.module) or "").lower() if source.path.exists() else ""
        for word in SAID_OF_A_SERVICE:
            if word not in said:
                yield f"{source.name} does not say what it {word}"


@rule(
    A_SERVICE | {"services/x/service.py": 'SERVICE = Service(name="y", prefixes=("/api/x",))\n'},
    A_SERVICE | {"services/x/service.py": 'SERVICE = Service(name="x", prefixes=("/api/y",))\n'},
    A_SERVICE | {"services/x/subscribers.py": 'reactions = Reactions("y")\n'},
    A_SERVICE | {"services/x/answers.py": 'answers = Answers("y")\n'},
    A_SERVICE | {"services/x/retention.py": 'retention = Retention("y")\n'},
    A_SERVICE | {"contracts/y/things.py": "class ThingDoneV1(Event): ...\n"},
    without("tests/x/test_page.py"),
    allowed=(
        A_SERVICE,
        A_SERVICE | {"contracts/x/things.py": "class ThingDoneV1(Event): ...\n"},
        A_SERVICE | {"services/x/subscribers.py": 'reactions = Reactions("x")\n'},
    ),
)
def one_word_names_a_service_everywhere(tree: Tree) -> Breaches:
    """Folder, `SERVICE` (database, roles, log field), API path, durables, tests, contracts.

    The subject token and the durable prefix are made from the contracts module and from `SERVICE`.
    """
    for folder in tree.services():
        yield from word_in_service(tree.root, folder)
        if not (tree.root / "tests" / folder.name).is_dir():
            yield f"tests/{folder.name} is missing"
    words = {folder.name for folder in tree.services()}
    for source in tree.python("contracts"):
        publishes = any("Event" in bases(node) for node in source.nodes(ast.ClassDef))
        if publishes and source.parts[1] not in words:
            yield f"{source.name} declares events of no service"


def word_in_service(root: Path, folder: Path) -> Breaches:
    """The word in `SERVICE` and in what is registered under a name."""
    word, source = folder.name, Source(root, folder / "service.py")
    names, prefixes = set(), set()
    for call in source.nodes(ast.Call) if source.path.exists() else ():
        if ast.unparse(call.func) == "Service":
            given = {keyword.arg: keyword.value for keyword in call.keywords}
            names |= strings(given.get("name"))
            prefixes |= strings(given.get("prefixes"))
    if names != {word}:
        yield f"{source.name} does not name its service {word!r}"
    if f"/api/{word}" not in prefixes:
        yield f"{source.name} does not serve /api/{word}"
    for path in sorted(folder.rglob("*.py")):
        other = Source(root, path)
        for call in other.nodes(ast.Call):
            registered = ast.unparse(call.func) in REGISTERED and call.args
            if registered and strings(call.args[0]) - {word}:
                yield f"{other.name}:{call.lineno}: registered under another word than {word!r}"


@rule(
    {"tests/misc/test_x.py": ""},
    allowed=({"tests/faults/test_x.py": "", "tests/x/test_y.py": "", "services/x/api.py": ""},),
)
def tests_are_filed_by_subject(tree: Tree) -> Breaches:
    subjects = TEST_SUBJECTS | {folder.name for folder in tree.services()}
    for name in sorted({source.parts[1] for source in tree.python("tests")} - subjects):
        yield f"tests/{name} is neither a service nor a known subject"


@rule(
    {"README.md": "See `services/nowhere.py`.\n"},
    allowed=({"README.md": "See `contracts/x.py`.\n", "contracts/x.py": ""},),
)
def documents_name_what_exists(tree: Tree) -> Breaches:
    for source in tree.sources:
        if source.path.suffix == ".md":
            for path in BACKTICKED.findall(source.text):
                if not (tree.root / path).exists():
                    yield f"{source.name} names {path}, which does not exist"


def strings(node: ast.AST | None) -> set[str]:
    """The strings written in an expression."""
    if node is None:
        return set()
    constants = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base) for base in node.bases}
