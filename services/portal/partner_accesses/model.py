"""Accesses of partners: why none is opened, and which one is closed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.chassis.base.errors import Conflict, Unavailable

CLOSING = "partner-access-over"


@dataclass(frozen=True)
class Closing:
    """An account that is to be closed; `erased`: no name of whose it was stays."""

    account_id: UUID
    erased: bool

    def key(self, now: datetime) -> str:
        """What the job is asked with: again for one a backup brought back."""
        return f"{self.account_id} {self.erased:d} {now.isoformat()}"

    @classmethod
    def read(cls, key: str) -> "Closing":
        """What a job was asked with."""
        account_id, erased, _ = key.split()
        return cls(UUID(account_id), erased == "1")


class AddressHasAccount(Conflict):
    """One account per address: another one, of whichever role, has this one."""

    code = "address-has-account"
    title = (
        "Cette adresse a déjà un compte Passerelle\u202f: rien n’est changé. S’il est celui d’un"
        " partenaire, rattachez-le depuis «\u00a0Comptes d’accès\u00a0» de l’acteur\u202f; sinon, notez"
        " pour cette personne une autre adresse."
    )


class AccessClosing(Conflict):
    """It is being closed at this moment, or was given again already."""

    code = "access-closing"
    title = (
        "Cet accès est déjà rendu, ou son compte est encore en train de se fermer\u202f: relisez la page de"
        " l’acteur dans un instant\u202f; si l’accès n’y est pas ouvert, annulez de nouveau."
    )


class AddressCorrected(Conflict):
    """The account has another address than the one that is noted now."""

    code = "address-corrected"
    title = "L’adresse de cette personne a été corrigée depuis\u202f: ouvrez-lui un accès à sa nouvelle adresse depuis la page de l’acteur."


class PersonWithoutAddress(Conflict):
    """An invitation goes to an address."""

    code = "person-without-address"
    title = "Aucune adresse électronique n’est notée pour cette personne\u202f: ajoutez-la sur sa fiche, puis ouvrez l’accès."


class PersonAway(Conflict):
    """A person who left, objected, or was erased."""

    code = "person-away"
    title = "Cette personne est partie, s’est opposée ou a été effacée\u202f: aucun accès ne peut lui être ouvert."


class DirectorySilent(Unavailable):
    """The directory does not say who it is."""

    code = "directory-silent"
    title = "L’annuaire ne répond pas pour le moment\u202f: rien n’est ouvert. Réessayez dans une minute."
