"""A lycée with enough proposed placements to confirm, and people signed in, in a running `up`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from contracts.identifiers import CommuneCode, Mef, PublicText, SiteKey, Uai
from deploy.operations.units import units_of
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.partnerships.companies.store.companies import Companies
from services.partnerships.duplicates.commands import register_company
from services.portal.accesses.commands.add_account import add_account
from services.portal.accounts.store import Accounts
from services.portal.lycees.commands import open_lycee
from services.portal.sign_in.commands import sign_in
from tests.internships.world import Lycee
from tests.partnerships.world import company as details
from tests.partnerships.world import site
from tests.support.waiting import eventually

UAI = Uai("0820021C")
FORMATIONS = [Mef(f"24725520{number:02}") for number in range(9)]
PUPILS_OF_A_CLASS = 30
FORMATIONS_OF_A_PERIOD = 3
PLACEMENTS_OF_A_PERIOD = PUPILS_OF_A_CLASS * FORMATIONS_OF_A_PERIOD


@dataclass(frozen=True)
class World:
    """What the load needs: placements to confirm, and the cookies of two people."""

    placements: list[UUID]
    spare: list[UUID]
    bureau: dict[str, str]
    supervisor: dict[str, str]


async def make_world(settings: Settings, *, placements: int, spare: int) -> World:
    """Make a lycée of 270 pupils, its periods, and that many proposed placements."""
    bureau = await signed_in(settings, "bureau@banc.example", Role.RBDE, (UAI,))
    supervisor = await signed_in(settings, "departement@banc.example", Role.SUPERVISOR, ())
    connection = await superuser(settings, "internships")
    try:
        async with units_of(settings, "internships") as units:
            lycee = Lycee(UAI, units, connection, now=datetime.now(UTC))
            host = await _host(settings, connection)
            proposed = await _proposed(lycee, host, placements + spare)
        # What autovacuum does within a minute of an import.
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return World(proposed[:placements], proposed[placements:], bureau, supervisor)


async def superuser(settings: Settings, service: str) -> asyncpg.Connection:
    """A connection row security hides nothing from."""
    assert settings.database_url is not None
    server = settings.database_url.get_secret_value().rpartition("/")[0]
    return await asyncpg.connect(f"{server}/{settings.database_name(service)}")


async def signed_in(
    settings: Settings, mail: str, role: Role, uais: tuple[Uai, ...]
) -> dict[str, str]:
    """The headers of somebody who signed in; their lycées are opened."""
    scope = Scope(frozenset(uais), department_wide=True)
    async with units_of(settings, "portal") as units:
        for uai in uais:
            await _open(units, scope, uai)
        async with units.begin(scope) as uow:
            await add_account(
                uow,
                mail=mail,
                display_name="Camille Banc",
                password="une-phrase-assez-longue",
                role=role,
                uais=uais,
                now=uow.now,
                invented=True,
            )
        async with units.begin(scope) as uow:
            account = await Accounts(uow).by_mail(mail)
            assert account is not None
            token = await sign_in(uow, account=account, now=uow.now)
    return {"cookie": f"passerelle={token}", "sec-fetch-site": "same-origin"}


async def _open(units: UnitsOfWork, scope: Scope, uai: Uai) -> None:
    async with units.begin(scope, uai=uai) as uow:
        await open_lycee(
            uow,
            uai=uai,
            name=PublicText("Lycée du banc"),
            commune=CommuneCode("82121"),
            now=uow.now,
        )


async def open_lycee_of_bench(settings: Settings, uai: Uai) -> None:
    """A lycée with nothing in it."""
    async with units_of(settings, "portal") as units:
        await _open(units, Scope(frozenset({uai}), department_wide=True), uai)


async def _host(settings: Settings, internships: asyncpg.Connection) -> SiteKey:
    """A site the registry told of: one it does not know would have each confirmation wait there."""
    async with (
        units_of(settings, "partnerships") as units,
        units.begin(Scope(frozenset({UAI})), uai=UAI) as uow,
    ):
        company_id = await register_company(uow, details=details(), main=site(), now=uow.now)
        company = await Companies(uow).get(company_id)
    key = company.sites[0].key
    told = "SELECT EXISTS (SELECT 1 FROM host_sites WHERE site_key = $1)"
    await eventually(lambda: internships.fetchval(told, key))
    return key


async def _proposed(lycee: Lycee, host: SiteKey, count: int) -> list[UUID]:
    """Proposed placements, neighbours in different periods: colleagues do not share one row."""
    formations = {mef: await lycee.opens(mef, f"Formation {mef}") for mef in FORMATIONS}
    pupils: dict[Mef, list[UUID]] = {}
    seen: set[UUID] = set()
    for mef, formation in formations.items():
        names = [f"BANC Élève{mef[-2:]}-{number} {mef}" for number in range(PUPILS_OF_A_CLASS)]
        everybody = await lycee.imports(*names, classes={str(mef): formation})
        pupils[mef] = [pupil for pupil in everybody if pupil not in seen]
        seen.update(pupils[mef])
    columns: list[list[UUID]] = []
    for number in range(-(-count // PLACEMENTS_OF_A_PERIOD)):
        chosen = [FORMATIONS[(3 * number + step) % 9] for step in range(FORMATIONS_OF_A_PERIOD)]
        starts_on = lycee.now.date() + timedelta(weeks=number + 1)
        period = await lycee.publishes_a_period(
            *(formations[mef] for mef in chosen),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=20),
            weeks=3,
        )
        ids = [pupil for mef in chosen for pupil in pupils[mef]]
        columns.append([await lycee.proposes(pupil, period, host) for pupil in ids])
    return [placement for row in zip(*columns, strict=True) for placement in row][:count]
