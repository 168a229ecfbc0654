"""This service's copy of companies, and finding a host in it."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest

from contracts.identifiers import PublicText, Siret, SiteKey
from services.internships.hosts.commands import copy_companies
from services.internships.hosts.model import site_label
from services.internships.hosts.queries import read_host, search_hosts
from services.internships.hosts.store.hosts import CompanyVersion
from tests.internships.world import NOW, Lycee, company


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


def states() -> list[CompanyVersion]:
    """Three states of a company: a site left it, and the key of the other one came to be known."""
    first = company(name="Garage Vidal")
    kept, left = first.sites[0], company().sites[0]
    numbered = kept.model_copy(update={"site_key": SiteKey(Siret("73282932000074"))})
    return [
        CompanyVersion(first.model_copy(update={"sites": (kept, left)}), 1, NOW),
        CompanyVersion(
            first.model_copy(update={"public_name": PublicText("Garage Vidol")}), 3, NOW
        ),
        CompanyVersion(first.model_copy(update={"sites": (numbered,)}), 4, NOW),
    ]


async def kept(lycee: Lycee) -> list[list[tuple[object, ...]]]:
    """Every row of hosts; and none is left."""
    rows = [
        [tuple(row) for row in await lycee.superuser.fetch(f"SELECT * FROM {table} ORDER BY 1")]
        for table in ("host_companies", "host_sites", "host_keys")
    ]
    await lycee.superuser.execute("TRUNCATE host_companies, host_sites, host_keys CASCADE")
    return rows


async def test_states_told_together_twice_or_in_another_order_are_kept_as_one_by_one(
    lycee: Lycee,
) -> None:
    told = states()
    for state in told:
        await lycee.do(copy_companies, told=[state])
    one_by_one = await kept(lycee)
    assert [len(rows) for rows in one_by_one] == [1, 2, 3]

    for order in permutations(told):
        for times in (1, 2):
            for _ in range(times):
                await lycee.do(copy_companies, told=order)
            assert await kept(lycee) == one_by_one
        for state in order:
            await lycee.do(copy_companies, told=[state])
        assert await kept(lycee) == one_by_one


async def test_a_site_that_goes_to_another_card_stays_there_however_the_cards_are_numbered(
    lycee: Lycee,
) -> None:
    """As a merge does; the card it leaves had more states than the one it goes to."""
    leaving, taking = company(), company(name="Garage Vidal")
    site = leaving.sites[0]
    both = taking.model_copy(update={"sites": (*taking.sites, site)})
    await lycee.do(
        copy_companies, told=[CompanyVersion(leaving, 7, NOW), CompanyVersion(both, 2, NOW)]
    )
    without = leaving.model_copy(update={"sites": ()})
    await lycee.do(copy_companies, told=[CompanyVersion(without, 8, NOW)])

    host = await lycee.do(read_host, site.site_key)
    assert host is not None
    assert host.label == "Garage Vidal"


async def test_a_site_that_went_to_another_card_stays_there_whatever_of_the_merge_comes_first(
    lycee: Lycee,
) -> None:
    """A card is corrected, then merged into another one; what was handed back comes after the rest."""
    leaving, taking = company(name="Atelier Roux"), company(name="Garage Vidal")
    site = leaving.sites[0]
    both = taking.model_copy(update={"sites": (*taking.sites, site)})
    without = leaving.model_copy(update={"sites": ()})
    later = NOW + timedelta(minutes=1)
    told = [
        CompanyVersion(leaving, 2, NOW),
        CompanyVersion(without, 3, later),
        CompanyVersion(both, 4, later),
    ]
    for order in permutations(told):
        for batches in ([order], [[one] for one in order]):
            before = NOW - timedelta(minutes=1)
            known = [CompanyVersion(leaving, 1, before), CompanyVersion(taking, 1, before)]
            await lycee.do(copy_companies, told=known)
            for batch in batches:
                await lycee.do(copy_companies, told=batch)

            host = await lycee.do(read_host, site.site_key)
            assert host is not None
            assert host.label == "Garage Vidal"
            await kept(lycee)


async def test_a_site_its_company_no_longer_has_is_no_longer_proposed(lycee: Lycee) -> None:
    facts = company()
    await lycee.do(copy_companies, told=[CompanyVersion(facts, 1, NOW)])
    closed = facts.model_copy(update={"sites": ()})
    await lycee.do(copy_companies, told=[CompanyVersion(closed, 2, NOW)])

    assert await lycee.do(read_host, facts.sites[0].site_key) is None
    assert await found(lycee, "chaudronnerie") == []
