"""Every service of an installation, found by its folder: nothing names them all."""

from deploy.discovery import check_addresses, service_of
from deploy.menus import NAMED
from services.chassis.service.spec import Service

SERVICES: tuple[Service, ...] = tuple(service_of(one.name) for one in NAMED)
check_addresses(SERVICES)
