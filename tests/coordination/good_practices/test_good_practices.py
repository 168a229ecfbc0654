"""Good practices: shared by a bureau, read, commented and taken up by the others, pinned by the supervisor."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.coordination.good_practices import PracticeTheme
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind, NoticesRequest
from services.chassis.base.errors import NotFound, StaleVersion
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitOfWork, UnitsOfWork
from services.coordination.good_practices.answers import notices_of_practices
from services.coordination.good_practices.commands import (
    adopt_practice,
    comment_practice,
    correct_practice,
    leave_practice,
    pin_practice,
    restore_comment,
    restore_practice,
    share_practice,
    withdraw_comment,
    withdraw_practice,
)
from services.coordination.good_practices.model import (
    PINNED_MAX,
    GoodPractice,
    PracticeText,
    PracticeWithdrawn,
    TooManyPinned,
)
from services.coordination.good_practices.queries import (
    PAGE_LENGTH,
    Read,
    read_practice,
    read_practices,
)
from services.coordination.good_practices.reactions import (
    put_the_comment_back_again,
    put_the_practice_back_again,
    withdraw_the_comment_again,
    withdraw_the_practice_again,
)
from services.coordination.good_practices.retention import RULES
from services.coordination.good_practices.store import GoodPractices
from tests.coordination.accounts.world import THIRD, does_what_is_due, the_lycees
from tests.coordination.world import NOW, Somebody
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Visitor
from tests.support.services import ServiceDatabases

PRACTICES, _ = RULES


def practice(title: str = "Appeler avant huit heures", **changes: Any) -> PracticeText:
    known = {"theme": PracticeTheme.HOSTS, "text": "Les artisans de Septfonds répondent tôt."}
    return PracticeText(title=title, **{**known, **changes})


async def shares(bureau: Somebody, title: str = "Appeler avant huit heures") -> UUID:
    return await bureau.do(share_practice, said=practice(title), now=bureau.later())


async def found(who: Somebody, practice_id: UUID) -> GoodPractice:
    async def get(uow: UnitOfWork) -> GoodPractice:
        return await GoodPractices(uow).get(practice_id)

    return await who.do(get)


async def shown(who: Somebody, practice_id: UUID) -> Read:
    return await who.do(read_practice, practice=await found(who, practice_id))


async def does(who: Somebody, command: Any, practice_id: UUID, **more: Any) -> None:
    version = (await found(who, practice_id)).version
    await who.do(command, practice_id=practice_id, version=version, **more, now=who.later())


async def titles(who: Somebody, **asked: Any) -> tuple[list[str], list[str]]:
    page = await who.do(read_practices, **asked)
    return (
        [one.practice.said.title for one in page.pinned],
        [one.practice.said.title for one in page.items],
    )


async def test_what_a_bureau_shares_is_read_said_more_of_and_taken_up_by_another(
    bureau: Somebody, other_bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    practice_id = await shares(bureau)
    other_bureau.now = bureau.now
    await other_bureau.do(
        comment_practice, practice_id=practice_id, text="Même le samedi.", now=other_bureau.later()
    )
    for _ in range(2):
        await other_bureau.do(adopt_practice, practice_id=practice_id, now=other_bureau.later())

    read = await shown(bureau, practice_id)
    assert [(one.uai, one.text) for one, _ in read.comments] == [(ELSEWHERE, "Même le samedi.")]
    assert list(read.adopted) == [ELSEWHERE]
    [listed] = (await bureau.do(read_practices)).items
    assert (listed.adopted, listed.comments) == (1, 1)

    facts = await superuser.fetch(
        "SELECT headers->>'ce-type' AS type, uai, payload FROM journal ORDER BY position"
    )
    assert [(row["type"].split(".")[-2], row["uai"]) for row in facts] == [
        ("good_practice_shared", HERE),
        ("good_practice_adopted", ELSEWHERE),
    ]
    assert not any("Septfonds" in row["payload"] or "samedi" in row["payload"] for row in facts)

    await other_bureau.do(leave_practice, practice_id=practice_id)
    assert not (await shown(bureau, practice_id)).adopted


async def test_a_bureau_changes_its_own_and_nobody_elses(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    practice_id = await shares(bureau)
    comment_id = await bureau.do(
        comment_practice, practice_id=practice_id, text="Essayé.", now=bureau.later()
    )
    with pytest.raises(NotFound):
        await does(other_bureau, correct_practice, practice_id, said=practice("Autre"))
    with pytest.raises(NotFound):
        await does(other_bureau, withdraw_practice, practice_id)
    with pytest.raises(NotFound):
        await other_bureau.do(
            withdraw_comment,
            practice_id=practice_id,
            comment_id=comment_id,
            now=other_bureau.later(),
        )

    await does(bureau, correct_practice, practice_id, said=practice("Appeler tôt"))
    with pytest.raises(StaleVersion):
        await bureau.do(
            correct_practice,
            practice_id=practice_id,
            version=1,
            said=practice("Trop tard"),
            now=bureau.later(),
        )
    await does(supervisor, correct_practice, practice_id, said=practice("Appeler très tôt"))
    assert (await found(bureau, practice_id)).said.title == "Appeler très tôt"


async def test_what_is_withdrawn_is_in_no_list_and_may_be_shared_again(
    bureau: Somebody, other_bureau: Somebody
) -> None:
    practice_id = await shares(bureau)
    await does(bureau, withdraw_practice, practice_id)
    assert await titles(other_bureau) == ([], [])
    refused: Sequence[tuple[Any, dict[str, str]]] = (
        (adopt_practice, {}),
        (comment_practice, {"text": "Et alors ?"}),
    )
    for command, more in refused:
        with pytest.raises(PracticeWithdrawn):
            await other_bureau.do(
                command, practice_id=practice_id, **more, now=other_bureau.later()
            )

    await does(bureau, restore_practice, practice_id)
    assert await titles(other_bureau) == ([], ["Appeler avant huit heures"])


async def test_a_few_are_pinned_and_read_first(bureau: Somebody, supervisor: Somebody) -> None:
    ids = [await shares(bureau, f"Pratique {rank}") for rank in range(PINNED_MAX + 1)]
    for one in ids[:PINNED_MAX]:
        await does(supervisor, pin_practice, one, pin=True)
    with pytest.raises(TooManyPinned):
        await does(supervisor, pin_practice, ids[-1], pin=True)

    pinned, others = await titles(bureau)
    assert set(pinned) == {f"Pratique {rank}" for rank in range(PINNED_MAX)}
    assert others == [f"Pratique {PINNED_MAX}"]
    await does(supervisor, pin_practice, ids[0], pin=False)
    await does(supervisor, pin_practice, ids[-1], pin=True)
    await does(bureau, withdraw_practice, ids[-1])
    assert len((await titles(bureau))[0]) == PINNED_MAX - 1


async def test_they_are_found_by_words_in_any_order_and_by_theme_page_by_page(
    bureau: Somebody,
) -> None:
    await shares(bureau, "Relancer l’été")
    await bureau.do(
        share_practice, said=practice("Forum", theme=PracticeTheme.EVENTS), now=bureau.later()
    )

    for words in ("relancer ETE", "été rel", "septfonds relancer"):
        assert await titles(bureau, words=words) == ([], ["Relancer l’été"]), words
    assert await titles(bureau, words="hiver") == ([], [])
    assert await titles(bureau, theme=PracticeTheme.EVENTS) == ([], ["Forum"])
    for rank in range(PAGE_LENGTH):
        await shares(bureau, f"Pratique {rank}")
    first = await bureau.do(read_practices)
    assert first.before is not None
    rest = await titles(bureau, before=first.before)
    assert rest == ([], ["Forum", "Relancer l’été"])


async def test_what_was_withdrawn_goes_after_a_month(
    bureau: Somebody, superuser: asyncpg.Connection
) -> None:
    gone, kept = await shares(bureau, "Retirée"), await shares(bureau, "Gardée")
    for one in (gone, kept):
        await bureau.do(comment_practice, practice_id=one, text="Dit.", now=bureau.later())
    await does(bureau, withdraw_practice, gone)

    async def purged(days: int) -> int:
        async def run(uow: UnitOfWork) -> int:
            due = await PRACTICES.find(uow, now=uow.now + timedelta(days=days), limit=10)
            return len(await PRACTICES.remove(uow, [one.id for one in due], uow.now))

        return await bureau.do(run)

    assert await purged(29) == 0
    assert await purged(31) == 1
    assert await superuser.fetchval("SELECT count(*) FROM practice_comments") == 1
    assert await superuser.fetchval("SELECT title FROM good_practices") == "Gardée"


async def test_each_does_on_the_pages_what_is_theirs(network: Network) -> None:
    bureau = Visitor(await network.client_as(Role.RBDE, HERE))
    other = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    assert "Aucune bonne pratique." in (await bureau.get("/pratiques")).text

    blank = (await bureau.get("/pratiques/nouvelle")).form("/pratiques/nouvelle")
    typed: dict[str, Any] = {"theme": "hosts", "title": "Appeler tôt", "text": "Avant huit heures."}
    refused = await bureau.send(blank, **{**typed, "link": "pas une adresse"})
    assert "Écrivez une adresse complète" in refused.text
    assert "Avant huit heures." in refused.answer.text
    done = await bureau.send(blank, **typed)
    here = f"{done.answer.url.path}"
    assert "Bonne pratique partagée avec le réseau." in done.text
    assert not done.has_form(f"{here}/reprise")

    page = await other.get(here)
    assert not page.has_form(f"{here}/correction")
    adopted = await other.send(page.form(f"{here}/reprise"))
    assert "1 bureau fait de même" in adopted.text
    said = await other.send(adopted.form(f"{here}/commentaires"), text="Même le samedi.")
    assert "Même le samedi." in said.text
    back = await other.send(said.form(f"{here}/commentaires/"))
    assert "Même le samedi." not in back.text

    await supervisor.send((await supervisor.get(here)).form(f"{here}/epingle"))
    assert "À lire d’abord" in (await other.get("/pratiques")).text
    gone = await bureau.send((await bureau.get(here)).form(f"{here}/retrait"))
    assert "elle reste ici 30 jours" in gone.text
    assert "Appeler tôt" not in (await other.get("/pratiques")).text
    teacher = await network.client_as(Role.REFERENT_TEACHER, HERE)
    assert (await teacher.get("/pratiques")).status_code == 200
    assert (await teacher.get("/pratiques/nouvelle")).status_code in (403, 404)


async def test_what_was_withdrawn_is_read_by_who_may_share_it_again_alone(network: Network) -> None:
    bureau = Visitor(await network.client_as(Role.RBDE, HERE))
    other = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    blank = (await bureau.get("/pratiques/nouvelle")).form("/pratiques/nouvelle")
    shared = await bureau.send(blank, theme="hosts", title="Appeler tôt", text="Avant huit heures.")
    here = f"{shared.answer.url.path}"
    correction = (await bureau.get(here)).form(f"{here}/correction")
    comment = (await other.get(here)).form(f"{here}/commentaires")
    await bureau.send((await bureau.get(here)).form(f"{here}/retrait"))

    gone = await other.get(here)

    assert gone.answer.status_code == 410
    assert "Avant huit heures." not in gone.text
    for one in (bureau, supervisor):
        assert "Avant huit heures." in (await one.get(here)).text
    # Nor is what was being typed lost.
    said = await other.send(comment, text="Même le samedi.")
    assert ("Même le samedi." in said.text, "Avant huit heures." in said.text) == (True, False)
    corrected = await bureau.send(correction, title="Appeler très tôt", text="Avant sept heures.")
    assert "n’est pas enregistré" in corrected.text
    assert all(text in corrected.text for text in ("Appeler très tôt", "Avant sept heures."))


async def followed(superuser: asyncpg.Connection) -> list[tuple[str, str]]:
    rows = await superuser.fetch(
        "SELECT uai, payload::json->>'step' AS step FROM journal"
        " WHERE headers->>'ce-type' LIKE '%good_practice_followed%' ORDER BY position"
    )
    return [(row["uai"], row["step"]) for row in rows]


async def test_bureaux_are_told_that_one_is_shared_and_its_author_what_others_do_with_it(
    units: UnitsOfWork,
    service_databases: ServiceDatabases,
    bureau: Somebody,
    other_bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
) -> None:
    await the_lycees(supervisor)
    practice_id = await shares(bureau)
    # What a lycée says of its own is told to nobody.
    await bureau.do(comment_practice, practice_id=practice_id, text="Et ?", now=bureau.later())
    await other_bureau.do(
        comment_practice, practice_id=practice_id, text="Essayé.", now=other_bureau.later()
    )
    await does(supervisor, pin_practice, practice_id, pin=True)
    await does(bureau, correct_practice, practice_id, said=practice("Appeler très tôt"))
    await does_what_is_due(units, service_databases)(NOW + timedelta(hours=1))

    told = await followed(superuser)
    assert [one for one in told if one[1] == "shared"] == [
        (uai, "shared") for uai in sorted({ELSEWHERE, THIRD})
    ]
    assert sorted(one for one in told if one[1] != "shared") == [
        (HERE, "commented"),
        (HERE, "pinned"),
    ]


async def test_the_dsden_hears_that_a_bureau_comments_its_own_practice(
    units: UnitsOfWork,
    service_databases: ServiceDatabases,
    bureau: Somebody,
    supervisor: Somebody,
    superuser: asyncpg.Connection,
) -> None:
    await the_lycees(supervisor)
    practice_id = await shares(supervisor)
    for who in (supervisor, bureau):
        await who.do(comment_practice, practice_id=practice_id, text="Et ?", now=who.later())
    await does_what_is_due(units, service_databases)(NOW + timedelta(hours=1))

    told = [one for one in await followed(superuser) if one[1] != "shared"]
    assert told == [(units.department_uai, "own_commented")], "her own words are told to nobody"
    assert (await facts(supervisor, NoticeKind.OWN_PRACTICE_COMMENTED, practice_id)).standing


async def facts(who: Somebody, kind: NoticeKind, practice_id: UUID) -> NoticeFacts:
    async def ask(uow: UnitOfWork) -> NoticeFacts | None:
        asked = NoticesRequest(asked=(AskedNotice(kind=kind, about=practice_id),))
        return (await notices_of_practices(asked, uow)).facts[0]

    told = await who.do(ask)
    assert told is not None
    return told


async def test_a_notice_is_told_while_what_it_tells_of_is_so(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody
) -> None:
    practice_id = await shares(bureau)
    shared = await facts(other_bureau, NoticeKind.PRACTICE_SHARED, practice_id)
    assert (shared.standing, shared.object) == (True, "Appeler avant huit heures")
    assert not (await facts(bureau, NoticeKind.PRACTICE_PINNED, practice_id)).standing
    assert not (await facts(bureau, NoticeKind.PRACTICE_COMMENTED, practice_id)).standing
    await does(supervisor, pin_practice, practice_id, pin=True)
    assert (await facts(bureau, NoticeKind.PRACTICE_PINNED, practice_id)).standing
    await does(bureau, withdraw_practice, practice_id)
    assert not (await facts(other_bureau, NoticeKind.PRACTICE_SHARED, practice_id)).standing


async def test_a_withdrawn_comment_is_put_back_by_who_withdrew_it_alone(
    bureau: Somebody, other_bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    practice_id = await shares(bureau)

    async def moves(who: Somebody, command: Any, comment_id: UUID) -> None:
        more = {"now": who.later()} if command is withdraw_comment else {}
        await who.do(command, practice_id=practice_id, comment_id=comment_id, **more)

    async def says() -> UUID:
        return await other_bureau.do(
            comment_practice, practice_id=practice_id, text="Dit.", now=other_bureau.later()
        )

    by_hand, by_her = await says(), await says()
    await moves(other_bureau, withdraw_comment, by_hand)
    await moves(supervisor, withdraw_comment, by_her)
    for who, comment_id in (
        *((supervisor, by_hand), (bureau, by_hand)),
        *((other_bureau, by_her), (bureau, by_her)),
    ):
        with pytest.raises(NotFound):
            await moves(who, restore_comment, comment_id)
    assert not (await shown(bureau, practice_id)).comments
    # Nor does a second withdrawal give it to somebody else.
    with pytest.raises(NotFound):
        await moves(other_bureau, withdraw_comment, by_her)

    await moves(supervisor, restore_comment, by_her)
    await moves(other_bureau, restore_comment, by_hand)
    assert len((await shown(bureau, practice_id)).comments) == 2
    # One of before an upgrade says not who withdrew it: its lycée may put it back.
    await superuser.execute(
        "UPDATE practice_comments SET withdrawn_at = now(), withdrawn_by = NULL"
    )
    with pytest.raises(NotFound):
        await moves(supervisor, restore_comment, by_her)
    await moves(other_bureau, restore_comment, by_her)


async def test_a_backup_brings_nothing_withdrawn_back(
    bureau: Somebody, supervisor: Somebody, superuser: asyncpg.Connection
) -> None:
    practice_id, kept = await shares(bureau), await shares(bureau, "Gardée")
    comment_id = await bureau.do(
        comment_practice, practice_id=kept, text="Essayé.", now=bureau.later()
    )
    await does(bureau, withdraw_practice, practice_id)
    await bureau.do(withdraw_comment, practice_id=kept, comment_id=comment_id, now=bureau.later())
    noted = await superuser.fetch("SELECT resource_id FROM erasures")
    assert {row["resource_id"] for row in noted} == {practice_id, comment_id}
    for table in ("good_practices", "practice_comments"):
        await superuser.execute(f"UPDATE {table} SET withdrawn_at = NULL")

    async def again(uow: UnitOfWork) -> None:
        await withdraw_the_practice_again(uow, resource_id=practice_id, now=NOW)
        await withdraw_the_comment_again(uow, resource_id=comment_id, now=NOW)

    await supervisor.do(again)
    assert await titles(bureau) == ([], ["Gardée"])
    assert not (await shown(bureau, kept)).comments

    async def back(uow: UnitOfWork) -> None:
        await put_the_practice_back_again(uow, resource_id=practice_id, now=NOW)
        await put_the_comment_back_again(uow, resource_id=comment_id, now=NOW)

    # Somebody had put both back since the backup.
    await supervisor.do(back)
    assert len((await titles(bureau))[1]) == 2
    assert len((await shown(bureau, kept)).comments) == 1
