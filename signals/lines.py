"""What a line of a list of signals reads: no story, nothing sealed. A list that shows another field names it here."""

ON_A_LINE = (
    *("municipality", "dossier_id", "version", "reference", "state", "origin", "source", "form", "danger", "minor"),
    *(
        "place",
        "received_at",
        "due_on",
        "gather_by",
        "decide_by",
        "hand_over_by",
        "consider_by",
        "closed_at",
        "close_reason",
        "care_sees",
        "is_passed_on",
        "is_followed",
    ),
    *("municipality__gm_code", "municipality__name", "municipality__sort_name"),
    *("owner__full_name", "owner__email", "owner__is_active"),
)
