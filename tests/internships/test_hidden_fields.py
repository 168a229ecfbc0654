"""What nobody types, changed by somebody: refused with what to do, never a failure."""

import pytest
from pydantic import ValidationError

from contracts.identifiers import SchoolYear
from services.chassis.base.parse_input import HiddenRefused, read_as
from services.internships.placements.forms import SiteProposalForm
from services.internships.roster_files.pages.columns import ColumnsUnclear, said_columns

ID = "12345678-1234-4678-9234-567812345678"


@pytest.mark.parametrize("waiting", ["-" * 36 + "/" + "-" * 36, f"{ID}/{'0' * 36}", f"{ID}/", ""])
def test_two_ids_that_are_none_are_refused_by_the_form(waiting: str) -> None:
    fields = {"site_key": "local:1", "origin": "office", "waiting": waiting}
    with pytest.raises(ValidationError) as refused:
        SiteProposalForm.model_validate(fields)

    assert "waiting" in {problem["loc"][0] for problem in refused.value.errors()}


@pytest.mark.parametrize("column", ["9" * 5_000, "²", "-1", ""])
def test_a_column_that_is_no_number_is_refused(column: str) -> None:
    with pytest.raises(ColumnsUnclear):
        said_columns([f"{column}:last_name"])


@pytest.mark.parametrize("year", ["0000-0001", "bad", "9998-9999", ""])
def test_a_hidden_year_that_is_none_asks_to_begin_again(year: str) -> None:
    with pytest.raises(HiddenRefused, match="rechargez la page"):
        read_as(SchoolYear, year)
