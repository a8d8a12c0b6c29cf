"""What casting gives: a file that is finished but for its date, its metadata and the personal words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handouts.pdf.archive import DocumentInfo, info_object, metadata_object
from handouts.pdf.skeleton import Skeleton
from handouts.pdf.syntax import stream

INFO = -1  # fillings of holes; 0 and up are stretches of personal words, in the order of painting
METADATA = -2


class Casting(msgspec.Struct, frozen=True, array_like=True):
    """A skeleton, and what each of its holes is for."""

    skeleton: Skeleton
    fillings: tuple[int, ...]

    def printed(self, info: DocumentInfo, personal: Sequence[bytes] = ()) -> bytes:
        """The whole file. ``personal``: operators that paint the personal words of each stretch."""
        return self.skeleton.filled([self._body(filling, info, personal) for filling in self.fillings])

    @staticmethod
    def _body(filling: int, info: DocumentInfo, personal: Sequence[bytes]) -> bytes:
        if filling == INFO:
            return info_object(info)
        if filling == METADATA:
            return metadata_object(info)
        return stream(b"", personal[filling])
