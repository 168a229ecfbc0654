"""What the Makefile promises to somebody who has only `make`."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY
from tests.browser.chromium import PROGRAMS

MAKE_TIMEOUT_SECONDS = 60


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """An environment of an ordinary user whose machine has a shell, make, and nothing else."""
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    for tool in ("sh", "make", "awk"):
        path = next(p for p in os.get_exec_path() if (Path(p) / tool).exists())
        (tmp_path / tool).symlink_to(Path(path) / tool)
    return {"PATH": str(tmp_path)}


def make(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--silent", *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=MAKE_TIMEOUT_SECONDS,
        check=False,
    )


@pytest.mark.parametrize(
    "target",
    ["up", "test", "quick", "prove", "check", "bench", "lock", "sbom", "vendor", "schemas"],
)
def test_make_alone_lists_what_can_be_asked(target: str, bare_machine: dict[str, str]) -> None:
    assert f"  make {target}" in make(environment=bare_machine).stdout


def test_without_chromium_one_line_says_how_to_get_it(bare_machine: dict[str, str]) -> None:
    done = make("chromium", environment=bare_machine)

    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert len(said) == 1
    assert "apt-get install chromium" in said[0]


@pytest.mark.parametrize("program", PROGRAMS)
def test_either_chromium_is_enough(
    program: str, bare_machine: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / program).write_text("#!/bin/sh\n")
    (tmp_path / program).chmod(0o755)

    assert make("chromium", environment=bare_machine).returncode == 0


ANSWERS_APT_GET = """#!/bin/sh
echo "$*" >> {told}
[ "$1" = update ] || [ "$4" = {known} ]
"""
"""Knows one package; what it is asked is kept."""


@pytest.mark.parametrize("known", PROGRAMS)
def test_the_first_chromium_there_is_a_package_of_is_installed(
    known: str, bare_machine: dict[str, str], tmp_path: Path
) -> None:
    told = tmp_path / "told"
    (tmp_path / "id").write_text("#!/bin/sh\necho 0\n")
    (tmp_path / "apt-get").write_text(ANSWERS_APT_GET.format(told=told, known=known))
    (tmp_path / "apt-get").chmod(0o755)

    assert make("chromium", environment=bare_machine).returncode == 0

    asked = told.read_text(encoding="utf-8").splitlines()
    tried = PROGRAMS[: PROGRAMS.index(known) + 1]
    assert asked == ["update -qq", *(f"install -y -qq {one}" for one in tried)]


def test_without_a_recent_python_one_line_says_so(
    bare_machine: dict[str, str], tmp_path: Path
) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    (checkout / "Makefile").symlink_to(REPOSITORY / "Makefile")

    done = make("--directory", str(checkout), ".venv/bin/pip", environment=bare_machine)

    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert said == ["Passerelle needs Python 3.11 or newer with its venv module."]
