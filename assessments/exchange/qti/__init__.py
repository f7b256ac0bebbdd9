"""QTI 2.1, 2.2 and 3.0: content packages and single items are read; QTI 3.0 packages are written.

The three differ in how names are written, `simpleChoice` or `qti-simple-choice`; read, both are `simplechoice`.
An item with several interactions is a case, with one part for each.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from django.utils.translation import gettext as _

from assessments.exchange import drafts
from assessments.exchange.drafts import Draft, Refused
from assessments.exchange.qti import items
from assessments.exchange.qti.items import elements, known
from assessments.exchange.qti.writing import lost, write
from kit import archives, xml_trees
from kit.errors import BadInput
from kit.imports import Report

__all__ = ["MAX_FILES", "is_package", "lost", "read", "write"]

MAX_FILES = 60_000
MAX_ITEM = 2_000_000
MANIFEST = "imsmanifest.xml"
LOOKED_AT = 20_000
_OLD = re.compile(r"imsqti_xmlv1p|qti_xmlv1p")


def read(data: bytes, filename: str, report: Report, *, topic: str = "") -> Iterator[Draft]:
    """The items of a package, or one item by itself. The sheet of a refusal is the name of the file in the package.

    Raises: BadInput, when the file as a whole is none.
    """
    sieve = drafts.Sieve(report)
    if data[:4] != b"PK\x03\x04":
        yield from filter(sieve.fresh, _items("", data, [], None, sieve, topic))
        return
    archive = archives.opened(data, members=MAX_FILES)
    archives.refuse_escapes(archive)
    package = _Package(archive)
    for name, keywords in package.items(report):
        yield from filter(sieve.fresh, _items(name, package.content(name), keywords, package, sieve, topic))


def is_package(names: Sequence[str]) -> bool:
    return any(posixpath.basename(name) == MANIFEST for name in names) or any(name.endswith(".xml") for name in names)


class _Package:
    """The files of a zip. What is read of them, again and again too, is bounded."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name for name in archive.namelist() if not name.endswith("/")}
        self.left = 2 * archives.MAX_UNPACKED_BYTES

    def content(self, name: str) -> bytes:
        found = archives.content(self.archive, name, MAX_ITEM)
        self.left -= len(found)
        if self.left < 0:
            raise BadInput(_("The file unpacks to more than it should. It was not opened."), code="too-large")
        return found

    def items(self, report: Report) -> Iterator[tuple[str, list[str]]]:
        """The files of items with their keywords, as the manifest lists them; without a manifest, every XML file."""
        manifest = min((one for one in self.names if posixpath.basename(one) == MANIFEST), key=len, default="")
        listed = (
            self._listed(manifest)
            if manifest
            else ((name, 0, []) for name in sorted(self.names) if self._is_item(name))
        )
        seen: set[str] = set()
        for name, line, keywords in listed:
            if name in seen:
                continue
            seen.add(name)
            if name in self.names:
                yield name, keywords
                continue
            report.read += 1
            reason = _("The package names “%(name)s”, but the file is not in it.") % {"name": name[:100]}
            report.refuse(manifest, line, "", "missing-file", reason)
        if not seen:
            raise BadInput(_("The package holds no items of QTI 2.1, 2.2 or 3.0."), code="no-items")

    def _listed(self, manifest: str) -> Iterator[tuple[str, int, list[str]]]:
        found = archives.content(self.archive, manifest, archives.MAX_UNPACKED_BYTES // 4)
        for resource in elements(found, "resource"):
            kind, href = resource.attributes.get("type", "").lower(), resource.attributes.get("href", "")
            if _OLD.search(kind):
                _refuse_old()
            if "item" in kind:
                name = posixpath.normpath(posixpath.join(posixpath.dirname(manifest), unquote(href)))
                yield name, resource.line, [" ".join(one.text.split()) for one in resource.below("keyword")]

    def _is_item(self, name: str) -> bool:
        start = archives.start(self.archive, name, LOOKED_AT).decode("utf-8", "ignore") if name.endswith(".xml") else ""
        return known(xml_trees.root(start)) == "assessmentitem"


def _refuse_old() -> None:
    raise BadInput(_("This is QTI 1.2. Export it again as QTI 2.1, 2.2 or 3.0."), code="old-qti")


def _items(
    name: str, data: bytes, keywords: list[str], package: _Package | None, sieve: drafts.Sieve, topic: str
) -> Iterator[Draft]:
    text = xml_trees.decode(data)
    root = known(xml_trees.root(text))
    if root == "questestinterop":
        _refuse_old()
    found = False
    try:
        for node in xml_trees.elements(text, "assessmentitem", tag=known):
            found = True
            sieve.report.read += 1
            try:
                yield items.draft(name, node, keywords, package, topic, sieve.report)
            except Refused as refusal:
                sieve.refuse(name, node.line, refusal)
    except BadInput as fault:
        if not package:
            raise
        sieve.report.read += not found
        sieve.report.refuse(name, None, "", fault.code, fault)
        return
    if not found:
        reason = _("This is no QTI item: its first element is <%(root)s>.") % {"root": root[:40]}
        if package is None:
            raise BadInput(reason, code="wrong-type")
        sieve.report.read += 1
        sieve.report.refuse(name, None, "", "wrong-type", reason)
