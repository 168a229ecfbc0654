"""Who may do what with mails."""

from services.chassis.permissions import Permissions

PERMISSIONS = Permissions({})
