"""Ready texts of a mail to many companies: taken, corrected, never in the place of what was written unasked."""

from typing import Any

import pytest

from services.partnerships.mailing_texts.model import READY, ReadyText, ready_for_period
from services.partnerships.mailings.model import (
    BODY_CHARACTERS_MAX,
    SUBJECT_CHARACTERS_MAX,
    MailingText,
    PlaceholderUnknown,
)
from tests.partnerships.browsing import Answer, Browser, form_of
from tests.partnerships.mailings.test_mailings import MAILINGS, new, someone, words
from tests.partnerships.world import Bureau

R = ReadyText
ASKED = "prendrait sa place"
GIVEN = "a pris la place de ce que vous aviez écrit"


@pytest.mark.parametrize("code", [*ReadyText])
def test_each_fits_in_a_mail_and_is_refused_until_what_changes_is_written(code: R) -> None:
    one = READY[code]
    assert len(one.subject) <= SUBJECT_CHARACTERS_MAX
    assert len(one.body) <= BODY_CHARACTERS_MAX
    assert not any(figure.isdigit() for figure in one.subject + one.body)
    with pytest.raises(PlaceholderUnknown):
        MailingText(subject=one.subject, body=one.body).check()


async def takes(browser: Browser, page: Answer | str, **typed: Any) -> Answer:
    return await browser.sends(page, MAILINGS, {"take": "ask", **typed})


def held(page: Answer) -> dict[str, str]:
    values = form_of(page, MAILINGS).values
    return {name: str(values.get(name, "")).replace("\r\n", "\n") for name in ("subject", "body")}


def as_ready(code: R) -> dict[str, str]:
    return {"subject": READY[code].subject, "body": READY[code].body}


async def test_a_text_that_is_taken_fills_an_empty_form_and_drafts_nothing(
    browser: Browser, bureau: Bureau
) -> None:
    company_id, _ = await someone(bureau, "Bois Vert", "a@vert.example")

    page = await takes(browser, new(company_id), ready=R.TAX_REMINDER.value)

    assert held(page) == as_ready(R.TAX_REMINDER)
    values = form_of(page, MAILINGS).values
    assert (values["purpose"], values["ready"]) == ("tax", "")
    assert "La saisie comporte une erreur" not in page.text
    assert GIVEN not in words(page)
    assert "Aucun courriel" in words(await browser.opens(MAILINGS))


async def test_it_is_corrected_and_looked_at_as_any_other(browser: Browser, bureau: Bureau) -> None:
    company_id, _ = await someone(bureau, "Bois Vert", "a@vert.example", person="Anne Verdier")
    page = await takes(browser, new(company_id), ready=R.TAX_THANKS.value)

    refused = await browser.sends(page, MAILINGS)
    # The word at fault is named, and those that would be right.
    assert "À écrire vous-même, sans accolades : {ce qui a été fait}. Entre" in words(refused)
    assert "seuls {entreprise}, {contact}, {lycée} sont remplacés" in words(refused)
    body = READY[R.TAX_THANKS].body.replace("{ce qui a été fait}", "acheter un tour")
    sent = await browser.follows(await browser.sends(refused, MAILINGS, {"body": body}))

    assert "Bonjour Anne Verdier," in words(sent)
    assert "nous avons pu acheter un tour" in words(sent)


async def test_what_was_written_is_replaced_when_said_so_and_put_back(
    browser: Browser, bureau: Bureau
) -> None:
    company_id, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    mine = {"subject": "Portes ouvertes", "body": "Bonjour,\n\nvenez nous voir."}

    asked = await takes(browser, new(company_id), ready=R.PLACES_SOUGHT.value, **mine)
    assert ASKED in words(asked)
    assert held(asked) == mine

    given = await browser.sends(asked, MAILINGS, {"take": "replace"})
    assert held(given) == as_ready(R.PLACES_SOUGHT)
    assert GIVEN in words(given)

    other = await takes(browser, given, ready=R.TAX_THANKS.value)
    assert held(other) == as_ready(R.TAX_THANKS)

    back = await browser.sends(other, MAILINGS, {"take": "back"})
    assert held(back) == mine
    assert GIVEN not in words(back)


async def test_begun_from_a_period_the_text_has_its_days_and_its_formation(
    browser: Browser, bureau: Bureau
) -> None:
    company_id, _ = await someone(bureau, "Bois Vert", "a@vert.example")

    page = await browser.opens(f"{new(company_id)}&du=2027-01-04&au=2027-01-29")

    body = held(page)["body"].replace("\u00a0", " ")
    assert "du 4 janvier 2027 au 29 janvier 2027" in body
    assert "{formation}" in body  # nobody told which
    told = ready_for_period("CAP Ébéniste", "4 janvier", "29 janvier")
    assert told.body.startswith("Bonjour {contact},\n\nNos élèves de CAP Ébéniste partent en")
    MailingText(subject=told.subject, body=told.body).check()
    # Days that are none are no period.
    assert held(await browser.opens(f"{new(company_id)}&du=demain&au="))["body"] == ""


async def test_titles_and_lists_say_the_lycee_by_its_name(browser: Browser, bureau: Bureau) -> None:
    company_id, _ = await someone(bureau, "Bois Vert", "a@vert.example")
    letter = {"subject": "Le {lycée} cherche, {entreprise}", "body": "Bonjour.", "purpose": "pfmp"}
    sent = await browser.sends(new(company_id), MAILINGS, letter)

    for page in (await browser.follows(sent), await browser.opens(MAILINGS)):
        assert "cherche, l’entreprise" in words(page)
        assert "{" not in words(page)


async def test_enter_in_a_field_without_a_chosen_text_goes_on_as_ever(
    browser: Browser, bureau: Bureau
) -> None:
    company_id, _ = await someone(bureau, "Bois Vert", "a@vert.example")

    sent = await takes(browser, new(company_id), subject="Portes ouvertes", body="Venez.")

    assert sent.status_code == 303
