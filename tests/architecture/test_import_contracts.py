"""Each import contract of pyproject.toml is seen to break, in a small tree with one forbidden import."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

LINTER_TIMEOUT_SECONDS = 60
MODULES = (
    "contracts.event",
    "deploy.cli",
    "services.chassis.base.errors",
    "services.chassis.unit_of_work.unit_of_work",
    "services.one.profiles.commands.do_it",
    "services.one.profiles.model",
    "services.one.profiles.pages",
    "services.one.profiles.queries",
    "services.one.profiles.store",
    "services.one.service",
    "services.one.visits.pages",
    "services.two.service",
    "services.two.things.queries",
)
FORBIDDEN = {
    "deploy knows the services, the services know the contracts, the contracts know nobody": {
        "contracts.event": "services.one.profiles.queries",
        "services.one.profiles.queries": "deploy.cli",
    },
    "the contracts need neither framework, database nor broker": {"contracts.event": "sqlalchemy"},
    "services meet only through contracts": {
        "services.one.profiles.queries": "services.two.things.queries",
        "services.two.service": "services.one.profiles.model",
    },
    "the chassis knows no business": {
        "services.chassis.unit_of_work.unit_of_work": "services.one.profiles.queries"
    },
    "a feature reads downwards": {
        "services.one.profiles.model": "services.one.profiles.store",
        "services.one.profiles.store": "services.one.profiles.pages",
        "services.one.profiles.queries": "services.one.profiles.pages",
        "services.one.profiles.commands.do_it": "services.one.profiles.pages",
    },
    "the model of a feature is pure": {
        "services.one.profiles.model": "services.chassis.unit_of_work.unit_of_work",
    },
    "no cycles": {
        "services.chassis.base.errors": "services.chassis.unit_of_work.unit_of_work",
        "services.one.profiles.store": "services.one.visits.pages",
    },
}
BREACHES = [
    (contract, importer, imported)
    for contract, imports in FORBIDDEN.items()
    for importer, imported in imports.items()
]


def tree(root: Path, imports: dict[str, str]) -> Path:
    """A checkout in miniature, under the import contracts of the repository."""
    pyproject = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    (root / "pyproject.toml").write_text(pyproject[pyproject.index("[tool.importlinter]") :])
    # The only cycle of the miniature is the one a breach closes.
    lines = {
        "services.chassis.unit_of_work.unit_of_work": "import services.chassis.base.errors\n",
        "services.one.visits.pages": "import services.one.profiles.queries\n",
    }
    for module in MODULES:
        path = root.joinpath(*module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in path.relative_to(root).parents[:-1]:
            (root / folder / "__init__.py").touch()
        imported = f"import {imports[module]}\n" if module in imports else ""
        path.write_text(lines.get(module, "") + imported)
    return root


def broken(root: Path) -> set[str]:
    """The contracts that import-linter finds broken in a tree."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        timeout=LINTER_TIMEOUT_SECONDS,
        check=False,
    )
    verdicts = re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE)
    assert {name for name, _ in verdicts} == set(FORBIDDEN), done.stdout + done.stderr
    return {name for name, verdict in verdicts if verdict == "BROKEN"}


@pytest.mark.parametrize(("contract", "importer", "imported"), BREACHES)
def test_a_forbidden_import_breaks_its_contract(
    contract: str, importer: str, imported: str, tmp_path: Path
) -> None:
    assert contract in broken(tree(tmp_path, {importer: imported}))


def test_a_tree_without_forbidden_imports_breaks_no_contract(tmp_path: Path) -> None:
    allowed = {
        "services.one.profiles.model": "services.chassis.base.errors",
        "services.one.profiles.pages": "contracts.event",
    }
    assert broken(tree(tmp_path, allowed)) == set()


def test_each_import_contract_has_a_breach_planted() -> None:
    document = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {contract["name"] for contract in document["tool"]["importlinter"]["contracts"]}
    assert declared == set(FORBIDDEN)
