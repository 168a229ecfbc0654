"""Saying what the columns of a class list are. The page itself carries the file: names of pupils
are kept nowhere before the import.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Request, Response

from services.chassis.base.errors import Invalid
from services.chassis.base.parse_input import whole_number
from services.chassis.files.columns import Column
from services.chassis.files.reader_process import FILE_BYTES_MAX
from services.chassis.files.tables import ImportFileRefused
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.rendering import see_other
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views.forms import Typed, form_of
from services.internships.base.page import draw
from services.internships.permissions import MANAGE_PUPILS
from services.internships.roster_files.commands import forget_heading
from services.internships.roster_files.forms import HeadingForm
from services.internships.roster_files.model.headings import FIELDS, NAMES
from services.internships.roster_files.queries import read_headings

router = Router()
HEADINGS = "/pfmp/eleves/import/titres"
CHUNK_CHARACTERS = 9_000
"""Of one hidden field: under what the chassis keeps of a field."""
CARRIED_CHARACTERS_MAX = 700_000
TOO_BIG_TO_CARRY = (
    "Les titres de ce fichier ne sont pas reconnus et il est trop gros pour être montré"
    "\u202f: ne gardez que le nom, le prénom et la classe."
)


class ColumnsUnclear(Invalid):
    """What was said of the columns cannot be followed."""

    code = "columns-unclear"
    title = "Relisez les colonnes"


def carried(content: bytes) -> list[str]:
    """A file as the hidden fields of a page. Raises ImportFileRefused."""
    text = base64.b64encode(zlib.compress(content)).decode()
    if len(text) > CARRIED_CHARACTERS_MAX:
        raise ImportFileRefused(TOO_BIG_TO_CARRY, field="file")
    return [text[at : at + CHUNK_CHARACTERS] for at in range(0, len(text), CHUNK_CHARACTERS)]


def brought_back(chunks: Sequence[str]) -> bytes:
    """The reverse of `carried`. Raises ImportFileRefused: somebody changed them."""
    try:
        packed = base64.b64decode("".join(chunks), validate=True)
        # What somebody made of it may unpack to anything: no more than a file may have.
        return zlib.decompressobj().decompress(packed, FILE_BYTES_MAX + 1)
    except (binascii.Error, zlib.error, ValueError) as broken:
        raise ImportFileRefused("Choisissez de nouveau votre fichier.", field="file") from broken


def draw_columns(
    request: Request, typed: Typed[Any], columns: Sequence[Column], why: str | None
) -> Response:
    """Each column, what it holds, and what it is taken for."""
    said = dict(pair.partition(":")[::2] for pair in typed.chosen("columns"))
    return draw(
        request,
        "internships/roster_files/columns.html",
        typed=typed,
        columns=columns,
        said=said,
        why=why,
        fields=FIELDS,
    )


def said_columns(said: Sequence[str]) -> Mapping[int, str | None]:
    """The field of each column. Raises ColumnsUnclear: each field is one column's."""
    fields: dict[int, str | None] = {}
    for index, _, field in (pair.partition(":") for pair in said):
        number = whole_number(index)
        if number is None or (field and field not in FIELDS):
            raise ColumnsUnclear
        if field and field in fields.values():
            raise ColumnsUnclear(
                f"Deux colonnes sont «\u00a0{FIELDS[field]}\u00a0»\u202f: ignorez-en une.",
                field=index,
            )
        fields[number] = field or None
    if not any(names <= set(fields.values()) for names in NAMES):
        raise ColumnsUnclear("Dites où sont le nom et le prénom des élèves.", field="0")
    return fields


@router.page(HEADINGS, action=MANAGE_PUPILS)
async def show_headings(request: Request, uow: RequestUnitOfWork) -> Response:
    """What headings were said to be."""
    return await _show_headings(request, uow, Typed.blank(HeadingForm))


async def _show_headings(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    after = request.query_params.get("apres", "")
    headings, following = await read_headings(uow, after=after)
    return draw(
        request,
        "internships/roster_files/headings.html",
        here=HEADINGS,
        crumbs=[
            *(("PFMP", "/pfmp"), ("Élèves", "/pfmp/eleves")),
            ("Importer des élèves", "/pfmp/eleves/import"),
        ],
        headings=headings,
        following=following,
        first=not after,
        fields=FIELDS,
        typed=typed,
    )


@router.form(f"{HEADINGS}/oubli", action=MANAGE_PUPILS, redisplay=_show_headings)
async def forget(
    uow: RequestUnitOfWork, typed: Annotated[Typed[HeadingForm], form_of(HeadingForm)]
) -> Response:
    """Ask again next time."""
    form = typed.model
    await forget_heading(uow, uai=form.uai, key=form.key)
    return see_other(HEADINGS, notice="Titre oublié\u202f: il sera de nouveau deviné.")
