"""What `ratusz check` looks at. Each function looks at one thing and says what it found."""

import shutil
import smtplib
import stat
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from ratusz.cli import prepare
from ratusz.cli.findings import Finding, fault, fine
from ratusz.timetable import TIMETABLE

SEE = "See docs/operating/emergencies.md,"
MEBIBYTE = 1024 * 1024
LEAST_FREE = 512 * MEBIBYTE
LATE = timedelta(minutes=30)


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)" if connection.vendor == "sqlite" else "SELECT 'ok'")
            answer = cursor.fetchone()[0]
    except DatabaseError as problem:
        return fault(f"does not answer ({first_line(problem)}). {SEE} The database fails.")
    if answer != "ok":
        return fault(f"is damaged ({answer}). Stop Ratusz and run: ratusz restore NEWEST-BACKUP --replace")
    version = ".".join(str(part) for part in connection.get_database_version())
    return fine(f"{connection.display_name} {version}")


def migrations() -> Finding:
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return fault("cannot be read because the database does not answer.")
    if newer := prepare.unknown_migrations(executor):
        return fault(f"the database is newer than this program ({', '.join(newer)}). Install the newer Ratusz again.")
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return fault(f"{len(waiting)} not applied. Run: ratusz migrate") if waiting else fine("all applied")


def data_folder() -> Finding:
    try:
        with tempfile.NamedTemporaryFile(dir=settings.DATA) as file:
            file.write(b"ratusz")
            file.flush()
    except OSError as problem:
        return fault(f"{settings.DATA} cannot be written ({problem.strerror}).")
    return fine(str(settings.DATA))


def secret_key() -> Finding:
    file = Path(settings.DATA) / "secret.key"
    if settings.CONFIG["SECRET_KEY"]:
        return fine("from RATUSZ_SECRET_KEY")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return fault(f"{file} can be read by others. Run: chmod 600 {file}")
    return fine(str(file))


def disk() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    words = f"{free // MEBIBYTE} MiB free in {settings.DATA}"
    if free < LEAST_FREE:
        return fault(f"{words}. Remove old backups or give it more space before writing stops.")
    return fine(words)


def static_files() -> Finding:
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".published"
    if not (root / "staticfiles.json").exists() or not stamp.exists():
        return fault("not published yet. Run: ratusz migrate")
    if stamp.read_text() != prepare.static_fingerprint():
        return fault("older than this program. Run: ratusz migrate")
    return fine(str(root))


def mail() -> Finding:
    if not settings.SMTP_URL:
        return fine("RATUSZ_SMTP_URL is empty: messages are stored, none leaves")
    from ratusz.correspondence.smtp import connect

    try:
        connect(settings.SMTP_URL).quit()
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        return fault(f"the mail server does not take us ({first_line(problem)}). Messages wait and are sent later.")
    return fine("the mail server answers and takes our name and password")


def work() -> Finding:
    from ratusz.jobs.models import Job, Schedule

    try:
        dead = Job.objects.dead().count()
        late = Schedule.objects.filter(path__in=TIMETABLE, due_at__lt=timezone.now() - LATE).count()
    except DatabaseError as problem:
        return fault(f"cannot be looked at ({first_line(problem)}).")
    if late:
        return fault(
            f"the timetable is more than {LATE.seconds // 60} minutes late: no worker runs. Start: ratusz serve"
        )
    if dead:
        return fault(f"{dead} jobs were given up after their last try. {SEE} Jobs are given up.")
    return fine("nothing late, nothing given up")


def first_line(problem: Exception) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]


EXAMINATIONS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "migrations": migrations,
    "data folder": data_folder,
    "secret key": secret_key,
    "disk": disk,
    "static files": static_files,
    "mail": mail,
    "work": work,
}
