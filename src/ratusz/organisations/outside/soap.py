"""Questions to a SOAP service: posted within a time limit, the answer limited in size and parsed without trust.

No SOAP library. We ask eight fixed questions, so nothing is gained from reading a WSDL at run time; zeep would bring
lxml, requests and eight packages more, fetch schemas from the service before the first question, and still need
help with the multipart answers and the session header of REGON.
"""

import email
import re
import ssl
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from ratusz.organisations.outside.answers import refused, silent

TIMEOUT = 5.0
LARGEST = 1024 * 1024
PIECE = 64 * 1024
UNDERSTOOD = (200, 500)  # SOAP tells its faults with status 500
SECURITY = re.compile(r"FailedAuthentication|InvalidSecurity")


@dataclass
class Exchange:
    """A conversation with one service. All its questions together have `TIMEOUT` seconds from its beginning."""

    register: str
    url: str
    until: float = field(default_factory=lambda: monotonic() + TIMEOUT)

    def ask(self, envelope: str, headers: dict[str, str]) -> Element:
        """The body of the answer. Raises Unavailable."""
        try:
            status, body = self._posted(envelope, headers)
        except (OSError, HTTPException, ValueError) as fault:
            raise silent(self.register, f"{type(fault).__name__}: {fault}") from fault
        complaint = body.find("{*}Fault")
        if complaint is not None:
            words = " ".join(" ".join(complaint.itertext()).split())[:300]
            raise (refused if SECURITY.search(words) else silent)(self.register, words)
        if status != 200:
            raise silent(self.register, f"HTTP {status}")
        return body

    def _posted(self, envelope: str, headers: dict[str, str]) -> tuple[int, Element]:
        request = Request(self.url, envelope.encode(), headers)  # noqa: S310 (the opener knows nothing but HTTP)
        with opener().open(request, timeout=self._left()) as answer:
            if answer.status not in UNDERSTOOD:
                raise ValueError(f"HTTP {answer.status}")
            try:
                return answer.status, _body(_envelope(answer.headers, self._content(answer)))
            except ValueError as fault:
                raise ValueError(f"HTTP {answer.status}, {fault}") from fault

    def _content(self, answer: HTTPResponse) -> bytes:
        """Piece by piece: the time limit of a socket would let a service that drips bytes hold us for hours."""
        content = bytearray()
        while piece := answer.read1(PIECE):
            content += piece
            if len(content) > LARGEST:
                raise ValueError(f"more than {LARGEST} bytes")
            self._left()
        return bytes(content)

    def _left(self) -> float:
        """Seconds until the end. Raises TimeoutError after it."""
        seconds = self.until - monotonic()
        if seconds <= 0:
            raise TimeoutError(f"more than {TIMEOUT} s")
        return seconds


@cache
def opener() -> OpenerDirector:
    """Checks certificates, goes through the proxy of the environment, and follows no redirect.

    A redirect would turn the question into another one (GET), and could carry the key to another host.
    """
    director = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(context=ssl.create_default_context())):
        director.add_handler(handler)
    director.addheaders = [("User-Agent", "Ratusz")]
    return director


def parse(text: bytes | str) -> Element:
    """The root of an XML document. Raises ValueError: not XML, or it brings definitions of its own (DTD, entities)."""
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, LookupError) as fault:
        raise ValueError(str(fault)) from fault
    return root


def _envelope(headers: Message, content: bytes) -> bytes:
    """REGON answers in MTOM: the envelope is the first part of a multipart message."""
    if headers.get_content_maintype() != "multipart":
        return content
    kind = headers["Content-Type"].encode("latin-1")
    parts = email.message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + content).walk()
    payload = next((part.get_payload(decode=True) for part in parts if not part.is_multipart()), None)
    return payload if isinstance(payload, bytes) else b""


def _body(envelope: bytes) -> Element:
    body = parse(envelope).find("{*}Body")
    if body is None:
        raise ValueError("an envelope without a body")
    return body
