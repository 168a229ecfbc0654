"""Short codes of personal links: typed by hand from paper, and stored nowhere."""

from uuid import UUID, uuid4

import pytest

from contracts.identifiers import Uai
from contracts.personal_links import KINDS, kind_lettered
from services.chassis.security import short_codes
from services.chassis.security.credentials import new_secret
from services.chassis.security.secret_links import SecretLinks
from services.chassis.unit_of_work.short_code_rows import AT_LEAST, room_for

LYCEE = Uai("0820032P")
LINKS = SecretLinks(new_secret(), "https://passerelle.example")
ROWS = [uuid4() for _ in range(20)]


def code(row: UUID, purpose: str = "card", uai: Uai = LYCEE) -> str:
    return LINKS.short_code("C", purpose, uai=uai, row_id=row)


def found(typed: str, purpose: str = "card") -> UUID | None:
    taken = short_codes.read(typed)
    return LINKS.coded(purpose, taken, ROWS) if taken else None


def test_a_code_leads_to_its_row_however_it_is_typed() -> None:
    printed = code(ROWS[7])

    assert len(printed) == 17
    spelt = printed.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    for typed in (printed, spelt, printed.replace("-", "")):
        assert found(typed) == ROWS[7]


def test_a_code_opens_one_purpose_of_one_lycee() -> None:
    assert found(code(ROWS[7], purpose="other")) is None
    assert found(code(uuid4())) is None
    elsewhere = short_codes.read(code(ROWS[7], uai=Uai("0820700R")))
    assert elsewhere is not None
    assert elsewhere.uai == "0820700R"
    assert len({code(row, uai=uai) for row in ROWS for uai in (LYCEE, Uai("0820700R"))}) == 40


@pytest.mark.parametrize(
    "typed", ["", "C", "é" * 15, "C" * 16, "CUUUU-UUUUU-UUUUU", "CZZZZZ" + "0" * 9]
)
def test_what_cannot_be_a_code_is_told_from_one_without_asking_anybody(typed: str) -> None:
    assert short_codes.read(typed) is None


def test_each_kind_of_link_has_a_letter_and_a_word_of_its_own() -> None:
    assert len({kind.letter for kind in KINDS}) == len({kind.word for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind_lettered(kind.letter) is kind
        # It survives being typed: no letter that is read as a digit.
        read = short_codes.read(short_codes.written(kind.letter, LYCEE, "0" * 9))
        assert read is not None
        assert read.letter == kind.letter


def test_the_lycee_with_the_most_links_says_how_many_rows_are_tried_for_each() -> None:
    sizes = [AT_LEAST]
    for rows in (1, AT_LEAST, AT_LEAST + 1, 2, AT_LEAST * 5):
        sizes.append(room_for(rows, sizes[-1]))

    assert [size // AT_LEAST for size in sizes] == [1, 1, 1, 2, 2, 8]
