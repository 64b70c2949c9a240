"""The computers that a package is made for: what pip calls them, and what markers see there."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of computer. ``tags`` are the platforms of wheels that run there."""

    name: str
    title: str
    tags: tuple[str, ...]
    os_name: str
    sys_platform: str
    platform_system: str
    platform_machine: str
    scripts: tuple[str, ...]

    def environment(self, python: str) -> dict[str, str]:
        """What the markers of a requirement are held against.

        pip holds them against the computer that it runs on, also where wheels are downloaded for
        another one: what only Windows needs (``colorama``) would lack.
        """
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": self.os_name,
            "platform_machine": self.platform_machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.platform_system,
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": self.sys_platform,
        }


_LINUX = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)),
    "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64",
)  # fmt: skip

TARGETS = MappingProxyType(
    {
        one.name: one
        for one in (
            Target(
                name="win_amd64", title="Windows (64-bits)", tags=("win_amd64",), os_name="nt",
                sys_platform="win32", platform_system="Windows", platform_machine="AMD64",
                scripts=("install.cmd", "install.ps1"),
            ),
            Target(
                name="manylinux_x86_64", title="Linux (x86-64, glibc 2.28 of nieuwer)",
                tags=_LINUX, os_name="posix", sys_platform="linux", platform_system="Linux",
                platform_machine="x86_64", scripts=("install.sh",),
            ),
            Target(
                name="macosx_arm64", title="macOS 14 of nieuwer (Apple silicon)",
                tags=("macosx_14_0_arm64",), os_name="posix", sys_platform="darwin",
                platform_system="Darwin", platform_machine="arm64", scripts=("install.sh",),
            ),
        )
    }
)  # fmt: skip
