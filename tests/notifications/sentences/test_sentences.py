"""What a lycée adds to a mail: which ones take it, what it may say, and in whose mails it is."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from contracts.identifiers import SiteKey, Uai
from contracts.internships.periods import PLACEMENT_LETTER, PlacementLetter
from contracts.partnerships.questions import HOST_CONTACT, HostContact
from contracts.portal.accounts import BUREAU_PEOPLE, BureauPeople
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.notifications.composition.queries.composer import Composer
from services.notifications.contents.model import Composed, Due
from services.notifications.drawing.queries import draw, template_names
from services.notifications.mails.model.mail import MailId
from services.notifications.mails.model.template import Template
from services.notifications.sentences.commands import write_sentence
from services.notifications.sentences.model import (
    SENTENCE_MAX,
    SentenceRefused,
    checked_sentence,
    takes_sentence,
)
from tests.notifications.mail_values import COMMON
from tests.notifications.owners import owners
from tests.notifications.world import ELSEWHERE, HERE, own
from tests.support.services import NOW, ServiceDatabases

SENTENCE = "L'atelier ouvre le 12 mars & le 13 : venez !"
PRINTED = "L’atelier ouvre le 12 mars & le 13\u00a0: venez\u202f!"


@dataclass
class Writing:
    """A lycée that adds to its mails, and the composer of what is due."""

    units: UnitsOfWork
    composer: Composer

    async def writes(
        self,
        text: str = SENTENCE,
        *,
        template: Template = Template.HOST_AGREED,
        version: int = 0,
        uai: Uai = HERE,
    ) -> None:
        async with self.units.begin(own(uai), now=NOW) as uow:
            await write_sentence(uow, template=template, text=text, version=version, now=NOW)

    async def mail_of(self, uai: Uai = HERE) -> Composed:
        """What the contact of a host reads of it."""
        due = Due(
            mail_id=MailId(uuid4()),
            uai=uai,
            template=Template.HOST_AGREED,
            recipient="host",
            cause=uuid4(),
            aggregate_id=uuid4(),
            queued_at=NOW,
            attempt=1,
        )
        composed = await self.composer(due)
        assert isinstance(composed, Composed), composed
        return composed


@pytest_asyncio.fixture
async def writing(
    units: UnitsOfWork, service_databases: ServiceDatabases, tmp_path: Path
) -> AsyncIterator[Writing]:
    async with owners(service_databases.settings, tmp_path) as told:
        told.tell(
            PLACEMENT_LETTER,
            PlacementLetter(
                standing=True,
                formation="1re bac pro",
                starts_on=date(2027, 1, 11),
                ends_on=date(2027, 2, 5),
                pupil_name="Zéphyrine Canarival",
                site_key=SiteKey.local(uuid4()),
            ),
        )
        told.tell(HOST_CONTACT, HostContact(company="Peyrusse", mail="h@peyrusse.example"))
        told.tell(BUREAU_PEOPLE, BureauPeople(lycee="Lycée d’Essai", members=()))
        yield Writing(units, replace(told.composer, units=units))


@pytest.mark.parametrize("name", template_names())
def test_a_sentence_is_in_both_parts_of_a_mail_as_it_was_typed_and_typeset(name: str) -> None:
    drawn = draw(name, COMMON, own_sentence=f"{SENTENCE} <b>")

    assert f"\n\n{PRINTED} <b>\n\n" in drawn.text
    assert html.escape(f"{PRINTED} <b>", quote=False) in drawn.html
    assert "<b>" not in drawn.html
    assert SENTENCE not in drawn.subject


@pytest.mark.parametrize("name", template_names())
def test_a_mail_without_a_sentence_has_no_hole_in_its_place(name: str) -> None:
    drawn = draw(name, COMMON)

    assert "\n\n\n" not in drawn.text.rstrip().replace("\n\n-- ", "")
    assert "own_sentence" not in drawn.html + drawn.text


def test_a_sentence_stands_before_the_signature() -> None:
    for part in (draw("host_page", COMMON, own_sentence="Venez nous voir.").text,):
        assert part.index("Venez nous voir.") < part.index("Le bureau des entreprises\nLycée")
    page = draw("host_page", COMMON, own_sentence="Venez nous voir.").html
    assert page.index("Venez nous voir.") < page.index("Le bureau des entreprises<br")


async def test_a_sentence_is_in_the_mails_of_its_lycee_and_of_no_other(writing: Writing) -> None:
    await writing.writes()

    mine, other = await writing.mail_of(), await writing.mail_of(ELSEWHERE)

    assert PRINTED in mine.text
    assert html.escape(PRINTED, quote=False) in mine.html
    assert "atelier ouvre" not in other.text + other.html


async def test_a_sentence_of_another_mail_is_not_in_this_one(writing: Writing) -> None:
    await writing.writes(template=Template.HOST_PAGE)

    assert "atelier ouvre" not in (await writing.mail_of()).text


async def test_a_sentence_that_is_changed_or_removed_is_so_in_the_next_mail(
    writing: Writing,
) -> None:
    await writing.writes()
    await writing.writes("Autre chose.", version=1)
    assert "Autre chose." in (await writing.mail_of()).text

    await writing.writes(" \n ", version=2)

    assert "Autre chose." not in (await writing.mail_of()).text


async def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(writing: Writing) -> None:
    await writing.writes()

    with pytest.raises(StaleVersion) as stale:
        await writing.writes("Autre chose.")

    assert stale.value.current == {"text": SENTENCE, "version": 1}
    assert PRINTED in (await writing.mail_of()).text


@pytest.mark.parametrize(
    "typed",
    [
        "Voyez https://lycee.example/portes",
        "Voyez www.lycee.example",
        "Voyez lycee.fr, tout y est",
        "Voyez LYCEE.FR",
        "Écrivez à bureau@lycee.example",
        "tel:0536490000",
        "<b>Venez</b>",
        "a" * (SENTENCE_MAX + 1),
    ],
)
async def test_a_sentence_that_is_no_plain_sentence_is_refused(typed: str) -> None:
    with pytest.raises(SentenceRefused) as refused:
        checked_sentence(typed)

    assert refused.value.field == "text"


@pytest.mark.parametrize(
    "typed",
    [
        "M. Dupont, Mme N. Roques et le 05 36 49 00 00 vous attendent.",
        "De 8 h 30 à 12.30, c.-à-d. le matin ; prix : 3,50 €… etc.",
        "a" * SENTENCE_MAX,
    ],
)
async def test_a_plain_sentence_is_taken(typed: str) -> None:
    assert checked_sentence(typed) == typed
    assert checked_sentence(f"  {typed}\n") == typed


async def test_what_lets_somebody_in_says_nothing_else(writing: Writing) -> None:
    silent = {template for template in Template if not takes_sentence(template)}

    assert silent >= {
        Template.INVITATION,
        Template.ACCOUNT_UNUSED,
        Template.FORGOTTEN,
        Template.ONE_TIME_CODE,
        Template.SECOND_FACTOR,
        Template.DEPARTMENT_WEEK,
    }
    assert Template.ALERT_URGENT not in silent
    for template in silent:
        with pytest.raises(NotFound):
            await writing.writes(template=template)
