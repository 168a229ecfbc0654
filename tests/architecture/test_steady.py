"""What is told of tests that fail now and then, and of where the time of a run went."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.steady import Run, load, run, table
from tests.support.time_report import Times, look, spent

PASSING = Run(0, "2 passed in 3 s", {})
FAILING = Run(1, "1 failed, 1 passed in 3 s", {"tests/x.py::test_y": "still 7, seed 3"})
SUITE = {
    "one/test_one.py": "def test_late(): assert 1 == 2, 'seed 7'\n",
    "two/test_two.py": "def test_passing(): pass\n",
    "conftest.py": (
        "from tests.support import time_report\n"
        "def pytest_runtest_setup(item): time_report.begin(item)\n"
        "def pytest_testnodedown(node): time_report.take_over(node.config, node.workeroutput)\n"
        "def pytest_sessionfinish(session): time_report.hand_over(session.config)\n"
        "def pytest_terminal_summary(terminalreporter): time_report.report_time(terminalreporter)\n"
    ),
}

BUSY_SECONDS = 2
BUSY = (
    "import subprocess, sys\n"
    "WORK = 'import time\\nwhile time.process_time() < 2: pass'\n"
    "def test_busy(): assert subprocess.run([sys.executable, '-c', WORK]).returncode == 0\n"
)


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    for name, text in SUITE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -ra --import-mode=importlib\n")
    return tmp_path


def test_each_test_that_ever_failed_is_told_with_what_it_said() -> None:
    told = table([PASSING, FAILING, FAILING])

    assert "| 1 | 2 passed in 3 s |" in told
    assert (
        "| `tests/x.py::test_y` | run 2: still 7, seed 3; run 3: still 7, seed 3 |"
        in told.splitlines()
    )


def test_a_suite_that_never_failed_is_told_so() -> None:
    assert table([PASSING, PASSING]).endswith("No test failed.")


def test_what_a_failed_test_says_is_read_from_the_run(suite: Path) -> None:
    ended = run([sys.executable, "-m", "pytest", "-p", "no:asyncio", str(suite)])

    assert ended.exit_status == 1
    assert "1 failed, 1 passed" in ended.summary
    [(test, said)] = ended.failed.items()
    assert test.endswith("one/test_one.py::test_late")
    assert "seed 7" in said


def test_processes_that_keep_the_machine_busy_end_with_the_runs() -> None:
    before = set(psutil.Process().children())
    with load(2):
        busy = set(psutil.Process().children()) - before
        assert len(busy) >= 2
    assert not [one for one in busy if one.is_running() and one.status() != "zombie"]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_time_of_each_folder_and_file_is_told_at_the_end(suite: Path, workers: str) -> None:
    (suite / "two" / "test_busy.py").write_text(BUSY)
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:asyncio", "-n", workers, str(suite)],
        capture_output=True,
        text=True,
        check=False,
    )

    folders, _, files = ended.stdout.partition("per folder")[2].partition("longest files")
    told = [line.split()[-1].rpartition("/")[2] for line in folders.splitlines()[1:3]]
    assert set(told) == {"one", "two"}, ended.stdout
    [busy] = [line.split() for line in files.splitlines() if line.endswith("two/test_busy.py")]
    assert float(busy[1]) >= BUSY_SECONDS, ended.stdout
    [late] = [line.split() for line in files.splitlines() if line.endswith("one/test_one.py")]
    assert float(late[1]) < BUSY_SECONDS, ended.stdout


def test_a_proof_longer_than_ten_minutes_is_named_at_the_end(suite: Path) -> None:
    conftest = suite / "conftest.py"
    conftest.write_text(f"{conftest.read_text()}time_report.LONG_SECONDS = 1.0\n")
    (suite / "two" / "test_busy.py").write_text(BUSY)

    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:asyncio", str(suite)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()

    [title] = [number for number, line in enumerate(told) if "longer than" in line]
    assert told[title + 1].endswith("two/test_busy.py::test_busy")


def test_who_waits_for_a_process_takes_its_seconds_over_once() -> None:
    then = {1: Times(0, own=5, ended=1), 2: Times(1, own=30, ended=4), 3: Times(2, own=10)}
    now = {1: Times(0, own=6, ended=1 + 34 + 10 + 3)}

    assert spent(then, now) == 1 + 3
    assert spent({}, now) == 6 + 48


def test_a_process_nobody_waited_for_takes_none_of_the_seconds_of_others() -> None:
    then = {1: Times(0, own=5), 2: Times(1, own=90), 3: Times(2, own=10)}

    assert spent(then, {1: Times(0, own=7)}) == 2
    assert spent(then, {1: Times(0, own=7), 4: Times(1, own=3, ended=2)}) == 7


def test_seconds_of_a_process_that_is_left_alone_are_never_taken_back() -> None:
    """A shell that is killed leaves what it started to nobody who waits for it."""
    work = "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True)\ntime.sleep(60)"
    shell = subprocess.Popen(
        ["sh", "-c", '"$0" -c "$1" & wait', sys.executable, work], stdout=subprocess.PIPE
    )
    assert shell.stdout is not None
    shell.stdout.readline()
    [left] = psutil.Process(shell.pid).children()
    before = look()
    assert left.pid in before

    shell.kill()
    shell.wait()
    left.kill()
    shell.stdout.close()

    assert spent(before, look()) >= 0
