"""Where the file of a SQLite database lies: not where its locks cannot be relied on.

A file on a network drive can be written by two at once without either seeing it, and a program that
synchronises a folder copies a database while it is being written, contact persons and all.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath

# Kinds of file systems that lie on another computer.
_NETWORK = (
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "davfs", "ceph", "glusterfs",
    "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.s3fs",
)  # fmt: skip
# How the folders are named that programs keep the same on several computers.
_SYNCHRONISED = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "mijn drive", "icloud drive",
    "icloud~", "mobile documents", "nextcloud", "owncloud", "sharepoint", "box sync", "syncthing",
    "stack", "pcloud",
)  # fmt: skip
_WORD_APART = ("stack",)  # also an ordinary word: only where it is the whole name
_FOLDERS_OF_ONEDRIVE = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
_DRIVE_REMOTE = 4


def wrong_place(file: Path, mounts: str | None = None) -> str:
    """What is wrong with the place of a database, in Dutch after "staat"; empty where nothing is.

    ``mounts`` is the list of file systems, as Linux tells it; that of this computer by default.
    """
    path = file.expanduser().resolve()
    if str(path).startswith(("\\\\", "//")) or _is_remote_drive(path) or _is_mounted(path, mounts):
        return "op een netwerkschijf"
    name = synchronised(path.parent) or _chosen_for_synchronising(path)
    return f"in een map die wordt gesynchroniseerd ({name})" if name else ""


def synchronised(folder: PurePath) -> str:
    """The name of the synchronised folder that a folder is or lies in; empty where there is none.

    >>> synchronised(PurePath("/home/sv/OneDrive - Gemeente/rondes"))
    'OneDrive - Gemeente'
    """
    for part in folder.parts:
        plain = part.casefold()
        for known in _SYNCHRONISED:
            if plain == known or (known not in _WORD_APART and plain.startswith(known)):
                return part
    return ""


def _chosen_for_synchronising(path: Path) -> str:
    """The folder that OneDrive keeps the same, where the office gave it a name of its own."""
    for name in _FOLDERS_OF_ONEDRIVE:
        folder = os.environ.get(name, "")
        if folder and Path(folder).resolve() in path.parents:
            return Path(folder).name
    return ""


def _is_remote_drive(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # only Windows has the library that it asks

    return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE)


def _is_mounted(path: Path, mounts: str | None) -> bool:
    """Whether the file system of a path is of another computer, by the list that Linux keeps."""
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False  # no Linux
    kinds = [line.split(" ")[1:3] for line in mounts.splitlines() if line.count(" ") > 1]
    points = [(point.replace("\\040", " "), kind) for point, kind in kinds]
    above = {str(path), *map(str, path.parents)}
    nearest = max(
        ((point, kind) for point, kind in points if point in above),
        key=lambda one: len(one[0]),
        default=(os.sep, ""),
    )
    return nearest[1] in _NETWORK
