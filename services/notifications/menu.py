"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.web.views.navigation import Named, NavItem, Place
from services.notifications.permissions import PERMISSIONS, SEE_MAILS, SEE_OUTGOING, SEE_TEMPLATES

NAMED = Named("notifications", "Courriels", place=5)
NAVIGATION = (
    NavItem(
        *("Envois", "/envois", PERMISSIONS.roles(SEE_MAILS)),
        below=(
            Place("Modèles de courriels", "/envois/modeles", PERMISSIONS.roles(SEE_TEMPLATES)),
            Place("Envois vers l’extérieur", "/envois/exterieur", PERMISSIONS.roles(SEE_OUTGOING)),
        ),
    ),
)
