"""A lycée, its formations, pupils and hosts, as the tests speak of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

import asyncpg

from contracts.event import REGISTRY, Event
from contracts.identifiers import (
    CommuneCode,
    CompanyId,
    Mef,
    Naf,
    PublicText,
    SchoolYear,
    SiteId,
    SiteKey,
    Uai,
)
from contracts.internships.periods import PlacementOrigin, WithdrawalReason
from contracts.internships.placements import EndReason
from contracts.partnerships.companies import CompanyRegisteredV1, Diffusion, LegalForm, SiteFact
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.internships.calendars.commands import draft_period, publish_period
from services.internships.formations.commands import open_formation
from services.internships.formations.model.classes import class_key
from services.internships.hosts.commands import copy_companies
from services.internships.hosts.store.hosts import CompanyVersion
from services.internships.placements.commands.confirm_placement import confirm_placement
from services.internships.placements.commands.propose_placement import propose_placement
from services.internships.placements.commands.withdraw_placement import withdraw_placement
from services.internships.roster_files.model.file import RosterRow
from services.internships.rosters.commands import import_roster
from services.internships.ruptures.commands import (
    interrupt_placement,
    record_no_show,
    undo_placement_end,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
YEAR = SchoolYear("2026-2027")
BOURDELLE = Uai("0820021C")
ELSEWHERE = Uai("0820032P")
ELEC = Mef("2473121411")
CARE = Mef("2473300111")
STARTS, ENDS, WEEKS = date(2027, 1, 4), date(2027, 1, 29), 4

P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound=Event)


@dataclass
class Lycee:
    """One lycée at work: what its bureau does, and what was published of it."""

    uai: Uai
    units: UnitsOfWork
    superuser: asyncpg.Connection
    now: datetime = NOW

    async def do(
        self,
        use_case: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a use case in a unit of work of this lycée, at its `now`."""
        async with self.units.begin(Scope(frozenset({self.uai})), now=self.now) as uow:
            return await use_case(uow, *args, **kwargs)

    async def opens(self, mef: Mef, label: str = "2de pro Électricité") -> UUID:
        return await self.do(open_formation, mef=mef, label=PublicText(label), now=self.now)

    async def imports(
        self, *pupils: str, classes: Mapping[str, UUID | Mef], **options: Any
    ) -> Sequence[UUID]:
        """Import "NOM Prénom CLASSE" pupils; return the ids of all pupils, by name."""
        born = options.pop("born", "")
        rows = [
            replace(RosterRow(line, *text.rsplit(" ", 2)), born=born)
            for line, text in enumerate(pupils, start=2)
        ]
        await self.do(
            import_roster,
            rows=rows,
            formations={class_key(label): formation for label, formation in classes.items()},
            decisions=options.pop("decisions", {}),
            school_year=options.pop("school_year", YEAR),
            now=self.now,
            **options,
        )
        found = await self.superuser.fetch(
            "SELECT pupil_year_id FROM pupils WHERE uai = $1 ORDER BY name_key, pupil_year_id",
            self.uai,
        )
        return [row["pupil_year_id"] for row in found]

    async def drafts_a_period(self, *formation_ids: UUID, **options: Any) -> UUID:
        return await self.do(
            draft_period,
            starts_on=options.pop("starts_on", STARTS),
            ends_on=options.pop("ends_on", ENDS),
            weeks=options.pop("weeks", WEEKS),
            formation_ids=formation_ids,
            **options,
        )

    async def publishes_a_period(self, *formation_ids: UUID, **options: Any) -> UUID:
        period_id = await self.drafts_a_period(*formation_ids, **options)
        await self.do(publish_period, period_id=period_id, version=1, now=self.now)
        return period_id

    async def proposes(
        self,
        pupil: UUID,
        period: UUID,
        site: SiteKey,
        origin: PlacementOrigin = PlacementOrigin.OFFICE,
    ) -> UUID:
        return await self.do(
            propose_placement,
            period_id=period,
            pupil_year_id=pupil,
            site_key=site,
            origin=origin,
            now=self.now,
        )

    async def confirms(self, placement: UUID, *, version: int = 1, on: date = TODAY) -> None:
        await self.do(
            confirm_placement, placement_id=placement, version=version, on=on, now=self.now
        )

    async def withdraws(
        self,
        placement: UUID,
        *,
        version: int,
        reason: WithdrawalReason = WithdrawalReason.HOST,
    ) -> None:
        await self.do(
            withdraw_placement,
            placement_id=placement,
            version=version,
            reason=reason,
            now=self.now,
        )

    async def interrupts(
        self,
        placement: UUID,
        *,
        version: int = 2,
        on: date,
        reason: EndReason = EndReason.COMPANY,
    ) -> None:
        await self.do(
            interrupt_placement,
            placement_id=placement,
            version=version,
            on=on,
            reason=reason,
            now=self.now,
        )

    async def notes_a_no_show(
        self,
        placement: UUID,
        *,
        version: int = 2,
        on: date,
        reason: EndReason = EndReason.PUPIL,
    ) -> None:
        await self.do(
            record_no_show,
            placement_id=placement,
            version=version,
            on=on,
            reason=reason,
            now=self.now,
        )

    async def undoes_the_end(self, placement: UUID, *, version: int = 3) -> None:
        await self.do(undo_placement_end, placement_id=placement, version=version, now=self.now)

    async def places(self, pupil: UUID, period: UUID, site: SiteKey, **options: Any) -> UUID:
        """Propose and confirm."""
        placement = await self.proposes(pupil, period, site, **options)
        await self.confirms(placement)
        return placement

    async def knows_a_host(self, *, version: int = 1, **options: Any) -> SiteKey:
        """As if the partnership registry had told of a company with one site."""
        facts = company(**options)
        await self.do(copy_companies, told=[CompanyVersion(facts, version, self.now)])
        return facts.sites[0].site_key

    async def published(self, event_type: type[E]) -> list[E]:
        """What this lycée published of one type, in order."""
        return [e for e in await self.traffic() if isinstance(e, event_type)]

    async def traffic(self) -> list[Event]:
        """Everything this lycée published, in order."""
        rows = await self.superuser.fetch(
            "SELECT headers->>'ce-type' AS type, payload FROM journal WHERE uai = $1"
            " ORDER BY position",
            self.uai,
        )
        return [REGISTRY[row["type"]].from_json(row["payload"]) for row in rows]


def company(
    *,
    name: str | None = "Chaudronnerie du Quercy",
    commune: str = "82037",
    naf: str = "25.11Z",
    site_key: SiteKey | None = None,
    company_id: UUID | None = None,
    site_id: UUID | None = None,
) -> CompanyRegisteredV1:
    site_id = site_id or uuid4()
    return CompanyRegisteredV1(
        company_id=CompanyId(company_id or uuid4()),
        legal_form=LegalForm.COMPANY if name else LegalForm.SOLE_TRADER,
        diffusion=Diffusion.FULL,
        public_name=PublicText(name) if name else None,
        naf=Naf(naf),
        sites=(
            SiteFact(
                site_id=SiteId(site_id),
                site_key=site_key or SiteKey.local(site_id),
                commune=CommuneCode(commune),
            ),
        ),
        occurred_on=TODAY,
    )
