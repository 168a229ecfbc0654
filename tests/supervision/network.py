"""An invented network of lycées that tells the department what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from contracts.coordination.campaigns import (
    CampaignClosedV1,
    CampaignOpenedV1,
    CampaignTargetStatedV1,
)
from contracts.coordination.dues import (
    NetworkDueId,
    NetworkDueKind,
    NetworkDueStanding,
    NetworkDueStatedV1,
)
from contracts.coordination.objectives import ObjectiveSetV1
from contracts.coordination.offer_files import OfferFileId, OfferFileMovedV1, OfferState
from contracts.coordination.training_offer import (
    RomeCode,
    SignalId,
    TrainingSignalRaisedV1,
    TrainingSignalWithdrawnV1,
)
from contracts.documents.examples import example
from contracts.envelope import Envelope, source, to_headers
from contracts.event import Event
from contracts.identifiers import (
    ActionId,
    CommuneCode,
    CompanyId,
    CoverageId,
    DepartmentRef,
    FormationId,
    InteractionId,
    IsoWeek,
    Mef,
    Naf,
    PartnershipId,
    PeriodId,
    PublicationId,
    PublicText,
    SchoolYear,
    SiteId,
    SiteKey,
    TallyId,
    Uai,
)
from contracts.internships.mobility import MobilityAidTotalledV1
from contracts.internships.periods import (
    CoverageChangedV1,
    FormationOpenedV1,
    PfmpPeriodPublishedV1,
    PlacementConfirmedV1,
    PlacementOrigin,
    PublicationChangedV1,
    SiteHostingTalliedV1,
)
from contracts.internships.search import RefusalTalliedV1
from contracts.internships.totals import CoverageTotalsStatedV1
from contracts.partnerships.actions import (
    ActionAxesTotalledV1,
    ActionCancelledV1,
    ActionHeldV1,
    ActionKind,
    ActionPlannedV1,
)
from contracts.partnerships.actors import (
    ActorExchangeId,
    ActorId,
    ActorMeetingWithdrawnV1,
    ActorMetV1,
)
from contracts.partnerships.capacities import (
    HostingCapacityDeclaredV1,
    HostingCapacityWithdrawnV1,
)
from contracts.partnerships.commitments import (
    RegulatedWorkDeclarationFiledV1,
    RegulatedWorkDeclarationWithdrawnV1,
    TaxPledgesTotalledV1,
)
from contracts.partnerships.companies import (
    CompanyCorrectedV1,
    CompanyRegisteredV1,
    Diffusion,
    ImportCompletedV1,
    ImportUndoneV1,
    InteractionKind,
    InteractionLoggedV1,
    InteractionOutcome,
    InteractionPurpose,
    InteractionWithdrawnV1,
    LegalForm,
    SiteFact,
)
from contracts.partnerships.merges import CompanyMergedV1, MergeUndoneV1
from contracts.partnerships.partnerships import (
    AgreementState,
    PartnershipChangedV1,
    PartnershipEndedV1,
    PartnershipScope,
    PartnershipStage,
)
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.portal.accounts import LyceeOpenedV1
from contracts.publication import FactFamily, PublicationStep, Steps, stepped
from contracts.subjects import subject
from services.chassis.base.settings import placeholder_uai
from services.chassis.nats.parse_envelope import Unreadable
from services.chassis.projections import Recorded
from services.chassis.projections.decoder import Decoding
from services.chassis.projections.revision import move_watermark
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.base.metadata import PROJECTION
from services.supervision.read_models.store import fold
from services.supervision.read_models.tables import READ_MODELS
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
    """Fold a batch in one transaction, which moves the revision as every commit of a fold does."""
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        await fold(uow.connection, batch)
        await move_watermark(
            uow.connection,
            projection=PROJECTION,
            stream="DEPARTMENT_82",
            created_at=NOW,
            sequence=0,
            now=NOW,
            fold=DEPARTMENT.fingerprint,
        )


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
        network.tell(published(FactFamily.EXCHANGES, (TODAY, False)), uai=uai)
    registered = company(name="SARL Exemple")
    network.tell(registered)
    renamed = registered.model_dump() | {"public_name": "SARL Nouvelle"}
    network.tell(CompanyCorrectedV1(**renamed), uai=OTHER, version=2)
    network.tell(example(CompanyRegisteredV1))
    merged(network, undone=True)
    network.tell(exchange("a"))
    network.tell(exchange("b"))
    network.tell(taken_back("b"), version=2)
    for version, seats in enumerate((2, 3), start=1):
        network.tell(hosting(SiteKey.local(an_id("site 1")), seats), version=version)
    network.tell(example(ImportCompletedV1))
    network.tell(example(ImportUndoneV1), version=2)
    for version, stage in enumerate((PartnershipStage.CONTACTED, PartnershipStage.ACTIVE), start=2):
        network.tell(partnership("a", stage), version=version)
    network.tell(action("a", ActionPlannedV1))
    network.tell(example(RegulatedWorkDeclarationFiledV1))
    network.tell(example(RegulatedWorkDeclarationWithdrawnV1), version=4)
    for version, told in enumerate((500, 300), start=1):
        total = example(TaxPledgesTotalledV1).model_copy(update={"amount_euros": told})
        network.tell(total, version=version)
    for version, pupils in enumerate((6, 12), start=1):
        aids = example(MobilityAidTotalledV1).model_copy(update={"pupils": pupils})
        network.tell(aids, version=version)
    for version, refused in enumerate((3, 5), start=1):
        refusals = example(RefusalTalliedV1).model_copy(update={"company": refused})
        network.tell(refusals, version=version)
    network.tell(action("a", ActionHeldV1, pupils=24, accompanying=2), version=2)
    network.tell(example(ActionAxesTotalledV1))
    network.tell(action("b", ActionCancelledV1), uai=OTHER)
    network.tell(example(CampaignOpenedV1))
    network.tell(example(CampaignTargetStatedV1))
    network.tell(example(CampaignClosedV1), version=2)
    for version, aimed_at in enumerate((40, 45), start=1):
        objective = example(ObjectiveSetV1).model_copy(update={"target": aimed_at})
        network.tell(objective, version=version)
    network.tell(example(RegistryTotalsStatedV1))
    network.tell(example(CoverageTotalsStatedV1))
    network.tell(example(HostingCapacityDeclaredV1))
    network.tell(example(HostingCapacityWithdrawnV1), version=2)
    for version, rome in enumerate(("F1602", "H2916"), start=1):
        network.tell(signal("a", rome=RomeCode(rome)), version=version)
    network.tell(signal("b"), uai=OTHER)
    _tell_of_the_network(network)
    network.tell(due("a"))
    network.tell(due("a", standing=NetworkDueStanding.PROMISED), version=2)
    network.tell(signal_withdrawn("b"), uai=OTHER, version=2)
    network.tell(PartnershipEndedV1(**dict(partnership("a", PartnershipStage.ENDED))), uai=OTHER)
    return network


def action(
    name: str, event: type[ActionPlannedV1 | ActionHeldV1 | ActionCancelledV1], **counts: int
) -> ActionPlannedV1 | ActionHeldV1 | ActionCancelledV1:
    """Where an action is; `counts` are those of one that was held."""
    return event(
        action_id=ActionId(an_id(f"action {name}")),
        kind=ActionKind.VISIT,
        planned_on=TODAY,
        companies=1,
        partners=(),
        occurred_on=TODAY,
        **counts,
    )


def _tell_of_actors(network: Network) -> None:
    for version, on in ((1, TODAY), (2, TODAY - timedelta(days=1))):
        network.tell(actor_met("a", on=on), version=version)
    network.tell(actor_met("b"), uai=OTHER)
    network.tell(actor_not_met("b"), uai=OTHER, version=2)


def _tell_of_the_network(network: Network) -> None:
    _tell_of_actors(network)
    for version, after in enumerate((OfferState.PROPOSAL, OfferState.COMPLETE), start=1):
        network.tell(offer_file("a", after), uai=placeholder_uai("82"), version=version)


def offer_file(name: str, after: OfferState, *, on: date = TODAY) -> OfferFileMovedV1:
    """A file of the training offer went to a state."""
    of = {"file_id": OfferFileId(an_id(f"file {name}")), "after": after, "moved_on": on}
    return example(OfferFileMovedV1).model_copy(update={**of, "occurred_on": on})


def actor_met(name: str, *, actor: str = "actor", on: date = TODAY) -> ActorMetV1:
    """A bureau spoke with an actor of the network."""
    return ActorMetV1(
        exchange_id=ActorExchangeId(an_id(f"meeting {name}")),
        actor_id=ActorId(an_id(actor)),
        kind=InteractionKind.CALL,
        purpose=InteractionPurpose.OTHER,
        occurred_on=on,
    )


def actor_not_met(name: str) -> ActorMeetingWithdrawnV1:
    """It had been noted by mistake."""
    return ActorMeetingWithdrawnV1(
        exchange_id=ActorExchangeId(an_id(f"meeting {name}")),
        actor_id=ActorId(an_id("actor")),
        occurred_on=TODAY,
    )


def signal(name: str, **more: Any) -> TrainingSignalRaisedV1:
    """What a company said of a trade."""
    facts = {"signal_id": SignalId(an_id(f"signal {name}")), "told_on": TODAY, "mef": None, **more}
    return example(TrainingSignalRaisedV1).model_copy(update=facts)


def due(name: str, kind: NetworkDueKind = NetworkDueKind.NEED, **more: Any) -> NetworkDueStatedV1:
    """Where a need is; or a request, or a decision."""
    facts: dict[str, Any] = {
        "due_id": NetworkDueId(an_id(f"due {name}")),
        "kind": kind,
        "standing": NetworkDueStanding.WAITING,
        "since_on": TODAY,
        "due_on": None,
        "working_days": None,
        "outcome": None,
        "escalated": False,
        "occurred_on": TODAY,
    }
    return NetworkDueStatedV1(**(facts | more))


def signal_withdrawn(name: str) -> TrainingSignalWithdrawnV1:
    """It counts no more."""
    return TrainingSignalWithdrawnV1(signal_id=SignalId(an_id(f"signal {name}")), occurred_on=TODAY)


def merged(network: Network, *, undone: bool = False) -> None:
    """Two cards that turn out to be one company's, and perhaps to be two all the same."""
    kept, absorbed = company(2, name="SARL Une"), company(3, name="SARL Une (bis)")
    _tell_cards(network, kept, absorbed, version=1)
    both = kept.model_copy(update={"sites": (*kept.sites, *absorbed.sites)})
    gone = absorbed.model_copy(update={"sites": ()})
    _tell_cards(network, _corrected(gone), _corrected(both), version=2)
    one, other = kept.company_id, absorbed.company_id
    network.tell(CompanyMergedV1(company_id=one, absorbed_id=other, occurred_on=TODAY), version=2)
    if undone:
        _tell_cards(network, _corrected(kept), _corrected(absorbed), version=3)
        back = MergeUndoneV1(company_id=one, restored_id=other, occurred_on=TODAY)
        network.tell(back, version=3)


