"""An invented network of lycées that tells the department what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from contracts.envelope import Envelope, source, to_headers
from contracts.event import Event
from contracts.examples import example
from contracts.identifiers import (
    CommuneCode,
    CompanyId,
    CoverageId,
    DepartmentRef,
    FormationId,
    Mef,
    Naf,
    PeriodId,
    PublicText,
    SchoolYear,
    SiteId,
    SiteKey,
    Uai,
)
from contracts.internships import (
    CoverageChangedV1,
    FormationOpenedV1,
    PfmpPeriodPublishedV1,
    PlacementConfirmedV1,
    PlacementOrigin,
)
from contracts.partnerships import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    Diffusion,
    LegalForm,
    SiteFact,
)
from contracts.portal import LyceeOpenedV1
from contracts.subjects import subject
from services.chassis.projections import Recorded
from services.chassis.projections.decoding import Decoding
from services.chassis.reading import Unreadable
from services.chassis.work import Scope, UnitsOfWork
from services.supervision.storage import READ_MODELS, fold
from services.supervision.subscribers import DEPARTMENT

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
YEAR = SchoolYear("2026-2027")
BOURDELLE = Uai("0820032P")
OTHER = Uai("0820004J")
SILENT = Uai("0820016X")
ELECTRICITY = Mef("2473121411")
WOOD = Mef("2473121412")
WHOLE_DEPARTMENT = Scope(frozenset(), department_wide=True)

_NAMESPACE = UUID("0b7f9a8e-6a3f-4a51-9a07-4f1c1c0a5f00")
_DECODING = Decoding(DEPARTMENT)


def an_id(name: str) -> UUID:
    """The same id for the same name, so that failures read the same."""
    return uuid5(_NAMESPACE, name)


@dataclass(frozen=True)
class Message:
    """One event as it travels."""

    service: str
    subject: str
    headers: dict[str, str]
    payload: bytes


@dataclass
class Network:
    """Numbers events as journals would; `told` keeps them as folds get them, `sent` as sent."""

    told: list[Recorded] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)

    def tell(
        self,
        event: Event,
        *,
        uai: Uai = BOURDELLE,
        version: int = 1,
        at: datetime | None = None,
        together: str | None = None,
    ) -> Recorded:
        """One event as a projection receives it; `together` names what was recorded at once."""
        number = len(self.told) + 1
        envelope = Envelope(
            id=an_id(f"event {number}"),
            type=event.ce_type(),
            source=source("82", uai, event.service()),
            subject=str(event.aggregate_id()),
            time=at or NOW + timedelta(seconds=number),
            sequence=number,
            version=version,
            correlation_id=an_id(together or f"work {number}"),
            causation_id=None,
            school_year=YEAR,
        )
        where = subject("department", "82", uai, type(event))
        addressed = _DECODING.address(where, to_headers(envelope))
        assert not isinstance(addressed, Unreadable)
        recorded = _DECODING.decode(addressed, event.to_json())
        assert not isinstance(recorded, Unreadable)
        self.told.append(recorded)
        self.sent.append(Message(event.service(), where, to_headers(envelope), event.to_json()))
        return recorded


async def folded(work: UnitsOfWork, batch: Sequence[Recorded]) -> None:
    """Fold a batch in one transaction."""
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await fold(uow.connection, batch)


async def tables(work: UnitsOfWork) -> dict[str, list[tuple[Any, ...]]]:
    """Every read model, in order of key."""
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        return {
            table.name: [
                tuple(row) for row in await uow.execute(table.select().order_by(*table.primary_key))
            ]
            for table in READ_MODELS
        }


def a_year() -> Network:
    """Events of two lycées, several of them on the same aggregates."""
    network = Network()
    for uai, name in ((BOURDELLE, "Lycée Bourdelle"), (OTHER, "Lycée Michelet")):
        network.tell(lycee(name, uai), uai=uai)
        network.tell(formation("Électricité"), uai=uai)
        network.tell(period(ELECTRICITY, WOOD), uai=uai)
        network.tell(period(ELECTRICITY), uai=uai, version=2)
        for version, agreed in enumerate((3, 5, 4), start=1):
            network.tell(confirmation(version), uai=uai)
            network.tell(coverage(agreed), uai=uai, version=version)
    registered = company(name="SARL Exemple")
    network.tell(registered)
    renamed = registered.model_dump() | {"public_name": "SARL Nouvelle"}
    network.tell(CompanyCorrectedV1(**renamed), uai=OTHER, version=2)
    network.tell(example(CompanyRegisteredV1))
    return network


def lycee(name: str, uai: Uai = BOURDELLE) -> LyceeOpenedV1:
    return LyceeOpenedV1(
        uai=uai, name=PublicText(name), commune=CommuneCode("82121"), occurred_on=TODAY
    )


def formation(label: str, mef: Mef = ELECTRICITY) -> FormationOpenedV1:
    return FormationOpenedV1(
        formation_id=FormationId(an_id(f"formation {mef}")),
        mef=mef,
        label=PublicText(label),
        occurred_on=TODAY,
    )


def period(
    *mefs: Mef, name: str = "january", starts_on: date = date(2027, 1, 4)
) -> PfmpPeriodPublishedV1:
    return PfmpPeriodPublishedV1(
        period_id=PeriodId(an_id(name)),
        mefs=mefs or (ELECTRICITY,),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=25),
        weeks=4,
        occurred_on=TODAY,
    )


def coverage(
    host_agreed: int, *, mef: Mef = ELECTRICITY, concerned: int = 24, name: str = "january"
) -> CoverageChangedV1:
    return CoverageChangedV1(
        coverage_id=CoverageId(an_id(f"coverage {name} {mef}")),
        period_id=PeriodId(an_id(name)),
        mef=mef,
        concerned=concerned,
        exempted=1,
        left=3,
        host_agreed=host_agreed,
        agreement_issued=0,
        agreement_signed=0,
        occurred_on=TODAY,
    )


def confirmation(number: int = 1, *, new_host: bool = False) -> PlacementConfirmedV1:
    return PlacementConfirmedV1(
        reference=DepartmentRef(an_id(f"placement {number}")),
        period_id=PeriodId(an_id("january")),
        mef=ELECTRICITY,
        origin=PlacementOrigin.OFFICE,
        new_host=new_host,
        occurred_on=TODAY,
    )


def company(number: int = 1, *, name: str | None = None) -> CompanyRegisteredV1:
    return CompanyRegisteredV1(
        company_id=CompanyId(an_id(f"company {number}")),
        naf=Naf("43.21A"),
        legal_form=LegalForm.COMPANY if name else LegalForm.SOLE_TRADER,
        diffusion=Diffusion.FULL,
        public_name=PublicText(name) if name else None,
        sites=(
            SiteFact(
                site_id=SiteId(an_id(f"site {number}")),
                site_key=SiteKey.local(an_id(f"site {number}")),
                commune=CommuneCode("82121"),
            ),
        ),
        occurred_on=TODAY,
    )
