"""A second yes, for what cannot be undone."""

from typing import Annotated

from pydantic import AfterValidator, Field


def _said_yes(sure: bool) -> bool:
    if not sure:
        raise ValueError("Cochez cette case\u202f: ce qui est effacé ne revient pas.")
    return sure


Sure = Annotated[
    bool, AfterValidator(_said_yes), Field(validate_default=True, title="Confirmation")
]
"""The field of a form whose box has to be ticked; a form gives it the default False."""
