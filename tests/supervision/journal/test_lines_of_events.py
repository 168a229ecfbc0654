"""Lines of the journal found by an event of theirs, for who says something of them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from contracts.documents.examples import example
from contracts.partnerships.companies import CompanyOnboardedV1
from contracts.publication import FactFamily
from contracts.supervision.journal import JournalLinesRequest, ToldLine
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.supervision.journal.answers import journal_lines
from services.supervision.journal.queries.journal import journal_page
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    WHOLE_DEPARTMENT,
    Network,
    company,
    confirmation,
    folded,
    formation,
    lycee,
    published,
)


async def told(
    work: UnitsOfWork, *events: UUID, scope: Scope = WHOLE_DEPARTMENT
) -> list[ToldLine | None]:
    async with work.begin(scope) as uow:
        answer = await journal_lines(JournalLinesRequest(journal_events=events), uow)
    return list(answer.lines)


async def test_each_line_is_told_as_its_readers_find_it(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    network.tell(formation("Électricité"))
    one = network.tell(confirmation(1), together="entry")
    network.tell(confirmation(2), together="entry")
    other = network.tell(company(name="SARL Exemple"), uai=OTHER)
    for number in (1, 2):
        network.tell(example(CompanyOnboardedV1), at=NOW + timedelta(minutes=number))
    first = network.told[-2]
    await folded(work, network.told)
    async with work.begin(WHOLE_DEPARTMENT) as uow:
        lines = {line.sentence: line for line in (await journal_page(uow)).lines}

    unknown = uuid4()
    events = (one.envelope.id, other.envelope.id, unknown, first.envelope.id)
    found = await told(work, *events)

    assert found[2] is None
    for event, line in zip(events, found, strict=True):
        if line is None:
            assert event == unknown
            continue
        shown = lines[line.sentence]
        assert (line.uai, line.lycee, line.line_id, line.recorded_at) == (
            *(shown.uai, shown.lycee, shown.lasting_id, shown.recorded_at),
        )
    assert [line.uai for line in found if line] == [BOURDELLE, OTHER, BOURDELLE]
    assert found[0] is not None
    assert found[0].sentence.startswith("a confirmé 2")


async def test_what_a_head_keeps_and_what_a_lycee_asks_is_told_by_nobody(work: UnitsOfWork) -> None:
    network = Network()
    network.tell(lycee("Lycée Bourdelle"))
    one = network.tell(confirmation())
    await folded(work, network.told)
    assert (await told(work, one.envelope.id))[0] is not None
    assert await told(work, one.envelope.id, scope=Scope(frozenset({BOURDELLE}))) == [None]

    closed = Network()
    closed.told, closed.sent = list(network.told), list(network.sent)
    closed.tell(published(FactFamily.PLACEMENTS, (date(2026, 9, 1), False)), version=2)
    await folded(work, closed.told[-1:])
    assert await told(work, one.envelope.id) == [None]
