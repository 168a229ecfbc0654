"""Who may do what with PFMP: the bureau writes, the head of the lycée reads, nobody else."""

from services.chassis.identity import Role
from services.chassis.permissions import Action, Permissions

SEE_PFMP = Action("see-pfmp")
MANAGE_PERIODS = Action("manage-periods")
MANAGE_PUPILS = Action("manage-pupils")
MANAGE_PLACEMENTS = Action("manage-placements")

PERMISSIONS = Permissions(
    {
        SEE_PFMP: {Role.RBDE, Role.HEAD},
        MANAGE_PERIODS: {Role.RBDE},
        MANAGE_PUPILS: {Role.RBDE},
        MANAGE_PLACEMENTS: {Role.RBDE},
    }
)
