"""Fills the database of a running system for the test of replies: reports that wait for review, with the number and here and there the
e-mail of whoever reported; an SMS gateway and a mail server on the ports that it is told. Prints the codes of the reports."""

from __future__ import annotations

import sys

import django

REPORTS = 12


def phone(number: int) -> str:
    return f"09030001{number:02}"


def email(number: int) -> str:
    """Every third left one, too."""
    return f"dan{number}@example.vn" if number % 3 == 0 else ""


def answer(number: int) -> str:
    return f"Đã sửa ống thứ {number}"


def main(gateway_url: str, mail_port: int) -> None:
    django.setup()
    from django.db import transaction

    from dothi.kernel.testing import cast
    from dothi.notify.tests.making import a_channel, gateway
    from dothi.reports import actions
    from dothi.reports.identity.vault import contact_of
    from dothi.reports.tests.course import LEAK, prepared, told

    with transaction.atomic():
        people = cast.gather()
        prepared(people)
        gateway("sms", gateway_url)
        letters = {"host": "127.0.0.1", "port": mail_port, "security": "none", "sender": "ioc@example.vn"}
        a_channel("letters", settings=letters)
        codes = []
        for number in range(REPORTS):
            who = contact_of(f"Người dân {number}", phone(number), email(number))
            report = told(category=LEAK, text=f"Vỡ ống nước thứ {number}", contact=who).report
            actions.give(report, people.environment, by=people.minh)
            actions.answer(report, answer(number), by=people.nga)
            codes.append(report.code)
    print(*codes)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
