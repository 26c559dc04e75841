"""`ratusz serve`: the web server, the worker, or both under one supervisor."""

import argparse
import os
import sys

from ratusz.cli import installation
from ratusz.cli.commands import Commands
from ratusz.cli.locks import running


def add_to(commands: Commands) -> None:
    command = commands.add_parser("serve", help="answer requests and do the work that waits")
    parts = command.add_mutually_exclusive_group()
    parts.add_argument("--web", action="store_true", help="only the web server")
    parts.add_argument("--worker", action="store_true", help="only the worker")
    command.add_argument("--supervised", type=int, metavar="PARENT", help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.supervised:
        from ratusz.cli.supervisor import leave_with

        leave_with(arguments.supervised)
    config = installation.start()
    with running(config.data):
        if not arguments.supervised:
            _make_ready(with_web=not arguments.worker)
        if arguments.web:
            return web()
        if arguments.worker:
            return worker()
        return both()


def _make_ready(*, with_web: bool) -> None:
    from ratusz.cli.prepare import prepare
    from ratusz.cli.web_server import ensure_free

    if with_web:
        ensure_free()
    prepare()


def web() -> int:
    from ratusz.cli.web_server import serve

    serve()
    return 0


def worker() -> int:
    from ratusz.jobs.worker import run as work

    work()
    return 0


def both() -> int:
    from ratusz.cli.supervisor import Supervisor, hold_signals
    from ratusz.cli.web_server import announce_when_ready

    serve = [sys.executable, "-m", "ratusz", "serve", "--supervised", str(os.getpid())]
    hold_signals()
    announce_when_ready()
    return Supervisor({"web": [*serve, "--web"], "worker": [*serve, "--worker"]}).run()
