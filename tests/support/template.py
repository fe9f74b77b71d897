"""`python -m tests.support.template`: the databases that test processes copy, made before there are any."""

import django

django.setup()

from . import demo  # noqa: E402  has models
from .database import CopiedDatabase  # noqa: E402  has models
from .sealing import fill_small_world  # noqa: E402  has models

database = CopiedDatabase()
database.make_template()
database.filled_template(fill_small_world)
demo.template(database)
