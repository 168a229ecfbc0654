"""`make test ARGS=--changed`: what a change may affect is run."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support import proof
from tests.support.changed import (
    UnknownCommit,
    affected,
    affected_by,
    changed_files,
    choose,
    importers_of,
    is_in,
)
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


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose branch `main` has two commits after the first: a feature, then its test."""
    write(
        tmp_path, {"services/portal/home/model.py": "a = 1\n", "tests/portal/home/test_home.py": ""}
    )
    git(tmp_path, "init", "--initial-branch", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--message", "Begin")
    git(tmp_path, "tag", "first")
    for name in ("services/portal/news/model.py", "tests/portal/news/test_news.py"):
        write(tmp_path, {name: ""})
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--message", "Go on")
    return tmp_path


def test_what_differs_from_main_is_changed_committed_or_not(repository: Path) -> None:
    assert changed_files(repository) == []
    git(repository, "checkout", "-b", "seats")
    git(repository, "mv", "services/portal/home/model.py", "services/portal/home/rules.py")
    git(repository, "commit", "--message", "Move")
    (repository / "tests/portal/news/test_news.py").unlink()
    write(repository, {"new.py": ""})

    moved = ["services/portal/home/model.py", "services/portal/home/rules.py"]
    assert changed_files(repository) == ["new.py", *moved, "tests/portal/news/test_news.py"]


def test_on_main_a_change_is_what_came_since_the_tag_or_the_commit_that_is_named(
    repository: Path,
) -> None:
    news = ["services/portal/news/model.py", "tests/portal/news/test_news.py"]
    assert changed_files(repository, "first") == news
    git(repository, "tag", "landed", "HEAD~1")
    assert changed_files(repository) == news[1:]
    with pytest.raises(UnknownCommit, match="no commit"):
        changed_files(repository, "nowhere")


def test_what_is_run_is_told_with_the_reason(repository: Path) -> None:
    told = choose(repository, "first").told()

    assert told[0].startswith("2 files changed since first (")
    assert "  tests/portal/news: services/portal/news/model.py" in told
    assert "  tests/contracts: always run" in told


@pytest.mark.parametrize(
    ("changed", "run"),
    [
        ("services/internships/stays/model.py", {"stays"}),
        ("services/internships/service.py", {"routes"}),
        ("tests/portal/test_home.py", {"home"}),
        ("tests/support/pages.py", set()),
        ("Makefile", set()),
    ],
)
def test_quickly_run_is_what_stands_beside_a_change(
    tree: Path, changed: str, run: set[str]
) -> None:
    git(tree, "init", "--initial-branch", "main")
    git(tree, "add", ".")
    git(tree, "commit", "--message", "Begin")
    write(tree, {changed: "changed = 1\n"})

    choice = choose(tree, quick=True)

    tests = [path for path in TREE if "/test_" in path and choice.takes(path)]
    assert {Path(path).stem.removeprefix("test_") for path in tests} == run | ALWAYS


def test_tests_of_a_tool_are_those_of_its_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_changed", lambda: frozenset({"tests/support/steady.py"}))

    assert proof.of_a_tool("tests/support/steady.py", "tests/architecture/test_steady.py") == []
    assert pytest.mark.prove in proof.of_a_tool("tests/support/two_passes.py")
