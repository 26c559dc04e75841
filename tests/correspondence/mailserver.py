"""A real mail server that answers as the test wishes."""

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

OK = "250 OK"


def free_port() -> int:
    """Below the ports that outgoing connections take, so that it is still free after the server was down."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise OSError("no free port")


class Telephones(Controller):
    """Ends the calls in progress when the server goes down; aiosmtpd leaves them open."""

    def factory(self) -> Any:
        self.calls = [*getattr(self, "calls", []), super().factory()]
        return self.calls[-1]

    def hang_up(self) -> None:
        for call in self.calls:
            if call.transport is not None:
                call.transport.abort()


class MailServer:
    """`to` answers RCPT, `data` answers DATA; what was taken is in `taken`."""

    def __init__(self, port: int | None = None, **controller: Any) -> None:
        self.port = port or free_port()
        self.controller_options = controller
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Any] = []
        self.to: Callable[[str], str] = lambda address: OK
        self.data: Callable[[], str] = lambda: OK

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.to(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.data()
        if answer == OK:
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelopes.append(envelope)
        return answer

    @contextmanager
    def up(self) -> Iterator["MailServer"]:
        controller = Telephones(self, hostname="127.0.0.1", port=self.port, **self.controller_options)
        controller.start()
        try:
            yield self
        finally:
            controller.loop.call_soon_threadsafe(controller.hang_up)
            controller.stop()


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """An authenticator that knows one person."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        known = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check
