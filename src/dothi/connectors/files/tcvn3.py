"""TCVN 5712:1993 VN3 ("TCVN3", "ABC" fonts), the one-byte code page of old Vietnamese spreadsheets.

Lower-case letters have a byte of their own; capitals with tone were only another font, so they arrive as lower case.
"""

from __future__ import annotations

_LETTERS = {
    "a": "b5à b6ả b7ã b8á b9ạ a8ă bbằ bcẳ bdẵ beắ c6ặ a9â c7ầ c8ẩ c9ẫ caấ cbậ",
    "d": "aeđ",
    "e": "ccè ceẻ cfẽ d0é d1ẹ aaê d2ề d3ể d4ễ d5ế d6ệ",
    "i": "d7ì d8ỉ dcĩ ddí deị",
    "o": "dfò e1ỏ e2õ e3ó e4ọ abô e5ồ e6ổ e7ỗ e8ố e9ộ acơ eaờ ebở ecỡ edớ eeợ",
    "u": "efù f1ủ f2ũ f3ú f4ụ adư f5ừ f6ử f7ữ f8ứ f9ự",
    "y": "faỳ fbỷ fcỹ fdý feỵ",
    "capitals": "a1Ă a2Â a7Đ a3Ê a4Ô a5Ơ a6Ư",
}
_TABLE = {int(item[:2], 16): item[2:] for line in _LETTERS.values() for item in line.split()}


def decode(text_as_latin1: str) -> str:
    """The Vietnamese text of bytes that were read as latin-1."""
    return text_as_latin1.translate(_TABLE)
