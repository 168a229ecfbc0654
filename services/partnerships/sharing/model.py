"""A contact shown to the bureaux of the network, and the person who objects (opposition).

A contact is the lycée's own until the person was told that the network will see it. Whoever objects
is recognised by their mail, in all lycées at once; by their phone only where no mail tells them from
their colleagues, who may share the switchboard's number.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Invalid
from services.partnerships.contacts.model import ContactDetails

PURPOSE = "objection"
_PHONE_DIGITS = 9
"""Those that count, whether a number is written with its country or with a zero."""


class InformedToCome(Invalid):
    """A person is informed before the network sees them, not after."""

    code = "informed-to-come"
    title = "Ce jour est à venir\u202f: informez d’abord la personne."


class PersonObjected(Invalid):
    """A person who, by this mail or phone, asked not to be shared nor written to."""

    code = "person-objected"
    title = "Cette personne s’est opposée à être contactée."


class NothingToKnowThemBy(Invalid):
    """Without a mail or a phone, nobody could honour the objection elsewhere."""

    code = "nothing-to-know-them-by"
    title = (
        "Notez d’abord le mail ou le téléphone de cette personne\u202f: sans l’un des deux, les autres bureaux"
        " ne peuvent pas la reconnaître."
    )


class NothingLeftToKnowThemBy(Invalid):
    """An objection must outlive the correction of the details it was recognised by."""

    code = "nothing-left-to-know-them-by"
    title = (
        "Laissez un mail ou un téléphone\u202f: c’est à lui que les bureaux reconnaissent qui s’est opposé à être"
        " contacté."
    )


@dataclass(frozen=True)
class Objection:
    """What a person said, to whichever bureau."""

    id: UUID
    objected_on: date
    by_phone: bool = False
    """Whether the phone alone tells that it is theirs."""


@dataclass(frozen=True)
class SharedContact:
    """A contact of another lycée, as the network may see it."""

    id: UUID
    site_id: UUID
    lycee: str
    details: ContactDetails


@dataclass(frozen=True)
class Sharing:
    """Since when a contact of one's own is shared, and when the person was told."""

    contact_id: UUID
    uai: Uai
    informed_on: date
    shared_on: date


def known_by(details: ContactDetails) -> tuple[str | None, str | None]:
    """The mail and the phone a person is recognised by, however they were typed."""
    mail = details.mail.strip().casefold() if details.mail else None
    digits = "".join(one for one in details.phone or "" if one.isdigit())[-_PHONE_DIGITS:]
    return (f"mail:{mail}" if mail else None, f"phone:{digits}" if digits else None)


def said_of(objection: Objection) -> str:
    """What is said to whoever types such a contact."""
    return (
        f"La personne qui a ce mail ou ce téléphone s’est opposée le {objection.objected_on:%d/%m/%Y} à être"
        " contactée ou partagée par les bureaux. Choisissez une autre personne, ou enregistrez sans ces"
        " coordonnées\u202f; si elle a changé d’avis, levez l’opposition sur sa fiche."
    )
