"""Django's task API on our queue: `@task` and `.enqueue()` work, the result is the job's row."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from ratusz.jobs.models import Job
from ratusz.jobs.queue import arguments
from ratusz.jobs.states import JobState

STATUS = {
    JobState.READY: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.DEAD: TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedTask(Task[Any, Any]):
    """`@task(outside=True)` is for work that reaches beyond the database."""

    outside: bool = False


class LeaseBackend(BaseTaskBackend):
    task_class = LeasedTask
    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = Job(
            path=task.module_path,
            args=arguments(args, kwargs),
            outside=task.outside,
            queue=task.queue_name,
            priority=task.priority,
            run_after=task.run_after or timezone.now(),
        )
        job.save(force_insert=True)
        return result(job, task)


def result(job: Job, task: Any) -> TaskResult[Any]:
    """A job as Django's task API describes it. Return values are not kept."""
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS[JobState(job.state)],
        enqueued_at=job.created_at,
        started_at=None,
        finished_at=job.finished_at,
        last_attempted_at=None,
        args=job.args["args"],
        kwargs=job.args["kwargs"],
        backend=task.backend,
        errors=[],
        worker_ids=[job.worker] * job.attempts,
    )
