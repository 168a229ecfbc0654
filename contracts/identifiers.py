"""Validated value types: the only texts and numbers an event may carry.

A value of one of these types is always well formed; see `text_value` for how they behave.
"""

import re
from datetime import date
from typing import Annotated, NewType, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.text_value import Identifier

_UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_LA_POSTE = "356000000"


class Uai(Identifier):
    """Number of a school in the national register (numéro UAI, ex-RNE)."""

    __slots__ = ()
    pattern = r"^[0-9]{7}[A-HJ-NPR-Z]$"
    example = "0820032P"
    advice = "Un numéro UAI compte 7 chiffres puis une lettre, par exemple 0820032P."

    @classmethod
    def normalise(cls, value: str) -> str:
        return super().normalise(value).upper()

    @classmethod
    def numbered(cls, digits: str) -> Self:
        """The number with its control letter."""
        return cls(digits + cls._letter(digits))

    @staticmethod
    def _letter(digits: str) -> str:
        return _UAI_LETTERS[int(digits) % len(_UAI_LETTERS)]

    @classmethod
    def check(cls, value: str) -> None:
        if cls._letter(value[:7]) != value[7]:
            raise ValueError(
                "La lettre finale de ce numéro UAI ne correspond pas à ses chiffres\u202f: "
                "vérifiez la saisie."
            )


def _luhn(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + rank % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


class Siren(Identifier):
    """Number of a company in the Sirene register (numéro SIREN)."""

    __slots__ = ()
    pattern = r"^[0-9]{9}$"
    example = "732829320"
    advice = "Un numéro SIREN compte 9 chiffres, par exemple 732 829 320."

    @classmethod
    def check(cls, value: str) -> None:
        if not _luhn(value):
            raise ValueError(
                "Ce numéro SIREN n’existe pas (sa clé est fausse)\u202f: vérifiez les chiffres."
            )


class Siret(Identifier):
    """Number of a company's site in the Sirene register (numéro SIRET)."""

    __slots__ = ()
    pattern = r"^[0-9]{14}$"
    example = "73282932000074"
    advice = "Un numéro SIRET compte 14 chiffres, par exemple 732 829 320 00074."

    @classmethod
    def check(cls, value: str) -> None:
        if not (_luhn(value) or cls._post_office(value)):
            raise ValueError(
                "Ce numéro SIRET n’existe pas (sa clé est fausse)\u202f: vérifiez les chiffres."
            )

    @staticmethod
    def _post_office(value: str) -> bool:
        # La Poste ran out of numbers that satisfy Luhn: its sites' digits add up to a multiple of 5.
        return value.startswith(_LA_POSTE) and sum(map(int, value)) % 5 == 0

    @property
    def siren(self) -> Siren:
        return Siren(self[:9])


class Mef(Identifier):
    """Code of a class's formation and level (module élémentaire de formation, MEF).

    Some exports append an eleventh digit; it is dropped, so that one formation has one code.
    """

    __slots__ = ()
    pattern = r"^[0-9]{10}$"
    example = "2473121411"
    advice = "Un code MEF compte 10 ou 11 chiffres, par exemple 2473121411."

    @classmethod
    def normalise(cls, value: str) -> str:
        digits = super().normalise(value)
        return digits[:10] if re.fullmatch(r"[0-9]{11}", digits) else digits


class Naf(Identifier):
    """Code of an economic activity (code NAF ou APE), with its dot."""

    __slots__ = ()
    pattern = r"^[0-9]{2}\.[0-9]{2}[A-Z]$"
    example = "43.21A"
    advice = "Un code NAF compte 4 chiffres puis une lettre, par exemple 43.21A."

    @classmethod
    def normalise(cls, value: str) -> str:
        compact = super().normalise(value).upper().replace(".", "")
        return f"{compact[:2]}.{compact[2:]}"


class CommuneCode(Identifier):
    """Code of a commune in the official geographic code (code commune INSEE, not the postcode)."""

    __slots__ = ()
    pattern = r"^([0-9]{2}|2A|2B)[0-9]{3}$"
    example = "82121"
    advice = "Un code commune INSEE compte 5 caractères, par exemple 82121 pour Montauban."

    @classmethod
    def normalise(cls, value: str) -> str:
        return super().normalise(value).upper()


class DepartmentCode(Identifier):
    """Code of a department (code du département)."""

    __slots__ = ()
    pattern = r"^([0-9]{2}|2A|2B|97[1-8]|98[4-8])$"
    example = "82"
    advice = "Un code de département compte 2 ou 3 caractères, par exemple 82."

    @classmethod
    def normalise(cls, value: str) -> str:
        return super().normalise(value).upper()


class SchoolYear(Identifier):
    """A school year (année scolaire), from 1 August to 31 July."""

    __slots__ = ()
    pattern = r"^[0-9]{4}-[0-9]{4}$"
    example = "2026-2027"
    advice = "Une année scolaire s’écrit avec ses deux années, par exemple 2026-2027."

    @classmethod
    def check(cls, value: str) -> None:
        # 0000-0001 is a slip of the keyboard, and has no year before.
        if int(value[5:]) != int(value[:4]) + 1 or not "1900" <= value < "2200":
            raise ValueError(cls.advice)

    @classmethod
    def of(cls, day: date) -> Self:
        """The school year a day falls in: 1 August opens a new one."""
        first = day.year if day.month >= 8 else day.year - 1
        return cls(f"{first:04d}-{first + 1:04d}")

    @property
    def first_day(self) -> date:
        return date(int(self[:4]), 8, 1)

    @property
    def last_day(self) -> date:
        return date(int(self[5:]), 7, 31)

    @property
    def previous(self) -> Self:
        """The one before."""
        return type(self)(f"{int(self[:4]) - 1:04d}-{self[:4]}")


class IsoWeek(Identifier):
    """A week of the ISO calendar (semaine), Monday to Sunday."""

    __slots__ = ()
    pattern = r"^[0-9]{4}-W[0-9]{2}$"
    example = "2027-W03"
    advice = "Une semaine s’écrit avec son année et son rang, par exemple 2027-W03."

    @classmethod
    def check(cls, value: str) -> None:
        try:
            date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        except ValueError:
            raise ValueError(cls.advice) from None

    @classmethod
    def of(cls, day: date) -> Self:
        year, week, _ = day.isocalendar()
        return cls(f"{year:04d}-W{week:02d}")

    @property
    def monday(self) -> date:
        return date.fromisocalendar(int(self[:4]), int(self[6:]), 1)


_LOCAL = "local:"


class SiteKey(Identifier):
    """What designates a host's site in every lycée: its SIRET, or an internal key without one."""

    __slots__ = ()
    pattern = r"^([0-9]{14}|local:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"
    example = "73282932000074"
    advice = "La clé d’un site est son numéro SIRET, ou une clé interne s’il n’en a pas."

    @classmethod
    def check(cls, value: str) -> None:
        if not value.startswith(_LOCAL):
            Siret(value)

    @classmethod
    def local(cls, site_id: UUID) -> Self:
        """The key of a site without SIRET (association sans numéro, entreprise étrangère)."""
        return cls(f"{_LOCAL}{site_id}")

    @property
    def siret(self) -> Siret | None:
        return None if self.startswith(_LOCAL) else Siret(self)


class PublicText(Identifier):
    """A short text that is public by nature; only reviewed events may carry one (public_texts.py)."""

    __slots__ = ()
    pattern = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,120}$"
    example = "Lycée des métiers"
    advice = "Ce texte doit tenir sur une seule ligne de 120 caractères au plus."

    @classmethod
    def normalise(cls, value: str) -> str:
        return value.strip()


