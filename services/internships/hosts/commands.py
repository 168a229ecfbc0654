"""Hosts as the registry has them: copied from its events, joined by its merges."""

from collections.abc import Sequence

from contracts.partnerships.merges import CompanyMergedV1
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.store.host_keys import HostKeys
from services.internships.hosts.store.hosts import CompanyVersion, Hosts


async def copy_companies(uow: UnitOfWork, *, told: Sequence[CompanyVersion]) -> None:
    """Keep published states of companies; an older one never overwrites a newer one."""
    newer, older = await Hosts(uow).keep(told)
    await HostKeys(uow).keep([one.facts for one in newer], [one.facts for one in older])


async def join_hosts(uow: UnitOfWork, *, merged: CompanyMergedV1) -> bool:
    """Count as one the places that were on both cards; False while one of them is not known here.

    Done again, it changes nothing.
    """
    keys = HostKeys(uow)
    for place in merged.same_places:
        former, now = await keys.find(place.former_key), await keys.find(place.site_key)
        if former is None or now is None:
            return False
        if former != now:
            await keys.join(merged.absorbed_id, former, now)
    return True
