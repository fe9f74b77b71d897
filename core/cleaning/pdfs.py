"""A PDF is rebuilt from its pages: what a page shows goes over to a new document, and nothing else does.

Scripts, attached files, what opens by itself, forms, bookmarks, layers, notes of who made it: all of that hangs on the
document or on the edges of its pages, and is not copied. What was filled in and what was drawn upon a page is painted
into it first, so that it stays to be read. Then every object that came along is looked at once more, for whatever a page
could still carry in its fonts and pictures. A signature does not survive this: the document is another one.
"""

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String, explicit_conversion

from . import jpegs
from .images import MOST_PIXELS
from .refusing import Refusal, Why

MOST_PAGES = 1_000
MOST_OBJECTS = 200_000
MOST_FILTERS = 4
MOST_IN_A_STREAM = 256 * 1024**2
MOST_IN_ALL = 512 * 1024**2
DEEPEST = 100
_CHUNK = 1024**2

_OF_A_PAGE = frozenset(
    {"/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Parent"}
)
_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide"),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Named", "/GoTo3DView", "/Trans", "/SetOCGState"),
    }
)
_FILES = frozenset({"/Filespec", "/F", "/EmbeddedFile", "/Action"})
# Beside the pixels or the drawing of an object: notes, a reference to another document, a file elsewhere.
_BESIDE = (
    *("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/LastModified", "/StructParent", "/StructParents", "/OC"),
    *("/F", "/FFilter", "/FDecodeParms"),
)


def cleaned(data: bytes) -> bytes:
    """The pages of the document in a new one. Raises Refusal."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MOST_IN_A_STREAM,
        run_length_max_memory=MOST_IN_A_STREAM,
        png_max_memory=MOST_IN_A_STREAM,
        tiff_max_memory=MOST_IN_A_STREAM,
        parser_max_container_size=MOST_OBJECTS,
        max_stream_filters=MOST_FILTERS,
        doc_max_warnings=500,
    )
    try:
        with pikepdf.open(io.BytesIO(data)) as came, pikepdf.new() as made:
            _weigh(came)
            _rebuild(came, made)
            _look_through(made)
            out = io.BytesIO()
            made.remove_unreferenced_resources()
            made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise Refusal(Why.LOCKED) from None
    except (pikepdf.PikepdfError, pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError):
        raise Refusal(Why.BROKEN) from None


@explicit_conversion()
def _weigh(pdf: Pdf) -> None:
    """Refuse what would fill the memory of whoever opens it."""
    if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
        raise Refusal(Why.TOO_HEAVY)
    if not len(pdf.pages):
        raise Refusal(Why.BROKEN)
    left = MOST_IN_ALL
    for one in pdf.objects:
        if isinstance(one, Stream):
            left -= _unpacked(one, min(left, MOST_IN_A_STREAM))


def _unpacked(stream: Stream, most: int) -> int:
    """How many bytes this stream becomes; a picture's own packing (a photo) counts by its size in pixels."""
    filters = _filters(stream)
    if len(filters) > MOST_FILTERS:
        raise Refusal(Why.TOO_HEAVY)
    pixels = _number(stream, "/Width") * _number(stream, "/Height") if stream.get("/Subtype") == Name.Image else 0
    if pixels > MOST_PIXELS:
        raise Refusal(Why.TOO_MANY_PIXELS)
    length = _deflated(stream, most) if filters == ["/FlateDecode"] else len(stream.read_raw_bytes())
    if length > most:
        raise Refusal(Why.TOO_HEAVY)
    return length


def _deflated(stream: Stream, most: int) -> int:
    """Counted in pieces: it never lies in memory as a whole."""
    unpack, packed, length = zlib.decompressobj(), bytes(stream.read_raw_bytes()), 0
    try:
        while length <= most and not unpack.eof and (piece := unpack.decompress(packed, _CHUNK)):
            length += len(piece)
            packed = unpack.unconsumed_tail
    except zlib.error:
        return length
    return length


def _filters(stream: Stream) -> list[str]:
    found = stream.get("/Filter")
    return [str(one) for one in found] if isinstance(found, Array) else [str(found)] if found is not None else []


def _number(stream: Stream, key: str) -> int:
    try:
        return int(stream.get(key, 0))
    except (TypeError, ValueError):
        return 0


def _rebuild(came: Pdf, made: Pdf) -> None:
    came.generate_appearance_streams()
    came.flatten_annotations("screen")
    for page in came.pages:
        for key in [key for key in page.obj.keys() if key not in _OF_A_PAGE]:  # noqa: SIM118  not a mapping
            del page.obj[key]
        made.pages.append(page)


@explicit_conversion()
def _look_through(pdf: Pdf) -> None:
    for one in list(pdf.objects):
        for part in _with_parts(one, DEEPEST):
            _strip(part)


def _with_parts(one: Any, depth: int) -> Iterator[Any]:
    """An object with what lies inside it; what it points at comes by in its own turn."""
    if depth == 0:
        raise Refusal(Why.TOO_HEAVY)
    if isinstance(one, (Dictionary, Stream)):
        yield one
        inside = [one[key] for key in one.keys()]  # noqa: SIM118  not a mapping
    else:
        inside = list(one) if isinstance(one, Array) else []
    for part in inside:
        if isinstance(part, (Dictionary, Array)) and not part.is_indirect:
            yield from _with_parts(part, depth - 1)


def _strip(part: Any) -> None:
    """Empty what is an action or a file; of a picture or drawing take what lies beside it."""
    if _is_active(part):
        for key in list(part.keys()):
            del part[key]
        if isinstance(part, Stream):
            part.write(b"")
        return
    if isinstance(part, Stream):
        for key in _BESIDE:
            if key in part:
                del part[key]
        if "/DCTDecode" in _filters(part):
            _bare_photo(part)


def _is_active(part: Any) -> bool:
    kind, action = part.get("/Type"), part.get("/S")
    named = isinstance(action, Name) and str(action) in _ACTIONS
    return (
        named
        or (isinstance(kind, Name) and str(kind) in _FILES)
        or "/EF" in part
        or isinstance(part.get("/JS"), (String, Stream))
    )


def _bare_photo(stream: Stream) -> None:
    """Without what the camera noted. Wrapped in another packing, that is taken off; a photo that cannot be read is refused."""
    filters = _filters(stream)
    if filters[-1] != "/DCTDecode":
        raise Refusal(Why.BROKEN)
    if len(filters) > 1:
        parameters = stream.get("/DecodeParms")
        stream.Filter = Array([Name(name) for name in filters[:-1]])
        if parameters is not None:
            del stream["/DecodeParms"]
        photo = bytes(stream.read_bytes())
    else:
        photo = bytes(stream.read_raw_bytes())
        parameters = stream.get("/DecodeParms")
    stream.write(jpegs.bare(photo), filter=Name.DCTDecode)
    # How its colours are meant stands there, and nothing else that a photo needs.
    turn = parameters.get("/ColorTransform") if isinstance(parameters, Dictionary) else None
    if turn is not None:
        stream.DecodeParms = Dictionary(ColorTransform=int(turn))
