"""What a read model depends on is told by its declaration: another fold has another fingerprint."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.internships.periods import CoverageChangedV1, FormationOpenedV1
from services.chassis.projections import Projection, Recorded


class Counted(msgspec.Struct):
    host_agreed: int


class CountedMore(msgspec.Struct):
    host_agreed: int
    left: int


def table(*more: Column[str], kind: type[Integer | Text] = Integer) -> Table:
    return Table("coverages", MetaData(), Column("host_agreed", kind), *more)


async def fold(connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
    """Folds nothing."""


ONE = Projection("coverage", events={CoverageChangedV1: Counted}, fold=fold, tables=(table(),))


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, rules=2),
        replace(ONE, events={CoverageChangedV1: CountedMore}),
        replace(ONE, events={CoverageChangedV1: Counted, FormationOpenedV1: dict}),
        replace(ONE, tables=(table(Column("label", Text)),)),
        replace(ONE, tables=(table(kind=Text),)),
    ],
    ids=["rules", "field", "event", "column", "type"],
)
def test_another_fold_is_seen_by_its_declaration(other: Projection) -> None:
    assert other.fingerprint != ONE.fingerprint


def test_the_same_fold_is_the_same_in_another_process() -> None:
    again = replace(ONE, tables=(table(),), batch_size=1)
    assert again.fingerprint == ONE.fingerprint == "d29cff44791788d2"


def test_a_projection_that_tells_no_table_is_never_made_again() -> None:
    assert replace(ONE, tables=()).fingerprint is None
