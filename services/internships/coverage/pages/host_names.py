"""The pupils of a period by class, each host by its company's name."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import Request

from contracts.identifiers import Uai
from services.internships.coverage.queries.periods import ClassGroup
from services.internships.hosts.pages import host_names, named


async def classes_with_host_names(
    request: Request, uai: Uai, groups: Sequence[ClassGroup]
) -> Sequence[ClassGroup]:
    """The pupils of a period by class, each host by its company's name: the registry is asked once."""
    names = await host_names(request, uai, [one.host for group in groups for one in group.pupils])
    return [replace(group, pupils=named(group.pupils, names)) for group in groups]
