"""The states of jobs and of outgoing mail, and the numbers that both keep to."""

from datetime import timedelta

from django.conf import settings
from django.db import models

MAX_ATTEMPTS = 3

# How long a claimed job may stay silent. Reporting progress renews it; after it, another worker may take over.
LEASE = timedelta(minutes=2)

# How long a context that a job signs holds: longer than the job may run.
JOB_LIFETIME = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) + timedelta(minutes=1)

# A job that was sent and not taken is sent again after so long, each time twice as long, up to the second.
FIRST_RESEND = timedelta(minutes=1)
LAST_RESEND = timedelta(minutes=15)

# From here on a page says that processing takes longer than usual.
USUAL_WAIT = timedelta(seconds=30)
USUAL_RUN = timedelta(minutes=2)


class JobState(models.TextChoices):
    """Where a job is. `failed` is a refusal (rights gone, wrong state): trying again would not help."""

    QUEUED = "queued", "wacht op verwerking"
    RUNNING = "running", "bezig"
    DONE = "done", "klaar"
    FAILED = "failed", "niet uitgevoerd"
    MANUAL = "manual", "handmatig"


ENDED = (JobState.DONE, JobState.FAILED, JobState.MANUAL)


class MailKind(models.TextChoices):
    """A mail never says more than this. The two with which an account begins carry a link that works once; a digest
    says how many of each kind wait, and nothing of any of them. A reminder to the mailbox of an organisation without account
    names the numbers of what waits.
    """

    MESSAGE = "bericht", "U hebt een bericht"
    URGENT = "spoed", "Spoed: kijk nu"
    PASSWORD = "wachtwoord", "Nieuw wachtwoord kiezen"
    INVITATION = "welkom", "Uw account is klaar"
    ADDRESS = "adres", "Uw e-mailadres is gewijzigd"
    SECOND_STEP = "stap", "Uw tweede stap bij inloggen is gewijzigd"
    DIGEST = "overzicht", "Wat er op u wacht"
    REMINDER = "herinner", "Herinnering"
    CHANGED = "gewijzigd", "Uw wachtwoord is gewijzigd"


class MailState(models.TextChoices):
    """Where a mail is. `dropped`: the recipient has no active account any more, or nothing waits."""

    QUEUED = "queued", "wacht op verzending"
    SENT = "sent", "verstuurd"
    DROPPED = "dropped", "vervallen"
    MANUAL = "manual", "handmatig"


MAIL_ENDED = (MailState.SENT, MailState.DROPPED, MailState.MANUAL)