Count = Annotated[int, Field(ge=0, le=100_000)]
"""How many of something (effectif): never negative, never absurd."""
Seats = Annotated[int, Field(ge=0, le=1_000)]
"""Places a site hosts or offers (places d’accueil)."""
Instant = AwareDatetime
"""An instant with its time zone."""

# Opaque ids: each its own type, so that one cannot be passed for another.
CompanyId = NewType("CompanyId", UUID)
SiteId = NewType("SiteId", UUID)
ContactId = NewType("ContactId", UUID)
InteractionId = NewType("InteractionId", UUID)
ImportId = NewType("ImportId", UUID)
FormationId = NewType("FormationId", UUID)
PeriodId = NewType("PeriodId", UUID)
PupilYearId = NewType("PupilYearId", UUID)
PlacementId = NewType("PlacementId", UUID)
AgreementId = NewType("AgreementId", UUID)
CoverageId = NewType("CoverageId", UUID)
CoverageTotalsId = NewType("CoverageTotalsId", UUID)
TallyId = NewType("TallyId", UUID)
AccountId = NewType("AccountId", UUID)
LetterId = NewType("LetterId", UUID)
AccessNoticeId = NewType("AccessNoticeId", UUID)
ContactCheckId = NewType("ContactCheckId", UUID)
HostPageId = NewType("HostPageId", UUID)
MailingId = NewType("MailingId", UUID)
TeacherLinkId = NewType("TeacherLinkId", UUID)
PartnershipId = NewType("PartnershipId", UUID)
ActionId = NewType("ActionId", UUID)
DeclarationId = NewType("DeclarationId", UUID)
TaxTotalsId = NewType("TaxTotalsId", UUID)
AidId = NewType("AidId", UUID)
AidTotalsId = NewType("AidTotalsId", UUID)
RegistryTotalsId = NewType("RegistryTotalsId", UUID)
CapacityId = NewType("CapacityId", UUID)
NewsId = NewType("NewsId", UUID)
PublicationId = NewType("PublicationId", UUID)
SolicitationId = NewType("SolicitationId", UUID)
TaskDigestId = NewType("TaskDigestId", UUID)
RuleId = NewType("RuleId", UUID)
PauseId = NewType("PauseId", UUID)
ApproachId = NewType("ApproachId", UUID)
# Drawn for the department alone: nothing links it to the placement it stands for.
DepartmentRef = NewType("DepartmentRef", UUID)
ReferentId = NewType("ReferentId", UUID)
FollowingId = NewType("FollowingId", UUID)
AttestationId = NewType("AttestationId", UUID)
