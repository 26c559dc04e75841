"""A person at a browser who does not give up: signs in, sends proposals, and sends again when no answer comes."""

import http.client
import re
import threading
import time
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

LOGIN, NEW = "/konto/logowanie/", "/szkolenia/zgloszenia/nowe/"
PASSWORD = "zielony-tramwaj-7"
OUTAGES = {502, 503}


class Person:
    """`answered` are the keys of forms that the product took; `repeated` counts forms that had to be sent again."""

    def __init__(self, port: int, email: str) -> None:
        self.port, self.email = port, email
        self.cookies: dict[str, str] = {}
        self.answered: list[str] = []
        self.repeated = self.refused = 0

    def send_until(self, enough: threading.Event) -> None:
        csrf = self.token(NEW)
        while not enough.is_set():
            fields = proposal(csrf)
            self.insist(NEW, fields)
            self.answered.append(fields["klucz"])
            if len(self.answered) % 5 == 0:  # the answer got lost on its way: the same form once more
                self.insist(NEW, fields)

    def insist(self, path: str, fields: dict[str, str]) -> None:
        """Until the product answers with the page that follows."""
        while True:
            status, headers, _page = self.ask("POST", path, fields)
            if status == 302 and LOGIN not in headers["Location"]:
                return
            self.repeated += 1
            if status not in OUTAGES:
                self.refused += 1
                fields["csrfmiddlewaretoken"] = self.token(path)

    def token(self, path: str) -> str:
        """The form's token, after signing in if that is asked for."""
        while True:
            status, _headers, page = self.ask("GET", path)
            if status == 200:
                return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
            if status == 302:
                csrf = self.token(LOGIN)
                self.ask("POST", LOGIN, {"login": self.email, "password": PASSWORD, "csrfmiddlewaretoken": csrf})

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, Any, str]:
        """Status, headers and page; a connection that is refused or breaks off is an outage like any other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return 503, {}, ""
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer.status, answer.headers, page


def proposal(csrf: str) -> dict[str, str]:
    """An online training with two people, as the form sends it."""
    fields = {"csrfmiddlewaretoken": csrf, "data": "2098-03-03", "godzina": "09:00", "typ": "online"}
    fields["klucz"] = str(uuid4())
    fields |= {"uczestnicy-TOTAL_FORMS": "2", "uczestnicy-INITIAL_FORMS": "0"}
    for n, name in enumerate(("Bartek", "Celina")):
        prefix = f"uczestnicy-{n}"
        email = f"{uuid4().hex}@urzad.example"
        fields |= {f"{prefix}-imie": name, f"{prefix}-nazwisko": "Mazur", f"{prefix}-email": email}
    return fields
