"""What makes a file archival: metadata that agrees with itself, an output intent, a fixed id and fixed dates.

PDF/A-2a and PDF/UA-1 are both claimed in the XMP packet. Nothing here reads a clock: the dates come from DocumentInfo.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache

from handouts.pdf.syntax import literal, packed_stream, stream, text_string

CREATOR = "handouts"


@dataclass(frozen=True)
class DocumentInfo:
    """What the file says about itself. ``created`` needs a time zone. ``language`` is BCP 47.

    Characters that XML cannot hold are left out of the texts, so that the metadata stay well-formed.
    """

    title: str
    author: str
    subject: str
    language: str
    created: datetime
    producer: str

    def __post_init__(self) -> None:
        if self.created.utcoffset() is None:
            raise ValueError("DocumentInfo.created needs a time zone")
        for name in ("title", "author", "subject", "language", "producer"):
            object.__setattr__(self, name, _for_xml(getattr(self, name)))


def _for_xml(text: str) -> str:
    """Without the characters that XML cannot hold. Nearly all texts are plain, and cost nothing."""
    return text if text.isprintable() else _not_in_xml().sub("", text)


@cache
def _not_in_xml() -> re.Pattern[str]:
    return re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=32)  # a batch has few titles and dates
def info_object(info: DocumentInfo) -> bytes:
    """The Info dictionary, word for word what the XMP packet says."""
    stamp = literal(pdf_date(info.created).encode("ascii"))
    entries = (
        (b"Title", info.title),
        (b"Author", info.author),
        (b"Subject", info.subject),
        (b"Creator", CREATOR),
        (b"Producer", info.producer),
    )
    texts = b" ".join(b"/%s %s" % (key, text_string(text)) for key, text in entries if text)
    return b"<< %s /CreationDate %s /ModDate %s >>" % (texts, stamp, stamp)


def pdf_date(moment: datetime) -> str:
    """D:20260312090000+00'00'"""
    sign, hours, minutes = _offset(moment)
    return f"D:{moment:%Y%m%d%H%M%S}{sign}{hours:02d}'{minutes:02d}'"


def xmp_date(moment: datetime) -> str:
    """2026-03-12T09:00:00+00:00"""
    sign, hours, minutes = _offset(moment)
    return f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{minutes:02d}"


def _offset(moment: datetime) -> tuple[str, int, int]:
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    return ("-" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60)


# ---------------------------------------------------------------- metadata
_UA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li>"
    "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def xmp_packet(info: DocumentInfo) -> bytes:
    """The XMP metadata: PDF/UA-1 and PDF/A-2a, with the extension schema that lets the two stand together."""
    stamp = xmp_date(info.created)
    title, author, subject = (_escaped(text) for text in (info.title, info.author, info.subject))
    described = (
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        if subject
        else ""
    )
    authored = f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
        'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"{authored}{described}"
        f"<dc:language><rdf:Bag><rdf:li>{_escaped(info.language)}</rdf:li></rdf:Bag></dc:language>"
        f"<pdf:Producer>{_escaped(info.producer)}</pdf:Producer>"
        f"<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>"
        f"<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>"
        "<pdfuaid:part>1</pdfuaid:part><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        f'</rdf:Description>{_UA_SCHEMA}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
    return packet.encode("utf-8")


@lru_cache(maxsize=32)
def metadata_object(info: DocumentInfo) -> bytes:
    """The packet as a stream, not compressed, as PDF/A wants it."""
    return stream(b"/Type /Metadata /Subtype /XML", xmp_packet(info))


# ---------------------------------------------------------------- colour
def output_intent(profile: int) -> bytes:
    """sRGB as the one output intent. ``profile``: number of the object with the colour profile."""
    return (
        b"[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) "
        b"/DestOutputProfile %d 0 R >>]" % profile
    )


@cache
def profile_object() -> bytes:
    """The colour profile as a stream."""
    return packed_stream(b"/N 3", srgb_profile())


@cache
def srgb_profile() -> bytes:
    """An ICC version 4 display profile of sRGB, made from the numbers of IEC 61966-2.1.

    Made here because libraries stamp theirs with the time of making. Half a kilobyte: the curve is parametric.
    """
    white = _xyz(0.9642, 1.0, 0.8249)  # D50, the profile connection space
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    adaptation = b"sf32" + struct.pack(">I", 0)
    adaptation += _fixed(1.047882, 0.022919, -0.050201, 0.029587, 0.990479, -0.017059, -0.009232, 0.015076, 0.751678)
    bodies = {
        b"desc": _text("sRGB IEC61966-2.1"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": white,
        b"chad": adaptation,
        b"rXYZ": _xyz(0.436066, 0.222488, 0.013916),
        b"gXYZ": _xyz(0.385147, 0.716873, 0.097076),
        b"bXYZ": _xyz(0.143066, 0.060608, 0.714096),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(bodies)
    table, data, places = b"", b"", {}
    for tag, body in bodies.items():
        if body not in places:
            places[body] = start + len(data)
            data += body + bytes(-len(body) % 4)
        table += tag + struct.pack(">II", places[body], len(body))
    size = start + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + bytes(24)
    header += struct.pack(">I", 0) + white[8:20]
    header += bytes(128 - len(header))
    return header + struct.pack(">I", len(bodies)) + table + data


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ " + struct.pack(">I", 0) + _fixed(x, y, z)


def _text(text: str) -> bytes:
    words = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">III2s2sII", 0, 1, 12, b"en", b"US", len(words), 28) + words
