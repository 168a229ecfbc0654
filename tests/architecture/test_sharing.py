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


@pytest.mark.parametrize(
    ("test", "share"),
    [
        ("test_menu.py::test_a_wide_screen_shows_the_menu_at_once[neutre]", "neutre"),
        ("test_who_knows.py::test_the_map_changes_its_layer[phone-neutre]", "neutre"),
        ("test_themes.py::test_each_kind_of_page_can_be_read_in_the_other_theme[dsfr]", "dsfr"),
        ("test_accessibility.py::test_every_empty_page_can_be_read[neutre empty]", "neutre"),
        ("test_journey.py::test_who_runs_two_lycees_sees_both_or_one[phone]", "up"),
        ("test_way_in.py::test_access_is_given_proposed_and_handed_over", "up"),
    ],
)
def test_what_looks_at_the_same_running_services_stays_together(test: str, share: str) -> None:
    assert share_of(f"tests/browser/{test}") == f"tests/browser/[{share}]"


def test_the_files_shared_out_are_there() -> None:
    assert all((ROOT / path).is_file() for path in BY_SERVICE)
