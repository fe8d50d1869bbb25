"""Pages that are one person's: behind a link or after a code."""

from __future__ import annotations

from django.http import HttpResponseBase


def private(answer: HttpResponseBase) -> HttpResponseBase:
    """For nobody's store and no search engine, and its address, which may hold a token, is told to no other site."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer
