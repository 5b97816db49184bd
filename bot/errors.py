"""Errors a user can act on: each says what was got, what was expected and what to do.

Abstaining is a reply, not an error: nothing here means "the articles do not say".
"""

from embeddings.errors import CopydeskError

__all__ = [
    "ArticleError",
    "CopydeskError",
    "EmptyTextError",
    "EncodingError",
    "ModelError",
    "NoArticlesError",
    "NoBodyError",
    "NotTextError",
    "QuestionError",
    "SourceNotFoundError",
    "SummaryLengthError",
    "TooLargeError",
    "TrainingDataError",
    "UnknownArticleError",
    "UnsupportedSourceError",
]


class ArticleError(CopydeskError):
    """A source could not be made into an article. Nothing was stored."""


class EmptyTextError(ArticleError):
    """The text holds nothing but white space."""


class NoBodyError(ArticleError):
    """The text has a headline or credits at most, and no body paragraph."""


class NotTextError(ArticleError):
    """The bytes are not text: a picture, an archive, a program."""


class EncodingError(ArticleError):
    """The bytes look like text, in a character encoding that could not be established."""


class TooLargeError(ArticleError):
    """The text is longer than an article may be."""


class SourceNotFoundError(ArticleError):
    """A path was given and no readable file is there."""


class UnsupportedSourceError(ArticleError):
    """The source is of a kind that no reader handles."""


class UnknownArticleError(CopydeskError):
    """An article id was given that the archive does not hold."""


class NoArticlesError(CopydeskError):
    """A question, summary or search was asked of no article at all."""


class QuestionError(CopydeskError):
    """The question is empty or too long."""


class SummaryLengthError(CopydeskError):
    """A summary of no sentence was asked for."""


class ModelError(CopydeskError):
    """A model's folder is missing, damaged or of the wrong kind."""


class TrainingDataError(CopydeskError):
    """A row of training data does not say what it should."""
