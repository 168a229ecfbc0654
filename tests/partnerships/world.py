"""A bureau and its companies, as the tests speak of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from contracts.event import Event
from contracts.identifiers import CommuneCode, Naf, Siren, Siret, Uai
from contracts.partnerships import (
    Diffusion,
    ImportSource,
    InteractionKind,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from services.chassis.work import Scope, UnitOfWork, UnitsOfWork
from services.partnerships.domain.company import CompanyDetails, SiteDetails
from services.partnerships.domain.contact import ContactDetails
from services.partnerships.domain.import_row import ImportRow, RefusedRow
from services.partnerships.domain.interaction import Exchange
from services.partnerships.storage.import_files import ImportFile
from services.partnerships.use_cases.commit_import import commit_import
from services.partnerships.use_cases.correct_company import correct_company
from services.partnerships.use_cases.log_interaction import log_interaction
from services.partnerships.use_cases.preview_import import preview_import
from services.partnerships.use_cases.register_company import register_company
from tests.support.services import Published

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BOURDELLE = Uai("0820021C")
ELSEWHERE = Uai("0820032P")
MONTAUBAN, MOISSAC = CommuneCode("82121"), CommuneCode("82112")
SIREN = Siren("732829320")
SIRET = Siret("73282932000074")

P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound=Event)


def siret_of(rank: int, siren: str | None = None) -> Siret:
    """An invented SIRET whose keys are right."""
    base = siren or with_key(f"{90_000_000 + rank:08d}")
    return Siret(with_key(f"{base}{rank % 10_000:04d}"))


def with_key(digits: str) -> str:
    """Append the figure that makes the Luhn sum a multiple of ten."""
    for last in "0123456789":
        total = 0
        for place, digit in enumerate(reversed(digits + last)):
            value = int(digit) * (1 + place % 2)
            total += value - 9 if value > 9 else value
        if total % 10 == 0:
            return digits + last
    raise AssertionError("one of ten figures is right")


def company(name: str = "Chaudronnerie du Quercy", **changes: Any) -> CompanyDetails:
    known = {
        "siren": None,
        "legal_form": LegalForm.COMPANY,
        "diffusion": Diffusion.FULL,
        "naf": Naf("25.11Z"),
    }
    return CompanyDetails(name=name, **{**known, **changes})


def site(**changes: Any) -> SiteDetails:
    known = {"address": "12 rue des Forges", "postcode": "82000", "commune": MONTAUBAN}
    return SiteDetails(**{**known, **changes})


def exchange(**changes: Any) -> Exchange:
    known = {
        "kind": InteractionKind.CALL,
        "purpose": InteractionPurpose.PFMP,
        "outcome": InteractionOutcome.INTERESTED,
        "occurred_on": TODAY,
    }
    return Exchange(**{**known, **changes})


def row(line: int, name: str, contact: str | None = None, **place: Any) -> ImportRow:
    details = place.pop("details", None) or company(name)
    contacts = (ContactDetails(name=contact),) if contact else ()
    return ImportRow(line, details, site(**place), contacts)


@dataclass
class Bureau:
    """One lycée at work."""

    uai: Uai
    units: UnitsOfWork
    published: Published
    now: datetime = NOW

    async def do(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a use case or a query in a unit of work of this lycée."""
        async with self.units.begin(Scope(frozenset({self.uai})), now=self.now) as uow:
            return await use_case(uow, *args, **kwargs)

    async def registers(
        self,
        name: str = "Chaudronnerie du Quercy",
        *,
        main: SiteDetails | None = None,
        distinct: bool = False,
        **changes: Any,
    ) -> UUID:
        return await self.do(
            register_company,
            details=company(name, **changes),
            main=main or site(),
            distinct=distinct,
            now=self.now,
        )

    async def corrects(self, company_id: UUID, version: int, details: CompanyDetails) -> None:
        await self.do(
            correct_company,
            company_id=company_id,
            version=version,
            details=details,
            now=self.now,
        )

    async def logs(self, company_id: UUID, **changes: Any) -> UUID:
        site_id = changes.pop("site_id", None)
        return await self.do(
            log_interaction,
            company_id=company_id,
            site_id=site_id,
            exchange=exchange(**changes),
            now=self.now,
        )

    async def previews(self, *rows: ImportRow, refused: tuple[RefusedRow, ...] = ()) -> UUID:
        read = ImportFile(ImportSource.XLSX, rows, refused, ("Raison sociale", "SIRET"))
        return await self.do(preview_import, read=read, file_name="liste.xlsx", now=self.now)

    async def confirms(self, import_id: UUID) -> None:
        await self.do(commit_import, import_id=import_id, now=self.now)

    async def imports(self, *rows: ImportRow) -> UUID:
        import_id = await self.previews(*rows)
        await self.confirms(import_id)
        return import_id
