"""The application as a server calls it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from web.heads import bare_heads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
application = bare_heads(get_wsgi_application())
