"""What the registry states of itself each night is what the department folded of its facts."""

import json
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from contracts.identifiers import PublicText
from contracts.partnerships.actions import ActionKind
from contracts.partnerships.partnerships import PartnershipStage
from contracts.partnerships.totals import RegistryTotalsStatedV1
from contracts.publication import FactFamily, PublicationStep, Steps, stepped
from services.chassis.nats.parse_envelope import Unreadable
from services.chassis.operations.measures import Finding
from services.chassis.projections import Recorded
from services.chassis.projections.decoder import Decoding
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.partnerships.acquaintances.commands import copy_lycee
from services.partnerships.actions.commands import cancel_action, hold_action, plan_action
from services.partnerships.actions.model import ActionDetails
from services.partnerships.merges.commands import undo_merge
from services.partnerships.partnerships.model.partnership import PartnershipActRefused
from services.partnerships.partnerships.store import Partnerships
from services.partnerships.publications.commands import copy_publication
from services.supervision.exactness.queries.verified import read_differing_registries
from services.supervision.read_models.store import fold
from services.supervision.service import SERVICE as SUPERVISION
from services.supervision.subscribers import DEPARTMENT
from tests.partnerships.world import NOW, TODAY, Bureau, night
from tests.support.services import Opened, Published, ServiceDatabases

WHOLE_DEPARTMENT = Scope(frozenset(), department_wide=True)
DECODING = Decoding(DEPARTMENT)
UNTIL_ACTIVE = (
    PartnershipStage.CONTACTED,
    PartnershipStage.IN_DISCUSSION,
    PartnershipStage.ACTIVE,
)
LATER = NOW + timedelta(days=9)


async def told(superuser: asyncpg.Connection) -> list[Recorded]:
    """Everything the registry told the department, as supervision receives it."""
    found = []
    for row in await superuser.fetch(
        "SELECT subject, headers, payload FROM journal WHERE audience = 'department'"
        " ORDER BY position"
    ):
        addressed = DECODING.address(row["subject"], json.loads(row["headers"]))
        assert not isinstance(addressed, Unreadable)
        recorded = DECODING.decode(addressed, row["payload"].encode())
        assert not isinstance(recorded, Unreadable)
        found.append(recorded)
    return found


async def hears(supervision: UnitsOfWork, facts: list[Recorded]) -> None:
    async with supervision.begin(WHOLE_DEPARTMENT, now=LATER) as uow:
        await fold(uow.connection, facts)


async def finding(supervision: UnitsOfWork) -> Finding | None:
    async with supervision.begin(WHOLE_DEPARTMENT, now=LATER) as uow:
        [gauge] = await read_differing_registries(uow)
        return gauge.finding


async def opens_or_closes(
    bureau: Bureau, family: FactFamily, steps: Steps, *, version: int
) -> None:
    await bureau.do(copy_publication, uai=bureau.uai, family=family, steps=steps, version=version)


async def plans(bureau: Bureau) -> UUID:
    details = ActionDetails(kind=ActionKind.VISIT, title="Visite", planned_on=TODAY)
    return await bureau.do(plan_action, details=details, now=bureau.now)


async def holds(bureau: Bureau, action_id: UUID) -> None:
    await bureau.do(
        hold_action,
        action_id=action_id,
        version=1,
        on=TODAY,
        pupils=12,
        teachers=1,
        now=bureau.now,
    )


