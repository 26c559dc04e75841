"""The life of a job. Only the queue and the worker move it; jobs stand below history and write none."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    READY = "ready", _("czeka")
    RUNNING = "running", _("w toku")
    DONE = "done", _("wykonane")
    DEAD = "dead", _("nieudane")


LIVE = (JobState.READY, JobState.RUNNING)
