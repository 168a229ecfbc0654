"""The figures of a formation on its file and in its note: what is not told is said so, and is no zero."""

import re
from datetime import date

import pytest

from contracts.identifiers import SchoolYear
from contracts.supervision.evidence import (
    ConfirmedHosts,
    FormationEvidence,
    LyceeEvidence,
    PlacesOfFormation,
    ToldCount,
    WhyUntold,
)
from services.chassis.web.answers.rendering import look
from services.coordination.offer_cards.pages.evidence import WHY, evidence_words
from services.coordination.service import SERVICE
from tests.coordination.committees.world import NAMES
from tests.support.network import HERE
from tests.support.services import ServiceDatabases

YEAR = SchoolYear("2026-2027")
SHOW = (
    '{% import "coordination/offer_cards/evidence.html" as shown with context %}'
    "{{ shown.figures(evidence, names) }}"
)


def shown(evidence: FormationEvidence, databases: ServiceDatabases) -> str:
    """The words of the figures, each run of spaces as one."""
    assert SERVICE.templates is not None
    drawn = look(SERVICE.templates, (), "", databases.settings).environment.from_string(SHOW)
    page = drawn.render(evidence=evidence, names=NAMES, **evidence_words())
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def evidence(told: ToldCount) -> FormationEvidence:
    return FormationEvidence(
        known_on=date(2026, 11, 24),
        places=(
            PlacesOfFormation(
                uai=None,
                school_year=YEAR,
                periods=3,
                told=2,
                needed=ToldCount(count=31),
                found=told,
                without=told,
            ),
        ),
        hosts=(
            ConfirmedHosts(
                uai=HERE, school_year=YEAR, confirmed=ToldCount(count=12), new_hosts=told, lost=told
            ),
        ),
        lycees=(
            LyceeEvidence(
                uai=HERE,
                school_year=YEAR,
                hosts=told,
                refusals=told,
                refused_by={"company": 4, "pupil": 2} if told.count else {},
                seats=told,
                heard_on=date(2026, 11, 20),
            ),
        ),
        signals=(),
        signalling_lycees=0,
    )


@pytest.mark.parametrize("why", WhyUntold)
def test_what_is_not_told_is_said_and_is_no_zero(
    why: WhyUntold, service_databases: ServiceDatabases
) -> None:
    page = shown(evidence(ToldCount(why=why)), service_databases)
    assert page.count(WHY[why]) == 7
    assert "0" not in page.split()
    assert "2 sur 3" in page
    assert "Ensemble des lycées connus" in page
    assert "connu le 24/11/2026" in page


def test_a_zero_that_is_told_is_a_zero(service_databases: ServiceDatabases) -> None:
    page = shown(evidence(ToldCount(count=0)), service_databases)
    assert page.split().count("0") == 7
    assert "Lycée Bourdelle" in page


def test_one_lycee_is_not_added_up_and_no_period_is_no_zero_of_zero(
    service_databases: ServiceDatabases,
) -> None:
    told = evidence(ToldCount(why=WhyUntold.NOTHING))
    alone = told.places[0].model_copy(update={"uai": HERE, "periods": 0, "told": 0})
    page = shown(told.model_copy(update={"places": (alone, told.places[0])}), service_databases)
    assert "Ensemble des lycées connus" not in page
    assert "0 sur 0" not in page
    assert "aucune PFMP publiée" in page


def test_nobody_is_blamed_for_no_demand(service_databases: ServiceDatabases) -> None:
    told = evidence(ToldCount(count=0))
    nobody = told.lycees[0].model_copy(update={"refused_by": {"company": 0, "pupil": 0}})
    page = shown(told.model_copy(update={"lycees": (nobody,)}), service_databases)
    assert "élève" not in page.split()


def test_no_figure_at_all_is_said_in_a_sentence(service_databases: ServiceDatabases) -> None:
    nothing = evidence(ToldCount(count=0)).model_copy(
        update={"places": (), "hosts": (), "lycees": ()}
    )
    assert "Aucune PFMP de cette formation n’est connue." in shown(nothing, service_databases)


def test_whose_doing_a_demand_without_a_place_was_is_said(
    service_databases: ServiceDatabases,
) -> None:
    assert "entreprise 4, élève 2" in shown(evidence(ToldCount(count=6)), service_databases)
