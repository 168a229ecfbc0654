"""Accounts of actors: what is refused of tying one, and how the access of one ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.chassis.base.errors import Conflict, Invalid

CLOSING_FOR = timedelta(days=1)
"""How long an access that ended may be given again: until then its account is not tied by hand."""


def is_closing(ended_at: datetime | None, now: datetime) -> bool:
    """Whether the access of an account ended so lately that the portal may still name it a partner’s."""
    return ended_at is not None and now - ended_at < CLOSING_FOR


@dataclass(frozen=True)
class EndedAccess:
    """An access that ended: whose it was, when, and since which day nobody used it where that is why."""

    person_id: UUID
    ended_at: datetime
    unused_on: date | None = None

    def may_return(self, now: datetime) -> bool:
        """Whether it may be given again: one of a day, that a person took back."""
        return self.unused_on is None and is_closing(self.ended_at, now)


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


class AccessOpening(Conflict):
    """The portal opened the access a moment ago, and the directory has not heard of it."""

    code = "access-opening"
    title = (
        "Cet accès vient d’être ouvert et n’est pas encore connu de l’annuaire\u202f: rien n’est changé."
        " Rechargez cette page dans quelques secondes, puis utilisez «\u00a0Retirer l’accès\u00a0»."
    )
