"""Who signs the agreements of a lycée: the usual ones, unless its head says otherwise."""

from services.chassis.base.identity import Role
from tests.internships.agreement_prints.test_agreements import (
    Winter,
    issued,
    levels,
    ticked,
    winter,
)
from tests.internships.conftest import Served
from tests.internships.world import BOURDELLE, Lycee
from tests.support.pages import Visitor

__all__ = ["winter"]
HERE = "/pfmp/signataires"


async def test_the_head_adds_a_second_tutor_and_leaves_the_referent_out(
    app: Served, bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.get(HERE)
        page = await head.send(page.form(HERE), signers=["tutor", "second_tutor"])
        assert "Signataires enregistrés" in page.text
        assert "Second tuteur" in page.text

    page = await issued(bureau, winter)
    assert f"{winter.here}/signatures" in {form.action for form in page.forms}
    assert "Second tuteur" in page.text
    assert "Enseignant référent" not in page.text
    await ticked(bureau, winter, "all")
    assert await levels(lycee) == (2, 2, 2)


async def test_what_is_issued_already_is_signed_by_whom_it_was_issued_to(
    app: Served, bureau: Visitor, lycee: Lycee, winter: Winter
) -> None:
    await issued(bureau, winter)
    async with app.visited_by((Role.DDFPT, BOURDELLE)) as head:
        await head.send((await head.get(HERE)).form(HERE), signers=[])
        stale = await head.send((await head.get(HERE)).form(HERE), signers=["tutor"], version="0")
        assert "Quelqu’un d’autre a choisi les signataires entre-temps." in stale.text

    page = await ticked(bureau, winter, "all")
    assert "12 signatures notées. 2 conventions signées par tous." in page.text


async def test_the_bureau_reads_who_signs_and_decides_nothing(bureau: Visitor) -> None:
    page = await bureau.get(HERE)
    assert "Enseignant référent" in page.text
    assert not page.has_form(HERE)


async def test_a_lycee_that_is_none_is_refused_with_a_word(
    app: Served, lycee: Lycee, winter: Winter
) -> None:
    async with app.visited_by((Role.HEAD, BOURDELLE)) as head:
        page = await head.send((await head.get(HERE)).form(HERE), uai="?")
        assert page.status == 422
        assert "La saisie comporte une erreur" in page.text or "Lycée :" in page.text
