"""When the book of rules is opened anew."""

from __future__ import annotations

import pytest

from dothi.rules import book
from dothi.rules.loading import load_rules
from dothi.rules.models import Rule
from dothi.rules.tests.running import rule


@pytest.mark.django_db
def test_a_rule_that_is_written_last_is_seen_whatever_its_number() -> None:
    """Two at once: the one with the lower id may be committed after the other."""
    load_rules("test", "1", [rule(code="one"), rule(code="two")], by=None)
    late = Rule.objects.order_by("pk").first()
    assert late is not None
    with_both = book.stamp()
    Rule.objects.filter(pk=late.pk).delete()
    before = book.stamp()
    late.save(force_insert=True)
    assert book.stamp() != before
    assert book.stamp() == with_both
