"""What import-linter cannot say: which libraries may be imported, all others being refused."""

import ast
import sys
from collections.abc import Iterator

from tests.architecture.tree import Breaches, Source, Tree, rule

CONTRACTS_MAY_IMPORT = ("pydantic", "pydantic_core", "contracts")
# msgspec and calamine turn bytes into values, zxcvbn a text into a number, pyotp a secret and an instant into
# a code: they touch nothing but memory.
DOMAIN_MAY_IMPORT = (
    *("contracts", "services.chassis.base.errors"),
    *("msgspec", "pyotp", "python_calamine", "zxcvbn_rs_py"),
)
NOT_PURE = {"asyncio", "os", "socket", "subprocess", "random"}


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
    {"services/x/domain/thing.py": "import sqlalchemy\n"},
    {
        "services/x/domain/thing.py": "from services.chassis.unit_of_work.unit_of_work import UnitOfWork\n"
    },
    {"services/x/domain.py": "from services.x.storage import things\n"},
    {"services/x/domain/thing.py": "import asyncio\n"},
    allowed=(
        {
            "services/x/domain/thing.py": "from datetime import date\nfrom services.x.domain.a import B\n"
        },
    ),
)
def the_domain_is_pure(tree: Tree) -> Breaches:
    for source in tree.python("services"):
        if source.parts[2:3] in {("domain",), ("domain.py",)}:
            own = f"services.{source.parts[1]}.domain"
            yield from foreign(source, (*DOMAIN_MAY_IMPORT, own))
            yield from impure(source)


@rule(
    {"services/x/things/model.py": "import sqlalchemy\n"},
    {"services/x/things/model/a.py": "from services.x.things.store import things\n"},
    {"services/x/things/model.py": "from services.x.other.tables import others\n"},
    {"services/x/things/model.py": "from services.x.base.metadata import metadata\n"},
    {"services/x/things/model.py": "from services.chassis.web.views import french\n"},
    {"services/x/things/model/a.py": "import asyncio\n"},
    allowed=(
        {
            "services/x/things/model.py": "from services.x.other.model.a import B\n"
            "from services.x.base.days import local_date\n"
        },
    ),
)
def the_model_of_a_feature_is_pure(tree: Tree) -> Breaches:
    """It may know models of other features, and what its service stands on but the tables of that."""
    for source in tree.python("services"):
        if source.parts[3:4] in {("model",), ("model.py",)}:
            yield from impure(source)
            own = ("services", source.parts[1])
            for line, name in foreign_names(source, DOMAIN_MAY_IMPORT):
                parts = (*name.split("."), "", "", "")
                modelled = parts[3] == "model"
                ground = parts[2] == "base" and parts[3] != "metadata"
                if parts[:2] != own or not (modelled or ground):
                    yield f"{source.name}:{line}: {name} is not for a pure model"


def impure(source: Source) -> Breaches:
    """What of the standard library waits, starts, asks the machine or draws lots."""
    for line, name in imported(source):
        if name.partition(".")[0] in NOT_PURE:
            yield f"{source.name}:{line}: {name} is not for a pure domain"


def foreign(source: Source, allowed: tuple[str, ...]) -> Breaches:
    """The imports that are neither of the standard library nor of the packages allowed."""
    for line, name in foreign_names(source, allowed):
        yield f"{source.name}:{line}: {name} may not be imported here"


def foreign_names(source: Source, allowed: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and name of the imports that are neither of the standard library nor allowed."""
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
