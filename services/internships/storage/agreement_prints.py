"""The built-in text of the agreement as PDF/UA, typeset in a process of its own.

What is written of people is given to the typesetter as data, never as its language. It reads no
other file and asks nothing of any network; its fonts are its own.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from services.chassis.documents.apart import answer_made, make_apart
from services.internships.domain.agreement_fields import AgreementField

PDF = "application/pdf"
_TEXT = Path(__file__).parents[1] / "templates" / "internships" / "agreement.typ"


async def typeset(
    title: str, lycee: str, agreements: Sequence[Mapping[AgreementField, str | None]]
) -> bytes:
    """The agreements one after another, each numbered from one. Raises Unavailable."""
    asked = {
        "title": title,
        "author": lycee,
        "footer": f"Convention de PFMP, {lycee}",
        "agreements": [
            {field.name: text for field, text in values.items() if text} for values in agreements
        ],
    }
    return await make_apart(__name__, asked)


def _make(asked: Any, _: bytes) -> bytes:
    compiler = typst.Compiler(
        _TEXT.read_bytes(), ignore_system_fonts=True, sys_inputs={"data": json.dumps(asked)}
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    answer_made(_make)
