"""What we hand out: a wheel that serves styled pages on a machine without Node, sources or build tools."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.installation import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return next(target.glob("ratusz-*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed `ratusz`, in an environment that has nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    lock = ROOT / "script" / "requirements.txt"
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-qq", "-c", lock, wheel], check=True)
    return folder / "bin" / "ratusz"


def test_it_holds_what_was_built(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if re.search(r"static/ratusz/app\.css$", name)]
    assert sorted(name.split("/")[2] for name in names if name.endswith("django.mo")) == ["de", "en", "pl"]
    assert [name for name in names if name.endswith(".html")]
    assert not [name for name in names if name.startswith("tests/") or "node_modules" in name]


def test_it_serves_without_sources_and_node(program: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {
        "PATH": str(program.parent),
        "HOME": str(tmp_path),
        "RATUSZ_DATA": str(tmp_path / "data"),
        "RATUSZ_BIND": f"127.0.0.1:{port}",
        "RATUSZ_URL": f"http://127.0.0.1:{port}",
    }
    process = subprocess.Popen([program, "serve"], env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert any(line.startswith("Ratusz answers at") for line in process.stdout)
        assert get(port, "/zdrowie/")
        page = get(port, "/")
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style, page[:2000]
        assert "{" in get(port, style[1])
    finally:
        process.terminate()
        assert process.wait() == 0
        process.stdout.close()


def get(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}") as response:
        assert response.status == 200
        return response.read().decode()


def test_it_says_its_version(program: Path) -> None:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, env={"PATH": os.defpath})
    assert re.fullmatch(r"Ratusz \d+\.\d+\.\d+\n", done.stdout)
