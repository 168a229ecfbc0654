"""What a process that runs one service knows of the others."""

import subprocess
import sys

import pytest

from deploy.menus import NAMED, NAVIGATION
from deploy.services import SERVICES

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
