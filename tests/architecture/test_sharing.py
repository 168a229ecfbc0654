"""How tests are shared out: whoever runs one runs what shares its set-up."""

import pytest

from tests.support.forked import ROOT
from tests.support.sharing import BY_SERVICE, share_of

MATRIX = "tests/security/test_route_matrix.py"


def test_a_file_stays_together() -> None:
    file = "tests/portal/test_home.py"

    assert share_of(f"{file}::test_one") == share_of(f"{file}::test_two[portal]") == file


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("test_every_service_has_examples[portal]", "portal"),
        (
            "test_no_value_at_any_place_of_a_request_breaks_the_service[internships-long]",
            "internships",
        ),
        ("test_a_role_without_the_action_finds_nothing[short-supervision]", "supervision"),
    ],
)
def test_the_matrix_is_shared_out_by_service(name: str, service: str) -> None:
    assert share_of(f"{MATRIX}::{name}") == f"{MATRIX}[{service}]"


def test_the_files_shared_out_are_there() -> None:
    assert all((ROOT / path).is_file() for path in BY_SERVICE)
