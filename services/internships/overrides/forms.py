"""Forms of rules somebody goes past."""

from typing import Annotated

from pydantic import Field

from services.chassis.web.views.forms import FormModel
from services.internships.base.form_pieces import Version
from services.internships.overrides.model import OverrideReason


class RuleForm(FormModel):
    """A rule of the place the page is about."""

    version: Version
    rule: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]


class OverrideForm(RuleForm):
    """Why one goes past it."""

    override: OverrideReason = Field(title="Motif")
