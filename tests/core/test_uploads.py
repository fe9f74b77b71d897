"""A file of a form is counted to its end and kept no further than it may be big."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from core.uploads import InMemory


def test_of_a_file_that_is_too_big_no_more_is_kept_than_says_so(settings: Any) -> None:
    settings.FILE_MOST_BYTES = 1000
    sent = {"file": SimpleUploadedFile("a.txt", b"x" * 300_000, "text/plain"), "words": "hier"}
    request = RequestFactory().post("/", sent)
    kept: Any = request.FILES["file"]
    assert (kept.size, len(kept.read()), kept.name) == (300_000, 1001, "a.txt")
    assert request.POST["words"] == "hier"
    assert [type(handler) for handler in request.upload_handlers] == [InMemory]


def test_a_file_that_is_not_too_big_is_there_whole(settings: Any) -> None:
    settings.FILE_MOST_BYTES = 300_000
    data = bytes(range(256)) * 1000
    kept: Any = RequestFactory().post("/", {"file": SimpleUploadedFile("a.bin", data)}).FILES["file"]
    assert (kept.size, kept.read()) == (len(data), data)
