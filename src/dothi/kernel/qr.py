"""A QR code as SVG that lies in the page: black on white in every theme, so that every camera reads it."""

from __future__ import annotations

import io

from django.utils.safestring import SafeString, mark_safe


def svg(address: str) -> SafeString:
    """`address` is coded, not shown: nothing of it stands in the SVG but squares."""
    import qrcode  # only for who prints a sheet
    from qrcode.image.svg import SvgPathFillImage

    out = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, border=4).save(out)
    drawn = out.getvalue().decode().partition("?>")[2] or out.getvalue().decode()
    drawn = drawn.replace(
        "<svg ", '<svg aria-hidden="true" focusable="false" ', 1
    )  # whoever shows it says what it is
    return mark_safe(drawn)  # noqa: S308 - squares that the library drew
