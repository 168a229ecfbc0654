"""Who works for several lycées sees them together or one at a time, and never another one."""

from uuid import UUID, uuid4

import asyncpg
import httpx2

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.web.requests.lycee_choice import ALL, COOKIE, HEADER
from services.chassis.web.views.french import short_names
from tests.chassis.facts import BOURDELLE, MAURY
from tests.chassis.site import Site, a_note
from tests.support.services import ServiceDatabases

MONTEIL = Uai("0820004J")
PRESSED = 'aria-pressed="true"'


async def with_notes(site: Site, account: UUID) -> httpx2.AsyncClient:
    """A browser of somebody with two lycées; three lycées have a note each."""
    for uai in (BOURDELLE, MAURY, MONTEIL):
        browser = await site.signed_in(uai)
        assert (await browser.post("/notes", data=a_note(f"Note {uai}"))).status_code == 303
    return await site.signed_in(BOURDELLE, MAURY, account=account)


def shown(page: httpx2.Response) -> list[str]:
    """Whose notes a page lists."""
    return [uai for uai in (BOURDELLE, MAURY, MONTEIL) if f"Note {uai}" in page.text]


async def rows(notebooks: ServiceDatabases, query: str) -> list[asyncpg.Record]:
    """What the database holds, whoever may see it."""
    connection = await notebooks.superuser("internships")
    try:
        return list(await connection.fetch(query))
    finally:
        await connection.close()


async def test_the_lycees_of_somebody_are_shown_together_each_row_with_its_own(
    site: Site, notebooks: ServiceDatabases
) -> None:
    both = await with_notes(site, uuid4())

    page = await both.get("/notes")

    assert shown(page) == [BOURDELLE, MAURY]
    assert page.text.count('class="badge lycee"') == 2
    assert "Tous mes lycées" in page.text.split(PRESSED)[1].split("</button>")[0]
    alone = await (await site.signed_in(BOURDELLE)).get("/notes")
    assert "badge lycee" not in alone.text
    assert "Tous mes lycées" not in alone.text


async def test_a_chosen_lycee_is_shown_alone_and_opens_nothing_more(
    site: Site, notebooks: ServiceDatabases
) -> None:
    account = uuid4()
    both = await with_notes(site, account)
    secret = f"passerelle={both.cookies['passerelle']}; "

    async def read(cookie: str = "", query: str = "", **headers: str) -> list[str]:
        given = {"Cookie": secret + cookie, **headers}
        return shown(await both.get(f"/notes{query}", headers=given))

    assert await read(f"{COOKIE}={MAURY}.{account.hex}") == [MAURY]
    # Another lycée, another account's choice, or nonsense: all one's own lycées, and no more.
    for other in (f"{MONTEIL}.{account.hex}", f"{MAURY}.{uuid4().hex}", "*", f"{MAURY}", "."):
        assert await read(f"{COOKIE}={other}") == [BOURDELLE, MAURY], other
    assert await read(query=f"?lycee={MONTEIL}") == [BOURDELLE, MAURY]
    # An open page keeps to its own lycée when another tab chooses another one.
    chosen = f"{COOKIE}={MAURY}.{account.hex}"
    assert await read(chosen, **{HEADER: BOURDELLE}) == [BOURDELLE]
    assert await read(chosen, **{HEADER: ALL}) == [BOURDELLE, MAURY]
    assert await read(chosen, query=f"?lycee={BOURDELLE}") == [BOURDELLE]


async def test_what_is_asked_by_its_address_is_shown_whatever_lycee_is_chosen(
    site: Site, notebooks: ServiceDatabases
) -> None:
    account = uuid4()
    both = await with_notes(site, account)
    both.cookies.set(COOKIE, f"{MAURY}.{account.hex}")
    found = await rows(notebooks, "SELECT uai, note_id FROM notes")
    ids = {row["uai"]: row["note_id"] for row in found}

    theirs = await both.get(f"/notes/{ids[BOURDELLE]}")

    assert theirs.status_code == 200
    assert "Cette page ne se limite pas à" in theirs.text
    assert f'"{HEADER}": "{ALL}"' in theirs.text
    assert (await both.get(f"/notes/{ids[MONTEIL]}")).status_code == 404
    own = await both.get(f"/notes/{ids[MAURY]}")
    assert "Cette page ne se limite pas à" not in own.text
    assert f'"{HEADER}": "{MAURY}"' in own.text


async def test_who_is_refused_a_page_keeps_the_choice_of_a_lycee(site: Site) -> None:
    account = uuid4()
    both = await site.signed_in(BOURDELLE, MAURY, role=Role.FORM_TEACHER, account=account)
    both.cookies.set(COOKIE, f"{MAURY}.{account.hex}")

    refused = await both.get("/notes/nouvelle")

    assert refused.status_code == 404
    assert f"Lycée {MAURY} seulement" in refused.text


async def test_the_chosen_lycee_is_proposed_by_a_form_and_never_written_for_unasked(
    site: Site, notebooks: ServiceDatabases
) -> None:
    account = uuid4()
    both = await site.signed_in(BOURDELLE, MAURY, account=account)
    both.cookies.set(COOKIE, f"{MAURY}.{account.hex}")
    form = (await both.get("/notes/nouvelle")).text
    assert f'<option value="{MAURY}" selected>' in form

    refused = await both.post("/notes", data=a_note())
    assert refused.status_code == 422
    assert "Choisissez le lycée concerné" in refused.text

    # The form was opened for Bourdelle; another tab has chosen Maury meanwhile.
    assert (await both.post("/notes", data=a_note(uai=BOURDELLE))).status_code == 303
    again = await both.post("/notes", data=a_note("interdit", uai=BOURDELLE))
    assert again.status_code == 422
    assert f'<option value="{BOURDELLE}" selected>' in again.text
    written = await rows(notebooks, "SELECT uai FROM notes")
    assert [row["uai"] for row in written] == [BOURDELLE]


async def test_writing_for_a_lycee_that_is_not_ones_own_is_refused_and_noted(
    site: Site, notebooks: ServiceDatabases
) -> None:
    both = await site.signed_in(BOURDELLE, MAURY)

    refused = await both.post("/notes", data=a_note(uai=MONTEIL))

    assert refused.status_code == 422
    assert "Choisissez un de vos lycées" in refused.text
    assert await rows(notebooks, "SELECT uai FROM notes") == []
    noted = await rows(notebooks, "SELECT result, uai FROM audit_entries")
    assert [(row["result"], row["uai"] in (BOURDELLE, MAURY)) for row in noted] == [
        ("refused", True)
    ]


def test_a_lycee_is_called_by_what_tells_it_from_the_others() -> None:
    assert list(
        short_names(
            {
                "a": "Lycée des Tilleuls",
                "b": "Lycée professionnel du Vieux-Pont",
                "c": "LP Jean-Bouin",
                "d": "Lycée des métiers de l’hôtellerie",
                "e": "Lycée",
            }
        ).values()
    ) == ["Tilleuls", "Vieux-Pont", "Jean-Bouin", "Hôtellerie", "Lycée"]
    assert short_names({"a": "Lycée Garonne", "b": "LP Garonne"}) == {
        "a": "Lycée Garonne",
        "b": "LP Garonne",
    }
