"""A document as PDF/UA by typst, typeset in a process of its own.

What people wrote is given to the typesetter as data, never as its language. It reads no other file
and asks nothing of any network; its fonts are its own. A character they lack is replaced.
"""

import json
from typing import Any

from services.chassis.documents.apart import answer_made, make_apart
from services.chassis.documents.glyphs import drawable, lacking

PDF = "application/pdf"
ATTEMPTS_MAX = 8
"""One is enough for most, three for an emoji and its marks, four for many scripts at once."""


async def typeset(template: bytes, given: Any) -> bytes:
    """What a template makes of what it is given, as its input `data`. Raises DocumentNotMade."""
    return await make_apart(__name__, given, template)


def _make(given: Any, template: bytes) -> bytes:
    for _ in range(ATTEMPTS_MAX - 1):
        try:
            return _typeset(given, template)
        except typst.TypstError as refused:
            # A PDF/UA holds no character without a glyph: one such would leave its reader without any.
            printable = drawable(given, lacking(refused.diagnostic))
            if printable == given:
                raise
            given = printable
    return _typeset(given, template)


def _typeset(given: Any, template: bytes) -> bytes:
    compiler = typst.Compiler(
        template, ignore_system_fonts=True, sys_inputs={"data": json.dumps(given)}
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    # Here, and before it is sealed: the services have no use for it.
    import typst

    answer_made(_make)
