"""Yearly objectives: set, changed, withdrawn and taken up again; each bureau reads its own."""

from uuid import uuid4

import asyncpg
import httpx2
import pytest

from contracts.coordination.objectives import ObjectiveIndicator
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import StaleVersion
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.objectives.answers import notices_of_objectives
from services.coordination.objectives.commands import restore_objective, withdraw_objective
from services.coordination.objectives.model import OverHundred
from services.coordination.objectives.store import Objectives
from tests.coordination.campaigns.world import YEAR, SaysTargets, sets_an_objective
from tests.coordination.world import Somebody
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor

TOLD = "SELECT uai, payload::json->>'target' AS target FROM journal ORDER BY position"


async def aimed_at(who: Somebody) -> list[tuple[str, int]]:
    async def read(uow: UnitOfWork) -> list[tuple[str, int]]:
        return [(one.wanted.owner, one.target) for one in await Objectives(uow).of(YEAR)]

    return await who.do(read)


async def test_it_is_set_changed_withdrawn_and_taken_up_again(
    bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
    says_targets: SaysTargets,
) -> None:
    first = await sets_an_objective(supervisor, HERE, 85)
    await says_targets()
    again = await sets_an_objective(supervisor, HERE, 90, version=1)
    await says_targets()
    assert (again, await aimed_at(bureau)) == (first, [(HERE, 90)])

    await supervisor.do(withdraw_objective, objective_id=first, version=2, now=supervisor.later())
    assert await aimed_at(bureau) == []
    await says_targets()
    with pytest.raises(StaleVersion):
        await supervisor.do(
            restore_objective, objective_id=first, version=2, now=supervisor.later()
        )
    await supervisor.do(restore_objective, objective_id=first, version=3, now=supervisor.later())

    assert await aimed_at(bureau) == [(HERE, 90)]
    await says_targets()
    rows = await superuser.fetch(TOLD)
    assert [row["target"] for row in rows] == ["85", "90", None, "90"]
    assert {row["uai"] for row in rows} == {HERE}


async def test_a_bureau_reads_its_own_and_neither_anothers_nor_the_departments(
    bureau: Somebody,
    other_bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
    says_targets: SaysTargets,
) -> None:
    await sets_an_objective(supervisor, HERE, 85)
    await sets_an_objective(supervisor, supervisor.units.department_uai, 88)

    assert await aimed_at(bureau) == [(HERE, 85)]
    assert await aimed_at(other_bureau) == []
    await says_targets()
    dsden = supervisor.units.department_uai
    assert {row["uai"] for row in await superuser.fetch(TOLD)} == {HERE, dsden}


async def test_a_part_of_a_whole_is_a_hundred_at_most(supervisor: Somebody) -> None:
    with pytest.raises(OverHundred):
        await sets_an_objective(supervisor, HERE, 101)

    await sets_an_objective(supervisor, HERE, 101, ObjectiveIndicator.PUPILS_REACHED)


async def sends(browser: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    return await browser.post(path, data={"command_id": str(uuid4()), **fields})


async def test_the_pages_of_both_sides(network: Network) -> None:
    rbde = await network.client_as(Role.RBDE, HERE)
    other = await network.client_as(Role.RBDE, ELSEWHERE)
    supervisor = await network.client_as(Role.SUPERVISOR)
    assert "ceux de votre lycée se lisent ici" in (await rbde.get("/objectifs")).text
    year = (await supervisor.get("/objectifs/nouveau")).text.partition('<option value="202')[2]
    annee = f"202{year[:6]}"
    wanted = {"annee": annee, "lycee": HERE, "indicator": "taux-de-couverture"}
    refused = await sends(supervisor, "/objectifs/nouveau", **wanted, target="180", note="Vu")
    assert (refused.status_code, "de 1 à 100" in refused.text) == (422, True)
    assert ">Vu</textarea>" in refused.text.replace("\n", "")

    done = await sends(supervisor, "/objectifs/nouveau", **wanted, target="92", note="Vu le 12.")

    assert done.status_code == 303
    page = (await rbde.get(f"/objectifs?annee={annee}")).text
    assert ("92\u202f%" in page, "Vu le 12." in page) == (True, True)
    assert "Vu le 12." not in (await other.get(f"/objectifs?annee={annee}")).text
    known = await supervisor.get(
        f"/objectifs/nouveau?annee={annee}&lycee={HERE}&indicateur=taux-de-couverture"
    )
    assert 'value="92"' in known.text
    assert (await rbde.get("/objectifs/nouveau")).status_code == 404


async def test_one_that_is_changed_second_is_shown_before_it_replaces_the_first(
    network: Network,
) -> None:
    supervisor = await network.client_as(Role.SUPERVISOR)
    wanted = {"annee": YEAR, "lycee": HERE, "indicator": "taux-de-couverture"}
    await sends(supervisor, "/objectifs/nouveau", **wanted, target="92", note="Vu le 12.")

    # From a blank form, and from one that was opened before.
    unseen = await sends(supervisor, "/objectifs/nouveau", **wanted, target="80", note="À revoir.")

    assert unseen.status_code == 409
    assert ("Vu le 12." in unseen.text, "À revoir." in unseen.text) == (True, True)
    assert 'name="version" value="1"' in unseen.text
    changed = await sends(
        supervisor, "/objectifs/nouveau", **wanted, target="85", note="Vu le 13.", version="1"
    )
    assert changed.status_code == 303
    late = await sends(
        supervisor, "/objectifs/nouveau", **wanted, target="80", note="À revoir.", version="1"
    )
    assert (late.status_code, "Vu le 13." in late.text) == (409, True)


async def test_one_of_another_year_is_withdrawn_and_taken_up_on_the_page_of_that_year(
    network: Network,
) -> None:
    supervisor = await network.client_as(Role.SUPERVISOR)
    past = "2019-2020"
    await sends(
        supervisor, "/objectifs/nouveau", annee=past, indicator="actions-menees", target="4"
    )
    page = await Visitor(supervisor).get(f"/objectifs?annee={past}")
    form = page.form("/objectifs/retrait")

    stale = await Visitor(supervisor).send(form, version="7")
    assert stale.answer.status_code == 409
    assert ("entre-temps" in stale.text or "changé" in stale.text, past in stale.text) == (
        True,
        True,
    )
    gone = await Visitor(supervisor).send(form)
    assert f"Aucun objectif pour {past}." in gone.text
    back = await Visitor(supervisor).send(gone.form("/objectifs/reprise"))
    assert back.has_form("/objectifs/retrait")


async def test_a_notice_says_what_is_aimed_at_while_it_stands(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    objective_id = await sets_an_objective(supervisor, HERE)

    async def facts(who: Somebody) -> NoticeFacts | None:
        async def ask(uow: UnitOfWork) -> NoticeFacts | None:
            about = AskedNotice(kind=NoticeKind.OBJECTIVE_SET, about=objective_id)
            return (await notices_of_objectives(NoticesRequest(asked=(about,)), uow)).facts[0]

        return await who.do(ask)

    told = await facts(bureau)
    assert told is not None
    assert (told.standing, told.path) == (True, f"/objectifs?annee={YEAR}")
    assert await facts(other_bureau) is None
    await supervisor.do(
        withdraw_objective, objective_id=objective_id, version=1, now=supervisor.later()
    )
    gone = await facts(bureau)
    assert gone is not None
    assert not gone.standing
