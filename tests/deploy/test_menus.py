"""What a process that runs one service knows of the others."""

import subprocess
import sys
from operator import attrgetter
from uuid import UUID

import pytest

from contracts.identifiers import Uai
from deploy.menus import NAMED, NAVIGATION
from deploy.services import SERVICES
from services.chassis.base.identity import Grant, Identity, Role

LOADED = (
    "import sys\n"
    "from deploy.serve import service_named\n"
    "assert service_named(sys.argv[1]).name == sys.argv[1]\n"
    "print(*(name for name in sys.modules if name.endswith('.service')))\n"
)


def test_menus_and_names_are_those_of_the_services() -> None:
    assert tuple(one.named for one in SERVICES) == NAMED
    assert tuple(item for one in SERVICES for item in one.navigation) == NAVIGATION


@pytest.mark.parametrize("name", [service.name for service in SERVICES])
def test_a_service_alone_is_loaded_without_the_code_of_others(name: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED, name], capture_output=True, text=True, check=True
    )

    assert set(loaded.stdout.split()) == {
        "services.chassis.service",
        f"services.{name}.service",
    }


def _menu(*grants: Grant) -> list[str]:
    who = Identity(UUID(int=1), "Claude Morvan", grants)
    ordered = sorted(NAVIGATION, key=attrgetter("rank"))
    return [item.label for item in ordered if item.shown_to(who)]


def test_the_supervisor_reads_the_department_first_and_looks_mails_and_rules_up_last() -> None:
    menu = _menu(Grant(Role.SUPERVISOR, None))

    assert menu[:3] == ["Aujourd’hui", "Département", "Besoins"]
    assert {"Règles du réseau", "Envois"} <= set(menu[-4:])


def test_who_works_with_mails_finds_them_once_among_the_work_of_each_day() -> None:
    bureau = Grant(Role.RBDE, Uai("0829001N"))

    for grants in ((bureau,), (bureau, Grant(Role.SUPERVISOR, None))):
        menu = _menu(*grants)
        assert menu.count("Envois") == 1
        assert menu.index("Envois") < menu.index("Besoins")
