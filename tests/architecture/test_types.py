"""What mypy knows is kept for every clone, and a clone is judged by what it holds itself."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY
from tests.architecture.types import LOCK, judge, kept_in

RIGHT, WRONG = "one: int = 1\n", "one: int = ''\n"


def clone(folder: Path, written: str) -> Path:
    folder.mkdir()
    shutil.copy(REPOSITORY / LOCK, folder / LOCK)
    (folder / "one.py").write_text(written)
    return folder


def test_a_new_clone_is_judged_by_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first, second = clone(tmp_path / "first", RIGHT), clone(tmp_path / "second", RIGHT)
    asked = ("--verbose", "one.py")

    assert judge(first, *asked) == 0
    assert "Metadata fresh for one" not in capfd.readouterr().err
    assert judge(second, *asked) == 0
    assert "Metadata fresh for one" in capfd.readouterr().err
    assert judge(clone(tmp_path / "third", WRONG), *asked) == 1


def test_other_libraries_are_known_apart(tmp_path: Path) -> None:
    root = clone(tmp_path / "clone", RIGHT)
    known = kept_in(root)

    (root / LOCK).write_text("mypy==0\n")

    assert kept_in(root) != known


def test_where_nothing_can_be_kept_all_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    assert judge(clone(tmp_path / "first", RIGHT), "one.py") == 0
    assert judge(clone(tmp_path / "second", WRONG), "one.py") == 1
