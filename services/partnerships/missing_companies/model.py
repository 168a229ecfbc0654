"""A company the registry no longer has, as it was told last."""

from dataclasses import dataclass

from contracts.identifiers import Uai
from contracts.partnerships.companies import CompanyFacts


@dataclass(frozen=True)
class MissingCompany:
    """A company that has no card any more: its facts, which lycée told them, and their version."""

    facts: CompanyFacts
    uai: Uai
    version: int
    name: str
    """Its public name, or what else it can be found by: any other name is in no fact."""
    replaced: bool
    """Whether another card has its SIREN or one of its sites by now."""
