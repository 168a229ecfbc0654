"""Who is told something: by a role in the lycée it is about, or in the department, and nobody of another lycée."""

import pytest
from sqlalchemy import delete, update

from contracts.portal.accounts import RoleHoldersRequest
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.portal.accounts.tables import grants
from services.portal.answers import holders_of_roles
from tests.portal.world import BOURDELLE, ELSEWHERE, a_lycee, an_account

ASKED = RoleHoldersRequest(roles=("rbde", "supervisor"), accounts=())


@pytest.mark.parametrize("asked_for", ["lycee", "dsden"])
async def test_the_supervisor_is_found_whoever_is_asked_for(
    units: UnitsOfWork, asked_for: str
) -> None:
    for uai in (BOURDELLE, ELSEWHERE):
        await a_lycee(units, uai)
    await an_account(units)
    await an_account(units, mail="b@lycee.example", uais=(ELSEWHERE,), name="Bureau d’ailleurs")
    await an_account(
        units, mail="s@dsden.example", role=Role.SUPERVISOR, uais=(), name="Claude Morvan"
    )
    dsden = asked_for == "dsden"
    uai = units.department_uai if dsden else BOURDELLE

    async with units.begin(Scope(frozenset({uai}), department_wide=dsden), uai=uai) as uow:
        found = (await holders_of_roles(ASKED, uow)).holders

    by_name = {one.display_name: one.roles for one in found}
    assert by_name == {"Claude Morvan": ("supervisor",)} | (
        {} if dsden else {"Claire Vidal": ("rbde",)}
    )


async def test_a_lycee_changes_no_access_of_the_department(units: UnitsOfWork) -> None:
    await a_lycee(units)
    await an_account(units, mail="s@dsden.example", role=Role.SUPERVISOR, uais=(), name="C. Morvan")
    async with units.begin(Scope(frozenset({BOURDELLE}))) as uow:
        gone = await uow.execute(delete(grants).where(grants.c.uai.is_(None)))
        changed = await uow.execute(
            update(grants).where(grants.c.uai.is_(None)).values(role="operator")
        )
        assert (gone.rowcount, changed.rowcount) == (0, 0)
