"""What users install is under a licence somebody reviewed, and holds no tool of developers."""

import ast
from importlib.metadata import packages_distributions

from packaging.utils import canonicalize_name

from tests.architecture.licences import REVIEWED, LicenceUnknown, is_allowed, told_by
from tests.architecture.locks import USERS, Locked, locked
from tests.architecture.tree import Breaches, Source, Tree, rule

OURS = {"contracts", "services", "deploy"}


@rule(
    {USERS: "djlint==1 \\\n    --hash=sha256:0\n"},
    {USERS: "nobody-knows-it==1 \\\n    --hash=sha256:0\n"},
    {USERS: "fastapi==1 \\\n    --hash=sha256:0\ndjlint==1 ; sys_platform != 'win32' \\\n"},
    allowed=(
        {USERS: "fastapi==1 \\\n    --hash=sha256:0\n"},
        {"requirements-dev.lock": "djlint==1 \\\n    --hash=sha256:0\n"},
    ),
)
def users_install_what_has_a_reviewed_licence(tree: Tree) -> Breaches:
    """Read from what is installed here, at the same versions: see `licences.py`."""
    for name in _locked(tree):
        try:
            if not is_allowed(name):
                yield f"{USERS}: {name} is under {told_by(name)!r}, which nobody allowed"
        except LicenceUnknown as unknown:
            yield f"{USERS}: {name} tells of no known licence: {unknown}"


@rule({USERS: "fastapi==1 \\\n    --hash=sha256:0\n"})
def a_reviewed_licence_is_one_that_needs_it(tree: Tree) -> Breaches:
    found = _locked(tree)
    for name, reviewed in REVIEWED.items():
        if found and name not in found:
            yield f"licences.py: {name} is reviewed and no longer installed"
        elif found and told_by(name) != reviewed.told:
            yield f"licences.py: {name} tells {told_by(name)!r} now: read it again"


@rule(
    {USERS: "fastapi==1 \\\n", "services/x/api.py": "import pytest\n"},
    {USERS: "fastapi==1 \\\n", "deploy/x.py": "def f():\n    from playwright import api\n"},
    allowed=({USERS: "fastapi==1 \\\n", "services/x/api.py": "import os\nimport fastapi.x\n"},),
)
def what_ships_imports_what_users_install(tree: Tree) -> Breaches:
    found, distributions = _locked(tree), packages_distributions()
    for source in tree.python(*OURS) if found else ():
        for top in _imported(source) - OURS:
            names = {canonicalize_name(name) for name in distributions.get(top, ())}
            if names and not names & set(found):
                yield f"{source.name}: imports {top}, which users do not install"


def _locked(tree: Tree) -> dict[str, Locked]:
    for source in tree.sources:
        if source.name == USERS:
            return locked(source.text)
    return {}


def _imported(source: Source) -> set[str]:
    """The first words of what a file imports."""
    names = {alias.name for node in source.nodes(ast.Import) for alias in node.names}
    names |= {
        node.module for node in source.nodes(ast.ImportFrom) if node.module and not node.level
    }
    return {name.partition(".")[0] for name in names}
