"""What a head keeps is told by no event and by no reader: each family, each kind of line, each place."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from contracts.documents.examples import example
from contracts.event import Event
from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyOnboardedV1, OnboardingReason
from contracts.publication import FactFamily
from contracts.published import published as published_events
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL
from services.supervision.read_models.model.fold import journal_line
from tests.supervision.browsing import without_tags
from tests.supervision.feeds.test_feeds import Outside, outside
from tests.supervision.made_editions import an_edition
from tests.supervision.network import (
    BOURDELLE,
    NOW,
    OTHER,
    TODAY,
    Network,
    company,
    folded,
    lycee,
    published,
)

__all__ = ["outside"]

KEEPS, TELLS = BOURDELLE, OTHER
NAMES: Mapping[Uai, str] = {KEEPS: "Lycée Bourdelle", TELLS: "Lycée Michelet"}
CARD = company(1, name="SARL Exemple")


def events() -> Mapping[str, Event]:
    """One of each event whose line is of a family."""
    found: dict[str, Event] = {}
    for event in published_events():
        if event is CompanyOnboardedV1:
            for reason in OnboardingReason:
                one = example(event).model_copy(update={"reason": reason})
                found[f"{event.token()} {reason}"] = _of_the_card(one)
        elif event.families() and _has_a_line(event):
            found[event.token()] = _of_the_card(example(event))
    return found


def _of_the_card(event: Event) -> Event:
    named: dict[str, Any] = {"company_id": CARD.company_id, "occurred_on": TODAY}
    return event.model_copy(
        update={n: v for n, v in named.items() if n in type(event).model_fields}
    )


def _has_a_line(event: type[Event]) -> bool:
    recorded = Network().tell(example(event))
    return journal_line(recorded.data) is not None


EVENTS = events()


def of(name: str) -> set[FactFamily]:
    """The families an event gives away."""
    return set(EVENTS[name].families(name.partition(" ")[2]))


def a_network(names: Iterable[str], kept: FactFamily) -> Network:
    """Two lycées that told the same; one keeps a family since yesterday."""
    network, before = Network(), NOW - timedelta(days=30)
    for uai, called in NAMES.items():
        network.tell(lycee(called, uai), uai=uai, at=before)
    network.tell(published(kept, (TODAY - timedelta(days=1), False)), uai=KEEPS, at=before)
    for number, name in enumerate(names, start=1):
        for uai in NAMES:
            at = NOW - timedelta(minutes=9 * number)
            network.tell(EVENTS[name], uai=uai, version=2, at=at)
    return network


ANOTHER = {one: next(f for f in FactFamily if f not in of(one)) for one in EVENTS}
CASES = [(one, family) for one in EVENTS for family in (*sorted(of(one)), ANOTHER[one])]
"""Each event while each of its families is kept, and while another one is."""


def test_each_family_whose_lines_may_be_missing_is_said_to_be_kept() -> None:
    assert {family for name in EVENTS for family in of(name)} == set(HIDDEN_IN_THE_JOURNAL)


@pytest.mark.parametrize(("name", "kept"), CASES)
async def test_no_page_tells_a_line_of_a_kept_family(
    work: UnitsOfWork,
    supervisor: httpx2.AsyncClient,
    outside: Outside,
    name: str,
    kept: FactFamily,
) -> None:
    await folded(work, a_network([name], kept).told)
    told = {uai: int(uai == TELLS or kept not in of(name)) for uai in NAMES}
    journal = (await supervisor.get("/departement/journal")).text
    for uai, called in NAMES.items():
        opened = 1 + (uai == KEEPS)
        assert journal.count(f"<strong>{called}</strong>") == opened + told[uai], called
        own = (await supervisor.get(f"/departement/lycees/{uai}/journal")).text
        assert own.count(f"<strong>{called}</strong>") == opened + told[uai], called


@pytest.mark.parametrize("kept", FactFamily)
async def test_no_feed_tells_a_line_of_a_kept_family(
    work: UnitsOfWork, outside: Outside, kept: FactFamily
) -> None:
    await folded(work, a_network(EVENTS, kept).told)
    await an_edition(work)
    for reading, names in (
        (await outside.given(inside=True), [*EVENTS]),
        # Outside the DSDEN no line is about one pupil.
        (
            await outside.given(),
            [n for n in EVENTS if not {FactFamily.PLACEMENTS, FactFamily.HOSTING} & {*of(n)}],
        ),
    ):
        rows = await reading.rows("activite.csv")
        told = {called: sum(called in row for row in rows) for called in NAMES.values()}
        left = sum(kept not in of(name) for name in names)
        assert told == {NAMES[KEEPS]: 2 + left, NAMES[TELLS]: 1 + len(names)}


@pytest.mark.parametrize("kept", [FactFamily.EXCHANGES, FactFamily.HOSTING, FactFamily.COMPANIES])
async def test_the_week_says_whose_first_meetings_are_not_in_it(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, outside: Outside, kept: FactFamily
) -> None:
    by = "hosting" if kept is FactFamily.HOSTING else "exchange"
    await folded(work, a_network([f"company_onboarded {by}"], kept).told)
    text = without_tags((await supervisor.get("/departement/semaine")).text)
    row = text.partition("Premiers échanges avec une entreprise ")[2][:120]
    assert row.startswith("1 1 lycée, non publié par 1 lycée"), row


@pytest.mark.parametrize("kept", [FactFamily.EXCHANGES, FactFamily.HOSTING, FactFamily.COMPANIES])
async def test_who_knows_a_company_does_not_give_away_by_what_it_was_met(
    work: UnitsOfWork, supervisor: httpx2.AsyncClient, kept: FactFamily
) -> None:
    network = Network()
    for uai, name in NAMES.items():
        network.tell(lycee(name, uai), uai=uai)
    network.tell(CARD, uai=OTHER)
    network.tell(published(kept, (TODAY - timedelta(days=400), False)), uai=KEEPS)
    reason = OnboardingReason.HOSTING if kept is FactFamily.HOSTING else OnboardingReason.EXCHANGE
    met = CompanyOnboardedV1(company_id=CARD.company_id, reason=reason, occurred_on=TODAY)
    network.tell(met, uai=KEEPS)
    network.tell(met, uai=TELLS)
    await folded(work, network.told)
    page = (await supervisor.get(f"/departement/entreprises/{CARD.company_id}")).text
    knowing = [name for name in NAMES.values() if f">{name}</a></th>" in page]
    assert knowing == [NAMES[TELLS]], without_tags(page)
    part = (await supervisor.get(f"/departement/fragments/entreprises/{CARD.company_id}")).text
    assert [name for name in NAMES.values() if name in part] == [NAMES[TELLS]], without_tags(part)
