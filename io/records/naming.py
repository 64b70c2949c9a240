"""Who wrote a row: the database holds the name in it against whoever is logged in, and four eyes.

As in ``unchanging``, the functions are called by migrations, so what they make must stay as it is.
"""

from __future__ import annotations

from sqlalchemy import Connection

# The column of each table that names whoever adds the row.
_NAMED = (
    ("round", "opened_by"), ("batch", "loaded_by"), ("judgement", "officer"), ("lot", "officer"),
    ("allocation", "made_by"), ("approval", "approver"), ("amendment", "officer"),
    ("amendment_confirmation", "officer"), ("withdrawal", "officer"), ("publication", "officer"),
    ("person", "name"), ("event", "person"),
)  # fmt: skip
# An example may be worked on under any name. Before the administrator has told the server who its
# roles are it cannot know, and a copy that is put back has the rows of everybody.
_OWN_NAME = """
    CREATE FUNCTION verdeel_own_name() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
    DECLARE
      own text;
      written text := to_jsonb(NEW) ->> TG_ARGV[0];
    BEGIN
      IF (SELECT example FROM mark WHERE id = 1) OR NOT EXISTS (SELECT 1 FROM login) THEN
        RETURN NEW;
      END IF;
      own := coalesce((SELECT name FROM login WHERE role = session_user), session_user);
      IF TG_ARGV[0] = 'person' THEN
        written := (SELECT name FROM person WHERE number = NEW.person);
      END IF;
      IF written IS DISTINCT FROM own THEN
        RAISE EXCEPTION 'a row of % is in the name of whoever adds it: that is %, not %',
          TG_TABLE_NAME, own, coalesce(written, 'nobody') USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$"""
_NEWEST = "SELECT max(id) FROM allocation WHERE round_id = NEW.id"
# What is refused, by name: the table, the moment, the condition, and what is said. Only what can
# be told from rows that were there before; the program looks further.
_REFUSED = (
    (
        "approval_four_eyes", "INSERT ON approval",
        "EXISTS (SELECT 1 FROM allocation a WHERE a.id = NEW.allocation_id AND "
        "(a.made_by <> NEW.maker OR a.made_by = NEW.approver OR a.digest <> NEW.digest)) "
        "OR EXISTS (SELECT 1 FROM round r WHERE r.id = NEW.round_id AND "
        "(r.opened_by = NEW.approver OR r.screened_by = NEW.approver)) "
        "OR EXISTS (SELECT 1 FROM batch b WHERE b.round_id = NEW.round_id AND "
        "b.loaded_by = NEW.approver)",
        "whoever made any part of a round does not approve it",
    ),
    (
        "judgement_four_eyes", "INSERT ON judgement",
        "EXISTS (SELECT 1 FROM judgement j WHERE j.id = NEW.confirms AND j.officer = NEW.officer)",
        "a judgement is confirmed by another",
    ),
    (
        "amendment_confirmation_four_eyes", "INSERT ON amendment_confirmation",
        "EXISTS (SELECT 1 FROM amendment a WHERE a.id = NEW.amendment_id AND "
        "a.officer = NEW.officer)",
        "an amendment is confirmed by another",
    ),
    (
        "round_screened_once", "UPDATE OF screened_by ON round",
        "OLD.screened_by IS NOT NULL AND "
        "(NEW.screened_by IS NULL OR NEW.screened_by <> OLD.screened_by)",
        "who screened a round stays",
    ),
    (
        "round_approved_first", "UPDATE OF state ON round",
        "NEW.state IN ('approved', 'published', 'archived') AND NEW.state <> OLD.state AND "
        "NOT EXISTS (SELECT 1 FROM approval p WHERE p.round_id = NEW.id AND p.allocation_id = "
        f"({_NEWEST}))",
        "a round is approved by an approval",
    ),
)  # fmt: skip
# Since schema 7.
_NAMED_IN_LIVES = (("life_event", "officer"), ("life_event_confirmation", "officer"))
_REFUSED_IN_LIVES = (
    "life_event_confirmation_four_eyes", "INSERT ON life_event_confirmation",
    "EXISTS (SELECT 1 FROM life_event e WHERE e.id = NEW.life_event_id AND "
    "e.officer = NEW.officer)",
    "what two people do is confirmed by another",
)  # fmt: skip
# Since schema 9.
_NAMED_IN_CORRECTIONS = (
    ("amendment_dropped", "officer"), ("withdrawal_struck", "officer"),
    ("withdrawal_struck_confirmation", "officer"), ("question_answer", "officer"),
)  # fmt: skip
_REFUSED_IN_CORRECTIONS = (
    "withdrawal_struck_confirmation_four_eyes", "INSERT ON withdrawal_struck_confirmation",
    "EXISTS (SELECT 1 FROM withdrawal_struck s WHERE s.id = NEW.withdrawal_struck_id AND "
    "s.officer = NEW.officer)",
    "what two people do is confirmed by another",
)  # fmt: skip
# Since schema 10.
_NAMED_IN_COMPLETIONS = tuple(
    (table, "officer")
    for table in (
        "row_link", "completion_request", "completion", "completion_answer",
        "completion_confirmation", "term_notice",
    )
)  # fmt: skip
_REFUSED_IN_COMPLETIONS = (
    "completion_confirmation_four_eyes", "INSERT ON completion_confirmation",
    "EXISTS (SELECT 1 FROM completion_answer a WHERE a.id = NEW.completion_answer_id AND "
    "(a.officer = NEW.officer OR NOT a.accepts))",
    "what was accepted is confirmed by another",
)  # fmt: skip
# Since schema 11.
_NAMED_IN_SUPPLEMENTS = (("supplement", "made_by"), ("supplement_approval", "approver"))
_REFUSED_IN_SUPPLEMENTS = (
    "supplement_four_eyes", "INSERT ON supplement_approval",
    "EXISTS (SELECT 1 FROM supplement s WHERE s.id = NEW.supplement_id AND "
    "(s.made_by = NEW.approver OR s.digest <> NEW.digest))",
    "whoever made a supplement does not approve it",
)  # fmt: skip


