"""The five additions of ARCHITECTURE.md, played in a copy of the tree, judged there and run there.

`make test` sees which files they touch, that they still go where they are put, and how they are written;
`make prove` judges the copy by every rule and runs it: of the tree itself, `make test` proves the same.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

import tests.architecture.rules  # noqa: F401 – importing the modules declares the rules
from tests.architecture.additions import STEPS, add, copied, places
from tests.architecture.tree import REPOSITORY, RULES, Source, Tree
from tests.support.forked import own_environment
from tests.support.prepared import SHARED
from tests.support.proof import of_a_tool
from tests.support.servers import own_folder

ENDS_WITHIN_SECONDS = 300
PLACES_MAX = 4
ADDED_HEADING = re.compile(r"^### An? (\w+) — as", re.MULTILINE)


@dataclass(frozen=True)
class Played:
    """The copy, and the files each step touched."""

    root: Path
    touched: dict[str, frozenset[str]]

    def runs(self, *command: str) -> str:
        """What a command says that runs in the copy and on its code alone."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env=_environment() | {"PYTHONPATH": str(self.root), "COLUMNS": "400"},
            capture_output=True,
            text=True,
            timeout=ENDS_WITHIN_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _environment() -> dict[str, str]:
    """Without what the tests around say: their databases know nothing of what was added."""
    around = ("PYTEST_", SHARED)
    return {name: of for name, of in own_environment().items() if not name.startswith(around)}


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    with own_folder("adding") as folder:
        root = copied(folder / "tree")
        yield Played(root, {step: add(root, step) for step in STEPS})


@pytest.fixture(scope="module")
def published(played: Played) -> Played:
    """With its schemas and its catalogue, which complains of what does not fit."""
    played.runs("-m", "deploy.catalogue")
    return played


WHOLE = of_a_tool("ARCHITECTURE.md", "tests/architecture/additions.py")


def of_the_whole(test: Callable[..., None]) -> Callable[..., None]:
    """A test that judges or runs the copy as a whole."""
    for mark in WHOLE:
        test = mark(test)
    return test


def known(folder: str) -> bool:
    return (REPOSITORY / folder).is_dir()


def test_the_steps_that_are_played_are_those_that_are_written() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")

    assert sorted(ADDED_HEADING.findall(text)) == sorted(STEPS)


def test_a_service_is_added_without_touching_a_file_of_another(played: Played) -> None:
    touched = played.touched["service"]

    assert len(touched) > 10
    assert {name for name in touched if (REPOSITORY / name).exists()} == set()
    own = {"contracts/alumni", "services/alumni", "tests/alumni"}
    assert {"/".join(name.split("/")[:2]) for name in touched} == own


@pytest.mark.parametrize("step", ["event", "mail"])
def test_an_event_of_the_department_and_a_mail_touch_four_places(played: Played, step: str) -> None:
    assert len(places(played.touched[step], known)) <= PLACES_MAX


class Around(Tree):
    """The files that were added, and those beside them: the others are judged where they are."""

    def __init__(self, root: Path, touched: Iterable[str]) -> None:
        super().__init__(root)
        self.touched = frozenset(touched)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        beside = {tuple(name.split("/")[:2]) for name in self.touched}
        return tuple(one for one in super().sources if one.parts[:2] in beside)

    def breaches(self) -> list[str]:
        """What is wrong with what was added: rules about a whole tree miss what is not beside it."""
        found = [breach for rule in RULES for breach in rule.check(self)]
        return [one for one in found if any(name in one for name in self._named())]

    def _named(self) -> frozenset[str]:
        new = (Path(name).parent.as_posix() for name in self.touched)
        return self.touched | {folder for folder in new if not known(folder)}


@of_the_whole
def test_what_was_added_breaks_no_rule(published: Played) -> None:
    added = Around(published.root, frozenset[str]().union(*published.touched.values()))
    assert len(added.sources) > 100
    assert added.breaches() == []

    (published.root / "services/alumni/helpers.py").touch()
    assert added.breaches() == ["services/alumni/helpers.py has no place in a service"]
    (published.root / "services/alumni/helpers.py").unlink()


@of_the_whole
def test_what_was_added_keeps_the_import_contracts(published: Played) -> None:
    linter = str(Path(sys.executable).with_name("lint-imports"))

    assert "0 broken" in published.runs(linter, "--no-logo", "--no-cache")


def test_what_was_added_is_written_as_the_rest(played: Played) -> None:
    files = sorted(one for some in played.touched.values() for one in some if one.endswith(".py"))

    played.runs("-m", "ruff", "check", "--no-cache", *files)
    played.runs("-m", "ruff", "format", "--no-cache", "--check", *files)


@of_the_whole
def test_what_was_added_is_in_the_catalogue_and_the_register(published: Played) -> None:
    published.runs("-m", "deploy.register")

    catalogue = (published.root / "contracts/CATALOGUE.md").read_text("utf-8")
    assert "FairAnnouncedV1" in catalogue
    assert (published.root / "contracts/schemas/coordination.fair_announced.v1.json").exists()


@of_the_whole
def test_what_was_added_runs_on_postgresql_and_nats(published: Played) -> None:
    """The new service answers and reacts; the feature’s event, question and mail go their way."""
    published.runs(
        *("-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider"),
        *("tests/alumni", "tests/coordination/fairs"),
        "tests/contracts/test_publication.py::test_each_event_was_judged_by_what_it_gives_away",
        "tests/notifications/composition/test_drawing.py::test_both_parts_of_a_mail_say_the_same_facts",
        "tests/notifications/previews/test_pages.py::test_every_mail_is_shown_as_it_is_written_with_invented_people",
    )


def test_a_service_that_is_misdeclared_stops_a_command_with_a_sentence(played: Played) -> None:
    menu = played.root / "services/alumni/menu.py"
    written = menu.read_text("utf-8")
    menu.write_text(written.replace('Named("alumni"', 'Named("alumnus"'), "utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "deploy.cli", "serve", "portal"],
            cwd=played.root,
            env=_environment() | {"PYTHONPATH": str(played.root)},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        menu.write_text(written, "utf-8")

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "services/alumni\u202f: NAMED se nomme «\u00a0alumnus\u00a0», un service porte le nom de son dossier."
    ]
