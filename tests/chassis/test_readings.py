"""Readings asked together come out as each does alone, in order, of SQLAlchemy's types."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    ARRAY,
    Boolean,
    Date,
    DateTime,
    Integer,
    Numeric,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.chassis.database.readings import Reading, Rows, Together
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from tests.chassis.facts import BOURDELLE, MAURY, scope_of
from tests.chassis.ledger import entries
from tests.support.statements import statements

OWN = select(entries.c.entry_id, entries.c.label).where(entries.c.label != bindparam("besides"))
LABELS = Reading(OWN.order_by(entries.c.label.desc()), lambda rows: [row.label for row in rows])
NAMED = Reading(
    OWN.where(entries.c.entry_id == bindparam("id", type_=Uuid)).with_only_columns(
        entries.c.entry_id, entries.c.label.label("name")
    ),
    lambda rows: {row.entry_id: row.name for row in rows},
)
KINDS = Reading(
    union_all(
        *(
            select(
                literal(number).label("number"),
                cast({"seats": [1, None], "name": "Été"}, JSONB).label("kept"),
                cast(["a", "é"], ARRAY(Text)).label("words"),
                cast(date(2026, 11, 30), Date).label("day"),
                cast(datetime(2026, 11, 30, 8, tzinfo=UTC), DateTime(timezone=True)).label("at"),
                cast("12.50", Numeric).label("sum"),
                cast(literal(True), Boolean).label("open"),
                cast(null(), Integer).label("nothing"),
            )
            for number in (2, 1)
        )
    ).order_by("number"),
    lambda rows: [tuple(row) for row in rows],
)
ALL = Together(LABELS, NAMED, KINDS)


async def written(units: UnitsOfWork) -> UUID:
    """Three entries of one lycée, one of another; the id of one of the three."""
    ids = [uuid4() for _ in range(4)]
    for uai, label, entry_id in zip(
        (BOURDELLE, BOURDELLE, BOURDELLE, MAURY), ("a", "c", "b", "d"), ids, strict=True
    ):
        async with units.begin(scope_of(uai)) as uow:
            row = {"entry_id": entry_id, "uai": str(uai), "label": label}
            await uow.execute(insert(entries), row)
    return ids[1]


async def test_together_reads_what_each_reads_alone(units: UnitsOfWork) -> None:
    entry_id = await written(units)
    asked = {"besides": "a", "id": entry_id}
    async with units.begin(scope_of(BOURDELLE)) as uow:
        with statements() as run:
            found = await ALL.of(uow, asked)
        assert len(run) == 1
        assert found[LABELS] == await LABELS.of(uow, asked) == ["c", "b"]
        assert found[NAMED] == await NAMED.of(uow, asked) == {entry_id: "c"}
        plain = (await uow.execute(KINDS.statement)).all()
    assert found[KINDS] == [tuple(row) for row in plain]
    assert [row[0] for row in found[KINDS]] == [1, 2]
    assert found[KINDS][0][1] == {"seats": [1, None], "name": "Été"}


async def test_nothing_found_is_made_of_no_rows(units: UnitsOfWork) -> None:
    async with units.begin(scope_of(MAURY)) as uow:
        found = await ALL.of(uow, {"besides": "a", "id": uuid4()})
        assert (found[LABELS], found[NAMED]) == ([], {})


async def test_a_parameter_left_out_is_an_error_of_the_code(units: UnitsOfWork) -> None:
    async with units.begin(scope_of(MAURY)) as uow:
        with pytest.raises(KeyError, match="id"):
            await ALL.of(uow, {"besides": "a"})


async def test_what_was_read_ahead_is_not_asked_again(units: UnitsOfWork) -> None:
    entry_id = await written(units)
    async with units.begin(scope_of(BOURDELLE)) as uow:
        await ALL.ahead(uow, {"besides": "a", "id": entry_id})
        with statements() as run:
            assert await LABELS.of(uow, {"besides": "a"}) == ["c", "b"]
            assert await NAMED.of(uow, {"besides": "a", "id": entry_id}) == {entry_id: "c"}
            assert not run
            assert await LABELS.of(uow, {"besides": "b"}) == ["c", "a"]
            assert await NAMED.of(uow, {"besides": "a", "id": uuid4()}) == {}
        assert len(run) == 2


async def test_what_is_read_ahead_already_is_not_read_again(units: UnitsOfWork) -> None:
    entry_id = await written(units)
    several = Together(LABELS, NAMED)
    async with units.begin(scope_of(BOURDELLE)) as uow:
        await ALL.ahead(uow, {"besides": "a", "id": entry_id})
        with statements() as run:
            await several.once_ahead(uow, {"besides": "a", "id": entry_id})
            assert not run
            await several.once_ahead(uow, {"besides": "b", "id": entry_id})
            assert await LABELS.of(uow, {"besides": "b"}) == ["c", "a"]
        assert len(run) == 1


async def test_what_was_read_ahead_ends_with_its_transaction(units: UnitsOfWork) -> None:
    async with units.begin(scope_of(BOURDELLE)) as uow:
        await ALL.ahead(uow, {"besides": "a", "id": uuid4()})
    await written(units)
    async with units.begin(scope_of(BOURDELLE)) as uow:
        assert await LABELS.of(uow, {"besides": "a"}) == ["c", "b"]


def test_what_shares_a_name_shares_a_type() -> None:
    def taken(rows: Rows) -> int:
        return len(rows)

    text = Reading(select(literal(1)).where(entries.c.label == bindparam("asked")), taken)
    number = Reading(
        select(literal(1)).where(literal(1) == bindparam("asked", type_=Integer)), taken
    )
    with pytest.raises(ValueError, match="asked"):
        Together(text, number)


async def test_a_long_statement_is_prepared_once(units: UnitsOfWork) -> None:
    """No plan is kept by asyncpg of a statement over 15 KiB, unless it is told to."""
    many = Together(*(Reading(OWN.limit(number + 1), len) for number in range(150)))
    async with units.begin(scope_of(MAURY)) as uow:
        await many.of(uow, {"besides": "a"})
        await many.of(uow, {"besides": "a"})
        kept = await uow.transaction.driver.fetch(
            "SELECT 1 FROM pg_prepared_statements WHERE length(statement) > 20000"
        )
    assert len(kept) == 1


async def test_an_array_in_a_row_is_read_on_a_connection_that_never_read_one(
    units: UnitsOfWork,
) -> None:
    entry_id = await written(units)
    ids = Reading(
        select(func.array_agg(entries.c.entry_id).label("ids")).where(entries.c.label == "c"),
        lambda rows: rows[0].ids,
    )

    async with units.begin(scope_of(BOURDELLE)) as uow:
        found = await Together(ids, LABELS).of(uow, {"besides": "c"})

    assert found[ids] == [entry_id]


async def test_what_everybody_asks_alike_is_planned_once(units: UnitsOfWork) -> None:
    plans = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement = $1"
    for planned_once in (True, True, False):
        async with units.begin(scope_of(BOURDELLE), planned_once=planned_once) as uow:
            await LABELS.of(uow, {"besides": "c"})
            driver = uow.transaction.driver
            found = await driver.fetchrow(plans, LABELS.prepared.sql)
            mode = await driver.fetchval("SHOW plan_cache_mode")
        assert found is not None
        assert found["generic_plans"] + found["custom_plans"] > 0
        assert (mode, found["custom_plans"]) == (
            ("force_generic_plan", 0) if planned_once else ("auto", 1)
        )
