"""What is told of a check that crashed: what it raised, with the place in the user's code.

Of one that looked at a secret not what it said, for that may be the secret.
"""

import traceback

from dagcompile.runtime.events import Event, error_record, user_frames
from dagcompile.runtime.types import CheckCrashed

NOT_TOLD = "what it said is not shown, for it looked at a secret"


def crash_record(crash: BaseException) -> Event:
    """What was raised in the user's code, as JSON: by a check, or by a value that was looked at."""
    if not isinstance(crash, CheckCrashed):
        return error_record(crash)
    reason = crash.__cause__ or crash
    record = error_record(reason)
    if not crash.hidden:
        return record
    frames = "".join(traceback.format_tb(user_frames(reason.__traceback__)))
    return {
        "type": record["type"],
        "message": NOT_TOLD,
        "traceback": f"Traceback (most recent call last):\n{frames}{record['type']}: {NOT_TOLD}\n",
    }
