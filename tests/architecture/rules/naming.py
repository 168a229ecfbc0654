"""Names say what a thing is; the chassis has no word of the business."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import Breaches, Source, Tree, line_of, rule

VERB_NOUN = re.compile(r"[a-z]+(_[a-z0-9]+)+")
KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")
MIGRATION = re.compile(r"\d{4}_[a-z0-9_]+")
# With the names of the services. Not `supervisor`: a role, as in a session's answer.
BUSINESS = {
    "apprenticeship",
    "bdde",
    "companies",
    "company",
    "eleve",
    "entreprise",
    "entreprises",
    "formation",
    "formations",
    "hosting",
    "internship",
    "mef",
    "partnership",
    "pfmp",
    "placement",
    "placements",
    "pupil",
    "pupils",
    "siren",
    "siret",
    "tutor",
}
# Every service asks it who the user is.
KNOWN_TO_ALL = {"portal"}
READ = {".py", ".html", ".css", ".js", ".mako"}
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@rule(
    {"services/x/things/commands/confirm.py": "async def confirm(uow): ...\n"},
    {"services/x/things/commands/confirm_placement.py": "async def confirm(uow): ...\n"},
    {
        "services/x/things/commands/confirm_placement.py": "async def confirm_placement(uow, on): ...\n"
    },
    {
        "services/x/things/commands/confirm_placement.py": "async def confirm_placement(work, *, on): ...\n"
    },
    {
        "services/x/things/commands/confirm_placement.py": (
            "async def confirm_placement(uow, *, now, on): ...\n"
        )
    },
    {
        "services/x/things/commands/confirm_placement.py": (
            "async def confirm_placement(uow, *, on): ...\nasync def withdraw(uow): ...\n"
        )
    },
    allowed=(
        {
            "services/x/things/commands/confirm_placement.py": (
                "async def confirm_placement(uow, *, on, now): ...\ndef _told(x): ...\n"
            ),
            "services/x/things/commands/__init__.py": "",
        },
    ),
)
def a_command_is_the_function_its_file_names(tree: Tree) -> Breaches:
    """In `commands/`; short commands share one `commands.py`."""
    for source in tree.python("services"):
        of_feature = source.parts[3:4] == ("commands",) and source.parts[1] != "chassis"
        if of_feature and source.path.name != "__init__.py":
            yield from command(source)


def command(source: Source) -> Breaches:
    """What is wrong with the file of one command."""
    name = source.path.stem
    public = {
        node.name: node
        for node in source.module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
    }
    if not VERB_NOUN.fullmatch(name):
        yield f"{source.name} is not named verb_noun"
    if set(public) != {name}:
        yield f"{source.name} has the public functions {sorted(public)}, not {name} alone"
        return
    yield from arguments_of(source, public[name])


def arguments_of(source: Source, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Breaches:
    """What is wrong with what a command is given."""
    arguments, where = function.args, f"{source.name}:{function.lineno}"
    if [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)] != ["uow"]:
        yield f"{where}: only `uow` may be positional"
    keywords = [argument.arg for argument in arguments.kwonlyargs]
    if "now" in keywords[:-1]:
        yield f"{where}: `now` comes last"


@rule(
    {"services/x/things/commands.py": "async def do_it(uow, on): ...\n"},
    {"services/x/things/commands.py": "async def do_it(*, on): ...\n"},
    {"services/x/things/commands.py": "async def do_it(uow, *, now, on): ...\n"},
    allowed=(
        {
            "services/x/things/commands.py": (
                "async def do_it(uow, *, on, now): ...\nasync def undo_it(uow): ...\n"
                "async def _shared(one, other): ...\ndef told_of(it): ...\n"
            ),
            "services/chassis/things/commands.py": "async def kept(uow, command_id): ...\n",
        },
    ),
)
def a_short_command_is_given_what_a_long_one_is(tree: Tree) -> Breaches:
    for source in tree.python("services"):
        if source.parts[3:4] == ("commands.py",) and source.parts[1] != "chassis":
            for node in source.module.body:
                if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
                    yield from arguments_of(source, node)


@rule(
    {"services/chassis/unit_of_work/unit_of_work.py": "def confirm_placement(): ...\n"},
    {"services/chassis/unit_of_work/unit_of_work.py": "class CompanyRow: ...\n"},
    {"services/chassis/web/templates/base.html": "<p>Les entreprises</p>\n"},
    {"services/chassis/placements.py": ""},
    {"services/visits/service.py": "", "services/chassis/base/errors.py": "VISITS = 1\n"},
    allowed=(
        {
            "services/chassis/base/settings.py": "database_host = portal_url = ''\nROLE = 'supervisor'\n"
        },
    ),
)
def the_chassis_has_no_word_of_the_business(tree: Tree) -> Breaches:
    words = BUSINESS | {folder.name for folder in tree.services()} - KNOWN_TO_ALL
    for source in tree.sources:
        if source.parts[:2] == ("services", "chassis") and source.path.suffix in READ:
            if any(word.lower() in words for word in WORD.findall(source.path.stem)):
                yield f"{source.name} is named by a word of the business"
            for found in WORD.finditer(source.text):
                if found[0].lower() in words:
                    line = line_of(source.text, found.start())
                    yield f"{source.name}:{line}: {found[0]!r} is a word of the business"


@rule(
    {"services/x/things/model/thing.py": "class A(PasserelleError):\n    code = 'notKebab'\n"},
    {
        "services/chassis/base/errors.py": "class A(PasserelleError):\n    code: str = 'snake_case'\n"
    },
    allowed=(
        {
            "services/x/things/model/a.py": "class A(Conflict):\n    code = 'placement-not-proposed'\n"
        },
    ),
)
def an_error_has_a_kebab_case_code(tree: Tree) -> Breaches:
    for source in tree.python("services"):
        for node in source.nodes(ast.ClassDef):
            for statement in node.body:
                code = class_string(statement, "code")
                if code is not None and not KEBAB.fullmatch(code):
                    yield f"{source.name}:{statement.lineno}: {code!r} is not kebab-case"


CHAIN = re.compile(r"^(revision|down_revision)\b[^=]*= (?:\"(\w+)\"|None)$", re.MULTILINE)
_FIRST = 'revision = "0001"\ndown_revision = None\n'
_SECOND = 'revision = "0002"\ndown_revision = "0001"\n'


@rule(
    {"services/x/migrations/versions/0002_b.py": _SECOND},
    {
        "services/x/migrations/versions/0001_a.py": _FIRST,
        "services/x/migrations/versions/0002_b.py": _SECOND,
        "services/x/migrations/versions/0002_c.py": _SECOND,
    },
    {"services/x/migrations/versions/0001_a.py": 'revision = "0002"\ndown_revision = None\n'},
    allowed=(
        {
            "services/x/migrations/versions/0001_a.py": _FIRST,
            "services/x/migrations/versions/0002_b.py": _SECOND,
        },
    ),
)
def migrations_are_one_chain(tree: Tree) -> Breaches:
    """Two that follow the same one stop every installation at its next start."""
    before: dict[Path, str] = {}
    for source in sorted(tree.python("services"), key=lambda one: one.name):
        if "versions" not in source.parts or source.path.name == "__init__.py":
            continue
        said = dict(CHAIN.findall(source.text))
        expected = {
            "revision": source.path.name[:4],
            "down_revision": before.get(source.path.parent, ""),
        }
        if said and said != expected:
            yield f"{source.name}: says {said}, should say {expected}"
        before[source.path.parent] = source.path.name[:4]


@rule({"services/x/migrations/versions/spine.py": ""})
def a_migration_is_numbered(tree: Tree) -> Breaches:
    for source in tree.python("services"):
        migration = "versions" in source.parts and source.path.name != "__init__.py"
        if migration and not MIGRATION.fullmatch(source.path.stem):
            yield f"{source.name} is not named 0001_what_it_does"


@rule(
    {
        "services/x/things/commands/do_it.py": (
            "from contracts.y.things import ThingDoneV1\n"
            "async def do_it(uow):\n    uow.publish(ThingDoneV1(a=1))\n"
        )
    },
    allowed=(
        {
            "services/x/things/commands/do_it.py": (
                "from contracts.x.things import ThingDoneV1\n"
                "async def do_it(uow):\n    uow.publish(ThingDoneV1(a=1))\n"
            )
        },
    ),
)
def a_service_publishes_its_own_events_only(tree: Tree) -> Breaches:
    for source in tree.python("services"):
        origin = {
            alias.asname or alias.name: node.module
            for node in source.nodes(ast.ImportFrom)
            for alias in node.names
        }
        for call in source.nodes(ast.Call):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "publish" and call.args:
                event = call.args[0]
                name = ast.unparse(event.func) if isinstance(event, ast.Call) else ""
                module = origin.get(name)
                if (
                    module
                    and module.startswith("contracts.")
                    and module.split(".")[1] != source.parts[1]
                ):
                    yield f"{source.name}:{call.lineno}: {name} is another service's event"


def class_string(statement: ast.stmt, name: str) -> str | None:
    """The string a class body gives to a name."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    value = getattr(statement, "value", None)
    named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
    if named and isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    return None
