"""Which kinds of facts were ever told: of the others, none in a month is no zero."""

from collections.abc import Collection
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, DateTime, Row, bindparam, exists, select

from services.chassis.database.readings import Reading
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.coverage.tables import coverage_days
from services.supervision.exactness.model import Kind
from services.supervision.exactness.tables import counted_facts, registry_statements
from services.supervision.journal.queries.kept_lines import kept_in_the_lycee
from services.supervision.journal.tables import network_journal
from services.supervision.past.model import HELD, Moment
from services.supervision.past.queries.past import end_of

J, S = network_journal.c, registry_statements.c
OF_PLACES = frozenset({"placement_confirmed", "placement_withdrawn"})
"""What coverage counts: a lycée that told it told how many places it has, none included."""
OF_THE_REGISTRY = frozenset(
    {
        *("company_onboarded", "company_registered", "partnership_signed"),
        *("partnership_renewed", "partnership_ended"),
        "regulated_work_declaration_filed",
    }
)
"""What a lycée’s nightly statement comes after, none included."""
EXCHANGED = "interaction_logged"
"""The same where the head tells exchanges: the statement then counts actions."""


async def told_kinds(uow: UnitOfWork, kinds: Collection[str], moment: Moment) -> frozenset[str]:
    """The kinds that some lycée had told one of, or that there is none of, by the moment."""
    in_the_journal = tuple(sorted(set(kinds) - {HELD}))
    ever = _ever(in_the_journal)
    told = await ever.once(uow, {"end": end_of(moment.known_on)})
    found = {kind for kind, some in zip(in_the_journal, told, strict=False) if some}
    if told.covered:
        found |= OF_PLACES
    if told.stated:
        found |= OF_THE_REGISTRY
    if told.acted or told.counted:
        found.add(HELD)
    if told.counted:
        found.add(EXCHANGED)
    return frozenset(found.intersection(kinds))


@cache
def _ever(in_the_journal: tuple[str, ...]) -> Reading[Row[Any]]:
    """Whether each of these kinds was told before the end, in their order; then what counts besides."""
    end = bindparam("end", type_=DateTime(timezone=True))
    ever = [
        exists().where(J.event == kind, J.recorded_at < end, ~kept_in_the_lycee()).label(kind)
        for kind in in_the_journal
    ]
    acted = (
        select(counted_facts.c.event_id)
        .join(network_journal, J.event_id == counted_facts.c.event_id)
        .where(counted_facts.c.kind == Kind.ACTION.value, J.recorded_at < end)
        .exists()
    )
    stated = exists().where(S.stated_at < end)
    asked: list[ColumnElement[bool]] = [
        *ever,
        acted.label("acted"),
        exists().where(coverage_days.c.recorded_at < end).label("covered"),
        stated.label("stated"),
        stated.where(S.actions_held.is_not(None)).label("counted"),
    ]
    return Reading(select(*cast("list[Any]", asked)), lambda rows: rows[0])
