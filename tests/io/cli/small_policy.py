"""The policy of a small round: who opens it, what a fund has, and how its schemes divide that."""

WBI_RANKED = """
[instruments.woningbouwimpuls]
fund = "vro"
rule = "rank"
ceiling = "€ 6 mln"
"""


def opening(number: str, title: str = "Kleine ronde", *, reserve: str = "") -> str:
    """The round, and a fund of EUR 100 mln with what of it is kept for objections."""
    kept = f'objection_reserve = "{reserve}"\n' if reserve else ""
    return f"""
[round]
id = "{number}"
title = "{title}"
kind = "example"
window_opens = 2026-03-02
window_closes = 2026-03-31
decision_date = 2026-06-01

[funds.vro]
name_nl = "Ministerie van VRO"
name_en = "Ministry of VRO"
total = "€ 100 mln"
{kept}"""


def gb_listed(reserved: str) -> str:
    """Gebiedsbudget by its list, with what is reserved for one of its areas."""
    return f"""
[instruments.gebiedsbudget]
fund = "vro"
rule = "closed_list"
ceiling = "€ 60 mln"
parameters = {{ "GB-02.Haven-Stad" = "{reserved}" }}
"""
