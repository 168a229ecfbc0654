"""Statements handed to the driver: what would not come out as SQLAlchemy's is refused at import."""

from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, Text, TypeDecorator, bindparam, select, update

from services.chassis.database.compiled_statements import Prepared


class Shouted(TypeDecorator[str]):
    """A text that SQLAlchemy converts when it is read."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, _dialect: Any) -> str | None:
        return value and value.upper()


WORDS = Table("words", MetaData(), Column("id", Text), Column("shouted", Shouted))


def test_a_column_that_sqlalchemy_converts_is_refused() -> None:
    with pytest.raises(ValueError, match="shouted"):
        Prepared(select(WORDS))
    with pytest.raises(ValueError, match="shouted"):
        Prepared(update(WORDS).returning(WORDS.c.shouted), "id")
    Prepared(select(WORDS.c.id))


def test_a_list_of_unknown_length_is_refused() -> None:
    with pytest.raises(ValueError, match="any_"):
        Prepared(select(WORDS.c.id).where(WORDS.c.id.in_(bindparam("ids", expanding=True))))