# Of payments: whoever orders one does not confirm it, and another amount is another payment.
_NAMED_IN_PAYMENTS = tuple(
    (table, "officer")
    for table in (
        "payment_order", "payment_confirmation", "payment_correction",
        "payment_correction_confirmation",
    )
)  # fmt: skip
_REFUSED_IN_PAYMENTS = (
    (
        "payment_four_eyes", "INSERT ON payment_confirmation",
        "EXISTS (SELECT 1 FROM payment_order o WHERE o.id = NEW.payment_order_id AND "
        "(o.officer = NEW.officer OR o.cents <> NEW.cents))",
        "a payment is confirmed by another, and for what was ordered",
    ),
    (
        "payment_correction_four_eyes", "INSERT ON payment_correction_confirmation",
        "EXISTS (SELECT 1 FROM payment_correction c WHERE c.id = NEW.payment_correction_id AND "
        "c.officer = NEW.officer)",
        "what two people do is confirmed by another",
    ),
)  # fmt: skip


# Of decisions on awards: whoever made one does not approve it.
_NAMED_IN_AWARD_DECISIONS = (
    ("change_request", "officer"), ("award_decision", "made_by"),
    ("award_decision_approval", "approver"),
)  # fmt: skip
_REFUSED_IN_AWARD_DECISIONS = (
    "award_decision_four_eyes", "INSERT ON award_decision_approval",
    "EXISTS (SELECT 1 FROM award_decision d WHERE d.id = NEW.award_decision_id AND "
    "(d.made_by = NEW.approver OR d.digest <> NEW.digest))",
    "whoever made a decision on an award does not approve it",
)  # fmt: skip


_NAMED_IN_MONITORS = (("monitor_request", "officer"), ("monitor_file", "officer"))
# Of accounts and what they lead to: whoever proposed a settlement or a claim does not approve it.
_NAMED_IN_SETTLING = (
    ("account", "officer"), ("settling_act", "made_by"), ("settling_act_approval", "approver"),
)  # fmt: skip
_REFUSED_IN_SETTLING = (
    "settling_act_four_eyes", "INSERT ON settling_act_approval",
    "EXISTS (SELECT 1 FROM settling_act s WHERE s.id = NEW.settling_act_id AND "
    "(s.made_by = NEW.approver OR s.digest <> NEW.digest))",
    "whoever proposed to settle or to claim back does not approve it",
)  # fmt: skip


