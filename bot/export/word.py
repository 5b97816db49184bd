"""Evidence as a Word document: what people read, and the same as JSON in a part that Word keeps and does not show."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from bot.errors import EvidenceError
from bot.export.document import SHOWN, dumps, hash_of, sealed
from bot.export.lines import Kind, lines

_PART = "/customXml/copydesk.xml"
_NAMESPACE = "urn:copydesk:evidence"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {
    Kind.TITLE: "Title",
    Kind.HEADING: "Heading 1",
    Kind.FACT: "List Bullet",
    Kind.ANSWER: "Normal",
    Kind.TEXT: "Normal",
    Kind.QUOTE: "Quote",
    Kind.PLACE: "Caption",
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_UNPACKED = 100_000_000
_MOST_PARTS = 200


def word_file(data: Mapping[str, Any]) -> bytes:
    """The document as a .docx file; its hash covers what is shown too."""
    shown = [(line.kind, _NO_XML.sub("\ufffd", line.text)) for line in lines(data)]
    file = Document()
    file.core_properties.author, file.core_properties.comments = "Copydesk", ""
    file.core_properties.created = file.core_properties.modified = datetime.fromisoformat(data["accessed"])
    for kind, text in shown:
        run = file.add_paragraph(style=_STYLES[kind]).add_run(text)
        if kind is Kind.ANSWER:
            run.bold = True
    whole = sealed({**data, SHOWN: hash_of("\n".join(text for _, text in shown))})
    root = etree.Element(f"{{{_NAMESPACE}}}evidence")
    root.text = dumps(whole)
    part = Part(PackURI(_PART), "application/xml", etree.tostring(root), file.part.package)
    file.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def read_word(data: bytes) -> tuple[str, str]:
    """The JSON in a Word file, and the text that the file shows: of the body, headers, footers, notes and comments.

    Raises:
        EvidenceError: it is no Word file of ours, is damaged, or unpacks to more than any evidence does.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise EvidenceError(
                    f"The file has {len(parts):,} parts that unpack to more than evidence ever does.",
                    f"at most {_MOST_PARTS} parts and {_MOST_UNPACKED:,} bytes.",
                    "Ask for the file as it was exported.",
                )
            roots = [_parsed(archive.read(part)) for part in parts if part.filename.endswith(".xml")]
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:  # type: ignore[attr-defined]
        raise EvidenceError(
            f"The Word file is damaged: {error}.", "a whole file.", "Ask for it as it was exported."
        ) from error
    found = [root.text or "" for root in roots if root is not None and root.tag == f"{{{_NAMESPACE}}}evidence"]
    if len(found) != 1:
        raise EvidenceError(
            f"The Word file holds {len(found)} pieces of evidence.",
            "one, as Copydesk writes it.",
            "Ask for it as it was exported, or verify the JSON or Markdown.",
        )
    paragraphs = [paragraph for root in roots if root is not None for paragraph in root.iter(f"{_WORD}p")]
    return found[0], "\n".join("".join(node.text or "" for node in one.iter(f"{_WORD}t")) for one in paragraphs)


def _parsed(xml: bytes) -> Any:
    """The root of a part; None where it is not XML. Entities stay what they are, and nothing is fetched."""
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return None
