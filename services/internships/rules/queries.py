"""What rules say of a placement, with the overrides that hold, and the care a host asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.identifiers import SiteKey
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.hosts.model import HostAsksForCare, care_of_host
from services.internships.hosts.store.paused_sites import PausedSites
from services.internships.overrides.model import Override
from services.internships.overrides.store import Overrides
from services.internships.rules.model.registry import Finding, findings
from services.internships.rules.store import read_facts, read_warnings


async def read_care(
    uow: UnitOfWork, site_key: SiteKey, *, today: date, placement_id: UUID | None = None
) -> Sequence[str]:
    """The sentences somebody reads before placing a pupil at a site; none when all is well."""
    standing = await PausedSites(uow).standing(site_key, today)
    said = care_of_host(standing.closed_on, standing.paused_until)
    if placement_id is None:
        return said
    return [*said, *(one.outcome.text for one in await read_warnings(uow, placement_id))]


async def take_care(
    uow: UnitOfWork,
    site_key: SiteKey,
    *,
    today: date,
    knowingly: bool,
    placement_id: UUID | None = None,
) -> None:
    """Raises HostAsksForCare unless whoever goes on says they know."""
    if knowingly:
        return
    said = await read_care(uow, site_key, today=today, placement_id=placement_id)
    if said:
        raise HostAsksForCare(" ".join(said), field="knowingly")


@dataclass(frozen=True)
class JudgedRule:
    """What a rule says, and the override that holds, if any."""

    finding: Finding
    override: Override | None = None


async def read_rules(uow: UnitOfWork, placement_id: UUID) -> Sequence[JudgedRule]:
    """What the rules say of a place, warnings first. Raises NotFound."""
    found = findings(await read_facts(uow, placement_id))
    gone_past = await Overrides(uow).of(placement_id) if any(one.warns for one in found) else {}
    return [
        JudgedRule(
            one,
            past
            if (past := gone_past.get(one.rule.code)) and past.said == one.outcome.text
            else None,
        )
        for one in found
    ]
