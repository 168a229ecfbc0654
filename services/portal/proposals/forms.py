"""Form of a proposed access."""

from typing import Annotated

from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.web.views.forms import FormModel
from services.portal.accesses.forms import FromOn, LastDay, Mail, Name


class ProposalForm(FormModel):
    """An access the supervisor proposes."""

    mail: Mail
    name: Name
    role: Annotated[Role, Field(title="Rôle")]
    lycee: Annotated[Uai, Field(title="Lycée")]
    from_on: FromOn
    last_day: LastDay = None
