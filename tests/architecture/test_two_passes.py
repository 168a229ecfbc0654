"""Continuous integration: a test that is late once keeps nothing back, one that fails is red."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.proof import of_a_tool
from tests.support.two_passes import MOST_RUN_AGAIN, SHOWN, Pass, ended

pytestmark = of_a_tool(
    ".ci/run", "tests/support/two_passes.py", "tests/architecture/test_two_passes.py"
)

REPOSITORY = Path(__file__).parents[2]
# As `make test` and `.ci/run` call pytest; the first pass goes through a Makefile too, which
# passes on a status of its own.
SCRIPT = """
import sys
from pathlib import Path
from tests.support.two_passes import two_passes
pytest = [sys.executable, "-m", "pytest", "-p", "no:asyncio"]
again = [*pytest, "--last-failed", "--last-failed-no-failures", "none", "-n", "0"]
sys.exit(two_passes(Path(sys.argv[1]), ["make", "test"], again))
"""
MAKEFILE = "test:\n\t@{python} -m pytest -p no:asyncio --cache-clear -n 2\n"
CONFTEST = """
from tests.support.two_passes import remember_exit_status, remember_failures

def pytest_sessionfinish(session, exitstatus):
    remember_exit_status(session.config, exitstatus)

def pytest_terminal_summary(terminalreporter):
    remember_failures(terminalreporter)
"""
PASSING = "def test_passing(): pass\n"
UNSTEADY = """
from pathlib import Path

def test_unsteady():
    seen = Path(__file__).with_name("seen")
    first, _ = not seen.exists(), seen.touch()
    assert not first
"""
FAILING = "def test_failing(): assert 1 == 2\n"


def planted(folder: Path, *tests: str, conftest: str = "") -> subprocess.CompletedProcess[str]:
    """What continuous integration says of a suite of these tests."""
    (folder / "Makefile").write_text(MAKEFILE.format(python=sys.executable))
    (folder / "conftest.py").write_text(CONFTEST + conftest)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    for number, text in enumerate(tests):
        (folder / f"test_{number}.py").write_text(text)
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_suite_that_passes_is_run_once(tmp_path: Path) -> None:
    done = planted(tmp_path, PASSING)

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout.splitlines()[-1]
    assert "once more" not in done.stdout


def test_a_test_that_passes_alone_is_named_and_keeps_nothing_back(tmp_path: Path) -> None:
    done = planted(tmp_path, PASSING, UNSTEADY)

    *_, named, last = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert named == "unsteady: test_1.py::test_unsteady: test_1.py:7: assert not True"
    assert "1 passed" in last


def test_a_test_that_fails_alone_too_is_red(tmp_path: Path) -> None:
    done = planted(tmp_path, PASSING, UNSTEADY, FAILING)

    *_, red, named, last = done.stdout.splitlines()
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert red == "failed: test_2.py::test_failing: test_2.py:1: assert 1 == 2"
    assert named.startswith("unsteady: test_1.py::test_unsteady: ")
    assert "1 failed, 1 passed" in last


def test_many_failures_are_red_at_once(tmp_path: Path) -> None:
    many = f"import pytest\n@pytest.mark.parametrize('n', range({MOST_RUN_AGAIN + 1}))\n"
    done = planted(tmp_path, f"{many}def test_failing(n): assert n < 0\n")

    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "once more" not in done.stdout
    *_, more, refusal, last = done.stdout.splitlines()
    assert more == f"and {MOST_RUN_AGAIN + 1 - SHOWN} more that failed"
    assert "not run again" in refusal
    assert f"{MOST_RUN_AGAIN + 1} failed" in last


def test_a_worker_that_dies_names_the_test_it_had(tmp_path: Path) -> None:
    dying = "import os, signal\ndef test_dying(): os.kill(os.getpid(), signal.SIGKILL)\n"
    (tmp_path / "tests").mkdir()
    done = planted(tmp_path, PASSING, f"{dying}")

    assert done.returncode != 0
    [named] = [line for line in done.stdout.splitlines() if line.startswith("failed: ")]
    assert named.startswith("failed: test_1.py::test_dying")
    assert "crashed while running" in named


def test_the_time_of_a_run_is_told_by_folder(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = {"tests/portal/test_a.py": 3.0, "tests/portal/b/test_b.py": 4.2, "loading": 5.0}
    last = Pass(0, "1 passed", frozenset(), processors=seconds)

    assert ended(last, last) == 0
    assert capsys.readouterr().out.splitlines() == [
        "12 s of processors: portal 7, loading 5",
        "1 passed",
    ]


def test_a_file_that_cannot_be_read_is_red_without_a_second_pass(tmp_path: Path) -> None:
    done = planted(tmp_path, PASSING, "import nothing_of_that_name\n")

    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "once more" not in done.stdout
    assert "1 error" in done.stdout.splitlines()[-1]


def test_a_pass_that_is_killed_is_red(tmp_path: Path) -> None:
    kill = (
        "import os, signal\ndef pytest_terminal_summary(): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = planted(tmp_path, PASSING, conftest=kill)

    assert done.returncode != 0
    assert "once more" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("The tests did not end as they should")
