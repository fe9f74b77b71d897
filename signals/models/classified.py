"""What a signal seems to be about: its forms, whether it crossed a border, and what stands beside the forms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from signals.codes import SERIOUS_DISADVANTAGE, Form, Route


class Classified(models.Model):
    """The columns of a signal that classify it.

    `serious_disadvantage`: an offence of its own and no form; what has it is never counted as trafficking (domain 4.1).
    """

    form = models.CharField("vorm", max_length=20, choices=Form, default=Form.UNKNOWN)
    other_forms = ArrayField(models.CharField(max_length=20, choices=Form), verbose_name="andere vormen", default=list)
    route = models.CharField("route", max_length=12, choices=Route, default=Route.UNKNOWN)
    serious_disadvantage = models.BooleanField(SERIOUS_DISADVANTAGE, default=False)

    class Meta:
        abstract = True

    @property
    def forms_in_words(self) -> str:
        """The main form, and what fits too: "Arbeidsuitbuiting, ook: Gedwongen bedelarij; ernstige benadeling …"."""
        others = ", ".join(str(Form(form).label) for form in self.other_forms)
        told = f"{self.get_form_display()}, ook: {others}" if others else str(self.get_form_display())
        return f"{told}; {SERIOUS_DISADVANTAGE}" if self.serious_disadvantage else told
