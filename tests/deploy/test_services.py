"""Which services an installation has: every folder of `services/` that declares one."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy.menus import NAMED
from deploy.services import SERVICES
from tests.support.forked import own_environment

SHOWN = ["portal", "partnerships", "internships", "coordination", "notifications", "supervision"]
"""In the order of menus and lists, as people know them."""
LISTED = """
import sys
import services
services.__path__ += sys.argv[1:]
from deploy.services import SERVICES
print(*(service.name for service in SERVICES))
"""
MENU = """
from services.chassis.web.views.navigation import Named
NAMED = Named({name!r}, "Visites")
NAVIGATION = ()
"""
SERVICE = """
from pathlib import Path
from sqlalchemy import MetaData
from services.chassis.service.spec import Service
from services.chassis.unit_of_work.permissions import Permissions
SERVICE = Service(
    name={name!r}, title="Visites", prefixes=({prefix!r}, "/api/{name}"), metadata=MetaData(),
    routers=tuple, permissions=Permissions({{}}), templates=Path("templates"), migrations=Path("."),
)
"""


def written(name: str, prefix: str = "/visites") -> str:
    return SERVICE.format(name=name, prefix=prefix)


WHOLE: Mapping[str, str | None] = {"menu": MENU.format(name="visits"), "service": written("visits")}


def planted(root: Path, files: Mapping[str, str | None] = WHOLE) -> Path:
    """A folder of services with one in it; `files` take the place of those it has, None removes one."""
    for name, content in ({"__init__": "", **WHOLE, **files}).items():
        if content is not None:
            path = root / "visits" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    return root


def listed(*folders: Path) -> subprocess.CompletedProcess[str]:
    """What a process finds that is given these folders of services besides those of the repository."""
    return subprocess.run(
        [sys.executable, "-c", LISTED, *map(str, folders)],
        capture_output=True,
        text=True,
        check=False,
        env=own_environment(),
    )


def test_services_are_shown_in_the_order_people_know() -> None:
    names = [service.name for service in SERVICES]

    assert names[: len(SHOWN)] == SHOWN
    assert names == [one.name for one in NAMED]


def test_a_folder_that_declares_a_service_is_one_after_those_that_say_their_place(
    tmp_path: Path,
) -> None:
    done = listed(planted(tmp_path))

    assert done.stdout.split() == [*(one.name for one in NAMED), "visits"], done.stderr


def test_a_folder_without_a_service_is_none(tmp_path: Path) -> None:
    done = listed(planted(tmp_path, {"service": None}))

    assert done.stdout.split() == [one.name for one in NAMED], done.stderr


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"service": written("visit")},
            "services/visits\u202f: SERVICE se nomme «\u00a0visit\u00a0», un service porte le nom de son dossier.",
        ),
        (
            {"menu": MENU.format(name="visit")},
            "services/visits\u202f: NAMED se nomme «\u00a0visit\u00a0», un service porte le nom de son dossier.",
        ),
        ({"menu": None}, "services/visits\u202f: menu.py manque, avec NAMED et NAVIGATION."),
        ({"menu": ""}, "services/visits\u202f: menu.py ne déclare pas NAMED."),
        ({"service": ""}, "services/visits\u202f: service.py ne déclare pas SERVICE."),
        (
            {"service": written("visits", "/entreprises")},
            "services/visits\u202f: «\u00a0/entreprises\u00a0» est déjà une adresse de services/partnerships.",
        ),
    ],
)
def test_a_service_that_is_misdeclared_is_refused_with_a_sentence(
    files: dict[str, str | None], said: str, tmp_path: Path
) -> None:
    done = listed(planted(tmp_path, files))

    assert done.returncode != 0
    assert done.stderr.splitlines()[-1] == f"deploy.discovery.ServiceMisdeclared: {said}"


def test_two_services_of_one_name_are_refused(tmp_path: Path) -> None:
    done = listed(planted(tmp_path / "one"), planted(tmp_path / "other"))

    said = "deploy.discovery.ServiceMisdeclared: deux dossiers se nomment services/visits."
    assert done.stderr.splitlines()[-1] == said
