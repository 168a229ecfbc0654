"""Rules of writing to families: which address may be kept, and to whom a letter about a pupil goes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, Invalid
from services.internships.pupils.model import adult_on

MAIL_LENGTH_MAX = 254
STOP_PURPOSE = "family-stop"
"""What the link that stops mails at an address is derived for."""
PAGE_PURPOSE = "family-page"
"""Of the page a mail leads to: the link is of an address, and opens nothing once that is another one."""
PAGE = "/famille-pfmp"
STOP_PAGE = f"{PAGE}/courriels"
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_MAIL = re.compile(rf"{_LOCAL}(?:\.{_LOCAL})*@(?:[A-Za-z0-9-]{{1,63}}\.)+[A-Za-z]{{2,24}}")


class FamilySlot(StrEnum):
    """The person of a family whose address it is: there is no name beside it."""

    FIRST = "representative_1"
    SECOND = "representative_2"
    PUPIL = "pupil"


REPRESENTATIVES = (FamilySlot.FIRST, FamilySlot.SECOND)


class SaidBy(StrEnum):
    """Who gave an address, or said that the pupil agrees."""

    BUREAU = "bureau"
    LIST = "list"
    FAMILY = "family"


class FamilyMailWrong(Invalid):
    """An address no mail can be sent to."""

    code = "family-mail-wrong"
    title = "Écrivez une adresse complète, par exemple prenom.nom@messagerie.example."


class FamilyMailsOff(Conflict):
    """A lycée that has not decided to write to families: nothing is noted of them."""

    code = "family-mails-off"
    title = (
        "Le lycée n’écrit pas aux familles\u202f: la direction ou le bureau l’active d’abord sur"
        " «\u00a0Écrire aux familles\u00a0»."
    )


class FamilyAddressMoved(Conflict):
    """An address somebody else changed meanwhile."""

    code = "family-address-moved"
    title = "Cette adresse a changé entre-temps\u202f: relisez-la, puis recommencez."


class PupilNotOfAge(Conflict):
    """Who is a minor has nothing to agree to."""

    code = "pupil-not-of-age"
    title = "L’élève n’est pas majeur, ou sa date de naissance est inconnue."


def checked_mail(text: str) -> str:
    """The address as it is kept. Raises FamilyMailWrong."""
    mail = text.strip()
    if len(mail) > MAIL_LENGTH_MAX or not _MAIL.fullmatch(mail):
        raise FamilyMailWrong(field="mail")
    return mail


def masked(mail: str) -> str:
    """An address its own reader knows again, and nobody else can write to: « c…@m….example »."""
    local, _, domain = mail.partition("@")
    name, _, ending = domain.rpartition(".")
    return f"{local[:1]}…@{name[:1]}….{ending}"


def same_mail(one: str, other: str) -> bool:
    """Whether two addresses are of one mailbox, as far as it shows."""
    return one.strip().casefold() == other.strip().casefold()


@dataclass(frozen=True)
class FamilyAddress:
    """An address; `id` is another one once the address is."""

    id: UUID
    slot: FamilySlot
    mail: str = field(repr=False)
    said_by: SaidBy
    noted_on: date
    returned_on: date | None = None
    """Since when nothing arrives there."""
    stopped: bool = False
    """Whether who reads it wants no more mails."""

    @property
    def shown(self) -> str:
        """What may be shown to whoever opens a link on paper."""
        return masked(self.mail)


@dataclass(frozen=True)
class Family:
    """What is known of the family of a pupil."""

    uai: Uai
    pupil_year_id: UUID
    born_on: date | None = None
    agreed_on: date | None = None
    """Since when the pupil, of age, has the legal representatives be written to as well."""
    addresses: Mapping[FamilySlot, FamilyAddress] = field(default_factory=dict, repr=False)
    agreed_by: SaidBy | None = None

    def of_age_since(self, today: date) -> date | None:
        """The birthday from which the pupil is of age; None before it, or while nobody knows it."""
        day = adult_on(self.born_on) if self.born_on else None
        return day if day and day <= today else None

    def is_of_age(self, today: date) -> bool:
        """Whether the pupil is of age that day, the birthday itself counted; unknown is no."""
        return self.of_age_since(today) is not None

    def may_read(self, slot: FamilySlot, today: date) -> bool:
        """Whether something about the pupil may be told to who is behind an address."""
        if slot is FamilySlot.PUPIL:
            return True
        return not self.is_of_age(today) or self.agreed_on is not None

    def writes_to(self, slot: FamilySlot, today: date, *, to_sign: bool = False) -> bool:
        """Whether a letter goes there today; `to_sign`: to who signs alone."""
        if slot is FamilySlot.PUPIL:
            return self.is_of_age(today)
        return self.may_read(slot, today) and not (to_sign and self.is_of_age(today))


@dataclass(frozen=True)
class FamilyWriting:
    """Whether a lycée writes to families; nobody decided anything under version 0."""

    is_open: bool = False
    decided_on: date | None = None
    version: int = 0


NOT_WRITING = FamilyWriting()
