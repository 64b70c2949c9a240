"""Types values into templates in LibreOffice itself; run by the Python that LibreOffice knows.

``python3 typed_by_libreoffice.py ORDERS.json``: a list of files, each with the sheet, the cells
(column and row counted from 0, a text or a number) and the file to save. LibreOffice must listen to
the pipe that the orders name.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any


def setting(uno: Any, name: str, value: object) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def desktop_of(uno: Any, pipe: str) -> Any:
    """The desktop of the LibreOffice that listens to a pipe, once it does."""
    not_yet = uno.getClass("com.sun.star.connection.NoConnectException")
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except not_yet:
            time.sleep(0.5)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    raise SystemExit("LibreOffice does not answer")


def main() -> None:
    """Fill in every template of the orders, save each, and end LibreOffice."""
    orders: Any = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    uno: Any = importlib.import_module("uno")
    desktop = desktop_of(uno, orders["pipe"])
    for order in orders["files"]:
        hidden = (setting(uno, "Hidden", value=True),)
        document = desktop.loadComponentFromURL(order["open"], "_blank", 0, hidden)
        sheet = document.Sheets.getByName(order["sheet"])
        for column, row, value in order["cells"]:
            cell = sheet.getCellByPosition(column, row)
            if isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value
        kind = setting(uno, "FilterName", "Calc MS Excel 2007 XML")
        document.storeToURL(order["save"], (kind,))
        document.close(True)
    try:
        desktop.terminate()
    except uno.getClass("com.sun.star.lang.DisposedException"):  # it was gone before it answered
        return


if __name__ == "__main__":
    main()
