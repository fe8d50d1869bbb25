"""What rooms publish for formulas to read, and the small language that formulas are written in."""

from dothi.kernel.facts.language import Checked, checked, condition
from dothi.kernel.facts.published import Fact, Kind, all_facts, find_fact, get_fact, publish

__all__ = ["Checked", "Fact", "Kind", "all_facts", "checked", "condition", "find_fact", "get_fact", "publish"]
