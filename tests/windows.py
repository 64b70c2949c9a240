"""What a name of a file may be on Windows, held on any computer."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
_SIGNS = re.compile(r'[<>:"|?*\\\x00-\x1f]')
LONGEST_PATH = 200  # of the 260 that a path may have; the rest is the folder of the office


def amiss(paths: Iterable[PurePosixPath]) -> list[str]:
    """What of these paths, from one folder, cannot be on Windows; each with why."""
    found: list[str] = []
    seen: dict[str, PurePosixPath] = {}
    for path in paths:
        for part in path.parts:
            if _SIGNS.search(part):
                found.append(f"{path}: a sign that a name cannot have")
            if part.endswith((".", " ")):
                found.append(f"{path}: ends with a point or a space")
            if _RESERVED.fullmatch(part.partition(".")[0].rstrip()):
                found.append(f"{path}: the name of a device")
        if len(str(path)) > LONGEST_PATH:
            found.append(f"{path}: too long")
        other = seen.setdefault(str(path).casefold(), path)
        if other != path:
            found.append(f"{path}: differs from {other} by its capitals alone")
    return found
