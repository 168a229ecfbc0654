"""Cards that turned out to be one company's: what is folded of it."""

from datetime import date
from uuid import UUID

from msgspec import Struct


class SamePlace(Struct):
    """The key a site had on the card that went."""

    former_key: str


class CompanyMerged(Struct):
    """What both cards are by now is told by CompanyCorrected."""

    company_id: UUID
    absorbed_id: UUID
    occurred_on: date
    same_places: tuple[SamePlace, ...] = ()


class MergeUndone(Struct):
    company_id: UUID
    restored_id: UUID
    occurred_on: date
