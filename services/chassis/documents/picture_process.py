"""The process that draws a picture anew: told the longer side, then a file; answers a size and a JPEG."""

import io
import json
from typing import Any

from PIL import (
    ExifTags,
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from services.chassis.documents.apart import answer_made

READ = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
    )
)
"""Named here so that they are loaded before nothing opens any more."""
READ_LATE = (ExifTags, MpoImagePlugin, TiffImagePlugin)
"""What these import when a picture says how it was held, or is two in one."""
PIXELS_MAX = 50_000_000
TOO_MANY = b"null\n"
"""What is answered of a picture with more: no size, and nothing drawn."""
QUALITY = 82
WHITE = (255, 255, 255)


def draw_anew(asked: Any, content: bytes) -> bytes:
    """Only what is seen: upright, on white, at most so large; nothing of what was written beside it."""
    try:
        brought = Image.open(io.BytesIO(content), formats=READ)
    except Image.DecompressionBombError:
        return TOO_MANY
    with brought:
        if brought.width * brought.height > PIXELS_MAX:
            return TOO_MANY
        brought.draft("RGB", (asked["side"], asked["side"]))
        upright = ImageOps.exif_transpose(brought)
        if upright.mode.startswith("I"):  # of 65,536 greys, as a scanner writes: else all white
            upright = upright.point(lambda grey: grey / 256).convert("L")
        upright.thumbnail((asked["side"], asked["side"]))
        seen = upright.convert("RGBA")
    drawn = Image.new("RGB", seen.size, WHITE)
    drawn.paste(seen, mask=seen)
    kept = io.BytesIO()
    drawn.save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return json.dumps(drawn.size).encode() + b"\n" + kept.getvalue()


if __name__ == "__main__":
    Image.preinit()
    answer_made(draw_anew)
