"""Who may do what here: the supervisor reads, nobody writes."""

from services.chassis.identity import Role
from services.chassis.permissions import Action, Permissions

SEE_DEPARTMENT = Action("see-department")

PERMISSIONS = Permissions({SEE_DEPARTMENT: {Role.SUPERVISOR}})
