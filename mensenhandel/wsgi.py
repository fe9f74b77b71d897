"""The web application, as gunicorn loads it. Whoever runs it says which settings; by default the strict ones.

A system check of level error stops it here: gunicorn itself runs no checks. Loaded before gunicorn forks
(`--preload`), so no connection may stay open: two processes would talk through one.
"""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections

from core.incoming import readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mensenhandel.settings.production")

application = readable(get_wsgi_application())
call_command("check", databases=["default"])
connections.close_all()
