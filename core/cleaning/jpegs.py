"""A photo inside a PDF keeps what the camera wrote beside it; here that is cut out, the picture itself untouched."""

from collections.abc import Iterator

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_ADOBE = 0xEE  # says how the colours are meant
_NOTES = frozenset(range(0xE1, 0xF0)) - {_ADOBE} | {_COMMENT}
_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers without a length


def bare(data: bytes) -> bytes:
    """The JPEG without notes, comments and anything behind its end. ValueError when it is none."""
    return b"".join(_kept(data))


def _kept(data: bytes) -> Iterator[bytes]:
    if data[:2] != bytes((0xFF, _START)):
        message = "no JPEG"
        raise ValueError(message)
    yield data[:2]
    place = 2
    while True:
        marker, place = _marker(data, place)
        if marker == _END:
            yield bytes((0xFF, _END))
            return
        if marker in _BARE:
            yield bytes((0xFF, marker))
            continue
        end = place + int.from_bytes(data[place : place + 2])
        if end > len(data) or end < place + 2:
            message = "broken off"
            raise ValueError(message)
        if marker not in _NOTES:
            yield bytes((0xFF, marker)) + data[place:end]
        place = end
        if marker == _SCAN:
            place = _end_of_scan(data, end)
            yield data[end:place]


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker at `place`, and where it ends."""
    if data[place : place + 1] != b"\xff":
        message = "no marker"
        raise ValueError(message)
    while data[place : place + 1] == b"\xff":
        place += 1
    if place >= len(data):
        message = "broken off"
        raise ValueError(message)
    return data[place], place + 1


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the pixels stop: at the first marker that is no part of them."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            message = "broken off"
            raise ValueError(message)
        following = data[place + 1]
        if following not in {0x00, 0xFF} and following not in _BARE:
            return place
        place += 1 if following == 0xFF else 2
