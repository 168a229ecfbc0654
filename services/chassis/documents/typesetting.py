"""A document as PDF/UA by typst, typeset in a process of its own, kept for the next one.

What people wrote is given to the typesetter as data, never as its language. It reads no other file
and asks nothing of any network; its fonts are its own. A character they lack is replaced.
"""

import json
from functools import cache
from typing import Any

from services.chassis.documents.glyphs import drawable, lacking
from services.chassis.documents.kept_process import KeptProcesses, make_again_and_again

PDF = "application/pdf"
ATTEMPTS_MAX = 8
"""One is enough for most, three for an emoji and its marks, four for many scripts at once."""

TYPESETTERS = KeptProcesses(__name__)
"""Those of this process: a typesetter reads its fonts once, and a page takes 40 ms instead of 140."""


async def typeset(template: bytes, given: Any) -> bytes:
    """What a template makes of what it is given, as its input `data`. Raises DocumentNotMade."""
    return await TYPESETTERS.make(given, template)


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
    made = _compiler().compile(
        template, format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": json.dumps(given)}
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@cache
def _compiler() -> "typst.Compiler":
    return typst.Compiler(ignore_system_fonts=True)


if __name__ == "__main__":
    # Here, and before it is sealed: the services have no use for it.
    import typst

    make_again_and_again(_make)
