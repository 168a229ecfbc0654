"""What the pages of every service say of this one: its name, and its part of the menu."""

from services.chassis.base.identity import Role
from services.chassis.web.views.navigation import Named, NavItem, Place
from services.notifications.permissions import PERMISSIONS, SEE_MAILS, SEE_OUTGOING, SEE_TEMPLATES

NAMED = Named("notifications", "Courriels", place=5)
_DAILY = PERMISSIONS.roles(SEE_MAILS) - {Role.SUPERVISOR}
"""Roles that work with their mails every day; the supervisor looks hers up now and then."""
NAVIGATION = (
    NavItem(
        *("Envois", "/envois", _DAILY),
        below=(
            Place("Modèles de courriels", "/envois/modeles", PERMISSIONS.roles(SEE_TEMPLATES)),
            Place("Envois vers l’extérieur", "/envois/exterieur", PERMISSIONS.roles(SEE_OUTGOING)),
        ),
    ),
    NavItem("Envois", "/envois", frozenset({Role.SUPERVISOR}), rank=3, unless=_DAILY),
)
