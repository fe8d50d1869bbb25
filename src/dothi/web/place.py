"""Where this person stands: the area of their first grant, as the top bar says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dothi.kernel import clock, i18n

if TYPE_CHECKING:
    from dothi.accounts.models import Person


def of(person: Person) -> str:
    """`Phường Vũng Tàu`, `TP Vũng Tàu cũ`, the agency that is the only limit, or *toàn địa bàn*; more than one is counted."""
    day = clock.today()
    grants = [
        grant for grant in person.grants.select_related("unit", "group", "agency") if grant.is_valid_on(day)
    ]
    if not grants:
        return ""
    areas = list(dict.fromkeys(str(grant.unit or grant.group or grant.agency or "") for grant in grants))
    if "" in areas:
        return i18n.t("web-place-everywhere")
    return areas[0] if len(areas) == 1 else i18n.t("web-place-more", first=areas[0], more=len(areas) - 1)