_REFUSED_IN_WEIGHINGS = (
    "publication_weighing_four_eyes", "INSERT ON publication_weighing",
    "EXISTS (SELECT 1 FROM publication_weighing w WHERE w.id = NEW.confirms AND "
    "w.officer = NEW.officer)",
    "what is kept from the public is confirmed by another",
)  # fmt: skip


# Since schema 15.
_NAMED_IN_PEOPLE = (("office_file", "officer"), ("admission", "officer"))
_MOVES = (
    "drafted>open", "open>closed", "open>screened", "closed>screened", "screened>allocated",
    "amended>allocated", "allocated>approved", "approved>published", "screened>amended",
    "allocated>amended", "approved>amended", "published>archived",
)  # fmt: skip
_REFUSED_IN_PEOPLE = (
    (
        "admission_four_eyes", "INSERT ON admission",
        "NEW.officer = NEW.person_name OR EXISTS (SELECT 1 FROM admission a WHERE "
        "a.round_id = NEW.round_id AND a.person_login = NEW.person_login AND "
        "a.person_name = NEW.person_name AND a.person_role = NEW.person_role AND "
        "a.officer = NEW.officer)",
        "two others admit somebody",
    ),
    (
        "round_moves", "UPDATE OF state ON round",
        "NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ("
        + ", ".join(f"'{move}'" for move in _MOVES) + ")",
        "a round goes from state to state by its steps",
    ),
)  # fmt: skip
_ONE_LOGIN = (
    "login_of_one_name", "INSERT OR UPDATE ON login",
    "EXISTS (SELECT 1 FROM login l WHERE l.role <> NEW.role AND "
    "lower(btrim(l.name)) = lower(btrim(NEW.name)))",
    "a name belongs to one login",
)  # fmt: skip
# Since schema 16.
_NAMED_IN_OBJECTIONS = (
    ("objection", "officer"), ("objection_act", "officer"), ("objection_shown", "officer"),
    ("objection_decision", "approver"),
)  # fmt: skip
_REFUSED_IN_OBJECTIONS = (
    "objection_decision_by_another", "INSERT ON objection_decision",
    "EXISTS (SELECT 1 FROM objection o JOIN approval p ON p.round_id = o.round_id "
    "WHERE o.id = NEW.objection_id AND o.contested = 'list' AND p.approver = NEW.approver "
    "AND p.allocation_id = (SELECT max(a.id) FROM allocation a WHERE a.round_id = o.round_id))",
    "whoever took a decision does not decide on the objection to it",
)  # fmt: skip
# Since schema 31.
_REFUSED_IN_OWN_OBJECTIONS = (
    "objection_decision_four_eyes", "INSERT ON objection_decision",
    "EXISTS (SELECT 1 FROM objection o WHERE o.id = NEW.objection_id AND "
    "o.officer = NEW.approver)",
    "whoever registered an objection does not decide on it",
)  # fmt: skip


def hold_people(connection: Connection) -> None:
    """Hold the names under admissions, the order of the states, and each name to one login."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_PEOPLE:
            _hold_name(connection, table, column, "INSERT")
        _refuse(connection, *_ONE_LOGIN)
    for name, act, condition, said in _REFUSED_IN_PEOPLE:
        _refuse(connection, name, act, condition, said)


def hold_payments(connection: Connection) -> None:
    """Hold the names in payments, and refuse who confirms what they ordered or corrected."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_PAYMENTS:
            _hold_name(connection, table, column, "INSERT")
    for name, act, condition, said in _REFUSED_IN_PAYMENTS:
        _refuse(connection, name, act, condition, said)


