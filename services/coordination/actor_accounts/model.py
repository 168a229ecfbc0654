"""Accounts of actors: what is refused of tying one."""

from datetime import datetime, timedelta

from services.chassis.base.errors import Conflict, Invalid

CLOSING_FOR = timedelta(days=1)
"""How long an access that ended may be given again: until then its account is not tied by hand."""


def is_closing(ended_at: datetime | None, now: datetime) -> bool:
    """Whether the access of an account ended so lately that the portal may still name it a partner’s."""
    return ended_at is not None and now - ended_at < CLOSING_FOR


class AccountTiedElsewhere(Conflict):
    """An account answers for one actor at a time."""

    code = "account-tied-elsewhere"
    title = "Ce compte est déjà rattaché à un acteur\u202f: détachez-le d’abord sur la fiche de celui-ci."


class NotAPartner(Invalid):
    """Only who holds the role of a partner answers for an actor."""

    code = "not-a-partner"
    title = "Ce compte n’a pas, ou plus, d’accès de partenaire\u202f: rechargez la page."


class AccessJustEnded(Conflict):
    """The portal is closing the account of an access that was just ended."""

    code = "access-just-ended"
    title = (
        "L’accès de ce compte vient d’être retiré et le compte se ferme\u202f: il ne peut pas être rattaché."
        " Pour que cette personne ait de nouveau un accès, utilisez «\u00a0Ouvrir un accès\u00a0» à côté de son"
        " nom, sur la page de l’acteur."
    )
