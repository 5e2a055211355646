"""No file that somebody sends takes more room here than any of our pages reads."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CutOff(FileUploadHandler):
    """Lets just too much of a file through and no more, so that a form can say: too large."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.LARGEST_UPLOAD else None

    def file_complete(self, file_size: int) -> None:
        return None  # those who come after it keep the file
