"""The built-in text of the agreement as PDF/UA."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contracts.portal.lycee_profile import LyceeLogo
from services.chassis.documents import typesetting
from services.chassis.documents.typesetting import PDF
from services.internships.agreement_models.model.agreement_fields import AgreementField

_TEXT = (Path(__file__).parents[1] / "templates" / "agreement.typ").read_bytes()

__all__ = ["PDF", "typeset"]


async def typeset(
    title: str,
    lycee: str,
    agreements: Sequence[Mapping[AgreementField, str | None]],
    logo: LyceeLogo | None = None,
) -> bytes:
    """The agreements one after another, each numbered from one. Raises DocumentNotMade."""
    given: dict[str, Any] = {
        "title": title,
        "author": lycee,
        "footer": f"Convention de PFMP, {lycee}",
        "agreements": [
            {field.name: text for field, text in values.items() if text} for values in agreements
        ],
    }
    if logo is not None:
        # The typesetter reads no base64: bytes are given as numbers.
        given["logo"] = {"bytes": list(b64decode(logo.content)), "kind": logo.kind}
    return await typesetting.typeset(_TEXT, given)
