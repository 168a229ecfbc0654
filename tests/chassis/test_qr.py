"""QR codes: what is drawn is what the encoder says, module by module."""

import re

import segno

from services.chassis.web.views.qr_code import QUIET, drawn

ADDRESS = "https://passerelle.example/fiche/" + "A" * 54


def test_the_path_covers_the_dark_modules_and_no_other() -> None:
    drawing = drawn(ADDRESS)
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawing.path)
        for step in range(int(length))
    }
    rows = segno.make_qr(ADDRESS, error="m", boost_error=False).matrix

    assert dark == {
        (x + QUIET, y + QUIET) for y, row in enumerate(rows) for x, one in enumerate(row) if one
    }
    assert drawing.size == len(rows) + 2 * QUIET
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", drawing.path)


def test_an_address_of_ours_stays_readable_on_paper() -> None:
    assert drawn(ADDRESS).size <= 57
