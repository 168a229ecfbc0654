"""Who has an account at a lycée: asked of the portal each time, and kept by nobody here."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from fastapi import Request

from contracts.identifiers import Uai
from contracts.portal.accounts import ROLE_HOLDERS, RoleHoldersRequest
from services.chassis.base.identity import Role
from services.chassis.questions import QuestionRefused, QuestionUnanswered
from services.chassis.web.answers.query_route import runtime_of
from services.internships.referents.model import AccountsUnknown, Referent, same_name

LEFT = "Compte sans accès au lycée aujourd’hui"
UNKNOWN = "Compte relié"
_ASKED = RoleHoldersRequest(roles=tuple(role for role in Role if not role.department_wide))


@dataclass(frozen=True)
class Accounts:
    """The accounts of some lycées, as they are called; a lycée is missing while nobody can tell."""

    of: Mapping[Uai, Mapping[UUID, str]] = field(default_factory=dict)

    @property
    def choices(self) -> Sequence[tuple[UUID, str]]:
        """By name, of all the lycées."""
        found = {one: name for names in self.of.values() for one, name in names.items()}
        return sorted(found.items(), key=lambda item: item[1].casefold())

    def called(self, referent: Referent) -> str:
        """What the account of a referent is called."""
        if referent.account_id is None:
            return ""
        names = self.of.get(referent.uai)
        return UNKNOWN if names is None else names.get(referent.account_id, LEFT)

    def proposed(self, referent: Referent) -> UUID | None:
        """The one account with the name of a referent who has none."""
        if referent.account_id is not None:
            return None
        return same_name(referent.name, self.of.get(referent.uai, {}))

    def there(self, uai: Uai) -> Collection[UUID]:
        """Accounts that may be chosen at a lycée. Raises AccountsUnknown."""
        names = self.of.get(uai)
        if names is None:
            raise AccountsUnknown
        return names.keys()


async def accounts_of(request: Request, uais: Collection[Uai]) -> Accounts:
    """Those of these lycées; the page never fails for it."""
    told = await asyncio.gather(*(_at(request, uai) for uai in uais))
    known = zip(uais, told, strict=True)
    return Accounts({uai: names for uai, names in known if names is not None})


async def _at(request: Request, uai: Uai) -> Mapping[UUID, str] | None:
    try:
        answer = await runtime_of(request).ask(ROLE_HOLDERS, uai, _ASKED)
    except (QuestionUnanswered, QuestionRefused):
        return None
    return {one.account_id: one.display_name for one in answer.holders}
