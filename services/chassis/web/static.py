"""Style sheets and scripts, named by their content so that browsers keep them for ever."""

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from services.chassis.web.option_lists import FOLDER as LISTS_FOLDER
from services.chassis.web.option_lists import LISTS, option_list

Theme = Literal["neutre", "dsfr"]

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
DIGEST_LENGTH = 12

SHARED_SHEETS = (
    "css/base.css",
    "css/frame.css",
    "css/menu.css",
    "css/parts.css",
    "css/home.css",
    "css/home_columns.css",
    "css/department.css",
    "css/forms.css",
    "css/choices.css",
    "css/lists.css",
    "css/lines.css",
    "css/record.css",
    "css/components.css",
    "css/board.css",
    "css/dense.css",
    "css/week.css",
    "css/charts.css",
    "css/live.css",
    "css/outbox.css",
    "css/lycees.css",
    "css/palette.css",
)
BUNDLES: Mapping[str, tuple[str, ...]] = {
    "neutre.css": (
        "css/neutre.css",
        *SHARED_SHEETS,
        "css/readers.css",
        "css/home_small.css",
        "css/print.css",
    ),
    "dsfr.css": (
        "vendor/@gouvfr/dsfr/logo.main.min.css",
        "css/dsfr.css",
        *SHARED_SHEETS,
        "css/dsfr_frame.css",
        "css/dsfr_parts.css",
        "css/readers.css",
        "css/home_small.css",
        "css/print.css",
    ),
    "pages.js": (
        "vendor/htmx.org/htmx.min.js",
        "vendor/htmx.org/hx-sse.min.js",
        "passerelle.js",
        "bell.js",
        "parts.js",
        "live.js",
        "outbox.js",
        "outbox_page.js",
        "palette.js",
        "board.js",
    ),
}
"""The one sheet a page loads, by theme, and its one script: their parts, in the order they are read.

A theme begins with what the shared ones draw with (colours, letters), and may end with its own.
One script, because htmx looks at the page as soon as it can: an extension that came later than that
would never see it, and the page would follow nothing.
"""

_files = StaticFiles(directory=FOLDER)


@functools.cache
def _content(name: str) -> bytes:
    parts = [(FOLDER / part).read_bytes() for part in BUNDLES.get(name, (name,))]
    return (b"\n;\n" if name.endswith(".js") else b"\n").join(parts)


@functools.cache
def static_url(name: str) -> str:
    """Address of a static file or of a theme's sheet, which changes when its content does."""
    digest = hashlib.sha256(_content(name)).hexdigest()
    return f"/static/{name}?v={digest[:DIGEST_LENGTH]}"


async def static_file(request: Request, path: str) -> Response:
    """Answer with a static file; the portal does, for every service."""
    if path.startswith(LISTS_FOLDER):
        return _list_file(path, request.query_params.get("v"))
    if path in BUNDLES:
        media_type = "text/css" if path.endswith(".css") else "text/javascript"
        response = Response(_content(path), media_type=media_type)
    else:
        response = await _files.get_response(path, request.scope)
    named_by_content = "v" in request.query_params
    response.headers["Cache-Control"] = FOR_EVER if named_by_content else BRIEFLY
    return response


def _list_file(path: str, version: str | None) -> Response:
    """A list that fields offer. Of another version than is asked for, it is kept for minutes only:
    the service that drew the page may have a newer nomenclature than this one.
    """
    name = path.removeprefix(LISTS_FOLDER).removesuffix(".json")
    if name not in LISTS:
        raise HTTPException(404)
    content, digest = option_list(name)
    kept = FOR_EVER if version == digest else BRIEFLY
    return Response(content, media_type="application/json", headers={"Cache-Control": kept})
