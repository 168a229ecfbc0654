"""A lycée whose head gives access to it, as the tests about access need it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.identity import Grant, Identity, Role
from services.chassis.unit_of_work.audit_log import Filters, entries
from services.chassis.unit_of_work.unit_of_work import Actor, Scope, UnitOfWork, UnitsOfWork
from services.portal.accesses.commands.grant_access import grant_access
from services.portal.accesses.commands.invite_person import invite_person
from services.portal.accesses.store import Accesses
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT
from services.portal.handovers.commands import hand_over
from services.portal.lycees.store import Lycees
from services.portal.permissions import Powers, powers_of
from services.portal.proposals.commands import propose_access
from services.portal.sessions.model import new_token, token_hash
from services.portal.sessions.queries import identity_of_session
from services.portal.sessions.store import Sessions
from tests.portal.world import a_lycee, an_account
from tests.support.network import HERE

NOBODY_ELSES = "Ysaline Peyrusse-Lagarde"
PROPOSED = "Wandrille Combescure"


@dataclass(frozen=True)
class Direction:
    """Somebody who gives access to a lycée."""

    units: UnitsOfWork
    uai: Uai
    account_id: UUID
    title: Role = Role.HEAD

    @property
    def powers(self) -> Powers:
        grant = Grant(self.title, self.uai, "LP")
        return powers_of(Identity(self.account_id, "Direction", (grant,)))

    @property
    def scope(self) -> Scope:
        return Scope(frozenset({self.uai}))

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, self.title.value)

    async def gives(
        self, account_id: UUID, role: Role = Role.RBDE, *, days: int = 0, lasting: int | None = None
    ) -> UUID:
        """An access that begins in so many days, and lasts so many."""
        async with self.units.begin(self.scope, uai=self.uai, actor=self.actor) as uow:
            first = today(uow) + timedelta(days=days)
            [access_id] = await grant_access(
                uow,
                account_id=account_id,
                role=role,
                uais=[self.uai],
                from_on=first,
                last_day=None if lasting is None else first + timedelta(days=lasting - 1),
                powers=self.powers,
                now=uow.now,
            )
        return access_id

    async def invites(self, mail: str, name: str) -> UUID:
        async with self.units.begin(self.scope, uai=self.uai, actor=self.actor) as uow:
            return await invite_person(uow, mail=mail, display_name=name, uai=self.uai, now=uow.now)

    async def hands_over(self, leaver_id: UUID, successor_id: UUID, *, days: int) -> UUID:
        async with self.units.begin(self.scope, uai=self.uai, actor=self.actor) as uow:
            return await hand_over(
                uow,
                leaver_id=leaver_id,
                successor_id=successor_id,
                uai=self.uai,
                on=today(uow) + timedelta(days=days),
                powers=self.powers,
                now=uow.now,
            )


@dataclass(frozen=True)
class School:
    """What an address can name of a lycée, and words nobody else may read."""

    access: UUID
    person: UUID
    handover: UUID
    proposal: UUID
    name: str = NOBODY_ELSES
    proposed: str = PROPOSED


def today(uow: UnitOfWork) -> date:
    return uow.now.astimezone(PARIS).date()


async def a_direction(
    units: UnitsOfWork, uai: Uai, *, title: Role = Role.HEAD, mail: str = "direction@lycee.example"
) -> Direction:
    """A new head (or delegate) of a lycée that is open."""
    account_id = await an_account(
        units, mail=mail, role=title, uais=(uai,), password=None, name="Dominique Vasseur"
    )
    return Direction(units, uai, account_id, title)


async def proposed(units: UnitsOfWork, uai: Uai, *, by: UUID, name: str = PROPOSED) -> UUID:
    """What the supervisor proposed."""
    async with units.begin(DEPARTMENT, actor=Actor(by, Role.SUPERVISOR.value)) as uow:
        return await propose_access(
            uow,
            mail="wandrille@lycee.example",
            display_name=name,
            role=Role.RBDE,
            uai=uai,
            from_on=today(uow),
            last_day=None,
            now=uow.now,
        )


async def a_school(units: UnitsOfWork) -> School:
    """One of everything, in the lycée `HERE`."""
    async with units.begin(DEPARTMENT) as uow:
        is_open = await Lycees(uow).has(HERE)
    if not is_open:
        await a_lycee(units, HERE, f"Lycée {HERE}")
    head = await a_direction(units, HERE)
    leaver = await head.invites("ysaline@lycee.example", NOBODY_ELSES)
    access = await head.gives(leaver)
    successor = await head.invites("sixtine@lycee.example", "Sixtine Aubarède")
    handover = await head.hands_over(leaver, successor, days=30)
    proposal = await proposed(units, HERE, by=head.account_id)
    return School(access, leaver, handover, proposal)


async def a_session(units: UnitsOfWork, account_id: UUID, *, at: datetime) -> str:
    """The secret of a session begun at that time."""
    token = new_token()
    async with units.begin(DEPARTMENT) as uow:
        await Sessions(uow).begin(token_hash(token), account_id, now=at)
    return token


async def roles_behind(units: UnitsOfWork, token: str, *, at: datetime) -> set[str]:
    """What a session opens at that time."""
    async with units.begin(DEPARTMENT) as uow:
        identity = await identity_of_session(uow, token=token, now=at)
        uow.give_up()
    return {grant.role.value for grant in identity.grants} if identity else set()


async def audited(units: UnitsOfWork) -> list[tuple[str, UUID | None, str]]:
    """What the audit says was done, to what, by whom, oldest first."""
    async with units.begin(DEPARTMENT) as uow:
        found = await entries(uow, Filters(), limit=100)
    return [(one.action, one.resource_id, one.role) for one in reversed(found)]


async def version_of(units: UnitsOfWork, access_id: UUID) -> int:
    async with units.begin(DEPARTMENT) as uow:
        return (await Accesses(uow).get(access_id)).version
