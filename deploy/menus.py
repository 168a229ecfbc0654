"""What each service of an installation shows of all, without their code: a process runs one of them."""

from importlib import import_module

from services.chassis.service.spec import Service
from services.coordination import menu as coordination
from services.internships import menu as internships
from services.notifications import menu as notifications
from services.partnerships import menu as partnerships
from services.portal import menu as portal
from services.supervision import menu as supervision

# In the order of `deploy.services`.
_MENUS = (portal, partnerships, internships, coordination, notifications, supervision)
NAMED = tuple(menu.NAMED for menu in _MENUS)
NAVIGATION = tuple(item for menu in _MENUS for item in menu.NAVIGATION)


def service_named(name: str) -> Service | None:
    """One service, its code and no other's; None when there is none of this name."""
    if name not in {one.name for one in NAMED}:
        return None
    service: Service = import_module(f"services.{name}.service").SERVICE
    return service
