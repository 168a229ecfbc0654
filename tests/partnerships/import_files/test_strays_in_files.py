"""A cell that hides something: its row is told and stays out, the others go in."""

import pytest

from services.chassis.files.tables import UNREADABLE, ImportFileRefused
from services.partnerships.import_files.store.files import parse
from tests.partnerships.files import FULL, csv_of


@pytest.mark.parametrize("at", [0, 5, 9, 11])
@pytest.mark.parametrize("stray", ["\u202e", "\u2066", "\x1b"], ids=ascii)
def test_a_row_that_hides_something_is_told_and_the_others_go_in(at: int, stray: str) -> None:
    hiding = [*FULL]
    hiding[at] = f"{hiding[at]}{stray}"
    read = parse(csv_of(hiding, FULL, encoding="utf-8"))

    assert [row.line for row in read.rows] == [3]
    assert [row.line for row in read.refused] == [2]
    assert "caractère invisible" in read.refused[0].reason
    assert stray not in read.refused[0].name


def test_a_file_with_a_nul_is_refused_in_every_encoding() -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(ImportFileRefused) as refused:
            parse("Raison sociale;SIRET\r\nBois\x00 Vert;\r\n".encode(encoding))
        assert refused.value.detail == UNREADABLE


HALF_OF_A_PAIR = "\ud83d".encode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(("within", "after"), [(HALF_OF_A_PAIR, b""), (b"", b"\x42")])
def test_bytes_that_are_no_text_of_utf_16_spoil_their_cell_alone(
    within: bytes, after: bytes
) -> None:
    first, mark, others = csv_of(FULL, FULL, encoding="utf-16").rpartition(
        "Chaud".encode("utf-16-le")
    )

    read = parse(first + within + mark + others + after)

    assert [row.line for row in read.rows] == [2, 3]
    kept = repr(read.rows) + repr(read.refused) + repr(read.headings)
    kept.encode("utf-8")
    assert "\x00" not in kept
