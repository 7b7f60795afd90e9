"""Uploads are cut while they arrive: nobody fills the disk with one request."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

#: above the limit of every page that takes files, so that each refuses a cut file by its own limit
MOST_BYTES = 25 * 1024 * 1024


class SizeLimit(FileUploadHandler):
    """Passes on the first bytes of a file, one more than any page takes, and lets the rest go by.

    Stands first in `FILE_UPLOAD_HANDLERS`.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.left = MOST_BYTES + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        kept = raw_data[: self.left]
        self.left -= len(kept)
        return kept or None

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers behind."""
        return None
