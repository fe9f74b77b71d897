"""Pictures are painted anew: of what came in only the pixels stay.

So where and when a photo was taken, the small picture of it, a comment, a script behind its end, a second picture: all of
it is gone, without our having to know where a format can hide it. The turn that the camera noted is carried out first.
"""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageOps

from .refusing import Refusal, Why

# A phone makes 12 to 50. One of 64 million takes 200 MB, twice while it is turned and twice while it is painted.
MOST_PIXELS = 64_000_000

_FORMATS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "jpeg": ("JPEG", {"quality": 90}),
    "png": ("PNG", {"compress_level": 4}),
    "webp": ("WEBP", {"quality": 90}),
}


def cleaned(data: bytes, code: str) -> bytes:
    """The same picture, upright, in the same format. Of a moving one its first frame. Raises Refusal."""
    name, options = _FORMATS[code]
    try:
        with Image.open(io.BytesIO(data), formats=(name,)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refusal(Why.TOO_MANY_PIXELS)
            image.load()
            _turn_upright(image)
            painted = _painted(image, opaque=name == "JPEG")
    except Image.DecompressionBombError:
        raise Refusal(Why.TOO_MANY_PIXELS) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError):
        raise Refusal(Why.BROKEN) from None
    out = io.BytesIO()
    painted.save(out, name, **options)
    return out.getvalue()


def _turn_upright(image: Image.Image) -> None:
    """As the camera noted. Whatever is wrong with that note, the picture is good."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except MemoryError:
        raise
    except Exception:
        return


def _painted(image: Image.Image, *, opaque: bool) -> Image.Image:
    """The pixels on a new canvas, which has nothing beside them."""
    grey = image.mode in {"1", "L", "I", "I;16", "F"}
    mode = "L" if grey else "RGB" if opaque or not image.has_transparency_data else "RGBA"
    painted = Image.new(mode, image.size)
    painted.paste(image if image.mode == mode else image.convert(mode))
    return painted
