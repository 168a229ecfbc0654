"""Which services there are: each folder of `services/` with a `service.py`, whoever put it there.

A service is added by its folder alone. What it says of itself is checked here, before anything starts.
"""

from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import services
from services.chassis.service.spec import Service
from services.chassis.web.views.navigation import Named


class ServiceMisdeclared(RuntimeError):
    """The folder of a service does not say what it must; the message is for whoever starts it."""


def folders() -> list[str]:
    """The names of the services, in the order of the alphabet.

    Raises ServiceMisdeclared when two folders have one name.
    """
    found = sorted(
        path.parent.name for root in services.__path__ for path in Path(root).glob("*/service.py")
    )
    for name, other in pairwise(found):
        if name == other:
            raise ServiceMisdeclared(f"deux dossiers se nomment services/{name}.")
    return found


def menu_of(folder: str) -> ModuleType:
    """What a service shows of itself, loaded without the rest of it. Raises ServiceMisdeclared."""
    module = f"services.{folder}.menu"
    try:
        menu = import_module(module)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        raise ServiceMisdeclared(
            f"services/{folder}\u202f: menu.py manque, avec NAMED et NAVIGATION."
        ) from missing
    named: Named = _declared(menu, folder, "NAMED")
    _declared(menu, folder, "NAVIGATION")
    _check_name(folder, "NAMED", named.name)
    return menu


def service_of(folder: str) -> Service:
    """The service of a folder. Raises ServiceMisdeclared."""
    service: Service = _declared(import_module(f"services.{folder}.service"), folder, "SERVICE")
    _check_name(folder, "SERVICE", service.name)
    return service


def check_addresses(found: Sequence[Service]) -> None:
    """Raises ServiceMisdeclared when one service answers at the address of another."""
    whose: dict[str, str] = {}
    for service in found:
        for path in service.paths:
            if path in whose:
                raise ServiceMisdeclared(
                    f"services/{service.name}\u202f: «\u00a0{path}\u00a0» est déjà une adresse"
                    f" de services/{whose[path]}."
                )
            whose[path] = service.name


def _declared(module: ModuleType, folder: str, name: str) -> Any:
    if not hasattr(module, name):
        file = f"{module.__name__.rpartition('.')[2]}.py"
        raise ServiceMisdeclared(f"services/{folder}\u202f: {file} ne déclare pas {name}.")
    return getattr(module, name)


def _check_name(folder: str, declared: str, name: str) -> None:
    if name != folder:
        raise ServiceMisdeclared(
            f"services/{folder}\u202f: {declared} se nomme «\u00a0{name}\u00a0»,"
            " un service porte le nom de son dossier."
        )
