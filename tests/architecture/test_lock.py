"""The locks hold all that pyproject.toml asks for, each with hashes; what users install is told in full."""

import json
import tomllib

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.bill_of_materials import bill_of_materials
from tests.architecture.licences import licence_of
from tests.architecture.locks import USERS, Locked, locked
from tests.architecture.tree import REPOSITORY

DEVELOPERS = "requirements-dev.lock"
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LOCKED = {
    name: locked((REPOSITORY / name).read_text(encoding="utf-8")) for name in (USERS, DEVELOPERS)
}
INSTALLED = [
    *PYPROJECT["build-system"]["requires"],
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["project"]["optional-dependencies"]["embedded"],
    *PYPROJECT["dependency-groups"]["install"],
]
TOOLS = [one for one in PYPROJECT["dependency-groups"]["dev"] if isinstance(one, str)]


def missing(asked: str, packages: dict[str, Locked]) -> bool:
    requirement = Requirement(asked)
    found = packages.get(canonicalize_name(requirement.name))
    return found is None or not requirement.specifier.contains(found.version)


@pytest.mark.parametrize("asked", INSTALLED)
def test_what_users_need_is_locked_at_a_version_that_suits(asked: str) -> None:
    assert not missing(asked, LOCKED[USERS])


@pytest.mark.parametrize("asked", TOOLS)
def test_what_developers_need_besides_is_locked_for_them(asked: str) -> None:
    assert not missing(asked, LOCKED[DEVELOPERS])


@pytest.mark.parametrize("asked", ["absent>=1", "uv<0.1"])
def test_a_stale_lock_is_seen(asked: str) -> None:
    assert missing(asked, LOCKED[USERS])


def test_what_is_tested_is_what_users_install() -> None:
    versions = {name: one.version for name, one in LOCKED[DEVELOPERS].items()}
    assert {n: one.version for n, one in LOCKED[USERS].items()}.items() <= versions.items()


@pytest.mark.parametrize("tool", ["djlint", "pytest", "mypy", "playwright", "hypothesis"])
def test_tools_of_developers_are_not_for_users(tool: str) -> None:
    assert tool in LOCKED[DEVELOPERS]
    assert tool not in LOCKED[USERS]


@pytest.mark.parametrize("lock", LOCKED)
def test_each_locked_version_has_a_hash(lock: str) -> None:
    assert [one.name for one in LOCKED[lock].values() if not one.hashed] == []


def test_the_bill_of_materials_tells_all_that_users_install_and_under_which_licence() -> None:
    told = bill_of_materials()
    listed = {one["name"]: one for one in json.loads(told)["components"]}

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(told) is None
    assert {name: one["version"] for name, one in listed.items()} == {
        name: one.version for name, one in LOCKED[USERS].items()
    }
    assert listed["fastapi"]["licenses"] == [{"expression": licence_of("fastapi")}]
    assert listed["pyrage"]["licenses"] == [{"expression": "MIT"}]
    [needed] = [one for one in json.loads(told)["dependencies"] if one["ref"] == "passerelle"]
    assert listed["fastapi"]["purl"] in needed["dependsOn"]
    assert bill_of_materials() == told
