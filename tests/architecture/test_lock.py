"""requirements.lock holds all that pyproject.toml asks for, each with hashes."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import REPOSITORY

PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==([^ ;]+)", LOCK, re.MULTILINE))
ASKED = [
    *PYPROJECT["build-system"]["requires"],
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["project"]["optional-dependencies"]["embedded"],
    *PYPROJECT["dependency-groups"]["dev"],
]


def missing(asked: str, locked: dict[str, str]) -> bool:
    requirement = Requirement(asked)
    version = locked.get(canonicalize_name(requirement.name))
    return version is None or not requirement.specifier.contains(version)


@pytest.mark.parametrize("asked", ASKED)
def test_a_dependency_is_locked_at_a_version_that_suits(asked: str) -> None:
    assert not missing(asked, LOCKED)


@pytest.mark.parametrize("asked", ["absent>=1", "uv<0.1"])
def test_a_stale_lock_is_seen(asked: str) -> None:
    assert missing(asked, LOCKED)


def test_each_locked_version_has_a_hash() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert [block.split(" ", 1)[0] for block in blocks if "--hash=sha256:" not in block] == []
