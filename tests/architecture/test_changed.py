"""`make test ARGS=--changed`: what a change may affect is run."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.changed import affected, affected_by, changed_files, importers_of, is_in
from tests.support.forked import ROOT

TREE = {
    "contracts/placements.py": "",
    "deploy/services.py": "from services.internships.service import SERVICE",
    "deploy/serve.py": "from deploy.services import SERVICES",
    "services/chassis/clock.py": "",
    "services/internships/service.py": "from services.internships.stays import pages",
    "services/internships/stays/__init__.py": "",
    "services/internships/stays/model.py": "import os, contracts.placements",
    "services/internships/stays/queries.py": "from .model import (  # what is\n    Stay,\n)",
    "services/internships/stays/pages/__init__.py": "",
    "services/internships/stays/pages/list.py": "def drawn():\n    from .. import queries",
    "services/internships/stays/tables.py": "",
    "services/internships/seats/__init__.py": "",
    "services/internships/seats/commands.py": "from services.internships.stays import model",
    "tests/internships/conftest.py": "from deploy.services import SERVICES",
    "tests/internships/world.py": "",
    "tests/internships/test_routes.py": "",
    "tests/internships/stays/test_stays.py": "",
    "tests/internships/seats/test_seats.py": "from tests.internships.world import Lycee",
    "tests/portal/test_home.py": "",
    "tests/portal/test_far.py": "from services.internships.seats import commands",
    "tests/journeys/test_way.py": "",
    "tests/browser/test_pages.py": "",
    "tests/browser/pictures/home.png": "",
    "tests/security/test_matrix.py": "",
    "tests/faults/test_deaths.py": "",
    "tests/deploy/test_up.py": "",
    "tests/architecture/test_rules.py": "",
    "tests/contracts/test_schemas.py": "",
}
ALWAYS = {"rules", "schemas"}
EVERY = {Path(path).stem.removeprefix("test_") for path in TREE if "/test_" in path}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    write(tmp_path, TREE)
    return tmp_path


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def run_for(tree: Path, *changed: str) -> set[str]:
    """The tests that are run beside those that always are."""
    chosen = affected(tree, changed)
    tests = [path for path in TREE if "/test_" in path and is_in(path, chosen)]
    return {Path(path).stem.removeprefix("test_") for path in tests} - ALWAYS


STAYS = {"stays", "routes", "way"}


@pytest.mark.parametrize(
    ("changed", "run"),
    [
        ("services/internships/seats/commands.py", {"seats", "routes", "way", "far"}),
        ("services/internships/stays/queries.py", STAYS | {"pages", "matrix"}),
        ("services/internships/stays/model.py", STAYS | {"pages", "matrix", "seats", "far"}),
        ("contracts/placements.py", STAYS | {"pages", "matrix", "seats", "far"}),
        ("services/internships/stays/templates/list.html", STAYS | {"pages", "matrix"}),
        ("services/internships/stays/tables.py", STAYS | {"matrix", "deaths", "up"}),
        ("services/internships/static/map.js", STAYS | {"seats", "pages", "matrix"}),
        (
            "services/internships/migrations/versions/0002_seats.py",
            EVERY - {"pages", "home", "far"},
        ),
        ("services/internships/service.py", EVERY - {"home", "far"}),
        ("tests/internships/world.py", {"seats"}),
        ("tests/internships/conftest.py", {"routes", "stays", "seats"}),
        ("tests/portal/test_home.py", {"home"}),
        ("tests/browser/pictures/home.png", {"pages"}),
        ("deploy/serve.py", {"up"}),
        ("DECISIONS/README.md", set()),
    ],
)
def test_what_a_change_may_affect_is_run(tree: Path, changed: str, run: set[str]) -> None:
    assert run_for(tree, changed) == run - ALWAYS


@pytest.mark.parametrize(
    "changed", ["services/chassis/clock.py", "tests/conftest.py", "pyproject.toml", "Makefile"]
)
def test_what_all_stand_on_runs_everything(tree: Path, changed: str) -> None:
    assert run_for(tree, changed) == EVERY - ALWAYS


def test_what_two_changes_affect_is_run(tree: Path) -> None:
    assert run_for(tree, "tests/portal/test_home.py", "deploy/serve.py") == {"home", "up"}


def test_nothing_of_a_feature_is_forgotten_in_the_tree_there_is() -> None:
    """Whatever is changed of a feature its own tests are run, and not those of far ones."""
    importers = importers_of(ROOT)
    for path in ROOT.glob("services/*/*/"):
        if (own := ROOT / "tests" / path.parent.name / path.name).is_dir():
            chosen = affected_by([f"{path.relative_to(ROOT)}/anything.py"], importers)
            tests = [one.relative_to(ROOT).as_posix() for one in own.rglob("test_*.py")]
            assert all(is_in(one, chosen) for one in tests), path

    chosen = affected_by(["services/partnerships/tasks/pages/list.py"], importers)
    assert is_in("tests/browser/test_accessibility.py", chosen)
    assert not is_in("tests/portal/second_factor/test_second_factor.py", chosen)


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=N", "-c", "user.email=n@lycee.example")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def test_what_differs_from_main_is_changed_committed_or_not(tmp_path: Path) -> None:
    write(tmp_path, {"kept.py": "", "moved.py": "a = 1\n", "gone.py": ""})
    git(tmp_path, "init", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--message", "Begin")
    assert changed_files(tmp_path) == []
    git(tmp_path, "checkout", "-b", "seats")
    git(tmp_path, "mv", "moved.py", "here.py")
    git(tmp_path, "commit", "--message", "Move")
    (tmp_path / "gone.py").unlink()
    write(tmp_path, {"new.py": ""})

    assert changed_files(tmp_path) == ["gone.py", "here.py", "moved.py", "new.py"]
