"""A bureau and its companies, as the tests speak of them."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import asyncpg

from contracts.event import Event
from contracts.identifiers import CommuneCode, Naf, Siren, Siret, SiteKey, Uai
from contracts.partnerships.companies import (
    Diffusion,
    ImportSource,
    InteractionKind,
    InteractionOutcome,
    InteractionPurpose,
    LegalForm,
)
from contracts.partnerships.partnerships import PartnershipScope, PartnershipStage
from services.chassis.unit_of_work.scheduled_jobs import run_due_work
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.partnerships.base.calendar import local_date
from services.partnerships.companies.commands import correct_company
from services.partnerships.companies.model.company import Company, CompanyDetails, SiteDetails
from services.partnerships.companies.store.companies import Companies
from services.partnerships.company_notes.commands import add_company_note
from services.partnerships.contacts.model import ContactDetails
from services.partnerships.duplicates.commands import register_company
from services.partnerships.exchanges.commands import log_interaction
from services.partnerships.exchanges.model import Exchange
from services.partnerships.import_effects.commands.commit_import import commit_import
from services.partnerships.import_files.store.files import ImportFile
from services.partnerships.import_rows.model.row import ImportRow, RefusedRow
from services.partnerships.imports.commands.preview_import import preview_import
from services.partnerships.imports.commands.receive_import import receive_import
from services.partnerships.merges.commands import Looked, merge_companies
from services.partnerships.merges.model import Chosen
from services.partnerships.merges.store.merges import Merges
from services.partnerships.partnerships.commands import (
    agree_partnership,
    move_partnership,
    propose_partnership,
)
from services.partnerships.partnerships.model.partnership import Agreement, PartnershipAct
from services.partnerships.places.commands import note_place
from services.partnerships.pressure.commands import solicit_host
from services.partnerships.subscribers import timed
from tests.support.services import Published, ServiceDatabases

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

    async def keeps_a_note(self, company_id: UUID, text: str) -> UUID:
        return await self.do(add_company_note, company_id=company_id, text=text, now=self.now)

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

    async def proposes_a_place(self, placement_id: UUID, site_key: SiteKey) -> None:
        """Learn that a pupil of the lycée was proposed a place there."""
        await self.do(
            note_place,
            placement_id=placement_id,
            site_key=site_key,
            on=local_date(self.now),
            now=self.now,
        )

    async def approaches(self, approach_id: UUID, site_key: SiteKey) -> None:
        """Learn that a host was asked to take a pupil of the lycée."""
        await self.do(
            solicit_host,
            approach_id=approach_id,
            site_key=site_key,
            on=local_date(self.now),
            now=self.now,
        )

    async def opens_a_partnership(
        self, company_id: UUID, *scopes: PartnershipScope, stage: PartnershipStage | None = None
    ) -> UUID:
        """Open a partnership, and move it on when a stage is said."""
        partnership_id = await self.do(
            propose_partnership, company_id=company_id, scopes=scopes, now=self.now
        )
        if stage is not None:
            await self.moves(partnership_id, 1, stage)
        return partnership_id

    async def moves(
        self, partnership_id: UUID, version: int, to: PartnershipStage, role: str = "rbde"
    ) -> None:
        await self.do(
            move_partnership,
            partnership_id=partnership_id,
            version=version,
            to=to,
            roles={role},
            now=self.now,
        )

    async def signs(
        self,
        partnership_id: UUID,
        version: int,
        act: PartnershipAct = PartnershipAct.SIGN,
        role: str = "rbde",
        **agreement: Any,
    ) -> None:
        dates = {"signed_on": TODAY, "until_on": TODAY.replace(year=TODAY.year + 1)}
        await self.do(
            agree_partnership,
            partnership_id=partnership_id,
            version=version,
            act=act,
            agreement=Agreement(**{**dates, **agreement}),
            roles={role},
            now=self.now,
        )

    async def previews(self, *rows: ImportRow, refused: tuple[RefusedRow, ...] = ()) -> UUID:
        read = ImportFile(ImportSource.XLSX, rows, refused, ("Raison sociale", "SIRET"))
        return await self.looks_at(read)

    async def looks_at(self, read: ImportFile, content: bytes = b"") -> UUID:
        """Bring a list and see what would become of its lines."""
        import_id = await self.do(
            receive_import, read=read, content=content, file_name="liste.xlsx", now=self.now
        )
        await self.do(preview_import, import_id=import_id, read=read, now=self.now)
        return import_id

    async def confirms(self, import_id: UUID) -> None:
        await self.do(commit_import, import_id=import_id, now=self.now)

    async def imports(self, *rows: ImportRow) -> UUID:
        import_id = await self.previews(*rows)
        await self.confirms(import_id)
        return import_id

    async def merges(
        self,
        kept: UUID,
        absorbed: UUID,
        *,
        taken: Collection[str] = (),
        same_places: Mapping[UUID, UUID] | None = None,
    ) -> UUID:
        """Merge two cards as they are by now, main sites as one place; the id of the merge."""
        one, other = await self.card(kept), await self.card(absorbed)
        same = {other.sites[0].id: one.sites[0].id} if same_places is None else same_places
        await self.do(
            merge_companies,
            kept=Looked(kept, one.version),
            absorbed=Looked(absorbed, other.version),
            chosen=Chosen(frozenset(taken), same),
            now=self.now,
        )
        return await self.last_merge(kept)

    async def last_merge(self, kept: UUID) -> UUID:
        async def standing(uow: UnitOfWork) -> UUID:
            return (await Merges(uow).of(kept))[0].id

        return await self.do(standing)

    async def card(self, company_id: UUID) -> Company:
        async def read(uow: UnitOfWork) -> Company:
            return await Companies(uow).get(company_id)

        return await self.do(read)


async def night(bureau: Bureau, databases: ServiceDatabases, days: int = 1) -> None:
    """Let the timed work of a night run."""
    database = databases.open("partnerships")
    await run_due_work(timed, bureau.units, database.relay_dsn, bureau.now + timedelta(days=days))
    await database.close()


async def many_companies(superuser: asyncpg.Connection, number: int) -> None:
    """As many companies on the list of a bureau, with a site each."""
    await superuser.execute(
        "INSERT INTO companies SELECT gen_random_uuid(), 'Entreprise ' || n, 'entreprise ' || n,"
        " NULL, 'company', 'full', NULL, 1 FROM generate_series(1, $1) AS n",
        number,
    )
    await superuser.execute(
        "INSERT INTO sites (site_id, company_id, rank, site_key)"
        " SELECT gen_random_uuid(), company_id, 0, 'local:' || company_id FROM companies"
    )
    await superuser.execute(
        "INSERT INTO acquaintances (uai, site_id, company_id)"
        " SELECT $1, site_id, company_id FROM sites",
        BOURDELLE,
    )
