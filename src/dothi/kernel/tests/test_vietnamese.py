"""The order of the Vietnamese alphabet, as lists on screens and `collation=vi` have it."""

from __future__ import annotations

import pytest
from django.db import connection

from dothi.accounts.models import Agency
from dothi.kernel.vietnamese import in_vietnamese

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "2 tháng 9", "10 Hùng Vương", "An", "Ăn", "Ân", "Âu", "cá", "Cần", "Dương", "Đà Lạt", "Đống Đa", "hoà", "Hỏa",
    "Hoã", "hóa", "Hoạ", "hoa Án", "hòa An", "On", "Ôn", "Ơn", "Phường 2", "Phường 2 cũ", "Phường 10", "Phường Ấm", "Tư", "Tự", "Ý Yên", "Zơ",
]  # fmt: skip


def test_the_order_of_the_alphabet() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'select told from unnest(%s::text[]) as told order by vietnamese_order(told) collate "C"',
            [sorted(IN_ORDER)],
        )
        found = [row[0] for row in cursor.fetchall()]
    assert found == IN_ORDER


def test_letters_taken_apart_are_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select vietnamese_order('ế') = vietnamese_order(normalize('Ế', NFD)), vietnamese_order(null)"
        )
        assert cursor.fetchone() == (True, None)


def test_a_list_of_rows() -> None:
    for code, name in (("A", "Đội 10"), ("B", "Đội 9"), ("C", "Ban"), ("D", "Ấp")):
        Agency.objects.create(code=code, name_vi=name, name_en=name, valid_from="2026-01-01")
    names = Agency.objects.order_by(in_vietnamese("name_vi")).values_list("name_vi", flat=True)
    assert list(names) == ["Ấp", "Ban", "Đội 9", "Đội 10"]
