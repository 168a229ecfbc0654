"""The dossier a bureau leaves: written subject by subject, read by who comes next, and by nobody else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contracts.portal.handovers import HandoverCancelledV1, HandoverPlannedV1
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.base.calendar import PARIS
from services.portal.handovers.commands import cancel_handover
from services.portal.handovers.queries import own_handovers
from tests.portal.access_world import a_direction
from tests.portal.world import BOURDELLE, ELSEWHERE, a_lycee
from tests.support.network import Network
from tests.support.pages import Form, Page, Visitor
from tests.support.services import NOW, ServiceDatabases

HERE = "/passation"
TODAY = NOW.astimezone(PARIS).date()


def form_of(page: Page, subject: str) -> Form:
    return next(one for one in page.forms if one.typed().get("subject") == subject)


async def writes(person: Visitor, subject: str, text: str) -> Page:
    return await person.send(form_of(await person.get(HERE), subject), text=text)


async def test_what_a_bureau_leaves_is_read_by_who_comes_next_and_its_head(portal: Network) -> None:
    leaver = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    blank = await leaver.get(HERE)
    assert blank.text.count("Rien d’écrit.") == 6

    done = await writes(leaver, "promised", "Un accueil en mars\nchez Roca, deux élèves.")
    assert "« Ce qui a été promis » est enregistré." in done.text.replace("\u00a0", " ")
    for role in (Role.RBDE, Role.DDFPT, Role.HEAD):
        shown = await Visitor(await portal.client_as(role, BOURDELLE)).get(HERE)
        assert "<p>chez Roca, deux élèves.</p>" in shown.answer.text
        assert shown.text.count("Rien d’écrit.") == 5

    emptied = await writes(leaver, "promised", "")
    assert emptied.text.count("Rien d’écrit.") == 6


async def test_what_the_network_asks_of_a_bureau_runs_too(portal: Network) -> None:
    bureau = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))

    asked = 'hx-get="/reseau/fragments/campagnes-demandees"'
    pages = [(await one.get(HERE)).answer.text for one in (bureau, head)]
    assert [asked in page for page in pages] == [True, False]
    assert all("/entreprises/fragments/passation" in page for page in pages)


async def test_nobody_else_reads_it(portal: Network) -> None:
    await writes(Visitor(await portal.client_as(Role.RBDE, BOURDELLE)), "people", "Mme Roca aide")

    elsewhere = Visitor(await portal.client_as(Role.RBDE, ELSEWHERE))
    assert "Mme Roca aide" not in (await elsewhere.get(HERE)).text
    for role, uai in ((Role.SUPERVISOR, None), (Role.REFERENT_TEACHER, BOURDELLE)):
        client = await portal.client_as(role, uai)
        refused = await client.get(HERE)
        assert refused.status_code in (403, 404)
        assert "Mme Roca" not in refused.text


async def test_two_who_write_at_once_lose_nothing(portal: Network) -> None:
    one = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    other = Visitor(await portal.client_as(Role.ATCT, BOURDELLE))
    opened = form_of(await one.get(HERE), "year")
    await writes(other, "year", "Le forum est en novembre.")

    refused = await one.send(opened, text="Le jury est en juin.")
    assert "Le jury est en juin." in refused.text
    assert "Le forum est en novembre." in refused.text
    assert ">\nLe jury est en juin.</textarea>" in refused.answer.text
    await one.send(form_of(refused, "year"), text="Le forum est en novembre, le jury en juin.")
    assert "le jury en juin." in (await other.get(HERE)).text


async def test_a_text_too_long_is_given_back(portal: Network) -> None:
    bureau = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    long = "mot " * 1_501

    refused = await writes(bureau, "first", long)
    assert long.strip() in refused.answer.text
    assert (await bureau.get(HERE)).text.count("Rien d’écrit.") == 6


async def test_a_home_tells_who_leaves_and_who_comes_and_for_how_long(units: UnitsOfWork) -> None:
    await a_lycee(units)
    head = await a_direction(units, BOURDELLE)
    leaver = await head.invites("lou@lycee.example", "Lou Marre")
    successor = await head.invites("sixtine@lycee.example", "Sixtine Aubarède")
    await head.gives(leaver)
    handover_id = await head.hands_over(leaver, successor, days=7)

    async def told(account_id: UUID, days: int) -> list[tuple[bool, str]]:
        async with units.begin(head.scope) as uow:
            found = await own_handovers(
                uow,
                account_id=account_id,
                today=TODAY + timedelta(days=days),
            )
        return [(one.leaves, one.other) for one in found]

    assert await told(leaver, 0) == [(True, "Sixtine Aubarède")]
    assert await told(leaver, 7) == []
    assert await told(successor, 0) == [(False, "Lou Marre")]
    assert await told(successor, 66) == [(False, "Lou Marre")]
    assert await told(successor, 67) == []
    assert await told(head.account_id, 0) == []

    async with units.begin(head.scope, uai=BOURDELLE, actor=head.actor) as uow:
        await cancel_handover(uow, handover_id=handover_id, powers=head.powers, now=uow.now)
    assert await told(leaver, 0) == []


@pytest.mark.parametrize(("role", "times"), [(Role.RBDE, 1), (Role.SECRETARIAT, 0)])
async def test_the_department_hears_that_a_bureau_changes_hands_and_of_no_other_role(
    units: UnitsOfWork, service_databases: ServiceDatabases, role: Role, times: int
) -> None:
    await a_lycee(units)
    head = await a_direction(units, BOURDELLE)
    leaver = await head.invites("lou@lycee.example", "Lou Marre")
    successor = await head.invites("sixtine@lycee.example", "Sixtine Aubarède")
    await head.gives(leaver, role)

    handover_id = await head.hands_over(leaver, successor, days=7)
    planned = await service_databases.published(HandoverPlannedV1)
    assert [one.from_on for one in planned] == [TODAY + timedelta(days=7)] * times
    async with units.begin(head.scope, uai=BOURDELLE, actor=head.actor) as uow:
        await cancel_handover(uow, handover_id=handover_id, powers=head.powers, now=uow.now)
    assert len(await service_databases.published(HandoverCancelledV1)) == times


async def test_who_leaves_is_sent_to_the_dossier_by_their_home(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    before = (await head.get("/acces/passation")).form("/acces/passation/apercu").options["leaver"]
    leaver = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    blank = (await head.get("/acces/passation")).form("/acces/passation/apercu")
    [leaver_id] = set(blank.options["leaver"]) - set(before)
    day = (datetime.now(UTC).astimezone(PARIS) + timedelta(days=9)).date()
    preview = await head.send(
        blank, leaver=leaver_id, on=f"{day}", mail="sixtine@lycee.example", name="Sixtine A"
    )
    await head.send(preview.form("/acces/passation", exactly=True))

    told = (await leaver.get("/acces/fragments/passation")).text
    assert "Sixtine A prend votre suite, LP des Tilleuls" in told
    assert "Complétez le dossier de passation" in told
    other = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    assert "votre suite" not in (await other.get("/acces/fragments/passation")).text
