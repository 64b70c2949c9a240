"""The commands about the database itself: making one, bringing one forwards, its roles."""

from __future__ import annotations

from ....config.office import load_office
from ....records import roles, schema
from ....records.connecting import shown
from ....records.database import is_example, schema_number, transaction
from ....records.login import login
from ....rounds.seal import program_version
from ...console import show, show_json
from ...invocation import Invocation


def create(call: Invocation, *, example: bool) -> int:
    """Make the tables in an empty database, or say that they are there.

    Raises:
        RefusedByProcess: the database is of the other kind.
    """
    with transaction(call.database, create_as=example) as session:
        told = {"database": shown(call.database), "example": is_example(session)}
    told |= {"schema": schema.newest()}
    if call.as_json:
        show_json(told)
    else:
        kind = "een voorbeeld, en blijft dat" if example else "voor echte rondes"
        show(f"{told['database']} is gereed: schema {told['schema']}, {kind}.")
    return 0


def upgrade(call: Invocation) -> int:
    """Bring an older database to the schema of this program; every command does the same."""
    with transaction(call.database) as session:
        number = schema_number(session)
        nameless = roles.knows_no_names(session)
    if call.as_json:
        show_json(
            {"database": shown(call.database), "schema": number, "roles_without_names": nameless}
        )
        return 0
    show(f"{shown(call.database)} heeft schema {number}, het nieuwste van dit programma.")
    if nameless:
        show(
            "De server weet nog niet welke medewerker bij welke rol hoort, en houdt daarom niemand "
            'aan zijn naam: geef "verdeel database roles --office office.toml --apply".'
        )
    return 0


def set_roles(call: Invocation, *, apply: bool) -> int:
    """Print the SQL that makes the roles, or run it; with an office file, also for its officers.

    Raises:
        WrongUse: the database is no PostgreSQL.
    """
    office = load_office(call.office) if call.office is not None else None
    officers = office.officers if office else ()
    logins = [roles.LogIn(one.user, one.role.value, one.name) for one in officers]
    if not apply:
        for statement in roles.statements(logins):
            show(f"{statement};")
        return 0
    with transaction(call.database) as session:
        roles.give(session, logins, login(session), program_version())
    show(f"De rollen van {shown(call.database)} zijn bijgewerkt: {', '.join(roles.GROUPS)}.")
    return 0
