"""Partnerships as pages show them: all of the lycée by stage, one with its documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, func, literal, or_, select, tuple_

from contracts.partnerships.partnerships import AgreementState, PartnershipScope, PartnershipStage
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.partnerships.acquaintances.tables import acquaintances
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.model.company import Company
from services.partnerships.companies.store.companies import Companies
from services.partnerships.companies.tables.companies import companies
from services.partnerships.company_words.store.words import among
from services.partnerships.contacts.model import Contact
from services.partnerships.contacts.store.contacts import Contacts
from services.partnerships.documents.model import Document
from services.partnerships.documents.store import Documents
from services.partnerships.partnerships.model.agreement_asked import AgreementAsked
from services.partnerships.partnerships.model.partnership import (
    EXPIRES_WITHIN,
    Partnership,
    Validity,
)
from services.partnerships.partnerships.store import (
    ENDED,
    P,
    Partnerships,
    read_partnership,
    to_renew,
)
from services.partnerships.partnerships.tables import partnerships

SHOWN_MAX = 300
"""Of one page; a bureau has tens of them."""
SILENT_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Followed:
    """A partnership among others."""

    partnership: Partnership
    company: str
    last_on: date | None
    today: date

    @property
    def validity(self) -> Validity | None:
        """Whether its agreement holds."""
        return self.partnership.agreement.validity(self.today)

    @property
    def expects(self) -> bool:
        """Whether what comes last is a hosting that has not begun."""
        return self.last_on is not None and self.last_on > self.today

    @property
    def silent(self) -> bool:
        """Whether an active one had neither exchange nor hosting for a year."""
        active = self.partnership.stage is PartnershipStage.ACTIVE
        return active and (self.last_on is None or self.last_on < self.today - SILENT_AFTER)


@dataclass(frozen=True)
class PartnershipFilter:
    """Which partnerships are asked for."""

    scope: PartnershipScope | None = None
    agreement: AgreementAsked | None = None


@dataclass(frozen=True)
class PartnershipCard:
    """One partnership as its page shows it."""

    partnership: Partnership
    company: Company
    documents: Sequence[Document]
    contacts: Sequence[Contact]
    today: date

    @property
    def validity(self) -> Validity | None:
        """Whether its agreement holds."""
        return self.partnership.agreement.validity(self.today)

    @property
    def signatory(self) -> Contact | None:
        """Who signed for the company, while the lycée knows them."""
        wanted = self.partnership.agreement.signatory_id
        return next((one for one in self.contacts if one.id == wanted), None)


async def read_partnerships(
    uow: UnitOfWork, asked: PartnershipFilter | None = None, *, after: UUID | None = None
) -> tuple[Sequence[Followed], UUID | None]:
    """The lycée's own, by company, after one of them; which one the next page comes after."""
    at, today = (companies.c.name_key, P.partnership_id), local_date(uow.now)
    asked = asked or PartnershipFilter()
    statement = followed(uow).where(*_asked(asked, today)).order_by(*at).limit(SHOWN_MAX + 1)
    if after is not None:
        statement = statement.where(tuple_(*at) > _place_of(after))
    found = [read_followed(row, today) for row in await uow.execute(statement)]
    more = len(found) > SHOWN_MAX
    return found[:SHOWN_MAX], found[SHOWN_MAX - 1].partnership.id if more else None


async def count_partnerships(uow: UnitOfWork, asked: PartnershipFilter) -> int:
    """How many of them there are, whatever the page."""
    own = (P.uai.in_(uow.scope.uais), *_asked(asked, local_date(uow.now)))
    return int((await uow.execute(select(func.count()).where(*own))).scalar_one())


def _asked(asked: PartnershipFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.scope is not None:
        found.append(literal(asked.scope.value) == any_(P.scopes))
    if asked.agreement is not None:
        signed = P.agreement == AgreementState.SIGNED.value
        found += [signed, _until(asked.agreement, today)]
    return found


def _place_of(partnership_id: UUID) -> Any:
    return (
        select(companies.c.name_key, P.partnership_id)
        .join(partnerships, P.company_id == companies.c.company_id)
        .where(P.partnership_id == partnership_id)
        .scalar_subquery()
    )


def by_stage(found: Sequence[Followed]) -> Mapping[PartnershipStage, Sequence[Followed]]:
    """Partnerships of each stage, every stage in order."""
    return {
        stage: [one for one in found if one.partnership.stage is stage]
        for stage in PartnershipStage
    }


async def find_partnerships(
    uow: UnitOfWork, with_ids: Sequence[UUID], stages: Sequence[PartnershipStage], limit: int
) -> Sequence[Followed]:
    """Partnerships with one of these companies, or in one of these stages; open ones first."""
    asked = or_(among(P.company_id, with_ids), P.stage.in_([one.value for one in stages]))
    order = ((P.stage == ENDED).asc(), companies.c.name_key, P.partnership_id)
    statement = followed(uow).where(asked).order_by(*order).limit(limit)
    return [read_followed(row, local_date(uow.now)) for row in await uow.execute(statement)]


async def read_partnership_card(uow: UnitOfWork, partnership_id: UUID) -> PartnershipCard:
    """Raises NotFound."""
    partnership = await Partnerships(uow).get(partnership_id)
    people = await Contacts(uow).of(partnership.company_id)
    return PartnershipCard(
        partnership=partnership,
        company=await Companies(uow).get(partnership.company_id),
        documents=await Documents(uow).of(partnership_id),
        contacts=[one for one in people if one.uai == partnership.uai],
        today=local_date(uow.now),
    )


def _until(asked: AgreementAsked, today: date) -> ColumnElement[bool]:
    """When an agreement ends that is so today, as `Agreement.validity` says it of one."""
    near = today + EXPIRES_WITHIN
    ends: Mapping[AgreementAsked, ColumnElement[bool]] = {
        AgreementAsked.EXPIRED: P.until_on < today,
        AgreementAsked.EXPIRING: P.until_on.between(today, near),
        AgreementAsked.VALID: P.until_on > near,
        AgreementAsked.TO_RENEW: and_(P.stage != ENDED, to_renew(today)),
    }
    return ends[asked]


def followed(uow: UnitOfWork) -> Select[Any]:
    """Partnerships of the lycées in scope, with their company and when it was last heard of."""
    return all_followed().where(P.uai.in_(uow.scope.uais))


def all_followed() -> Select[Any]:
    """Partnerships of any lycée."""
    known = acquaintances.c
    last = (
        select(func.max(func.greatest(known.last_on, known.hosted_on)))
        .where(known.uai == P.uai, known.company_id == P.company_id)
        .scalar_subquery()
    )
    return select(partnerships, companies.c.name.label("company"), last.label("last_on")).join(
        companies, companies.c.company_id == P.company_id
    )


def read_followed(row: Any, today: date) -> Followed:
    """A row of `followed`."""
    return Followed(read_partnership(row), row.company, row.last_on, today)
