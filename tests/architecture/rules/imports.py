"""What import-linter cannot say: which libraries may be imported, all others being refused."""

import ast
import sys
from collections.abc import Iterator

from tests.architecture.tree import Breaches, Source, Tree, rule

CONTRACTS_MAY_IMPORT = ("pydantic", "pydantic_core", "contracts")
# msgspec and calamine turn bytes into values, pyotp and zxcvbn a text into a number: they touch nothing but memory.
MODEL_MAY_IMPORT = (
    *("contracts", "services.chassis.base.errors"),
    # As pure as the model itself: which roles there are, which days are worked.
    *("services.chassis.base.identity.Role", "services.chassis.base.working_days"),
    *("msgspec", "python_calamine", "pyotp", "zxcvbn_rs_py"),
)


@rule(
    {"contracts/x.py": "import msgspec\n"},
    {"contracts/x.py": "def f():\n    from services.chassis import errors\n"},
    allowed=(
        {"contracts/x.py": "import re\nfrom pydantic import BaseModel\nfrom .event import A\n"},
    ),
)
def contracts_import_pydantic_alone(tree: Tree) -> Breaches:
    for source in tree.python("contracts"):
        yield from foreign(source, CONTRACTS_MAY_IMPORT)


@rule(
    {"services/x/things/model/thing.py": "import sqlalchemy\n"},
    {
        "services/x/things/model.py": "from services.chassis.unit_of_work.unit_of_work import UnitOfWork\n"
    },
    {"services/x/things/model.py": "from services.x.things.store import things\n"},
    {"services/x/things/model/thing.py": "import asyncio\n"},
    allowed=(
        {
            "services/x/things/model/thing.py": (
                "from datetime import date\nfrom services.x.things.model.a import B\n"
                "from services.x.others.model import C\nfrom services.x.base.text import D\n"
            )
        },
    ),
)
def the_model_is_pure(tree: Tree) -> Breaches:
    """What stands in `base` is judged by what it imports in turn: import-linter follows it."""
    for source in tree.python("services"):
        if source.parts[3:4] in {("model",), ("model.py",)}:
            for line, name in foreign_names(source, MODEL_MAY_IMPORT):
                parts = name.split(".")
                ours = parts[:2] == ["services", source.parts[1]]
                if not (ours and (parts[3:4] == ["model"] or parts[2:3] == ["base"])):
                    yield f"{source.name}:{line}: {name} may not be imported here"
            for line, name in imported(source):
                if name.partition(".")[0] in {"asyncio", "os", "socket", "subprocess", "random"}:
                    yield f"{source.name}:{line}: {name} is not for a pure model"


def foreign(source: Source, allowed: tuple[str, ...]) -> Breaches:
    """What is wrong with the imports of a file that may import those packages alone."""
    for line, name in foreign_names(source, allowed):
        yield f"{source.name}:{line}: {name} may not be imported here"


def foreign_names(source: Source, allowed: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The imports that are neither of the standard library nor of the packages allowed."""
    for line, name in imported(source):
        known = any(name == package or name.startswith(f"{package}.") for package in allowed)
        if not known and name.partition(".")[0] not in sys.stdlib_module_names:
            yield line, name


def imported(source: Source) -> Iterator[tuple[int, str]]:
    """Line and full name of each module a file imports; relative imports stay at home."""
    for node in source.nodes(ast.Import):
        for alias in node.names:
            yield node.lineno, alias.name
    for origin in source.nodes(ast.ImportFrom):
        if origin.level == 0 and origin.module:
            for alias in origin.names:
                yield origin.lineno, f"{origin.module}.{alias.name}"
