"""What a round is and what is computed of it: its state and seal, who acts, screening, division,
ledger, and the dossier that letters and reports are made from.

Nothing here speaks SQL; what a round keeps is read by ``records``.
"""
