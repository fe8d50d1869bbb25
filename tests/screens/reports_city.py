"""Puts citizens' reports into the city of the screens: new, given, late, two that may be the same, and what an inspector has. Prints the
code of one with a suggestion and that of the one in the inspector's hand."""

from __future__ import annotations

import datetime as dt

import django

HERE = (107.0720, 10.3450)


def main() -> None:
    django.setup()
    from dothi.accounts.models import Agency, Person
    from dothi.kernel import clock
    from dothi.packs.actions import find_folder, load_pack
    from dothi.reports import actions
    from dothi.reports.actions.receiving import Spot
    from dothi.reports.dated import ensure_handling
    from dothi.reports.identity.vault import contact_of
    from dothi.reports.models import Competence, Report
    from dothi.reports.rules import ensure_rules
    from dothi.territory.models import Unit

    load_pack(find_folder("urban-services"), by=None)
    ensure_handling()
    ensure_rules()
    nga, minh, ward = Person.objects.get(username="nga"), Person.objects.get(username="minh"), Unit.objects.get(name="An Hải")  # fmt: skip
    said = {"source": "QĐ thử nghiệm", "certainty": "D", "valid_from": dt.date(2026, 1, 1)}
    Competence.objects.create(category="urban-services.waste", unit=None, agency=nga.agency, **said)
    Competence.objects.create(category="", unit=ward, agency=Agency.objects.get(code="ubnd-an-hai"), **said)

    def told(text: str, category: str, place: str) -> Report:
        contact = contact_of(phone="0903000111")
        found = actions.receive(text=text, category=f"urban-services.{category}", spot=Spot(place), door="web", contact=contact)  # fmt: skip
        Report.objects.filter(pk=found.report.pk).update(lon=HERE[0], lat=HERE[1], unit=ward)
        return Report.objects.get(pk=found.report.pk)

    waste = [
        told("Rác chất đống bốc mùi trước chợ", "waste-left", f"{number} Trần Phú") for number in (12, 14, 16)
    ]
    wrong = told("rac chat dong truoc cong truong, boc mui hoi", "water-leak", "Hẻm 45 Lê Lợi")
    told("Nắp cống vỡ giữa đường", "drainage-cover", "Ngã tư Ba Cu – Lê Lợi")
    actions.take(waste[0], by=nga)
    Report.objects.filter(pk=waste[1].pk).update(due_at=clock.now() - dt.timedelta(hours=5))
    Report.objects.filter(pk=waste[2].pk).update(due_at=clock.now() + dt.timedelta(hours=1))
    actions.release(waste[0], text="Rác chất đống trước chợ", photos=[], by=minh)
    print(wrong.code, waste[0].code)


if __name__ == "__main__":
    main()
