"""Lines of the journal that the DSDEN commented: by how many words, for who may read them."""

from uuid import UUID, uuid4

from sqlalchemy import insert

from contracts.supervision.journal import ToldLine
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork
from services.coordination.journal_words.commands import say_word
from services.coordination.service import SERVICE as COORDINATION
from services.supervision.journal.tables import network_journal
from services.supervision.service import SERVICE
from tests.support.network import ELSEWHERE, HERE, Network, Running
from tests.support.waiting import eventually

DEPARTMENT = Scope(frozenset(), department_wide=True)
COMMENTED = "1 mot de la DSDEN"


async def a_line(network: Network) -> UUID:
    line_id = uuid4()
    work = network.runtime("supervision").work
    async with work.begin(DEPARTMENT) as uow:
        await uow.execute(
            insert(network_journal).values(
                event_id=line_id,
                uai=HERE,
                event="import_completed",
                recorded_at=uow.now,
                correlation_id=uuid4(),
                details={"companies": 3, "import_id": str(uuid4())},
            )
        )
    return line_id


async def comments(uow: UnitOfWork, line_id: UUID) -> None:
    line = ToldLine(
        uai=HERE, lycee="Lycée", line_id=line_id, recorded_at=uow.now, sentence="a importé"
    )
    await say_word(uow, line=line, fact_id=line_id, text="Bravo.", now=uow.now)


async def test_a_line_says_that_it_was_commented_to_who_may_read_the_words(
    running: Running,
) -> None:
    async with running(SERVICE, COORDINATION) as network:
        her = await network.client_as(Role.SUPERVISOR, None)
        bureau, other = [await network.client_as(Role.RBDE, uai) for uai in (HERE, ELSEWHERE)]
        line_id = await a_line(network)
        async with network.runtime("coordination").work.begin(DEPARTMENT) as uow:
            await comments(uow, line_id)

        async def shown() -> bool:
            page = (await her.get("/departement/journal")).text.replace("\u00a0", " ")
            return COMMENTED in page

        await eventually(shown)
        own = (await bureau.get("/departement/journal-du-reseau")).text.replace("\u00a0", " ")
        assert COMMENTED in own
        theirs = (await other.get("/departement/journal-du-reseau")).text.replace("\u00a0", " ")
        assert str(line_id) in theirs
        assert "mot de la DSDEN" not in theirs
