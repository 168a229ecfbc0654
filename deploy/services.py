"""Every service of an installation: the only place that knows them all."""

from services.chassis.service.spec import Service
from services.coordination.service import SERVICE as COORDINATION
from services.internships.service import SERVICE as INTERNSHIPS
from services.notifications.service import SERVICE as NOTIFICATIONS
from services.partnerships.service import SERVICE as PARTNERSHIPS
from services.portal.service import SERVICE as PORTAL
from services.supervision.service import SERVICE as SUPERVISION

SERVICES: tuple[Service, ...] = (
    PORTAL,
    PARTNERSHIPS,
    INTERNSHIPS,
    COORDINATION,
    NOTIFICATIONS,
    SUPERVISION,
)
