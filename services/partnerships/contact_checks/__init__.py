"""Checks of contacts (vérifications de fiche): a contact checks its own card by a link sent to it."""
