"""Who works at a bureau: asked of the portal each time, and kept by nobody here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request

from contracts.identifiers import Uai
from contracts.portal.accounts import BUREAU_STAFF, BureauRequest
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import identity_of, runtime_of
from services.partnerships.tasks.model import AssigneeNotThere

ME = "Moi"
SOMEBODY_ELSE = "quelqu’un d’autre"


@dataclass(frozen=True)
class Staff:
    """The people of some lycées, oneself always, as they are called."""

    me: UUID
    names: Mapping[UUID, str] = field(default_factory=dict)
    of: Mapping[Uai, Collection[UUID]] = field(default_factory=dict)
    """Who works where; a lycée is missing while nobody can tell."""

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """Oneself first, then the others by name."""
        others = {one: name for one, name in self.names.items() if one != self.me}
        listed = sorted(others.items(), key=lambda item: item[1])
        return [(str(self.me), ME), *((str(one), name) for one, name in listed)]

    def choices_with(self, assignee: str) -> Sequence[tuple[str, str]]:
        """Choices of colleagues with who has a task already, so that saving it takes it from nobody unsaid.

        They are not among the choices once they left, nor while the portal is away.
        """
        if not assignee or assignee in dict(self.choices):
            return self.choices
        return [*self.choices, (assignee, SOMEBODY_ELSE.capitalize())]

    def name(self, account: UUID | None) -> str:
        """What somebody is called on a line; nothing for nobody."""
        if account is None:
            return ""
        return ME if account == self.me else self.names.get(account, SOMEBODY_ELSE)

    def expect(self, account: UUID | None, uai: Uai) -> None:
        """Raises AssigneeNotThere unless that account may be given a task of the lycée."""
        if account in (None, self.me) or account in self.of.get(uai, ()):
            return
        raise AssigneeNotThere(field="assignee")


async def staff_of(request: Request, uais: Collection[Uai]) -> Staff:
    """Who works at the bureaux of these lycées; oneself alone while the portal is away."""
    identity = identity_of(request)
    if identity is None:
        raise RuntimeError("tasks are for people who are signed in")
    names: dict[UUID, str] = {}
    of: dict[Uai, set[UUID]] = {}
    for uai in sorted(uais):
        try:
            told = await runtime_of(request).ask(BUREAU_STAFF, uai, BureauRequest())
        except (QuestionUnanswered, QuestionRefused):
            continue
        of[uai] = {one.account_id for one in told.members}
        names |= {one.account_id: one.display_name for one in told.members}
    return Staff(identity.account_id, names, of)
