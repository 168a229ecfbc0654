"""What the Makefile promises to somebody who has only `make`."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

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
    "target", ["up", "test", "prove", "check", "bench", "lock", "sbom", "vendor", "schemas"]
)
def test_make_alone_lists_what_can_be_asked(target: str, bare_machine: dict[str, str]) -> None:
    assert f"  make {target}" in make(environment=bare_machine).stdout


def test_without_chromium_one_line_says_how_to_get_it(bare_machine: dict[str, str]) -> None:
    done = make("chromium", environment=bare_machine)

    said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode != 0
    assert len(said) == 1
    assert "apt-get install chromium" in said[0]


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
