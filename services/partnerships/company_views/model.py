"""A view of the list of companies, saved under a name (vue enregistrée)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, NotFound, StaleVersion

GROUPS_MAX = 3
COLUMNS = ("commune", "activite", "echange", "connue", "siren", "partenariat", "chef")
"""What the list can show beside the name, in this order."""
USUAL_COLUMNS = COLUMNS[:4]

Group = Mapping[str, str]
"""Conditions that all have to hold, as an address of the list says them."""


class ViewOfSomebodyElse(Conflict):
    """Only who saved a view changes it: others make a copy."""

    code = "view-of-somebody-else"
    title = "Cette vue est à quelqu’un d’autre\u202f: enregistrez-en une copie."


@dataclass(frozen=True)
class ViewContent:
    """What a view shows: companies of which all conditions of one group hold."""

    name: str
    shared: bool = False
    """Whether the whole bureau has it, or its owner alone."""
    mine: bool = True
    """The lycée's own companies, or all of the registry."""
    groups: tuple[Group, ...] = ()
    columns: tuple[str, ...] = USUAL_COLUMNS
    order: str = ""
    """As an address says it."""


@dataclass
class CompanyView:
    """A saved view."""

    id: UUID
    uai: Uai
    owner_id: UUID
    content: ViewContent
    version: int = 1
    is_default: bool = field(default=False, compare=False)
    """Whether who asks begins with it."""

    def shown_to(self, account_id: UUID) -> bool:
        """Whether somebody of the lycée may use it."""
        return self.content.shared or self.owner_id == account_id

    def change(self, account_id: UUID, version: int, content: ViewContent) -> None:
        """Raises NotFound, ViewOfSomebodyElse, StaleVersion."""
        self.expect_owner(account_id)
        if version != self.version:
            raise StaleVersion(current={**vars(self.content), "version": self.version})
        self.content = content
        self.version += 1

    def expect_owner(self, account_id: UUID) -> None:
        """Raises NotFound, ViewOfSomebodyElse."""
        if not self.shown_to(account_id):
            raise NotFound
        if self.owner_id != account_id:
            raise ViewOfSomebodyElse

    def expect_remover(self, account_id: UUID, runs: Collection[Uai]) -> None:
        """Whoever runs the bureau removes what it shares: who saved it may have left.

        Raises NotFound, ViewOfSomebodyElse.
        """
        if not (self.content.shared and self.uai in runs):
            self.expect_owner(account_id)
