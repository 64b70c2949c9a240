"""Views to read a round by: for SQL, a spreadsheet, Datasette or a dashboard, and for our queries.

They hold no personal data, and only the newest allocation of each round. Amounts are whole cents.
What each column means stands in ``docs/queries.md``; a test compares that page with the database.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from ...grants.homes import SEGMENTS
from ...grants.municipality import municipalities

if TYPE_CHECKING:
    from .rounds.reader import RoundReader

Cell = str | int | None
NAMES = (
    "report_municipality", "report_award", "report_payment", "report_homes", "report_province",
)  # fmt: skip
_NEWEST = "a.id = (SELECT max(b.id) FROM allocation b WHERE b.round_id = a.round_id)"
_FIELD = re.compile(r"(TEXT|NUMBER)\(([a-z_.]+), ([a-z_.]+)\)")


def create_views(connection: Connection) -> None:
    """Make the views in a database that has the tables and not yet the views."""
    sqlite = connection.dialect.name == "sqlite"
    for name, query in zip(NAMES, _queries(sqlite), strict=True):
        # Driver SQL has no parameters here; a quote within a name is doubled below.
        connection.execute(text(f"CREATE VIEW {name} AS {query}".replace(":", r"\:")))


def drop_views(connection: Connection) -> None:
    """Take the views away, before the tables under them change."""
    for name in reversed(NAMES):
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def _queries(sqlite: bool) -> list[str]:
    written = [_municipality(), _award(sqlite), _payment(sqlite), _homes(sqlite), _province()]
    return [_FIELD.sub(lambda found: _field(found, sqlite), query) for query in written]


def _field(found: re.Match[str], sqlite: bool) -> str:
    """A value within a JSON document: ``TEXT(document, path)`` or ``NUMBER(document, path)``."""
    kind, document, path = found.groups()
    if sqlite:
        return f"json_extract({document}, '$.{path}')"
    reached = f"({document})::jsonb #>> '{{{path.replace('.', ',')}}}'"
    return f"({reached})" if kind == "TEXT" else f"({reached})::bigint"


def _each(document: str, path: str, name: str, sqlite: bool) -> str:
    """The parts of a list within a JSON document, as the column ``value`` of ``name``."""
    if sqlite:
        return f"json_each({document}, '$.{path}') {name}"
    return f"jsonb_array_elements(({document})::jsonb -> '{path}') {name}(value)"


def _quoted(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _municipality() -> str:
    rows = ", ".join(
        f"({_quoted(one.code)}, {_quoted(one.name)}, {_quoted(one.province)})"
        for one in municipalities().values()
    )
    columns = "municipality_code, municipality, province"
    return f"WITH m({columns}) AS (VALUES {rows}) SELECT {columns} FROM m"


def _award(sqlite: bool) -> str:
    homes = ", ".join(f"NUMBER(w.value, homes.{segment}) AS {segment}" for segment in SEGMENTS)
    reasons = _each("w.value", "reasons", "r", sqlite)
    joined = "group_concat({}, ' ')" if sqlite else "string_agg({}, ' ')"
    codes = joined.format("TEXT(r.value, code)")
    sentences = joined.format("TEXT(r.value, nl)")
    return f"""
        SELECT a.round_id AS round, TEXT(w.value, application_id) AS application_id,
          TEXT(w.value, instrument) AS instrument, TEXT(w.value, project_id) AS project_id,
          TEXT(p.application_json, project_name) AS project,
          TEXT(p.application_json, public_body) AS public_body,
          m.municipality_code, m.municipality, m.province,
          TEXT(w.value, outcome) AS outcome, NUMBER(w.value, requested) AS requested_cents,
          NUMBER(w.value, amount) AS amount_cents,
          NUMBER(w.value, compensable_vat) AS compensable_vat_cents,
          NUMBER(w.value, payable) AS payable_cents, {homes},
          NUMBER(w.value, homes.social_rent) + NUMBER(w.value, homes.mid_rent)
            + NUMBER(w.value, homes.affordable_purchase) AS affordable_homes,
          NUMBER(w.value, rank) AS rank,
          TEXT(p.application_json, nplv_area) AS nplv_area,
          TEXT(p.application_json, large_scale_area) AS large_scale_area,
          TEXT(p.application_json, breakthrough_location) AS breakthrough_location,
          (SELECT {codes} FROM {reasons}) AS reason_codes,
          (SELECT {sentences} FROM {reasons}) AS reasons
        FROM allocation a
        CROSS JOIN {_each("a.allocation_json", "awards", "w", sqlite)}
        LEFT JOIN report_municipality m
          ON m.municipality_code = TEXT(w.value, municipality_code)
        LEFT JOIN application p ON p.round_id = a.round_id
          AND p.application_id = TEXT(w.value, application_id)
          AND p.version = (SELECT max(q.version) FROM application q WHERE q.round_id = p.round_id
            AND q.application_id = p.application_id AND q.application_json <> '')
        WHERE {_NEWEST}"""


def _payment(sqlite: bool) -> str:
    return f"""
        SELECT a.round_id AS round, TEXT(w.value, application_id) AS application_id,
          TEXT(w.value, instrument) AS instrument, m.province,
          NUMBER(c.value, year) AS year, NUMBER(c.value, amount) AS amount_cents
        FROM allocation a
        CROSS JOIN {_each("a.allocation_json", "awards", "w", sqlite)}
        CROSS JOIN {"" if sqlite else "LATERAL "}{_each("w.value", "payments", "c", sqlite)}
        JOIN report_municipality m ON m.municipality_code = TEXT(w.value, municipality_code)
        WHERE {_NEWEST}"""


def _homes(sqlite: bool) -> str:
    """The homes of each award where they are built; of what states nothing, with who applies.

    Stated homes that are not all of those of the award say nothing of where those are.
    """
    own = ", ".join(f"NUMBER(l.value, {segment}) AS {segment}" for segment in SEGMENTS)
    stated = _each("w.value", "located", "l", sqlite)
    given = _each("a.allocation_json", "awards", "w", sqlite)
    beside = "" if sqlite else "LATERAL "
    sums = ", ".join(f"sum({segment}) AS {segment}" for segment in SEGMENTS)
    same = " AND ".join(f"t.{segment} = g.{segment}" for segment in SEGMENTS)
    columns = ", ".join(f"g.{segment}" for segment in SEGMENTS)
    there = ", ".join(f"s.{segment}" for segment in SEGMENTS)
    affordable = " + ".join(SEGMENTS[:3])
    return f"""
        WITH s AS (
          SELECT a.round_id AS round, TEXT(w.value, application_id) AS application_id,
            TEXT(l.value, municipality_code) AS municipality_code, {own}
          FROM allocation a CROSS JOIN {given} CROSS JOIN {beside}{stated}
          WHERE {_NEWEST}),
        t AS (SELECT round, application_id, {sums} FROM s GROUP BY round, application_id),
        g AS (SELECT * FROM report_award),
        whole AS (
          SELECT g.round, g.application_id FROM g JOIN t
            ON t.round = g.round AND t.application_id = g.application_id AND {same}),
        placed AS (
          SELECT g.round, g.application_id, g.instrument, g.municipality_code, {columns} FROM g
          WHERE NOT EXISTS (SELECT 1 FROM whole
            WHERE whole.round = g.round AND whole.application_id = g.application_id)
          UNION ALL
          SELECT g.round, g.application_id, g.instrument, s.municipality_code, {there}
          FROM g JOIN whole ON whole.round = g.round AND whole.application_id = g.application_id
          JOIN s ON s.round = g.round AND s.application_id = g.application_id)
        SELECT p.round, p.application_id, p.instrument, p.municipality_code,
          m.municipality, m.province, {", ".join(SEGMENTS)}, {affordable} AS affordable_homes
        FROM placed p LEFT JOIN report_municipality m
          ON m.municipality_code = p.municipality_code"""


_COUNTED = (*SEGMENTS, "affordable_homes")
_MONEY = ("requested_cents", "amount_cents")


def _province() -> str:
    """Money and numbers where who applies is, homes where they are built."""
    sums = ", ".join(f"sum({column}) AS {column}" for column in (*_MONEY, *_COUNTED))
    no_homes = ", ".join(f"0 AS {column}" for column in _COUNTED)
    no_money = ", ".join(f"0 AS {column}" for column in _MONEY)
    return f"""
        SELECT round, province, instrument, sum(applications) AS applications,
          sum(awarded) AS awarded, {sums}
        FROM (
          SELECT round, province, instrument, 1 AS applications,
            CASE WHEN amount_cents > 0 THEN 1 ELSE 0 END AS awarded,
            {", ".join(_MONEY)}, {no_homes} FROM report_award
          UNION ALL
          SELECT round, province, instrument, 0 AS applications, 0 AS awarded,
            {no_money}, {", ".join(_COUNTED)} FROM report_homes) e
        GROUP BY round, province, instrument"""


# Questions that are asked of the views. Columns that end in `_cents` hold whole cents.
_PLACE = """
    SELECT instrument, sum(applications) AS applications, sum(awarded) AS awarded,
      sum(requested_cents) AS requested_cents, sum(amount_cents) AS amount_cents,
      sum(social_rent) AS social_rent, sum(affordable_homes) AS affordable_homes
    FROM (
      SELECT instrument, 1 AS applications,
        CASE WHEN amount_cents > 0 THEN 1 ELSE 0 END AS awarded,
        requested_cents, amount_cents, 0 AS social_rent, 0 AS affordable_homes
      FROM report_award WHERE round = :round AND {column} = :place
      UNION ALL
      SELECT instrument, 0, 0, 0, 0, social_rent, affordable_homes
      FROM report_homes WHERE round = :round AND {column} = :place) e
    GROUP BY instrument ORDER BY instrument"""
AWARDS_BY_PLACE = {
    column: _PLACE.format(column=column) for column in ("province", "municipality_code")
}

AWARDS_BELOW = """
    SELECT application_id, instrument, municipality, amount_cents,
      amount_cents / affordable_homes AS cost_cents, social_rent, affordable_homes
    FROM report_award
    WHERE round = :round AND amount_cents > 0 AND affordable_homes > 0
      AND amount_cents < :below * affordable_homes
    ORDER BY cost_cents, application_id"""

BREAKTHROUGH_WITHOUT = """
    SELECT application_id, instrument, breakthrough_location, municipality, requested_cents,
      outcome, reason_codes, reasons
    FROM report_award w
    WHERE round = :round AND breakthrough_location IS NOT NULL AND amount_cents = 0
      AND NOT EXISTS (SELECT 1 FROM report_award v WHERE v.round = w.round AND v.amount_cents > 0
        AND v.breakthrough_location = w.breakthrough_location
        AND (v.breakthrough_location <> 'ja' OR v.municipality_code = w.municipality_code))
    ORDER BY breakthrough_location, application_id"""


def rows_for(
    reader: RoundReader, query: str, **values: str | int
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """The columns and the rows that answer a query about a round, over the views.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: it is not allocated yet.
    """
    given = {"round": reader.allocation_row.round_id, **values}
    found = reader.session.connection().execute(text(query), given)
    columns = tuple(found.keys())
    return columns, tuple(tuple(_cell(value) for value in row) for row in found)


def _cell(value: object) -> Cell:
    """A sum of whole numbers is a decimal in PostgreSQL."""
    return value if value is None or isinstance(value, (str, int)) else int(str(value))
