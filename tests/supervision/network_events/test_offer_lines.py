"""What the journal says of files of the training offer: where each is, and never what it is about in words."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from contracts.coordination.offer_files import (
    OfferChange,
    OfferFileMovedV1,
    OfferOpinion,
    OfferOpinionGivenV1,
    OfferState,
)
from services.supervision.journal.model import Said, sentence
from services.supervision.network_events.model.offer_files import (
    OfferFileMoved,
    OfferOpinionWithdrawn,
)
from services.supervision.read_models.model.fold import journal_line
from services.supervision.read_models.model.folded_events import FOLDED

TODAY = date(2026, 11, 24)


def said_of_move(times: int = 1, **details: Any) -> str:
    return sentence(Said(OfferFileMovedV1.token(), details, times))


def said_of_opinion(times: int = 1, **details: Any) -> str:
    return sentence(Said(OfferOpinionGivenV1.token(), details, times))


@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("change", OfferChange)
def test_each_move_has_words_of_its_own(state: OfferState, change: OfferChange) -> None:
    said = said_of_move(change=change.value, after=state.value)
    assert said.startswith("a un dossier d")
    assert "d’évolution" not in said
    assert "en cours" not in said
    assert "_" not in said


@pytest.mark.parametrize("opinion", OfferOpinion)
def test_each_opinion_has_words_of_its_own(opinion: OfferOpinion) -> None:
    said = said_of_opinion(opinion=opinion.value)
    assert "donné" not in said
    assert said.endswith("sur un dossier d’évolution de l’offre.")


def test_several_are_said_together() -> None:
    assert said_of_move(3) == "a fait avancer 3\u00a0dossiers d’évolution de l’offre."
    assert said_of_opinion(2) == "a noté 2\u00a0avis sur des dossiers d’évolution de l’offre."


def test_a_move_keeps_its_codes_and_is_no_news_of_a_bureau() -> None:
    moved = OfferFileMoved(UUID(int=1), "fermeture", "proposal", TODAY, TODAY)
    line = journal_line(moved)
    assert line is not None
    assert line["details"] == {"change": "fermeture", "after": "proposal"}
    assert not FOLDED[OfferFileMoved].news(moved)
    assert journal_line(OfferOpinionWithdrawn(TODAY)) is None
