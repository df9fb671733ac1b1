"""What is told of a type that says what cannot be, or cannot be asked."""


class BadContract(Exception):
    """A type that is not meant as it is written: the code, the reason and the way out."""

    def __init__(self, code: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.fix = fix
