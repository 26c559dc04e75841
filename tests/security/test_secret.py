"""The key that signs sessions and links: one for the whole installation, for its owner's eyes only."""

import os
import stat
import subprocess
import sys


def test_processes_that_start_together_share_one_key(tmp_path):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("RATUSZ_")}
    command = [sys.executable, "-c", "from ratusz.settings import SECRET_KEY; print(SECRET_KEY)"]
    crew = [
        subprocess.Popen(
            command, env=variables | {"RATUSZ_DATA": str(tmp_path / "data")}, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    keys = {process.communicate()[0].strip() for process in crew}
    assert len(keys) == 1 and len(keys.pop()) > 80
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
