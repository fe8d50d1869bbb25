"""The people door. Routes and words are read before it opens: left to the first page, that work would hold up every
open stream of this process for seconds on a busy machine."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
application = get_wsgi_application()


def _read_ahead() -> None:
    from django.template import engines
    from django.urls import get_resolver

    from dothi.kernel.i18n import LANGUAGES, t

    engines.all()
    _ = get_resolver().url_patterns
    for language in LANGUAGES:
        t("web-nav-map", language)


_read_ahead()
