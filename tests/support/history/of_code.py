"""Changes of what is written within functions, which no contract tells."""

from history.records import OPS, SOURCES, Case, Edit

CODE = (
    Case(
        name="a body is another",
        edits=(
            Edit(
                OPS,
                "framed(ranked.head(top), CarrierDelay)",
                "framed(ranked.tail(top), CarrierDelay)",
            ),
        ),
        version="same",
    ),
    Case(
        name="a helper is another",
        edits=(
            Edit(SOURCES, ".filter(**same).drop(same)", ".filter(**same).unique().drop(same)"),
            Edit(SOURCES, 'MISSING = "NA"', 'MISSING = "N/A"'),
        ),
        version="same",
    ),
)
