"""What a renewal of an agreement begins with: the day after, for as long, whatever February has."""

from datetime import date
from uuid import uuid4

import pytest

from services.coordination.actor_agreements.model import ActorAgreement, AgreementDetails


@pytest.mark.parametrize(
    ("first", "last", "next_first", "next_last"),
    [
        ("2023-09-01", "2024-08-31", "2024-09-01", "2025-08-31"),
        ("2024-01-01", "2026-12-31", "2027-01-01", "2029-12-31"),
        ("2024-02-01", "2024-02-29", "2024-03-01", "2024-03-31"),
        ("2026-01-10", "2026-01-19", "2026-01-20", "2026-01-29"),
    ],
)
def test_a_renewal_lasts_as_many_years_months_or_days(
    first: str, last: str, next_first: str, next_last: str
) -> None:
    signed, until = date.fromisoformat(first), date.fromisoformat(last)
    one = ActorAgreement(uuid4(), uuid4(), AgreementDetails("Forum", signed, signed, until))
    found = one.next_details()
    assert found.from_on == date.fromisoformat(next_first)
    assert found.until_on == date.fromisoformat(next_last)
