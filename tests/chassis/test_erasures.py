"""The file of erasures: on the disk before the answer, read whole after whatever happened."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from services.chassis.unit_of_work.erasure_ledger.ledger import Erasure, ErasureNotNoted, Ledger

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def an_erasure() -> Erasure:
    return Erasure(uuid4(), NOW, "pupil", "0820021C", uuid4())


def test_what_was_noted_is_read_again_in_its_order(tmp_path: Path) -> None:
    first, second = an_erasure(), an_erasure()
    Ledger(tmp_path / "erasures", "internships").append([first])
    Ledger(tmp_path / "erasures", "internships").append([second])

    assert Ledger(tmp_path / "erasures", "internships").read() == [first, second]
    assert Ledger(tmp_path / "erasures", "partnerships").read() == []
    assert (tmp_path / "erasures" / "internships.jsonl").stat().st_mode & 0o077 == 0


def test_what_was_given_up_is_not_erased(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "internships")
    kept, given_up = an_erasure(), an_erasure()
    ledger.append([kept, given_up])

    ledger.give_up([given_up.erasure_id])

    assert ledger.read() == [kept]


def test_a_line_cut_short_by_a_power_cut_spoils_no_other(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, "internships")
    first, second = an_erasure(), an_erasure()
    ledger.append([first])
    with ledger.path.open("ab") as file:
        file.write(b'{"erasure_id": "0192')

    ledger.append([second])

    assert ledger.read() == [first, second]


def test_what_cannot_be_noted_is_refused_in_french(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(ErasureNotNoted) as refused:
        Ledger(tmp_path / "taken", "internships").append([an_erasure()])

    assert "rien n’a été effacé" in refused.value.title
