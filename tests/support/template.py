"""`python -m tests.support.template`: the database that every test process copies, made before there are any."""

import django

django.setup()

from .database import CopiedDatabase  # noqa: E402  has models

CopiedDatabase().make_template()
