"""The web server: granian with the limits that were measured to survive slow clients and lost workers."""

import errno
import http.client
import socket
import threading
import time

from django.conf import settings

from ratusz.cli.console import Problem, say

LIFETIME = 6 * 3600
MEMORY_LIMIT = 400  # MiB for each worker
HEADER_TIMEOUT = 10_000  # ms


def address() -> tuple[str, int]:
    """Host and port of RATUSZ_BIND. Raises Problem for anything else."""
    host, _, port = settings.CONFIG["BIND"].rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise Problem("RATUSZ_BIND must be an address and a port, for example 127.0.0.1:8000", status=2)
    return host.strip("[]"), int(port)


def ensure_free() -> None:
    """Raises Problem when somebody else listens there: granian would share the port without a word."""
    host, port = address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise Problem(_why_not(fault, host, port)) from None


def _why_not(fault: OSError, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program. Stop it, or choose another: RATUSZ_BIND={host}:{port + 1}"
    if fault.errno == errno.EACCES:
        return f"this user may not listen on port {port}. Choose one above 1023 and put nginx in front."
    return f"RATUSZ_BIND={host}:{port} is not an address of this machine ({fault.strerror})."


def serve() -> None:
    """Answers requests until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    # Loaded before the workers fork: they share its memory and a lost one is replaced at once.
    import ratusz.wsgi  # noqa: F401

    host, port = address()
    config = settings.CONFIG
    Granian(
        "ratusz.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=config.number("WEB_WORKERS"),
        blocking_threads=config.number("WEB_THREADS"),
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
        respawn_failed_workers=True,
        workers_lifetime=LIFETIME,
        workers_max_rss=MEMORY_LIMIT,
        workers_kill_timeout=20,
        log_level=LogLevels.warning if config.production else LogLevels.error,
    ).serve()


def announce_when_ready() -> None:
    """Prints the address once it really answers."""
    threading.Thread(target=_announce, daemon=True).start()


def _announce() -> None:
    host, port = address()
    while not _answers(host, port):
        time.sleep(0.05)
    say(f"Ratusz answers at {settings.SITE_URL}/")
    if settings.DEMO:
        say("Demonstration data: the login page lists the accounts to try.")
    say("Ctrl+C stops it.")


def _answers(host: str, port: int) -> bool:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(reachable, port, timeout=5)
    try:
        connection.request("GET", "/zdrowie/", headers={"Host": settings.CONFIG.host})
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()
