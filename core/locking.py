"""A PDF that opens with a passphrase alone, for who cannot be reached otherwise than by ordinary mail or paper on a stick.

AES-256 (PDF 2.0, revision 6), also over its properties. What the document is stays as it was: tagged, and open to programs that
read aloud.
"""

import io
import secrets

import pikepdf

# Without the letters and digits that look alike; easy to say on the phone.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _OF = 4, 5


def new_passphrase() -> str:
    """Drawn at random: four groups of five, about 98 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_OF)) for _ in range(_GROUPS))


def locked(pdf: bytes, passphrase: str) -> bytes:
    """The same document, of our own making, behind the passphrase. Who opens it may read, print and copy, and change nothing."""
    allowed = pikepdf.Permissions(modify_annotation=False, modify_assembly=False, modify_form=False, modify_other=False)
    # Whoever has the owner's password may change it: nobody has it.
    key = pikepdf.Encryption(user=passphrase, owner=secrets.token_urlsafe(32), R=6, allow=allowed)
    behind = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(behind, encryption=key)
    return behind.getvalue()
