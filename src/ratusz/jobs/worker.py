"""The worker: claims jobs one by one, has them performed, gives back abandoned ones and fires the timetable."""

import logging
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from ratusz.jobs import lease as leases
from ratusz.jobs import schedule
from ratusz.jobs.heartbeat import Heartbeat
from ratusz.jobs.perform import perform

log = logging.getLogger("ratusz.jobs")
HOUSEKEEPING_EVERY = 1.0


def run(*, lease: float = 60, idle: float = 0.5, once: bool = False, stop: threading.Event | None = None) -> int:
    """Work until SIGTERM, SIGINT or `stop`; the job in hand is finished first. Returns the number of jobs tried.

    `lease` and `idle` are seconds. With `once`: fire the timetable, work until nothing is due, and return.
    A database that is locked or away is waited for, except with `once`.
    """
    stop = stop or threading.Event()
    log.info("worker %s started", name())
    try:
        with _signals(stop), Heartbeat(timedelta(seconds=lease)) as heartbeat:
            tried = _once(heartbeat, stop) if once else _loop(heartbeat, stop, idle)
    finally:
        _disconnect()
    log.info("worker %s stopped after %d jobs", name(), tried)
    return tried


def drain(*, lease: float = 60) -> int:
    """Perform everything that is due now, without timetable and reaper. Returns the number of jobs tried."""
    with Heartbeat(timedelta(seconds=lease)) as heartbeat:
        return _drain(heartbeat, threading.Event())


def name() -> str:
    """This process, as job rows and logs call it."""
    return f"{socket.gethostname()}:{os.getpid()}"[-80:]


def _once(heartbeat: Heartbeat, stop: threading.Event) -> int:
    _housekeeping()
    return _drain(heartbeat, stop)


def _drain(heartbeat: Heartbeat, stop: threading.Event) -> int:
    tried = 0
    while not stop.is_set() and _turn(heartbeat):
        tried += 1
    return tried


def _loop(heartbeat: Heartbeat, stop: threading.Event, idle: float) -> int:
    tried, next_look, healthy = 0, 0.0, True
    while not stop.is_set():
        try:
            if time.monotonic() >= next_look:
                _housekeeping()
                next_look = time.monotonic() + HOUSEKEEPING_EVERY
            busy = _turn(heartbeat)
            close_old_connections()
        except (DatabaseError, InterfaceError) as error:
            healthy = _unhealthy(healthy, error)
            time.sleep(idle + random.random())  # noqa: S311 (workers need not come back together)
            continue
        if not healthy:
            log.info("the database answers again")
        healthy = True
        tried += busy
        if not busy:
            time.sleep(idle)
    return tried


def _unhealthy(healthy: bool, error: Exception) -> bool:
    """Said once, not twice a second, while the database is locked or away."""
    if healthy:
        log.error("the database does not answer, waiting for it (%s)", type(error).__name__)
    connections.close_all()
    return False


def _housekeeping() -> None:
    at = timezone.now()
    given_back = leases.reap(at=at)
    if given_back:
        log.warning("%d jobs of stopped workers given back", given_back)
    schedule.fire(at=at)


def _turn(heartbeat: Heartbeat) -> bool:
    """Claim and perform one job. False when nothing is due."""
    job = leases.claim(name(), lease=heartbeat.lease, at=timezone.now())
    if job is None:
        return False
    heartbeat.job = job
    try:
        perform(job)
    finally:
        heartbeat.job = None
    return True


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask to stop; only the main thread may listen to them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _disconnect() -> None:
    """Leave no connection behind, nor the threads of PostgreSQL's pool, which the whole process shares."""
    last_to_leave = threading.current_thread() is threading.main_thread()
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
            if last_to_leave and connection.vendor == "postgresql":
                connection.close_pool()  # type: ignore[attr-defined]
