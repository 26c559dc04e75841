"""Opens this installation: settings read and judged, Django started."""

import os
from pathlib import Path

from ratusz import config
from ratusz.cli.console import Problem


def start(*, judged: bool = True) -> config.Config:
    """The settings of this installation, with Django ready. Raises Problem naming every fault at once."""
    settings = config.read()
    faults = settings.faults()
    if faults and judged:
        raise Problem(refusal(faults), status=2)
    os.umask(0o077)  # what we write holds personal data: for nobody else on this machine
    ready_folder(settings.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ratusz.settings")
    import django

    django.setup()
    return settings


def refusal(faults: list[str]) -> str:
    lines = "\n".join(f"  - {fault}" for fault in faults)
    return f"this installation must not start like this:\n{lines}\ndocs/operating/settings.md describes the settings."


def ready_folder(folder: Path) -> None:
    """The data folder exists, belongs to nobody else, and can be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        words = f"the data folder {folder} cannot be made ({fault.strerror}). Set RATUSZ_DATA."
        raise Problem(words, status=2) from None
    if (owner := folder.stat().st_uid) != os.geteuid():
        words = f"the data folder {folder} belongs to user {owner}, and files of another user would lock that one out."
        raise Problem(f"{words} Run this command as that user.", status=2)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Problem(f"the data folder {folder} cannot be written. Give it to the user that runs Ratusz.", status=2)
