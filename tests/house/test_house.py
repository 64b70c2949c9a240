"""The rules of the house that a machine can hold."""

import doctest
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("grants", "instruments", "optimiser", "io")
MODULES = sorted(
    "verdeelsleutel." + path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.py")
)


def text_of(module: str) -> str:
    return (ROOT / f"{module.partition('.')[2].replace('.', '/')}.py").read_text(encoding="utf-8")


def test_imports_run_one_way() -> None:
    """The contracts of pyproject.toml, each a sentence."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_module_can_be_loaded() -> None:
    for module in MODULES:
        import_module(module.removesuffix(".__init__"))


@pytest.mark.parametrize("module", [one for one in MODULES if ">>>" in text_of(one)])
def test_the_examples_in_the_docstrings_run(module: str) -> None:
    done = doctest.testmod(import_module(module.removesuffix(".__init__")))
    assert done.failed == 0
    assert done.attempted > 0


# The live checks of templates are formulas of Excel for each rule, which a scheme does not write.
_LIVE = ("io/workbooks/templates/live_conditions.py", "io/workbooks/templates/live_rules.py")
# What the templates of before were called, in the program's own history of them; the articles about
# a change on request, which one scheme has; and help that names a scheme as an example.
_TOLD = (
    "io/workbooks/formats/template_marks.py", "io/rounds/after/changing.py", "io/cli/program.py",
    "io/cli/groups/starting.py", "io/cli/commands/starting/new_round.py", "io/files/toml.py",
)  # fmt: skip


def test_the_edges_name_no_scheme() -> None:
    """Nothing under ``io`` bears the key or the name of a scheme, or the code of a rule of it."""
    from verdeelsleutel.instruments.instrument import instruments

    named = [word for one in instruments().values() for word in (one.key, one.name_nl)]
    codes = [rf"{one.prefix}-[0-9]{{2}}\b" for one in instruments().values()]
    scheme = re.compile("|".join([*named, *codes]), re.IGNORECASE)
    found = [
        (path.relative_to(ROOT).as_posix(), told[0])
        for ending in ("*.py", "*.toml", "*.j2", "*.js", "*.typ")
        for path in sorted((ROOT / "io").rglob(ending))
        for told in [scheme.search(path.read_text(encoding="utf-8"))]
        if told and path.relative_to(ROOT).as_posix() not in (*_LIVE, *_TOLD)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("pulp", "optimiser/search/solvers/office_solver.py"),
        ("pyscipopt", "optimiser/search/solvers/scip.py"),
        ("highspy", ("optimiser/search/solvers/highs.py", "optimiser/search/trees/simplex.py")),
        ("ortools", "optimiser/search/solvers/cp_sat.py"),
        ("sqlmodel", "io/records/"),
        ("sqlalchemy", "io/records/"),
        ("alembic", "io/records/"),
        ("psycopg", "io/records/"),
        ("openpyxl", "io/workbooks/"),
        ("typst", "io/pages/"),
        ("pandas", ("io/reports/", "io/analysis/")),
    ],
)
def test_a_library_has_one_home(library: str, home: str | tuple[str, ...]) -> None:
    imports = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    users = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if imports.search(path.read_text(encoding="utf-8"))
    ]
    assert [user for user in users if not user.startswith(home)] == []


# What reads or writes rows; a session that is only handed on is fine.
SQL = re.compile(
    r"\bselect\(|\.exec\(|\bsession\.(?:add|add_all|commit|connection|delete|execute|flush|get)\("
    r"|\bconnection\.execute\(|\bSELECT .* FROM\b"
)
# It locks an empty file of its own by way of SQLite, and keeps nothing in it.
A_LOCK = "io/files/temporary.py"


def test_only_the_records_ask_or_write_rows() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.is_relative_to(ROOT / "io" / "records") and path != ROOT / A_LOCK
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SQL.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "rows = session.exec(query).all()",
        "found = reader.session.get(tables.Round, number)",
        "session.flush()",
        "statement = select(tables.Round)",
        "connection.execute(statement)",
        'QUERY = "SELECT id FROM round"',
    ],
)
def test_a_line_that_asks_the_database_is_recognised(line: str) -> None:
    assert SQL.search(line)


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "util", "common", "helpers", "helper", "misc", "base"}
    assert [module for module in MODULES if module.rsplit(".", 1)[1] in vague] == []


def test_no_folder_of_io_is_a_heap() -> None:
    io = ROOT / "io"
    assert sorted(path.name for path in io.glob("*.py")) == ["__init__.py", "errors.py"]
    many: dict[str, int] = {}
    for folder in (one for one in io.rglob("*") if one.is_dir()):
        beside = [one for one in folder.glob("*.py") if one.name != "__init__.py"]
        grows = folder.relative_to(io).as_posix() == "records/migrations/versions"  # one a step
        if len(beside) > 24 and "workbooks" not in folder.parts and not grows:
            many[folder.relative_to(ROOT).as_posix()] = len(beside)
    assert many == {}


def test_help_does_not_load_what_it_does_not_need() -> None:
    heavy = [
        "pandas",
        "pulp",
        "highspy",
        "ortools",
        "pyscipopt",
        "sqlmodel",
        "sqlalchemy",
        "pydantic",
        "typst",
    ]
    code = (
        "import sys\n"
        "from verdeelsleutel.io import cli\n"
        "code = cli.run(['--help'])\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stderr.strip() == "[]"
    assert "Exitcodes" in done.stdout


def test_a_finding_is_made_in_one_place() -> None:
    raw = re.compile(r"(?<![\w.])Finding\(")
    makers = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if raw.search(path.read_text(encoding="utf-8").replace("class Finding(", ""))
    ]
    assert makers == ["grants/applications/finding.py"]
