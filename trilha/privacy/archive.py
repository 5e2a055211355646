"""The zip: how it is made, and how one from outside is opened. What a header says of a size is not
believed: only the one file that is wanted is unpacked, and counted while it is."""

import stat
import struct
import zlib
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

DATA = "dados.json"
MOST_FILES = 50
LARGEST, LARGEST_INSIDE, MOST_TIMES = 5 * 1024**2, 20 * 1024**2, 100
SMALL = 1024**2  # a file that ends up below this may be as dense as it likes
ENCRYPTED = 0x1
BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


class BadFileError(ValueError):
    """The file cannot be used. The message says why, to the person who brought it."""


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The same files make the same zip: no clock and no machine leaves its mark."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
        for name, content in files:
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, content)
    return packed.getvalue()


def data_in(content: bytes) -> bytes:
    """The data of a zip that was downloaded here, or of the bare `dados.json` from inside of it."""
    if len(content) > LARGEST:
        raise BadFileError(_("O arquivo é grande demais: cabem até 5 MB."))
    if not content.startswith(b"PK"):
        return content
    try:
        with ZipFile(BytesIO(content)) as zipped:
            return _unpacked(zipped, _judged(zipped))
    except BadFileError:
        raise
    except BROKEN:
        raise BadFileError(
            _("Este zip está com defeito. Baixe de novo e tente outra vez.")
        ) from None


def _judged(zipped: ZipFile) -> ZipInfo:
    entries = zipped.infolist()
    if len(entries) > MOST_FILES:
        raise BadFileError(_("Este zip tem arquivos demais: não foi baixado da Trilha."))
    if any(_is_odd(entry) for entry in entries):
        text = _("Este zip tem pastas de fora, atalhos ou senha: não foi baixado da Trilha.")
        raise BadFileError(text)
    if sum(entry.file_size for entry in entries) > LARGEST_INSIDE:
        raise BadFileError(_("O que há dentro do zip é grande demais: cabem até 20 MB."))
    named = [entry for entry in entries if entry.filename == DATA]
    if len(named) != 1:
        raise BadFileError(_("Falta o arquivo dados.json dentro deste zip."))
    return named[0]


def _is_odd(entry: ZipInfo) -> bool:
    parts = entry.orig_filename.replace("\\", "/").split("/")
    outside = parts[0] == "" or ".." in parts or ":" in parts[0] or "\\" in entry.orig_filename
    link = stat.S_ISLNK(entry.external_attr >> 16)
    dense = entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
    return outside or link or dense or bool(entry.flag_bits & ENCRYPTED)


def _unpacked(zipped: ZipFile, entry: ZipInfo) -> bytes:
    most = min(LARGEST_INSIDE, max(SMALL, entry.compress_size * MOST_TIMES))
    with zipped.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadFileError(_("O que há dentro do zip é grande demais: cabem até 20 MB."))
    return content
