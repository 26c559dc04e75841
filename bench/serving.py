"""A real server: proposals sent per second, memory of its workers, bytes of the first page."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

CLIENTS, SECONDS = 4, 10


class Server:
    """`ratusz serve --web` on a free port of this machine, in the installation of this process."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self) -> "Server":
        where = f"127.0.0.1:{self.port}"
        environment = os.environ | {"RATUSZ_BIND": where, "RATUSZ_URL": f"http://{where}"}
        command = [sys.executable, "-m", "ratusz", "serve", "--web"]
        self.process = subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                Browser(self.port).get("/zdrowie/")
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()

    def memory(self) -> float:
        """Megabytes of the largest process of the server."""
        group = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_ours(pid)]
        return max(self._resident(pid) for pid in group)

    def _is_ours(self, pid: int) -> bool:
        try:
            return os.getpgid(pid) == self.process.pid
        except ProcessLookupError:
            return False

    def _resident(self, pid: int) -> float:
        with open(f"/proc/{pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024


class Browser:
    """A keep-alive connection with cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Any:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, "Cookie": cookie})
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer, answer.read()

    def enter(self, email: str, password: str) -> None:
        _answer, page = self.get("/konto/logowanie/")
        fields = {"csrfmiddlewaretoken": token(page), "login": email, "password": password}
        answer, _page = self.post("/konto/logowanie/", fields)
        if answer.status != 302:
            raise SystemExit(f"login of {email} answered {answer.status}")


def token(page: bytes) -> str:
    return re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()


def proposal(csrf: str, day: str) -> dict[str, str]:
    fields = {"csrfmiddlewaretoken": csrf, "data": day, "godzina": "09:00", "typ": "online", "klucz": str(uuid4())}
    fields |= {"uczestnicy-TOTAL_FORMS": "7", "uczestnicy-INITIAL_FORMS": "0"}
    for n in range(7):
        prefix, unique = f"uczestnicy-{n}", uuid4().hex[:10]
        fields |= {
            f"{prefix}-imie": "Jan",
            f"{prefix}-nazwisko": "Nowak",
            f"{prefix}-email": f"{unique}@bench.example",
        }
    return fields


def sending(ground: Any, password: str) -> dict[str, float]:
    """Proposals with seven people accepted per second by 4 clients, and the same clients' GETs of the health page."""
    from django.utils import timezone

    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    with Server() as server:
        browsers = []
        for person, _office in ground.coordinators[:CLIENTS]:
            browser = Browser(server.port)
            browser.enter(person.email, password)
            _answer, page = browser.get("/szkolenia/zgloszenia/nowe/")
            browsers.append((browser, token(page)))
        healthy = _rate(browsers, lambda browser, _csrf: browser.get("/zdrowie/")[0].status == 200)
        sent = _rate(
            browsers,
            lambda browser, csrf: browser.post("/szkolenia/zgloszenia/nowe/", proposal(csrf, day))[0].status == 302,
        )
    return {"sent": sent, "health": healthy}


def _rate(browsers: list[Any], ask: Any) -> float:
    done = [0] * len(browsers)
    until = time.monotonic() + SECONDS

    def work(place: int) -> None:
        browser, csrf = browsers[place]
        while time.monotonic() < until:
            if not ask(browser, csrf):
                raise SystemExit("a request was not answered as expected")
            done[place] += 1

    threads = [threading.Thread(target=work, args=[place]) for place in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def memory(ground: Any, password: str) -> dict[str, float]:
    """Megabytes of the largest web process before and after the list was opened 1000 times."""
    os.environ["RATUSZ_WEB_WORKERS"] = "1"
    try:
        with Server() as server:
            browser = Browser(server.port)
            browser.enter(ground.operator.email, password)
            before = server.memory()
            for _ in range(1000):
                answer, _page = browser.get("/szkolenia/zgloszenia/?status=pending")
                if answer.status != 200:
                    raise SystemExit(f"the list answered {answer.status}")
            return {"before": before, "after": server.memory()}
    finally:
        del os.environ["RATUSZ_WEB_WORKERS"]


def wire() -> dict[str, float]:
    """Compressed kilobytes and requests of the first page without a cache: the page and all that it names."""
    with Server() as server:
        _answer, page = Browser(server.port).get("/")
        size, names = _compressed(page), re.findall(rb'(?:href|src)="(/static/[^"#]+)', page)
        for name in dict.fromkeys(names):
            _answer, body = Browser(server.port).get(name.decode(), **{"Accept-Encoding": "br, gzip"})
            size += len(body)
    return {"kB": size / 1024, "requests": 1 + len(set(names))}


def _compressed(page: bytes) -> int:
    """As the reverse proxy sends it: gzip at its usual level."""
    import gzip

    return len(gzip.compress(page, 6))
