"""Performs one claimed job: finds the function that its row names, calls it, and ends the job.

A body runs in the transaction that completes its job, so a worker killed at any moment leaves either
both or neither. An `outside` body runs before that transaction and may run again after a kill.
"""

import logging
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django_tasks import TaskContext
from django_tasks.base import Task

from ratusz.jobs import lease as leases
from ratusz.jobs.backend import result
from ratusz.jobs.models import Job

log = logging.getLogger("ratusz.jobs")


class NotOurs(Exception):
    """The row names something that no capability of this installation offers."""


def perform(job: Job) -> None:
    """Call the job and record how it ended. Raises DatabaseError when the ending cannot be recorded."""
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _call_and_complete(job)
    except leases.LeaseLost:
        log.warning("%s: finished after its lease was lost, taken back", job)
    except Exception as error:
        _note_failure(job, error)
    else:
        log.debug("%s: done", job)


def _call_and_complete(job: Job) -> None:
    call = _function(job)
    if job.outside:
        call()
        leases.complete(job, at=timezone.now())
        return
    with transaction.atomic():
        call()
        leases.complete(job, at=timezone.now())


def _function(job: Job) -> Callable[[], Any]:
    """What the row names, with its arguments. Only functions of installed capabilities may be named."""
    if apps.get_containing_app_config(job.path) is None:
        raise NotOurs(job.path)
    function = import_string(job.path)
    args = list(job.args["args"])
    if isinstance(function, Task):
        if function.takes_context:
            args.insert(0, TaskContext(task_result=result(job, function)))
        function = function.func
    return partial(function, *args, **job.args["kwargs"])


def _note_failure(job: Job, error: Exception) -> None:
    """The row keeps the whole error; the log only its kind, because messages of databases quote data."""
    words = "".join(traceback.format_exception(error))
    dead = leases.fail(job, words, at=timezone.now())
    outcome = "dead" if dead else "will be tried again"
    log.warning("%s: attempt %d failed (%s), %s", job, job.attempts, type(error).__name__, outcome)
