"""What waits for a head on their home page: agreements to sign, what the department may learn."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import pytest_asyncio

from contracts.publication import FactFamily
from services.chassis.base.identity import Role
from services.internships.publications.commands import change_publication
from tests.internships.agreement_prints.test_agreements import Winter, issued, ticked, winter
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, ELSEWHERE, TODAY, Lycee
from tests.support.pages import Visitor

__all__ = ["winter"]
SIGNATURES, SENTENCE = "/pfmp/fragments/signatures", "/pfmp/fragments/phrase"
PUBLICATION = "/pfmp/fragments/publication"


@pytest_asyncio.fixture
async def head(app: Served) -> AsyncIterator[Visitor]:
    """The head of the lycée."""
    async with app.visited_by((Role.HEAD, BOURDELLE)) as visitor:
        yield visitor


async def test_what_waits_for_the_head_is_counted_and_leads_to_those_very_agreements(
    bureau: Visitor, head: Visitor, winter: Winter
) -> None:
    assert "Aucune convention émise n’attend votre signature." in (await head.get(SIGNATURES)).text
    await issued(bureau, winter)

    part = await head.get(SIGNATURES)

    assert "2 conventions attendent votre signature." in part.text
    assert "2 à signer" in part.text
    assert (await head.get(SENTENCE)).text.startswith("2 conventions attendent votre signature")
    assert "votre signature" not in (await bureau.get(SENTENCE)).text

    [way] = re.findall(r'href="([^"]+)">2ELEC, PFMP du 4', part.answer.text)
    pile = await head.get(unescape(way))
    assert "FABRE Inès" in pile.text
    assert "MARTIN Léa" in pile.text
    assert "ROUX Tom" not in pile.text

    await ticked(head, winter, "head", first=1)
    assert "1 convention attend votre signature." in (await head.get(SIGNATURES)).text
    pile = await head.get(unescape(way))
    assert "FABRE Inès" not in pile.text
    assert "MARTIN Léa" in pile.text


async def test_only_the_agreements_of_the_lycee_one_heads_await_one_s_signature(
    app: Served, bureau: Visitor, winter: Winter
) -> None:
    await issued(bureau, winter)

    async with app.visited_by((Role.RBDE, BOURDELLE), (Role.HEAD, ELSEWHERE)) as both:
        assert "votre signature" not in (await both.get(SENTENCE)).text
        assert "Aucune convention émise" in (await both.get(SIGNATURES)).text


async def test_what_the_department_reads_today_is_said_and_what_is_kept(
    head: Visitor, lycee: Lycee
) -> None:
    opened = (await head.get(PUBLICATION)).text
    assert "Toutes les familles de faits sont publiées." in opened

    await lycee.do(
        change_publication,
        uai=BOURDELLE,
        family=FactFamily.EXCHANGES,
        version=0,
        opened=False,
        from_on=TODAY,
        now=lycee.now,
    )
    await lycee.do(
        change_publication,
        uai=BOURDELLE,
        family=FactFamily.IMPORTS,
        version=0,
        opened=False,
        from_on=TODAY + timedelta(days=3),
        now=lycee.now,
    )

    text = (await head.get(PUBLICATION)).text

    assert "1 gardée au lycée" in text
    assert f"{FactFamily.EXCHANGES.label} depuis le 24/11/2026" in text
    assert f"{FactFamily.IMPORTS.label} : gardée à partir du 27/11/2026." in text
