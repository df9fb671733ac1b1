"""Reviews as they are read: on a terminal, by programs, and in a comment on a pull request."""

import json
from typing import TYPE_CHECKING

from reviews import forty, review_of

from dagcompile.review import data_of, markdown_of, text_of

if TYPE_CHECKING:
    from tests.conftest import Golden


def test_a_review_of_a_little_of_everything(golden: "Golden") -> None:
    review = review_of()
    golden("reviews/everything.txt", text_of(review))
    golden("reviews/everything.md", markdown_of(review))
    golden("reviews/everything.json", json.dumps(data_of(review), indent=1, ensure_ascii=False) + "\n")


def test_a_review_of_forty_changes(golden: "Golden") -> None:
    golden("reviews/forty.txt", text_of(forty()))
    golden("reviews/forty.md", markdown_of(forty()))
