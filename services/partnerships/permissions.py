"""Who may do what with companies: the bureau writes, the head of the lycée reads, nobody else."""

from services.chassis.identity import Role
from services.chassis.permissions import Action, Permissions

SEE_COMPANIES = Action("see-companies")
MANAGE_COMPANIES = Action("manage-companies")
MANAGE_CONTACTS = Action("manage-contacts")
LOG_INTERACTION = Action("log-interaction")
IMPORT_COMPANIES = Action("import-companies")

PERMISSIONS = Permissions(
    {
        SEE_COMPANIES: {Role.RBDE, Role.HEAD},
        MANAGE_COMPANIES: {Role.RBDE},
        MANAGE_CONTACTS: {Role.RBDE},
        LOG_INTERACTION: {Role.RBDE},
        IMPORT_COMPANIES: {Role.RBDE},
    }
)
