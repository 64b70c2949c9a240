"""The bill of materials (SBOM) of a package, in CycloneDX."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import cyclonedx.model as models
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import bom as boms
from cyclonedx.model import component as components_of
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from .licences import stated_licence
from .wheels import Wheel

# The decorators of the library hide what its classes take.
Bom: Any = boms.Bom
BomMetaData: Any = boms.BomMetaData
Component: Any = components_of.Component
HashType: Any = models.HashType
_TYPES = components_of.ComponentType


def bill_of_materials(
    wheels: Sequence[Wheel], extras: Sequence[str], environment: dict[str, str]
) -> str:
    """The bill as JSON: the project first, each wheel with its hash, licence and what it needs."""
    components = {wheel.name: _component(wheel, first=wheel is wheels[0]) for wheel in wheels}
    project = wheels[0]
    moment = os.environ.get("SOURCE_DATE_EPOCH")
    bom = Bom(
        serial_number=uuid5(NAMESPACE_URL, " ".join(one.sha256 for one in wheels)),
        components=[components[one.name] for one in wheels[1:]],
        metadata=BomMetaData(
            component=components[project.name],
            timestamp=datetime.fromtimestamp(int(moment), UTC) if moment else datetime.now(UTC),
        ),
    )
    for wheel in wheels:
        asked = wheel.requires(extras if wheel is project else (), environment)
        names = sorted({canonicalize_name(one.name) for one in asked} - {wheel.name})
        bom.register_dependency(components[wheel.name], [components[name] for name in names])
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _component(wheel: Wheel, *, first: bool) -> Any:
    stated = stated_licence(wheel)
    return Component(
        name=wheel.name,
        version=wheel.version,
        type=_TYPES.APPLICATION if first else _TYPES.LIBRARY,
        bom_ref=f"{wheel.name}=={wheel.version}",
        purl=PackageURL("pypi", None, wheel.name, wheel.version),
        description=wheel.metadata.get("summary"),
        hashes=[HashType(alg=models.HashAlgorithm.SHA_256, content=wheel.sha256)],
        licenses=[LicenseFactory().make_from_string(stated)] if stated else [],
    )
