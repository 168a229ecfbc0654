"""Who may do what in the portal: sign-in is open to all, the home page to every account."""

from services.chassis.permissions import Permissions

PERMISSIONS = Permissions({})
