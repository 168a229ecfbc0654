"""What a note quotes of a signal, and how it counts them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from contracts.coordination.training_offer import RomeCode, SignalKind, SignalSource, SignalStrength
from services.coordination.offer_notes.model import by_month, quoted
from services.coordination.training_signals.model import SignalFacts, TrainingSignal
from tests.support.network import HERE

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SIGNAL = TrainingSignal(
    uuid4(),
    HERE,
    SignalFacts(
        kind=SignalKind.SHORTAGE,
        rome=RomeCode("F1602"),
        strength=SignalStrength.ISOLATED,
        source=SignalSource.COMPANY,
        told_on=date(2026, 11, 3),
        text="",
    ),
    NOW,
    NOW,
)


def said(text: str, company: str | None, **more: Any) -> TrainingSignal:
    return replace(SIGNAL, facts=replace(SIGNAL.facts, text=text, company=company, **more))


@pytest.mark.parametrize(
    ("text", "company", "quote"),
    [
        ("On cherche.", None, "On cherche."),
        ("Garage Martin cherche.", "Garage Martin", "[entreprise] cherche."),
        ("GARAGE MARTIN cherche.", "Garage Martin", "[entreprise] cherche."),
        ("Chez Martin, on cherche.", "Garage Martin SARL", "Chez [entreprise], on cherche."),
        ("Un garage cherche.", "Garage Martin", "Un garage cherche."),
        ("L’entreprise (C++) cherche.", "C++", "L’entreprise ([entreprise]) cherche."),
        ("Rien à voir.", "Bâtir", "Rien à voir."),
        ("Au début, BUT cherchait.", "But", "Au début, [entreprise] cherchait."),
    ],
)
def test_the_company_is_not_in_the_sentence(text: str, company: str | None, quote: str) -> None:
    assert quoted(said(text, company)) == quote


def test_signals_are_counted_by_month_and_strength_the_strongest_first() -> None:
    strong, weak = SignalStrength.LASTING, SignalStrength.ISOLATED
    signals = [
        said("", None, told_on=date(2026, 9, 30)),
        said("", None),
        said("", None, told_on=date(2026, 11, 30)),
        said("", None, strength=strong),
    ]
    assert list(by_month(signals).items()) == [
        ((date(2026, 11, 1), SignalKind.SHORTAGE, strong), 1),
        ((date(2026, 11, 1), SignalKind.SHORTAGE, weak), 2),
        ((date(2026, 9, 1), SignalKind.SHORTAGE, weak), 1),
    ]
