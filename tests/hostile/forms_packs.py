"""Forms of packs of domain data."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.packs.actions import put_in_force
from dothi.packs.folder import PackFolder, pack_of, read_pack
from dothi.packs.models import Proposal
from dothi.packs.new import new_pack
from dothi.packs.queries import edition_in_force

from .city import City
from .form import Case, Form


def _pack(readme: str = "# rac") -> PackFolder:
    """A pack of the city's own, with little in it."""
    with TemporaryDirectory() as folder:
        made = read_pack(new_pack("rac", Path(folder)))
    return pack_of("rac", made.texts | {"README.md": readme})


def _archive() -> SimpleUploadedFile:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, text in _pack().texts.items():
            opened.writestr(name, text)
    return SimpleUploadedFile("rac.zip", made.getvalue())


def _renewed(city: City) -> str:
    """The address that brings the pack's first edition back, after a second came."""
    put_in_force(_pack("# rac 2"), by=None)
    return "/packs/rac/editions/1/"


def _decided(pack: PackFolder) -> Form:
    return {"reason": "x", "over": edition_in_force("rac"), "fingerprint": pack.fingerprint()}


CASES: dict[str, Case] = {
    "packs-handed-in": Case("vy", lambda c: "/packs/handed-in/", lambda c: {"archive": _archive()}, {"packs_proposal": 1}),
    "packs-proposal": Case(
        "vy", lambda c: f"/packs/handed-in/{Proposal.objects.get().pk}/", lambda c: _decided(_pack()),
        {"packs_edition": 1, "packs_loaded_pack": 1, "packs_proposal": -1},
    ),
    "packs-edition": Case("vy", _renewed, lambda c: _decided(_pack()), {"packs_edition": 2}),
    "packs-out": Case("vy", lambda c: "/packs/rac/out/", lambda c: _decided(pack_of("rac", {})), {"packs_loaded_pack": -1}),
}  # fmt: skip
