"""Uploads end where nobody would need more: before anything of them is kept, and whatever page they are sent to."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS. Refuses a request by the length that it announces; the server reads no more
    than was announced. Each form says for itself how large one file may be.
    """

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> tuple[Any, Any] | None:
        if content_length > settings.MAX_REQUEST_BYTES:
            raise RequestDataTooBig(
                f"MAX_REQUEST_BYTES is {settings.MAX_REQUEST_BYTES}; the request announced {content_length}."
            )
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
