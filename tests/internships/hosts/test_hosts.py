"""This service's copy of companies, and finding a host in it."""

from uuid import uuid4

import pytest

from contracts.identifiers import Siret, SiteKey
from services.internships.hosts.commands import copy_company
from services.internships.hosts.model import site_label
from services.internships.hosts.queries import read_host, search_hosts
from tests.internships.world import Lycee, company


@pytest.mark.parametrize(
    ("name", "activity", "commune", "label"),
    [
        ("Garage Vidal", "Entretien", "Valence", "Garage Vidal"),
        (None, "Coiffure", "Moissac", "Entreprise à Moissac (coiffure)"),
        (None, None, "Moissac", "Entreprise à Moissac"),
        (None, "Coiffure", None, "Entreprise (coiffure)"),
        (None, None, None, "Entreprise"),
    ],
)
def test_a_site_without_a_public_name_is_told_by_activity_and_commune(
    name: str | None, activity: str | None, commune: str | None, label: str
) -> None:
    assert site_label(name, activity, commune) == label


async def found(lycee: Lycee, words: str) -> list[str]:
    return [host.label for host in await lycee.do(search_hosts, words)]


async def test_a_host_is_found_by_name_commune_activity_or_siret(lycee: Lycee) -> None:
    siret = SiteKey(Siret("73282932000074"))
    await lycee.knows_a_host(name="Électricité Terrasson", commune="82033", site_key=siret)
    await lycee.knows_a_host(name=None, commune="82112", naf="96.02A")

    assert await found(lycee, "terrasson castelsarrasin") == ["Électricité Terrasson"]
    assert await found(lycee, "ELECTRICITE") == ["Électricité Terrasson"]
    assert await found(lycee, "732 829 320 00074") == ["Électricité Terrasson"]
    assert await found(lycee, "coiffure moissac") == ["Entreprise à Moissac (coiffure)"]
    assert await found(lycee, "terrasson moissac") == []
    assert await found(lycee, "  ") == []
    assert await found(lycee, "100%_") == []


async def test_every_lycee_finds_the_same_hosts(lycee: Lycee, other_lycee: Lycee) -> None:
    site = await lycee.knows_a_host()
    assert await other_lycee.do(read_host, site) == await lycee.do(read_host, site)


async def test_an_older_state_of_a_company_never_overwrites_a_newer_one(lycee: Lycee) -> None:
    company_id, site_id = uuid4(), uuid4()
    ids = {"company_id": company_id, "site_id": site_id}
    site = await lycee.knows_a_host(name="Nouveau nom", version=3, **ids)
    await lycee.knows_a_host(name="Ancien nom", version=2, **ids)
    await lycee.knows_a_host(name="Ancien nom", version=3, **ids)

    host = await lycee.do(read_host, site)
    assert host is not None
    assert host.label == "Nouveau nom"
    assert await found(lycee, "ancien") == []


async def test_a_site_its_company_no_longer_has_is_no_longer_proposed(lycee: Lycee) -> None:
    facts = company()
    await lycee.do(copy_company, facts=facts, version=1)
    closed = facts.model_copy(update={"sites": ()})
    await lycee.do(copy_company, facts=closed, version=2)

    assert await lycee.do(read_host, facts.sites[0].site_key) is None
    assert await found(lycee, "chaudronnerie") == []
