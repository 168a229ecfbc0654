"""Who may do what with mails: the bureau acts, the head of the lycée reads, nobody else."""

from services.chassis.identity import Role
from services.chassis.permissions import Action, Permissions

SEE_MAILS = Action("see-mails")
MANAGE_MAILS = Action("manage-mails")

PERMISSIONS = Permissions(
    {
        SEE_MAILS: {Role.RBDE, Role.HEAD},
        MANAGE_MAILS: {Role.RBDE},
    }
)
