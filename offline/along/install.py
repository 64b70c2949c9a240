"""Installs Verdeelsleutel from the folder that this file is in, for one user.

Nothing is loaded from a network and no administrator rights are needed. Every file is held against
SHA256SUMS, and pip takes only wheels with the hash that requirements.txt has. An installation that
stood there before is put back where anything fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARK = "verdeelsleutel-package.json"


class Stopped(Exception):
    """The installation cannot go on: the sentence says why, and what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Check the package, install it, and say how it is started."""
    parser = argparse.ArgumentParser(prog="install", description="Installeert Verdeelsleutel.")
    parser.add_argument("--target", type=Path, default=default_folder(), help="de map")
    parser.add_argument(
        "--plain", action="store_true", help="zonder de delen die gemist kunnen worden"
    )
    parser.add_argument("--no-path", action="store_true", help="laat het zoekpad zoals het is")
    asked = parser.parse_args(arguments)
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:  # a folder may have a sign that the code page of a pipe lacks
        reconfigure(errors="backslashreplace")
    try:
        check_target(str(asked.target))
        about = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
        check_computer(about)
        check_files()
        target = asked.target.expanduser().absolute()
        print(f"Verdeelsleutel {about['version']} komt in {target}.")
        install(target, "requirements-plain.txt" if asked.plain else "requirements.txt")
        command = launcher(target)
        told = "" if asked.no_path else onto_path(command)
    except Stopped as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"Klaar. De opdracht is {command}.")
    if told:
        print(told)
    return 0


def default_folder() -> Path:
    """Where programs of one user stand."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Programs" / "Verdeelsleutel"
    return Path.home() / ".local" / "share" / "verdeelsleutel"


def check_target(written: str) -> None:
    """Refuse what Windows makes of a folder between quotes that ends with a backslash.

    The backslash then makes the quote a part of the name, and what follows it too.
    """
    if '"' in written:
        raise Stopped(
            "Na --target staat een aanhalingsteken in de naam van de map. Zet achter een map "
            "tussen aanhalingstekens geen \\."
        )


def check_computer(about: dict[str, str]) -> None:
    """Refuse a package that was made for another computer or another Python."""
    python = ".".join(map(str, sys.version_info[:2]))
    if python != about["python"]:
        raise Stopped(
            f"Dit pakket is voor Python {about['python']}; dit is Python {python}. Start het met "
            "het goede Python, of vraag het pakket voor dit Python."
        )
    here = sys.platform, platform.machine().lower()
    if here != (about["sys_platform"], about["machine"].lower()):
        raise Stopped(f"Dit pakket is voor {about['title']}, en deze computer is dat niet.")
    if "\\windowsapps\\" in f"{sys.base_prefix}\\".lower():
        raise Stopped(
            "Dit Python komt uit de Microsoft Store, en dat verlegt mappen van een gebruiker. "
            f"Vraag ICT om een gewoon Python {python}."
        )
    if sys.maxsize <= 2**32:
        raise Stopped("Dit Python is van 32 bits. Vraag ICT om een Python van 64 bits.")


def check_files() -> None:
    """Hold every file against the list of hashes."""
    listed = (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for line in listed:
        digest, name = line.split("  ", 1)
        path = HERE / name
        if not path.is_file():
            raise Stopped(f"Het pakket is niet heel: {name} ontbreekt. Pak het opnieuw uit.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise Stopped(
                f"Het pakket is niet heel: {name} is veranderd. Installeer het niet, en haal het "
                "opnieuw waar het vandaan kwam."
            )


def install(target: Path, requirements: str) -> None:
    """Make the environment with everything in it; what stood there before stays if that fails."""
    before = target.with_name(f"{target.name}.vorige")
    if target.exists() and any(target.iterdir()) and not (target / MARK).exists():
        raise Stopped(f"In {target} staat al iets anders. Noem met --target een andere map.")
    try:
        if before.exists():
            shutil.rmtree(before)
        if target.exists():
            target.rename(before)
    except OSError as fault:
        raise Stopped(
            f"De vorige installatie kan niet opzij ({fault.strerror}): sluit ieder venster waarin "
            "verdeel loopt, en begin opnieuw."
        ) from fault
    try:
        fill(target, requirements)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        if before.exists():
            before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)


def fill(target: Path, requirements: str) -> None:
    """An environment of its own, with the wheels of this package."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        venv.create(target, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as fault:
        raise Stopped(
            f"In {target} kan geen omgeving worden gemaakt ({fault}). Kan er in die map worden "
            "geschreven, en hoort bij dit Python de module venv met ensurepip?"
        ) from fault
    python = scripts(target) / ("python.exe" if os.name == "nt" else "python")
    # What this user or computer has set must not bring in another index, or another pip.
    own = ("PIP_", "PYTHONPATH", "PYTHONHOME")
    settled = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    settled["PIP_CONFIG_FILE"] = os.devnull
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--no-index", "--find-links", str(HERE / "wheels"), "--only-binary=:all:",
         "--require-hashes", "--requirement", str(HERE / requirements)],
        env=settled, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Stopped("pip kon niet alles installeren; wat het zegt staat hierboven.")
    try:
        subprocess.run([str(launcher(target)), "--version"], check=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        raise Stopped(f"Wat is geïnstalleerd start niet: {fault}.") from fault
    shutil.copy(HERE / "package.json", target / MARK)


def scripts(target: Path) -> Path:
    """The folder with the programs of an environment."""
    return target / ("Scripts" if os.name == "nt" else "bin")


def launcher(target: Path) -> Path:
    """The program that an officer starts."""
    return scripts(target) / ("verdeel.exe" if os.name == "nt" else "verdeel")


def onto_path(command: Path) -> str:
    """Let ``verdeel`` be found by its name alone; the sentence that says what is left to do."""
    if sys.platform == "win32":
        # In a folder of its own: python.exe beside it must not take the place of the user's.
        folder = command.parents[1] / "opdracht"
        folder.mkdir(exist_ok=True)
        shutil.copy(command, folder)
        lengthen_windows_path(str(folder))
        return "Open een nieuw venster en typ: verdeel"
    folder = Path.home() / ".local" / "bin"
    link = folder / "verdeel"
    folder.mkdir(parents=True, exist_ok=True)
    if link.is_symlink():
        link.unlink()
    if link.exists():
        return f"{link} is van een ander programma en bleef staan."
    link.symlink_to(command)
    if str(folder) in os.environ.get("PATH", "").split(os.pathsep):
        return "Typ: verdeel"
    return f"Zet {folder} in het zoekpad (PATH), of typ: {link}"


def lengthen_windows_path(folder: str) -> None:
    """Add a folder to the search path of this user, and tell the windows that open from now on."""
    if sys.platform == "win32":
        import ctypes
        import winreg

        rights = winreg.KEY_READ | winreg.KEY_WRITE
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Environment", 0, rights) as key:
            try:
                value, kind = winreg.QueryValueEx(key, "Path")
            except FileNotFoundError:
                value, kind = "", winreg.REG_EXPAND_SZ
            longer = with_folder(value, folder)
            if longer != value:
                winreg.SetValueEx(key, "Path", 0, kind, longer)
        ctypes.windll.user32.SendMessageTimeoutW(0xFFFF, 0x1A, 0, "Environment", 2, 5000, None)


def with_folder(value: str, folder: str) -> str:
    """A search path of Windows with a folder in it, once."""
    parts = [part for part in value.split(";") if part]
    if folder.lower().rstrip("\\") in (part.lower().rstrip("\\") for part in parts):
        return value
    return ";".join([*parts, folder])


if __name__ == "__main__":
    sys.exit(main())
