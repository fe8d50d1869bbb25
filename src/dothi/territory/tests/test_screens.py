"""The territory's screens: who may, as of a day, groups, import in two steps, areas for the map."""

import datetime as dt
import gzip
import json
import threading
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from dothi.kernel import clock
from dothi.kernel.errors import Conflict, NotFound
from dothi.territory import actions, imports, queries, uploads
from dothi.territory.models import TerritoryImport, Unit, UnitArea, UnitGroup

pytestmark = pytest.mark.django_db
SQUARE = [[[107.0, 10.3], [107.1, 10.3], [107.1, 10.4], [107.0, 10.4], [107.0, 10.3]]]
PAGES = ("/territory/", "/territory/search?q=an", "/territory/areas.geojson", "/territory/groups/")


def ward_file(**properties):
    told = {"code": "96001", "fullName": "Phường An Hải", "name": "An Hải"} | properties
    feature = {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    body = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    return SimpleUploadedFile("an-hai.geojson", body)


@pytest.mark.parametrize("page", PAGES)
def test_only_who_may_see_the_territory_opens_it(page, cast, client_of):
    assert client_of(None).get(page).status_code == 302
    assert client_of(cast.dung).get(page).status_code == 403
    assert client_of(cast.lan).get(page).status_code == 200


@pytest.mark.parametrize("page", ["/territory/import/", "/territory/groups/new/"])
def test_only_who_manages_it_may_change_it(page, cast, client_of):
    assert client_of(cast.lan).get(page).status_code == 403
    assert client_of(cast.quan).get(page).status_code == 200


def test_units_are_shown_as_of_a_day(cast, client_of):
    actions.derive("44", by=None, with_areas=False)
    browser = client_of(cast.lan)
    assert "Tỉnh Quảng Bình" in browser.get("/territory/?level=1&day=2025-06-30").content.decode()
    today = browser.get("/territory/?level=1&day=2025-07-01").content.decode()
    assert "Tỉnh Quảng Bình" not in today
    assert "Tỉnh Quảng Trị" in today


def test_a_unit_tells_what_lay_there_before_and_how_much_went_over(cast, client_of):
    actions.derive("79", by=None)
    unit = queries.get_unit("26506", dt.date(2026, 5, 1))
    page = client_of(cast.lan).get(f"/territory/units/{unit.pk}/").content.decode()
    assert "Phường Thắng Tam" in page
    assert "NQ 202/2025/QH15" in page
    assert "Gần đúng" in page
    old = queries.get_unit("26508", dt.date(2025, 1, 1))
    assert "Phường Vũng Tàu" in client_of(cast.lan).get(f"/territory/units/{old.pk}/").content.decode()


def test_search_answers_type_ahead_with_the_old_name(cast, client_of):
    actions.derive("79", by=None, with_areas=False)
    rows = client_of(cast.lan).get("/territory/search?q=q9&day=2026-05-01").json()["units"]
    assert {row["name"] for row in rows} >= {"Phường Long Phước", "Phường Tăng Nhơn Phú"}
    assert all("Quận 9" in row["old"] for row in rows)


def test_areas_are_gzipped_tagged_and_told_apart(cast, client_of):
    actions.derive("79", by=None)
    browser = client_of(cast.lan)
    answer = browser.get("/territory/areas.geojson?level=3&bbox=107.0,10.3,107.2,10.5&day=2026-05-01")
    features = json.loads(gzip.decompress(answer.content))["features"]
    assert "Phường Vũng Tàu" in {one["properties"]["full_name"] for one in features}
    assert all(one["properties"]["approximate"] for one in features)
    again = browser.get(
        answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"],
        headers={"If-None-Match": answer["ETag"]},
    )
    assert again.status_code == 304
    UnitArea.objects.all().delete()
    assert (
        browser.get("/territory/areas.geojson", headers={"If-None-Match": answer["ETag"]}).status_code == 200
    )
    assert browser.get("/territory/areas.geojson?bbox=1,2,3").status_code == 400


def ask_for_import(browser):
    asked = {"uploads": ward_file(), "on": "2026-05-01", "tolerance": "0.005", "reason": "đo lại"}
    shown = browser.post("/territory/import/", asked)
    assert shown.status_code == 200
    carried = {"carried": shown.context["carried"], "reason": "đo lại"}
    return carried, browser.post("/territory/import/apply/", carried)


def test_import_shows_first_and_a_job_writes_second(cast, client_of):
    browser = client_of(cast.quan)
    carried, sent = ask_for_import(browser)
    row = TerritoryImport.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/territory/import/{row.pk}/")
    assert (row.state, UnitArea.objects.count()) == ("queued", 0)
    assert browser.post("/territory/import/apply/", carried).headers["Location"] == sent.headers["Location"]
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'territory.import'")
        assert [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()] == [
            {"import_id": row.pk}
        ]


@pytest.mark.django_db(transaction=True)
def test_the_job_writes_all_tells_how_far_it_is_and_forgets_the_files(cast, client_of):
    browser = client_of(cast.quan)
    _, sent = ask_for_import(browser)
    row = TerritoryImport.objects.get()
    assert 'aria-busy="true"' in browser.get(sent.headers["Location"]).content.decode()
    seen = []

    def note(self, step, fraction):
        seen.append((step, round(fraction, 2), UnitArea.objects.count()))
        return noted(self, step, fraction)

    noted = imports.Beats._noted
    with mock.patch.object(imports.Beats, "_noted", note):
        done = imports.run(row.pk, attempts=0)
    assert [step for step, _, _ in seen] == ["read", "plan", "units", "changes", "areas"]
    assert (done.state, done.fraction, done.requested_by) == ("done", 1.0, cast.quan)
    area = UnitArea.objects.get()
    assert (area.unit.full_name, area.approximate) == ("Phường An Hải", False)
    page = browser.get(sent.headers["Location"]).content.decode()
    assert "Đã nhập địa giới từ an-hai.geojson" in page
    assert 'aria-busy="true"' not in page
    with pytest.raises(NotFound):
        uploads.kept(row.token)


@pytest.mark.django_db(transaction=True)
def test_a_stopped_import_leaves_nothing_and_can_be_run_again(cast, client_of):
    browser = client_of(cast.quan)
    _, sent = ask_for_import(browser)
    row = TerritoryImport.objects.get()

    def press_stop():
        browser.post(f"{sent.headers['Location']}stop/")
        connection.close()

    def stopped_while_writing(areas, at, progress):
        write(areas, at, progress)
        person = threading.Thread(target=press_stop)  # from a connection of its own, as a person does
        person.start()
        person.join()
        progress("changes", 1, 1)  # the next beat, whatever its step

    write = actions._write_areas
    with mock.patch.object(actions, "_write_areas", stopped_while_writing), pytest.raises(Conflict):
        imports.run(row.pk, attempts=0)
    row.refresh_from_db()
    assert (row.state, UnitArea.objects.count()) == ("stopped", 0)
    with pytest.raises(Conflict):  # a job that still waits does not bring it back
        imports.run(row.pk, attempts=0)
    assert browser.post(f"{sent.headers['Location']}again/").status_code == 302
    assert imports.run(row.pk, attempts=0).state == "done"


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_process_had_begun_is_taken_up_by_the_job_given_again(cast, client_of):
    ask_for_import(client_of(cast.quan))
    row = TerritoryImport.objects.get()
    TerritoryImport.objects.filter(pk=row.pk).update(state="running", beat_at=clock.now())
    with pytest.raises(Conflict):
        imports.run(row.pk, attempts=0)
    assert imports.run(row.pk, attempts=1).state == "done"
    assert UnitArea.objects.count() == 1


@pytest.mark.parametrize("what", ["", "progress/", "stop/", "again/"])
def test_only_who_manages_the_whole_territory_sees_and_stops_imports(what, cast, client_of):
    _, sent = ask_for_import(client_of(cast.quan))
    method = "post" if what in ("stop/", "again/") else "get"
    assert getattr(client_of(None), method)(sent.headers["Location"] + what).status_code == 302
    assert getattr(client_of(cast.lan), method)(sent.headers["Location"] + what).status_code == 403
    assert TerritoryImport.objects.get().state == "queued"


def test_import_refuses_bare_codes_in_words(cast, client_of):
    refused = client_of(cast.quan).post("/territory/import/", {"uploads": ward_file(), "tolerance": "0.005"})
    assert refused.status_code == 422
    assert "không ghép theo mã trần" in refused.content.decode()


def test_a_group_is_made_changed_and_ended_on_screens(cast, client_of):
    browser = client_of(cast.quan)
    asked = {
        "code": "cum-1",
        "name_vi": "Cụm 1",
        "name_en": "Cluster 1",
        "members": "96001",
        "day": "2026-01-01",
    }
    assert browser.post("/territory/groups/new/", asked).status_code == 302
    group = UnitGroup.objects.get(code="cum-1")
    ward_a, ward_b = Unit.objects.get(code="96001"), Unit.objects.get(code="96002")
    assert queries.members_of(group.pk, dt.date(2026, 2, 1)) == {ward_a.pk}
    browser.post(
        f"/territory/groups/{group.pk}/", asked | {"members": "96002 Phường Bình Minh", "day": "2026-06-01"}
    )
    assert queries.members_of(group.pk, dt.date(2026, 5, 31)) == {ward_a.pk}
    assert queries.members_of(group.pk, dt.date(2026, 6, 1)) == {ward_b.pk}
    browser.post(f"/territory/groups/{group.pk}/end/", {"day": "2026-09-01"})
    assert queries.members_of(group.pk, dt.date(2026, 9, 1)) == frozenset()
    unknown = browser.post("/territory/groups/new/", asked | {"code": "cum-2", "members": "99999"})
    assert unknown.status_code == 422
