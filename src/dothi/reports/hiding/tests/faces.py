"""A face drawn so that a cascade takes it for one: nobody's."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter


def drawn_face(side: int = 480) -> Image.Image:
    picture = Image.new("L", (side, side), 90)
    draw, unit = ImageDraw.Draw(picture), side / 480

    def oval(x: float, y: float, wide: float, tall: float, shade: int) -> None:
        draw.ellipse([(x - wide) * unit, (y - tall) * unit, (x + wide) * unit, (y + tall) * unit], fill=shade)

    oval(240, 250, 125, 165, 60)  # hair
    oval(240, 265, 105, 140, 205)  # face
    for x in (195, 285):
        draw.rectangle([(x - 30) * unit, 208 * unit, (x + 30) * unit, 218 * unit], fill=70)  # brow
        oval(x, 238, 26, 13, 120)  # socket
        oval(x, 238, 20, 9, 235)
        oval(x, 238, 9, 9, 30)
    draw.polygon([(240 * unit, 235 * unit), (222 * unit, 300 * unit), (258 * unit, 300 * unit)], fill=180)
    oval(240, 303, 20, 7, 130)
    oval(240, 348, 42, 13, 105)  # mouth
    return picture.filter(ImageFilter.GaussianBlur(3 * unit)).convert("RGB")
