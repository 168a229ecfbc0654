"""Pictures people bring, drawn anew: small, turned upright, and without what a camera writes in them.

What was sent is never served: a file may say where and when it was taken, by whom, and be something
else besides a picture. It is opened in a process of its own, see `apart`.
"""

import json
from dataclasses import dataclass

from services.chassis.base.errors import DocumentNotMade, Invalid
from services.chassis.documents.apart import make_apart

BYTES_MAX = 8_000_000
SIDE_MAX = 1_600
"""Pixels of the longer side, which a screen of today shows whole."""
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""How a file of this kind begins, whatever it is called (ISO/IEC 23008-12)."""
HEIC = (
    "C’est une photo d’iPhone (HEIC), qui ne s’ouvre pas partout\u202f: enregistrez-la en JPEG, puis "
    "choisissez-la de nouveau. Sur l’iPhone\u00a0: Réglages, Appareil photo, Formats, «\u00a0Le plus "
    "compatible\u00a0»\u202f; ou envoyez-vous la photo par courriel, elle arrive en JPEG."
)
TOO_MANY_PIXELS = (
    "Cette image a plus de 50\u00a0millions de pixels\u202f: enregistrez-la en plus petit "
    "(2\u202f000 pixels de large suffisent), puis choisissez-la de nouveau."
)
_PROGRAM = "services.chassis.documents.picture_process"


class PictureRefused(Invalid):
    """The file is no picture that can be shown."""

    code = "picture-refused"
    title = "Cette image n’a pas été enregistrée."


@dataclass(frozen=True)
class Picture:
    """A picture as it is served: a JPEG, with its size in pixels."""

    content: bytes
    width: int
    height: int


async def redrawn(content: bytes) -> Picture:
    """The picture a JPEG, PNG or WebP file shows. Raises PictureRefused."""
    if not content:
        raise PictureRefused("Ce fichier est vide.", field="file")
    if len(content) > BYTES_MAX:
        raise PictureRefused(
            f"Cette image dépasse {BYTES_MAX // 1_000_000}\u00a0Mo\u202f: enregistrez-la en plus petit.",
            field="file",
        )
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise PictureRefused(HEIC, field="file")
    try:
        made = await make_apart(_PROGRAM, {"side": SIDE_MAX}, content)
    except DocumentNotMade as broken:
        raise PictureRefused(
            "Ce fichier n’est pas une image JPEG, PNG ou WebP qui s’ouvre\u202f: enregistrez-la de nouveau en JPEG.",
            field="file",
        ) from broken
    size, _, drawn = made.partition(b"\n")
    if not drawn:
        raise PictureRefused(TOO_MANY_PIXELS, field="file")
    width, height = json.loads(size)
    return Picture(drawn, width, height)
