"""What each service of an installation shows of all, without their code: a process runs one of them."""

from deploy.discovery import folders, menu_of, service_of
from services.chassis.service.spec import Service

# Those that say their place first, then the others by name: the order of menus and lists, and of starting.
_MENUS = sorted(map(menu_of, folders()), key=lambda menu: (menu.NAMED.place, menu.NAMED.name))
NAMED = tuple(menu.NAMED for menu in _MENUS)
NAVIGATION = tuple(item for menu in _MENUS for item in menu.NAVIGATION)


def service_named(name: str) -> Service | None:
    """One service, its code and no other's; None when there is none of this name."""
    return service_of(name) if name in {one.name for one in NAMED} else None