def hold_award_decisions(connection: Connection) -> None:
    """Hold the names in decisions on awards, and refuse who approves the own one."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_AWARD_DECISIONS:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_AWARD_DECISIONS)


def hold_monitors(connection: Connection) -> None:
    """Hold the names in what was asked and taken in about progress."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_MONITORS:
            _hold_name(connection, table, column, "INSERT")


def hold_settling(connection: Connection) -> None:
    """Hold the names in accounts and settlements, and refuse who approves the own proposal."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_SETTLING:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_SETTLING)


def hold_own_objections(connection: Connection) -> None:
    """Refuse who decides on an objection that they registered."""
    _refuse(connection, *_REFUSED_IN_OWN_OBJECTIONS)


def hold_settling_again(connection: Connection) -> None:
    """Refuse who approves the own proposal to settle, where SQLite made the tables of it again."""
    _refuse(connection, *_REFUSED_IN_SETTLING)


def hold_intentions(connection: Connection) -> None:
    """Hold the name under an intention to revoke an award."""
    if connection.dialect.name == "postgresql":
        _hold_name(connection, "revocation_intention", "officer", "INSERT")


def hold_weighings(connection: Connection) -> None:
    """Hold the names under what is kept from the public; nobody confirms the own weighing."""
    if connection.dialect.name == "postgresql":
        _hold_name(connection, "publication_weighing", "officer", "INSERT")
    _refuse(connection, *_REFUSED_IN_WEIGHINGS)


def hold_names(connection: Connection) -> None:
    """Refuse, in PostgreSQL, a row in another name than that of whoever is logged in."""
    if connection.dialect.name != "postgresql":
        return
    written = _OWN_NAME.replace("public,", f"{_schema_of(connection)},")
    connection.exec_driver_sql(written.replace("%", "%%"))
    for table, column in _NAMED:
        _hold_name(connection, table, column, "INSERT")
    _hold_name(connection, "round", "screened_by", "UPDATE OF screened_by")


def hold_four_eyes(connection: Connection) -> None:
    """Refuse, on both databases, what four eyes forbid and what goes round an approval."""
    for name, act, condition, said in _REFUSED:
        _refuse(connection, name, act, condition, said)


def hold_lives(connection: Connection) -> None:
    """Hold the names in the events of lives, and refuse who confirms what they recorded."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_LIVES:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_LIVES)


def hold_corrections(connection: Connection) -> None:
    """Hold the names in corrections and answers, and refuse who confirms what they recorded."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_CORRECTIONS:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_CORRECTIONS)


def hold_completions(connection: Connection) -> None:
    """Hold the names in what is done about completions, and refuse who confirms their own."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_COMPLETIONS:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_COMPLETIONS)


def hold_supplements(connection: Connection) -> None:
    """Hold the names in supplementary lists, and refuse who approves the own one."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_SUPPLEMENTS:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_SUPPLEMENTS)


def hold_objections(connection: Connection) -> None:
    """Hold the names in objections, and refuse who decides on the own decision (Awb 10:3)."""
    if connection.dialect.name == "postgresql":
        for table, column in _NAMED_IN_OBJECTIONS:
            _hold_name(connection, table, column, "INSERT")
    _refuse(connection, *_REFUSED_IN_OBJECTIONS)


def _schema_of(connection: Connection) -> str:
    """The schema in which the tables are made, as it stands in SQL; ``public`` unless told."""
    return str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar())


def _hold_name(connection: Connection, table: str, column: str, act: str) -> None:
    connection.exec_driver_sql(
        f'CREATE TRIGGER {table}_{column}_is_own BEFORE {act} ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION verdeel_own_name('{column}')"
    )


def _refuse(connection: Connection, name: str, act: str, condition: str, said: str) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {act} WHEN {condition} BEGIN "
            f"SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    made = (
        f"CREATE FUNCTION verdeel_{name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = pg_catalog, {_schema_of(connection)}, pg_temp "
        f"AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{said}' USING ERRCODE = 'restrict_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    connection.exec_driver_sql(made.replace("%", "%%"))
    connection.exec_driver_sql(
        f"CREATE TRIGGER {name} BEFORE {act} FOR EACH ROW EXECUTE FUNCTION verdeel_{name}()"
    )
