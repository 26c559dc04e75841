"""A register on this machine that answers from files: a real HTTP server, which remembers what it was asked."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

ANSWERS = Path(__file__).parent / "answers"
BOUNDARY = "uuid:18e18dae-c6e6-44ff-bd8d-55fd420f328a+id=7744312"
MTOM = f'multipart/related; type="application/xop+xml";start="<http://tempuri.org/0>";boundary="{BOUNDARY}"'
MTOM += ';start-info="application/soap+xml"'
PART = "Content-ID: <http://tempuri.org/0>\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: application/xop+xml;"
PART += 'charset=utf-8;type="application/soap+xml"'

Answer = Callable[["Asked"], None]


@dataclass
class Asked:
    """One question, and the line on which it is answered."""

    operation: str
    headers: Message
    text: str
    line: BaseHTTPRequestHandler
    closing: Event

    def say(self, content: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.line.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.line.send_header(name, value)
        self.line.end_headers()
        self.line.wfile.write(content)


class Register:
    """`register.script["Zaloguj"] = [answer, ...]`: each answer serves once, the last one for ever."""

    def __init__(self, url: str) -> None:
        self.url, self.asked = url, list[Asked]()
        self.script: dict[str, list[Answer]] = defaultdict(list)

    @property
    def operations(self) -> list[str]:
        return [asked.operation for asked in self.asked]

    def answer(self, asked: Asked) -> None:
        self.asked.append(asked)
        answers = self.script[asked.operation]
        (answers.pop(0) if len(answers) > 1 else answers[0])(asked)


class Line(BaseHTTPRequestHandler):
    register: Register
    closing: Event

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        action = re.search(r"<wsa:Action>[^<]*/(\w+)</wsa:Action>", text)
        self.register.answer(Asked(action[1] if action else "", self.headers, text, self, self.closing))

    def do_GET(self) -> None:
        self.register.answer(Asked("GET", self.headers, "", self, self.closing))

    def log_message(self, *_words: object) -> None:
        """Quietly."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *_line: object) -> None:
        """Whoever asked has hung up, as some tests want."""


@contextmanager
def register() -> Iterator[Register]:
    closing = Event()
    line = type("Line", (Line,), {"closing": closing})
    with Server(("127.0.0.1", 0), line) as server:
        line.register = Register(f"http://127.0.0.1:{server.server_port}/service.svc")
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield line.register
        closing.set()
        server.shutdown()


def content_of(name: str) -> bytes:
    return (ANSWERS / name).read_bytes()


def multipart(name: str) -> Answer:
    """As REGON answers: the envelope as the only part of an MTOM message."""
    head, tail = f"\r\n--{BOUNDARY}\r\n{PART}\r\n\r\n".encode(), f"\r\n--{BOUNDARY}--\r\n".encode()
    return lambda asked: asked.say(head + content_of(name) + tail, MTOM)


def plain(name: str, status: int = 200, kind: str = "text/xml; charset=utf-8") -> Answer:
    return lambda asked: asked.say(content_of(name), kind, status)


def never(asked: Asked) -> None:
    """Holds the line until the test is over."""
    asked.closing.wait()


def drip(asked: Asked) -> None:
    """Always something new, never the end."""
    asked.say(b"<s:Envelope>", "text/xml")
    while not asked.closing.wait(0.02):
        asked.line.wfile.write(b" ")


def endless(asked: Asked) -> None:
    """Two megabytes, well-formed."""
    asked.say(b"<s:Envelope><!--" + b"x" * 2 * 1024 * 1024 + b"--></s:Envelope>", "text/xml")


def hang_up(asked: Asked) -> None:
    """Without a word."""
    asked.line.connection.close()


def elsewhere(url: str, status: int) -> Answer:
    return lambda asked: asked.say(b"", "text/html", status, Location=url)
