"""What is raised when dagcompile itself is wrong."""


class InternalError(Exception):
    """The emitter made something that it must not. Never the mistake of a pipeline's author."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"{fact}; this is a bug in dagcompile's emitter, please report it")
