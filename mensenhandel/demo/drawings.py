"""The files that hang on told stories: drawn here, and plainly invented."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

_SLIP = (
    "VERZONNEN VOORBEELD",
    "",
    "Week 14",
    "uren               61",
    "af: kamer         110",
    "af: vervoer        48",
    "af: boete ziek     50",
    "af: schuld reis    75",
    "",
    "uitbetaald        102",
)
_TIMES = (
    "Verzonnen voorbeeld",
    "",
    "ma 03.55 wit busje, zes personen ingestapt",
    "ma 20.10 terug",
    "di 04.05 zelfde busje, vijf personen",
    "di 20.00 terug, chauffeur haalt geld op",
    "wo niemand",
)
_WIDTH, _LINE = 620, 44


def slip() -> bytes:
    """A photo of the slip with what goes off the wages, as JPG."""
    return _written(_SLIP)


def times() -> bytes:
    """The times that a neighbour wrote down, as text."""
    return "\r\n".join(_TIMES).encode()


def _written(lines: Sequence[str]) -> bytes:
    image = Image.new("RGB", (_WIDTH, _LINE * (len(lines) + 2)), (236, 231, 219))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(28)
    for number, line in enumerate(lines):
        label, _, figure = line.rpartition("  ")
        pen.text((60, _LINE * (number + 1)), (label or line).strip(), (40, 40, 60), font)
        if label:
            pen.text((_WIDTH - 60, _LINE * (number + 1)), figure.strip(), (40, 40, 60), font, anchor="ra")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
