"""Laying a batch of records into a folder: JSON Lines and XML in UTF-8, a manifest with digests, `done` last."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from campaigns.creditfeed import destinations
from kit import canonical_json, clock
from kit.uuids import uuid7


def write(name: str, bodies: list[dict[str, Any]]) -> str:
    """Write one batch and return its number. A reader takes only folders in which `done` stands."""
    number = f"{clock.real_now():%Y%m%dT%H%M%S}-{str(uuid7())[-8:]}"
    folder = destinations.folder(name) / number
    draft = folder.with_name(f".{number}")
    draft.mkdir(parents=True)
    lines = b"".join(canonical_json.dumps(body) + b"\n" for body in bodies)
    files = {"records.jsonl": lines, "records.xml": _xml(bodies)}
    for file, content in files.items():
        _durable(draft / file, content)
    manifest = {
        "batch": number,
        "records": [
            {"record_id": one["record_id"], "version": one["version"], "sha256": canonical_json.sha256(one)}
            for one in bodies
        ],
        "files": {file: hashlib.sha256(content).hexdigest() for file, content in files.items()},
    }
    _durable(draft / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    draft.rename(folder)
    _durable(folder / "done", b"")
    return number


def _durable(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _xml(bodies: list[dict[str, Any]]) -> bytes:
    root = ElementTree.Element("records")
    for body in bodies:
        record = ElementTree.SubElement(
            root, "record", {key: str(body[key]) for key in ("record_id", "version", "event", "catalogue")}
        )
        for key, value in body["data"].items():
            ElementTree.SubElement(record, key).text = "" if value is None else str(value)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
