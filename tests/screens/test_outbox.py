"""The outbox while one looks: a message's state changes on the open page when its receipt comes."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from typing import Any
from uuid import uuid4

import psycopg
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHANNEL = """
    insert into notify_channel (code, kind, way, name, agency_id, position, settings, is_on, changed_at)
    select 'thu', 'web_push', 'push', 'Trình duyệt', agency_id, 0, '{}', false, now() from accounts_person where username = 'minh'
    returning id"""
MESSAGE = """
    insert into notify_message (key, person_id, agency_id, unit_id, way, address, text_key, text_fields, language, importance, about, purpose,
                                origin, state, trouble, created_at)
    select 'outbox', p.id, p.agency_id, a.unit_id, '', '', 'notify-title-plain', '{}', 'vi', 'normal', '', 'test', 'live', 'sent', '', now()
    from accounts_person p join accounts_agency a on a.id = p.agency_id where p.username = 'minh'
    returning id"""
DELIVERY = """
    insert into notify_delivery (message_id, channel_id, number, address, our_id, state, tries, held, provider_id, trouble, said, created_at, sent_at)
    values (%s, %s, 1, 'x', %s, 'sent', 1, '', '', '', '', now(), now())"""


def test_a_receipt_changes_the_row_on_the_open_page(
    browser: Any, city: str, committed_db: str, signed_in: dict[str, Any]
) -> None:
    from playwright.sync_api import expect

    key = str(uuid4())
    with psycopg.connect(committed_db, autocommit=True) as connection:
        channel = connection.execute(CHANNEL).fetchone()
        message = connection.execute(MESSAGE).fetchone()
        assert channel and message
        connection.execute(DELIVERY, [message[0], channel[0], key])
    context = browser.new_context(locale="vi-VN", storage_state=signed_in)
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(f"{city}/notify/")
    page.wait_for_selector("[data-connection=live]")
    row = page.locator(f"tr[data-href='/notify/{message[0]}/']")
    expect(row).to_contain_text("Đã gửi")
    told = urllib.parse.urlencode({"id": key, "state": "read"}).encode()
    urllib.request.urlopen(f"{city}/notify/arrived/", told, timeout=60).close()
    expect(row).to_contain_text(re.compile("Đã đọc"))
    context.close()
