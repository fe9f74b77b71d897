"""Reading PDFs in tests."""

import subprocess


def pages_of(pdf: bytes) -> list[str]:
    """What each page says, lines as they stand on it."""
    command = ["pdftotext", "-layout", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode().split("\f")[:-1]
