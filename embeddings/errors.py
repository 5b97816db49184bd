"""Errors a user can act on: each says what was got, what was expected and what to do."""


class CopydeskError(Exception):
    """Base of every error that Copydesk raises on purpose; it lives here because this is the lowest package.

    Args:
        got: what was found, in the user's terms.
        expected: what would have been accepted.
        remedy: what the user can do about it.
    """

    def __init__(self, got: str, expected: str, remedy: str) -> None:
        super().__init__(f"{got} Expected: {expected} {remedy}")
        self.got = got
        self.expected = expected
        self.remedy = remedy


class EmbeddingsError(CopydeskError):
    """Base of this package's own errors."""


class EncoderError(EmbeddingsError):
    """An embedding model is missing, damaged or of the wrong kind."""


class IndexFileError(EmbeddingsError):
    """A saved index is missing, damaged, or was made by another embedding model."""


class DuplicateKeyError(EmbeddingsError, ValueError):
    """A key or an id was added that is already held, or twice in one call. Nothing was added."""


class UnknownKeyError(EmbeddingsError, LookupError):
    """A key or an id was named that is not held. Nothing was changed."""


class InputError(EmbeddingsError, ValueError):
    """An argument is outside its domain: an empty query or text, k below 1, a wrong shape or weight."""
