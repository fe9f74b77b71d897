"""How a file of a form is taken in: in memory, counted to its end, kept no further than a file may be big.

Left to itself the framework writes a bigger one to a folder for temporary files, where it can be read by whoever reads
the disk, and stays when the process is killed.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class InMemory(FileUploadHandler):
    """Keeps one byte more than a file may have; `size` is that of the whole, so that its form can say it is too big."""

    def new_file(self, *told: Any, **more: Any) -> None:
        super().new_file(*told, **more)
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._kept.write(raw_data[: max(0, settings.FILE_MOST_BYTES + 1 - self._kept.tell())])

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
