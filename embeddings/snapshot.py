"""Files that belong together, saved to a folder so that it always holds one whole set of them."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.errors import IndexFileError

MANIFEST = "manifest.json"
FORMAT = 2

_PART = re.compile(r"(?P<stem>[a-z]+)-[0-9a-f]{12}(?P<suffix>\.[a-z]+)")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a saved index says of itself.

    Attributes:
        encoder: the name of the encoder that made the vectors.
        dimension: length of the vectors.
        paragraphs: number of keys.
        windows: number of vectors, at least `paragraphs`.
        generation: what the caller's data were when this was saved; empty where the index is all there is.
    """

    encoder: str
    dimension: int
    paragraphs: int
    windows: int
    generation: str = ""


def write(folder: Path, manifest: Manifest, parts: Mapping[str, Callable[[Path], None]]) -> dict[str, Path]:
    """Save files under fresh names, then the manifest that names them, then delete the set before.

    Files and folder are synced to disk before the manifest replaces the old one, which is one rename: a
    save that is interrupted at any point leaves the previous set loadable. One process at a time per folder.

    Args:
        folder: where to; made if missing.
        manifest: what the set is.
        parts: file name ("words.zip") -> what writes that file to a path.

    Returns:
        File name -> where it is.

    Raises:
        OSError: no room, or no right to write. The previous set is as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    token = os.urandom(6).hex()
    paths = {name: folder / f"{Path(name).stem}-{token}{Path(name).suffix}" for name in parts}
    draft = folder / f"manifest-{token}.tmp"
    try:
        for name, path in paths.items():
            parts[name](path)
            _sync(path)
        hashes = {name: {"file": path.name, "sha256": _sha256(path)} for name, path in paths.items()}
        draft.write_bytes(_render(manifest, hashes))
        _sync(draft)
        _sync(folder)
        os.replace(draft, folder / MANIFEST)
    except Exception:
        # Not on KeyboardInterrupt, which may come when the manifest already names these files: the next
        # save sweeps what is left.
        for path in (*paths.values(), draft):
            path.unlink(missing_ok=True)
        raise
    _sync(folder)
    _sweep(folder, kept={path.name for path in paths.values()})
    return paths


def read(folder: Path, parts: frozenset[str]) -> tuple[Manifest, dict[str, Path]]:
    """Check a saved set, byte by byte, and return where its files are.

    Args:
        folder: where `write` saved.
        parts: the file names that were given to `write`.

    Returns:
        The manifest, and file name -> path.

    Raises:
        IndexFileError: the manifest or a file is missing, damaged, or of another format.
    """
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refusal(f"{path} cannot be read: {error.strerror}.") from error
    try:
        content: dict[str, Any] = json.loads(raw)
        if content["format"] != FORMAT:
            raise _refusal(f"{path} has format {content['format']!r}, this version reads {FORMAT}.")
        manifest = Manifest(**content["index"])
        files: dict[str, dict[str, str]] = content["files"]
        # Rendering it again must give the same bytes, its own hash among them: so any change shows.
        whole = raw == _render(manifest, files) and files.keys() == parts
        whole = whole and all(_PART.fullmatch(entry["file"]) for entry in files.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refusal(f"{path} is damaged: {error}.") from error
    if not whole:
        raise _refusal(f"{path} is damaged.")
    for entry in files.values():
        _check_file(folder / entry["file"], entry["sha256"])
    return manifest, {name: folder / entry["file"] for name, entry in files.items()}


def _render(manifest: Manifest, files: Mapping[str, Mapping[str, str]]) -> bytes:
    """The bytes of the manifest: JSON with sorted keys and a hash of all else in it."""
    index = {field: getattr(manifest, field) for field in Manifest.__slots__}
    content = {"format": FORMAT, "index": index, "files": files}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return (json.dumps({**content, "sha256": digest}, sort_keys=True, indent=1) + "\n").encode()


def _check_file(path: Path, sha256: str) -> None:
    try:
        found = _sha256(path)
    except OSError as error:
        raise _refusal(f"{path} cannot be read: {error.strerror}.") from error
    if found != sha256:
        raise _refusal(f"{path} is damaged: its SHA-256 is {found[:12]}…, saved was {sha256[:12]}….")


def _refusal(got: str) -> IndexFileError:
    return IndexFileError(got, "a folder that ParagraphIndex.save wrote.", "Delete it and index the texts again.")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    """Have the disk hold a file's bytes, or a folder's names, before what follows."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder, and journals its names
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path, kept: set[str]) -> None:
    """Delete what earlier saves left. What cannot be deleted only takes room."""
    for path in folder.iterdir():
        if _PART.fullmatch(path.name) and path.name not in kept:
            try:
                path.unlink()
            except OSError:
                continue
