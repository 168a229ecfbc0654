"""Which kinds of facts were ever told: of the others, none in a month is no zero."""

from collections.abc import Collection

from sqlalchemy import exists, func, select

from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.domain.counting import Kind
from services.supervision.domain.month import Moment
from services.supervision.domain.month_report import HELD
from services.supervision.queries.past import end_of
from services.supervision.queries.publication import kept_in_the_lycee
from services.supervision.storage.tables import (
    counted_facts,
    coverage_days,
    network_journal,
    registry_statements,
)

J, S = network_journal.c, registry_statements.c
OF_PLACES = frozenset({"placement_confirmed", "placement_withdrawn"})
"""What coverage counts: a lycée that told it told how many places it has, none included."""
OF_THE_REGISTRY = frozenset(
    {
        *("company_onboarded", "company_registered", "partnership_signed"),
        *("partnership_renewed", "partnership_ended"),
    }
)
"""What a lycée's nightly statement counts, none included."""


async def told_kinds(uow: UnitOfWork, kinds: Collection[str], moment: Moment) -> frozenset[str]:
    """The kinds that some lycée had told one of, or that there is none of, by the moment."""
    end = end_of(moment.known_on)
    in_the_journal = sorted(set(kinds) - {HELD})
    ever = [
        exists().where(J.event == kind, J.recorded_at < end, ~kept_in_the_lycee())
        for kind in in_the_journal
    ]
    acted = (
        select(counted_facts.c.event_id)
        .join(network_journal, J.event_id == counted_facts.c.event_id)
        .where(counted_facts.c.kind == Kind.ACTION.value, J.recorded_at < end)
        .exists()
    )
    covered = exists().where(coverage_days.c.recorded_at < end)
    stated = select(func.count().label("any"), func.count(S.actions_held).label("actions")).where(
        S.stated_at < end
    )
    row = (await uow.execute(select(*ever, acted, covered))).one()
    *there, some_acted, some_covered = tuple(row)
    books = (await uow.execute(stated)).one()
    found = {kind for kind, some in zip(in_the_journal, there, strict=True) if some}
    if some_covered:
        found |= OF_PLACES
    if books.any:
        found |= OF_THE_REGISTRY
    if some_acted or books.actions:
        found.add(HELD)
    return frozenset(found)
