"""What people hand in is believed nothing: each way to lead out, to blow up or to hide something is refused and told."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable

import pytest

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import has
from dothi.packs import archive
from dothi.packs.archive import read_archive
from dothi.packs.folder import DEEPEST, LARGEST, pack_of, walked

PACK = 'code = "rac"\n'


def zipped(files: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    made.seek(0)
    return made


def read(made: io.BytesIO) -> dict[str, str]:
    return read_archive(made, len(made.getvalue()))


def test_a_folder_or_its_files_are_read_alike() -> None:
    plain = {"pack.toml": PACK, "rules/a.toml": "\ufeffx = 1\n"}
    wanted = {"pack.toml": PACK, "rules/a.toml": "x = 1\n"}
    assert read(zipped(plain)) == wanted
    inside = {f"rac-main/{name}": text for name, text in plain.items()}
    left_over = {
        "__MACOSX/rac-main/._pack.toml": b"\xff",
        "rac-main/.DS_Store": b"\xff",
        "rac-main/rules/": "",
    }
    assert read(zipped(inside | left_over)) == wanted


def one(name: str, content: str | bytes = "x", **more: str) -> Callable[[], io.BytesIO]:
    return lambda: zipped({"pack.toml": PACK, name: content})


def link() -> io.BytesIO:
    made = zipped({"pack.toml": PACK})
    with zipfile.ZipFile(made, "a") as opened:
        info = zipfile.ZipInfo("rules/a.toml")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(info, "/etc/passwd")
    made.seek(0)
    return made


def twice() -> io.BytesIO:
    return zipped({"pack.toml": PACK, "rules/a.toml": "1", "rules/A.toml": "2"})


def with_password() -> io.BytesIO:
    raw = bytearray(zipped({"pack.toml": PACK}).getvalue())
    raw[6] |= 1  # both headers say that it is encrypted
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(raw))


def lying() -> io.BytesIO:
    """Its directory says that the file is small."""
    raw = bytearray(zipped({"pack.toml": PACK + "#" * 3 * 2**20}).getvalue())
    place = raw.index(b"PK\x01\x02") + 24
    raw[place : place + 4] = (10).to_bytes(4, "little")
    return io.BytesIO(bytes(raw))


def nameless() -> io.BytesIO:
    """A name that begins with a zero byte ends there."""
    raw = bytearray(zipped({"pack.toml": PACK, "x.toml": ""}).getvalue())
    raw[raw.rindex(b"x.toml")] = 0
    return io.BytesIO(bytes(raw))


REFUSED: dict[str, tuple[Callable[[], io.BytesIO], str]] = {
    "a way out": (one("../../etc/cron.toml"), "name"),
    "a way out in the middle": (one("rules/../../x.toml"), "name"),
    "an absolute name": (one("/etc/x.toml"), "name"),
    "a name of another system": (one("C:\\x.toml"), "name"),
    "a sign that is not seen": (one("rules/a\u202e.toml"), "name"),
    "no name": (one("rules//x.toml"), "name"),
    "no name at all": (nameless, "name"),
    "a long name": (one("x" * 300 + ".toml"), "name"),
    "a link": (link, "link"),
    "one name twice": (twice, "name-twice"),
    "a program": (one("rules/run.py"), "kind"),
    "an archive inside": (one("rules/more.zip", zipped({"pack.toml": PACK}).getvalue()), "kind"),
    "bytes": (one("samples/x.csv", b"\xff\xfe\x00"), "not-text"),
    "zeros": (one("samples/x.csv", "a\0b"), "not-text"),
    "a bomb": (one("samples/x.csv", "0" * LARGEST), "ratio"),
    "a TOML of 50 MB": (one("rules/x.toml", "a = 1\n" * 8_000_000), "file-too-large"),
    "too much altogether": (
        lambda: zipped({f"samples/{n}.csv": "0" * (LARGEST // 2) for n in range(6)} | {"pack.toml": PACK}, zipfile.ZIP_STORED),
        "too-large",
    ),
    "many files": (lambda: zipped({f"samples/{n}.csv": "" for n in range(401)} | {"pack.toml": PACK}), "too-many"),
    "a password": (with_password, "unreadable"),
    "another packing": (lambda: zipped({"pack.toml": PACK}, zipfile.ZIP_LZMA), "unreadable"),
    "a lying directory": (lying, "unreadable"),
    "no zip": (lambda: io.BytesIO(b"PK\x03\x04 and no more"), "unreadable"),
    "nothing": (lambda: io.BytesIO(b""), "unreadable"),
    "no pack": (lambda: zipped({"a/pack.toml": PACK, "b/pack.toml": PACK}), "no-pack"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_archive_is_refused_and_told(what: str) -> None:
    make, key = REFUSED[what]
    with pytest.raises(BadRequest) as caught:
        read(make())
    assert caught.value.code == f"pack-archive-{key}"
    assert has(f"error-{caught.value.code}")


def test_unpacked_it_may_be_no_larger_than_all_fields_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_PACK", 1000)
    rows = {f"samples/{n}.csv": "abc,def\n" * 50 for n in range(3)}
    with pytest.raises(BadRequest) as caught:
        read(zipped(rows | {"pack.toml": PACK}))
    assert caught.value.code == "pack-archive-unpacks-too-large"


def test_a_hundred_thousand_names_are_not_even_looked_at() -> None:
    """The directory alone is larger than an archive may be."""
    made = zipped({f"{n:060}.csv": "" for n in range(30_000)}, zipfile.ZIP_STORED)
    assert len(made.getvalue()) > archive.LARGEST_ARCHIVE
    with pytest.raises(BadRequest) as caught:
        read(made)
    assert caught.value.code == "pack-archive-too-large"


@pytest.mark.parametrize("depth", [DEEPEST + 5, 900, 100_000])
def test_what_is_nested_too_deeply_is_no_part_of_a_pack(depth: int) -> None:
    pack = pack_of(
        "rac", {"samples/x.json": "[" * depth + "]" * depth, "rules/x.toml": "a = " + "[" * 60 + "]" * 60}
    )
    assert [one.key for one in pack.complaints] == ["packs-check-too-deep"] * 2
    assert pack.trees == {}


def test_a_number_that_nobody_can_read_is_told() -> None:
    pack = pack_of("rac", {"samples/x.json": "1" * 5000, "rules/x.toml": "a = " + "1" * 5000})
    assert [one.key for one in pack.complaints] == ["packs-check-not-json", "packs-check-not-toml"]


def test_all_that_is_inside_is_walked_with_its_path() -> None:
    assert list(walked({"a": [1, {"b": 2}]})) and ((("a", 1, "b"), 2)) in list(walked({"a": [1, {"b": 2}]}))