async def test_totals_are_stated_every_night(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    known = await bureau.registers()
    await bureau.registers("Menuiserie du Tescou")
    await bureau.logs(known)
    partnership_id = await bureau.opens_a_partnership(known)
    for version, stage in enumerate(UNTIL_ACTIVE, start=1):
        await bureau.moves(partnership_id, version, stage)
    await holds(bureau, await plans(bureau))

    await night(bureau, service_databases)
    assert len(await published(RegistryTotalsStatedV1)) == 1
    await night(bureau, service_databases, days=2)
    stated = await published(RegistryTotalsStatedV1)
    assert len(stated) == 2
    assert stated[-1].model_dump(exclude={"totals_id", "occurred_on"}) == {
        "companies": 2,
        "onboarded": 1,
        "partnerships_active": 1,
        "actions_held": 1,
    }
    assert len({one.totals_id for one in stated}) == 1


async def test_a_lycee_states_its_totals_from_its_opening_on(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    await bureau.do(
        copy_lycee, uai=bureau.uai, name=PublicText("Lycée Bourdelle"), version=1, now=NOW
    )
    await night(bureau, service_databases)
    [stated] = await published(RegistryTotalsStatedV1)
    assert (stated.companies, stated.partnerships_active, stated.actions_held) == (0, 0, 0)


async def test_what_a_head_keeps_is_not_stated(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    await holds(bureau, await plans(bureau))
    closed = (PublicationStep(from_on=TODAY, open=False),)
    await opens_or_closes(bureau, FactFamily.EXCHANGES, closed, version=1)
    await night(bureau, service_databases)
    [stated] = await published(RegistryTotalsStatedV1)
    assert stated.actions_held is None

    await opens_or_closes(bureau, FactFamily.COMPANIES, closed, version=1)
    await night(bureau, service_databases, days=2)
    assert len(await published(RegistryTotalsStatedV1)) == 1


async def test_a_lost_fact_is_seen_until_it_is_sent_again(
    bureau: Bureau,
    opened: Opened,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
) -> None:
    supervision = await opened(SUPERVISION)
    company_id = await bureau.registers()
    await bureau.opens_a_partnership(company_id)
    await holds(bureau, await plans(bureau))
    for days in (1, 2):
        await night(bureau, service_databases, days=days)
    facts = await told(superuser)
    [lost] = [one for one in facts if one.subject.event == "action_held"]

    await hears(supervision, [one for one in facts if one is not lost])
    found = await finding(supervision)
    assert found is not None
    assert found.code == "registries-differ"
    assert found.what.endswith("(actions menées\u202f: 1 au registre, 0 d’après les faits reçus).")
    # Since the first of the two nights.
    stated = [one.envelope.time for one in facts if one.subject.event == "registry_totals_stated"]
    assert found.since == stated[0] < stated[1]

    await hears(supervision, [lost])
    assert await finding(supervision) is None


class History:
    """A random history of one lycée: whatever people and heads do."""

    def __init__(self, bureau: Bureau, seed: int) -> None:
        self.rng = random.Random(seed)
        self.bureau = bureau
        self.companies: list[UUID] = []
        self.partnerships: dict[UUID, UUID] = {}
        self.actions: list[UUID] = []
        self.merged: list[tuple[UUID, UUID]] = []
        self.steps: dict[FactFamily, Steps] = {}
        self.version = 0

    async def goes_on(self) -> None:
        acts: list[Callable[[], Awaitable[None]]] = [
            *(self.registers, self.meets, self.meets, self.meets, self.partners, self.partners),
            *(self.acts, self.acts, self.merges, self.separates, self.decides),
        ]
        await self.rng.choice(acts)()

    async def registers(self) -> None:
        name = f"Atelier {len(self.companies)}"
        self.companies.append(await self.bureau.registers(name, distinct=True))

    async def meets(self) -> None:
        if self.companies:
            await self.bureau.logs(self.rng.choice(self.companies))

    async def partners(self) -> None:
        free = [one for one in self.companies if one not in self.partnerships]
        if free and self.rng.random() < 0.5:
            one = self.rng.choice(free)
            self.partnerships[one] = await self.bureau.opens_a_partnership(one)
        elif self.partnerships:
            partnership_id = self.rng.choice(list(self.partnerships.values()))
            stages = [*UNTIL_ACTIVE, PartnershipStage.ACTIVE, PartnershipStage.DORMANT]
            version = await self.bureau.do(_version_of, partnership_id)
            try:
                await self.bureau.moves(partnership_id, version, self.rng.choice(stages))
            except PartnershipActRefused:
                return

    async def acts(self) -> None:
        if not self.actions or self.rng.random() < 0.5:
            self.actions.append(await plans(self.bureau))
        elif self.rng.random() < 0.7:
            await holds(self.bureau, self.actions.pop())
        else:
            await self.bureau.do(
                cancel_action, action_id=self.actions.pop(), version=1, now=self.bureau.now
            )

    async def merges(self) -> None:
        free = [one for one in self.companies if one not in self.partnerships]
        if len(free) > 1:
            kept, absorbed = self.rng.sample(free, 2)
            self.merged.append((kept, await self.bureau.merges(kept, absorbed)))
            self.companies.remove(absorbed)

    async def separates(self) -> None:
        if self.merged:
            kept, merge_id = self.merged.pop()
            card = await self.bureau.card(kept)
            back = await self.bureau.do(
                undo_merge,
                company_id=kept,
                merge_id=merge_id,
                version=card.version,
                now=self.bureau.now,
            )
            self.companies.append(back)

    async def decides(self) -> None:
        family = self.rng.choice([FactFamily.COMPANIES, FactFamily.EXCHANGES])
        step = PublicationStep(from_on=TODAY, open=self.rng.random() < 0.8)
        self.steps[family] = stepped(family, self.steps.get(family, ()), step)
        self.version += 1
        await opens_or_closes(self.bureau, family, self.steps[family], version=self.version)


async def _version_of(uow: UnitOfWork, partnership_id: UUID) -> int:
    return (await Partnerships(uow).get(partnership_id)).version


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happened_nothing_differs(
    bureau: Bureau,
    opened: Opened,
    superuser: asyncpg.Connection,
    service_databases: ServiceDatabases,
    seed: int,
) -> None:
    supervision = await opened(SUPERVISION)
    history = History(bureau, seed)
    await bureau.do(
        copy_lycee, uai=bureau.uai, name=PublicText("Lycée Bourdelle"), version=1, now=NOW
    )
    for days in (1, 2):
        for _ in range(30):
            await history.goes_on()
        await night(bureau, service_databases, days=days)
    for family, decided in history.steps.items():
        opening = stepped(family, decided, PublicationStep(from_on=TODAY, open=True))
        await opens_or_closes(bureau, family, opening, version=100)
    await night(bureau, service_databases, days=3)
    await history.meets()  # after the last statement: not counted

    facts = await told(superuser)
    assert [one for one in facts if one.subject.event == "registry_totals_stated"]
    random.Random(seed).shuffle(facts)
    await hears(supervision, facts)
    assert await finding(supervision) is None


async def test_two_cards_met_and_merged_stay_two_first_meetings(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    kept, absorbed = [await bureau.registers(name) for name in ("Fonderie", "Fonderie Rouaix")]
    for company_id in (kept, absorbed):
        await bureau.logs(company_id)
    merge_id = await bureau.merges(kept, absorbed)
    await night(bureau, service_databases)
    card = await bureau.card(kept)
    await bureau.do(
        undo_merge, company_id=kept, merge_id=merge_id, version=card.version, now=bureau.now
    )
    await night(bureau, service_databases, days=2)

    stated = await published(RegistryTotalsStatedV1)
    assert [(one.companies, one.onboarded) for one in stated] == [(1, 2), (2, 2)]


async def test_merges_undone_in_any_order_leave_each_card_its_first_meeting(
    bureau: Bureau, published: Published, service_databases: ServiceDatabases
) -> None:
    names = ("Fonderie", "Fonderie Rouaix", "Fonderie de Moissac")
    kept, *others = [await bureau.registers(name, distinct=True) for name in names]
    for company_id in (kept, *others):
        await bureau.logs(company_id)
    for merge_id in [await bureau.merges(kept, absorbed) for absorbed in others]:
        version = (await bureau.card(kept)).version
        await bureau.do(
            undo_merge, company_id=kept, merge_id=merge_id, version=version, now=bureau.now
        )
    await night(bureau, service_databases)
    [stated] = await published(RegistryTotalsStatedV1)
    assert (stated.companies, stated.onboarded) == (3, 3)
