"""A document as PDF/UA by typst, typeset in a process of its own.

What people wrote is given to the typesetter as data, never as its language. It reads no other file
and asks nothing of any network; its fonts are its own.
"""

import json
from typing import Any

import typst

from services.chassis.documents.apart import answer_made, make_apart

PDF = "application/pdf"


async def typeset(template: bytes, given: Any) -> bytes:
    """The document a template makes of what it is given, as its input `data`. Raises Unavailable."""
    return await make_apart(__name__, given, template)


def _make(given: Any, template: bytes) -> bytes:
    compiler = typst.Compiler(
        template, ignore_system_fonts=True, sys_inputs={"data": json.dumps(given)}
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    answer_made(_make)
