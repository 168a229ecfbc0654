"""Statements handed to the driver: what would not come out as SQLAlchemy's is refused at import."""

import pytest
from sqlalchemy import Column, MetaData, Table, Text, bindparam, select

from services.chassis.database.compiled_statements import Prepared

WORDS = Table("words", MetaData(), Column("id", Text))


def test_a_list_of_unknown_length_is_refused() -> None:
    with pytest.raises(ValueError, match="any_"):
        Prepared(select(WORDS.c.id).where(WORDS.c.id.in_(bindparam("ids", expanding=True))))
