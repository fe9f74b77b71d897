"""What a signal seems to be about: its forms, whether it crossed a border, and what stands beside the forms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from signals.codes import SERIOUS_DISADVANTAGE, Form, Route
from signals.sectors import LabourSector, SexSector


class Classified(models.Model):
    """The columns of a signal that classify it.

    `labour_sector`: of labour and forced services only; `sex_sector`: of sexual exploitation only. `serious_disadvantage`: an offence of its own and no form; what has it is
    never counted as trafficking (domain 4.1).
    """

    form = models.CharField("vorm", max_length=20, choices=Form, default=Form.UNKNOWN)
    other_forms = ArrayField(models.CharField(max_length=20, choices=Form), verbose_name="andere vormen", default=list)
    route = models.CharField("route", max_length=12, choices=Route, default=Route.UNKNOWN)
    labour_sector = models.CharField("sector", max_length=16, choices=LabourSector, blank=True)
    sex_sector = models.CharField("soort seksuele uitbuiting", max_length=16, choices=SexSector, blank=True)
    serious_disadvantage = models.BooleanField(SERIOUS_DISADVANTAGE, default=False)

    class Meta:
        abstract = True

    @property
    def forms_in_words(self) -> str:
        """The main form, and what fits too: "Arbeidsuitbuiting, ook: Gedwongen bedelarij; ernstige benadeling …"."""
        others = ", ".join(str(Form(form).label) for form in self.other_forms)
        told = f"{self.get_form_display()}, ook: {others}" if others else str(self.get_form_display())
        where = [f"sector: {self.get_labour_sector_display().lower()}"] if self.labour_sector else []
        where += [f"waar: {self.get_sex_sector_display().lower()}"] if self.sex_sector else []
        told = f"{told} ({'; '.join(where)})" if where else told
        return f"{told}; {SERIOUS_DISADVANTAGE}" if self.serious_disadvantage else told
