"""The directory: real kinds, found by what people call them."""

from datetime import UTC, datetime

import pytest

from contracts.coordination.actors import ACTOR_KINDS, ActorKind
from contracts.identifiers import CommuneCode
from services.chassis.base.errors import StaleVersion
from services.coordination.actors.commands import archive_actor, correct_actor, restore_actor
from services.coordination.actors.model.actor import ActorArchived, ActorDetails, ActorNotArchived
from services.coordination.actors.queries import PAGE_LENGTH, ActorCut, read_actors
from tests.coordination.world import Somebody

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def found(reader: Somebody, words: str, **more: object) -> list[str]:
    page = await reader.do(read_actors, words=words, **more)  # type: ignore[arg-type]  # kind, archived
    return [actor.details.name for actor in page.items]


def test_every_kind_of_the_network_has_its_name() -> None:
    assert set(ACTOR_KINDS) == set(ActorKind)
    assert len(ACTOR_KINDS) == 17


@pytest.mark.parametrize(
    "words",
    ["Pôle emploi", "pole  EMPLOI", "anpe", "france travail", "moissac", "emploi moissac", "Mois"],
)
async def test_france_travail_is_found_by_its_old_name_and_without_accents(
    words: str, supervisor: Somebody, bureau: Somebody
) -> None:
    await supervisor.adds(
        "Agence des Deux Rives", ActorKind.FRANCE_TRAVAIL, commune=CommuneCode("82112")
    )
    await supervisor.adds("Greta de Montauban", ActorKind.GRETA)

    assert await found(bureau, words) == ["Agence des Deux Rives"]


async def test_an_actor_is_found_by_its_own_other_names(
    supervisor: Somebody, bureau: Somebody
) -> None:
    await supervisor.adds("Union des métiers", ActorKind.BRANCH, other_names="UM 82, Œuvre")
    assert await found(bureau, "oeuvre 82") == ["Union des métiers"]
    assert await found(bureau, "%") == ["Union des métiers"]
    assert await found(bureau, "m%x") == []


async def test_the_directory_is_kept_to_a_kind_and_read_page_after_page(
    supervisor: Somebody, bureau: Somebody
) -> None:
    for rank in range(PAGE_LENGTH + 3):
        await supervisor.adds(f"Greta {rank:02}", ActorKind.GRETA)
    await supervisor.adds("CLEE", ActorKind.CLEE)
    first = await bureau.do(read_actors, cut=ActorCut(kind=ActorKind.GRETA))
    second = await bureau.do(read_actors, cut=ActorCut(kind=ActorKind.GRETA), after=first.after)

    names = [actor.details.name for actor in (*first.items, *second.items)]
    assert names == [f"Greta {rank:02}" for rank in range(PAGE_LENGTH + 3)]
    assert second.after is None


async def test_an_actor_is_corrected_unless_somebody_just_did(
    supervisor: Somebody, bureau: Somebody
) -> None:
    actor_id = await supervisor.adds("Greta")
    details = ActorDetails(ActorKind.GRETA, "Greta du Quercy", phone="0536490000")
    await supervisor.do(correct_actor, actor_id=actor_id, version=1, details=details)

    assert await found(bureau, "quercy") == ["Greta du Quercy"]
    with pytest.raises(StaleVersion):
        await supervisor.do(correct_actor, actor_id=actor_id, version=1, details=details)


async def test_an_archived_actor_is_out_of_the_directory_until_it_is_put_back(
    supervisor: Somebody, bureau: Somebody
) -> None:
    actor_id = await supervisor.adds("Greta")
    with pytest.raises(ActorNotArchived):
        await supervisor.do(restore_actor, actor_id=actor_id, version=1)
    await supervisor.do(archive_actor, actor_id=actor_id, version=1, now=NOW)
    assert await found(bureau, "") == []
    assert await found(supervisor, "", archived=True) == ["Greta"]
    with pytest.raises(ActorArchived):
        await supervisor.do(archive_actor, actor_id=actor_id, version=2, now=NOW)

    await supervisor.do(restore_actor, actor_id=actor_id, version=2)
    assert await found(bureau, "") == ["Greta"]
