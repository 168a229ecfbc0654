"""Style sheets and scripts, named by their content so that browsers keep them for ever."""

import functools
import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
DIGEST_LENGTH = 12

_files = StaticFiles(directory=FOLDER)


@functools.cache
def static_url(name: str) -> str:
    """Address of a static file, which changes when its content does."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:DIGEST_LENGTH]}"


async def static_file(request: Request, path: str) -> Response:
    """Answer with a static file; the portal does, for every service."""
    response = await _files.get_response(path, request.scope)
    named_by_content = "v" in request.query_params
    response.headers["Cache-Control"] = FOR_EVER if named_by_content else BRIEFLY
    return response
