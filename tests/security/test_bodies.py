"""Bodies that no form of ours sends: too long, too many fields, files, nonsense. Refused, nothing left behind."""

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

LOGIN = "/konto/logowanie/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def temporary(tmp_path, monkeypatch, settings):
    """Where an upload would be written."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return Path(tmp_path)


def test_a_file_is_read_and_thrown_away(cast, temporary):
    file = SimpleUploadedFile("duży.bin", b"x" * 5_000_000)
    page = Client().post(LOGIN, {"login": "anna@urzad.example", "password": "zielony-tramwaj-7", "file": file})
    assert page.status_code == 302, "the rest of the form counts"
    assert list(temporary.iterdir()) == []
    assert not page.wsgi_request.FILES


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"a=" + b"x" * 2_200_000, FORM, 400),
        (b"&".join(b"a%d=1" % n for n in range(501)), FORM, 400),
        (b"&" * 100_000, FORM, 400),
        (b"{}", "application/json", 400),
        (b"\xff\xfe", "text/plain", 200),
        (b"login=a", f"{FORM}; charset=utf-16", 400),
        (b"login=a", f"{FORM}; charset=no-such", 200),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 200),
        (b"", "multipart/form-data", 200),
        (b"", "multipart/form-data; boundary=" + "\u0105" * 3, 200),
        (b"", "multipart/form-data; boundary=" + "x" * 300, 200),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(cast, body, kind, status):
    page = Client().generic("POST", LOGIN, body, content_type=kind)
    assert page.status_code == status