def _tell_cards(network: Network, *cards: Event, version: int) -> None:
    for card in cards:
        network.tell(card, version=version)


def _corrected(facts: CompanyRegisteredV1) -> CompanyCorrectedV1:
    return CompanyCorrectedV1.model_validate(facts.model_dump())


def exchange(name: str, company: str = "company 1", on: date = TODAY) -> InteractionLoggedV1:
    """A call to a company; its note stays in the lycée."""
    return InteractionLoggedV1(
        interaction_id=InteractionId(an_id(f"exchange {name}")),
        company_id=CompanyId(an_id(company)),
        kind=InteractionKind.CALL,
        purpose=InteractionPurpose.PFMP,
        outcome=InteractionOutcome.NONE,
        has_note=True,
        occurred_on=on,
    )


def taken_back(name: str, company: str = "company 1") -> InteractionWithdrawnV1:
    return InteractionWithdrawnV1(
        interaction_id=InteractionId(an_id(f"exchange {name}")),
        company_id=CompanyId(an_id(company)),
        occurred_on=TODAY,
    )


def hosting(site_key: SiteKey, seats: int, week: str = "2027-W03") -> SiteHostingTalliedV1:
    """How many pupils a site has in a week."""
    return SiteHostingTalliedV1(
        tally_id=TallyId(an_id(f"tally {site_key} {week}")),
        site_key=site_key,
        school_year=YEAR,
        week=IsoWeek(week),
        seats=seats,
        occurred_on=TODAY,
    )


def partnership(
    name: str,
    stage: PartnershipStage,
    until_on: date | None = None,
    company: str = "company",
) -> PartnershipChangedV1:
    """Where a partnership is, under an agreement when it is said how long."""
    return PartnershipChangedV1(
        partnership_id=PartnershipId(an_id(f"partnership {name}")),
        company_id=CompanyId(an_id(company)),
        stage=stage,
        agreement=AgreementState.SIGNED if until_on else AgreementState.NONE,
        scopes=(PartnershipScope.PFMP,),
        signed_on=TODAY if until_on else None,
        until_on=until_on,
        occurred_on=TODAY,
    )


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


def published(family: FactFamily, *decisions: tuple[date, bool]) -> PublicationChangedV1:
    """What a head decided, one day after another; the last decision is the one that is told."""
    steps: Steps = ()
    for from_on, opened in decisions:
        steps = stepped(family, steps, PublicationStep(from_on=from_on, open=opened))
    return PublicationChangedV1(
        publication_id=PublicationId(an_id(f"publication {family}")),
        family=family,
        from_on=decisions[-1][0],
        open=decisions[-1][1],
        steps=steps,
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
