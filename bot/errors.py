"""Errors a user can act on: each says what was got, what was expected and what to do.

Abstaining is a reply, not an error: nothing here means "the articles do not say".
"""

from embeddings.errors import CopydeskError

__all__ = [
    "ArchiveError",
    "ArticleError",
    "CopydeskError",
    "DamagedFileError",
    "EmptyTextError",
    "EncodingError",
    "EncryptedFileError",
    "FilterError",
    "LibraryBusyError",
    "LibraryDamagedError",
    "LibraryFullError",
    "LibraryModelError",
    "LibraryReadOnlyError",
    "LibraryVersionError",
    "LinkFailedError",
    "LinkRefusedError",
    "ModelError",
    "NoArticlesError",
    "NoBodyError",
    "NotTextError",
    "QuestionError",
    "ReaderStoppedError",
    "RowError",
    "ScannedFileError",
    "SourceNotFoundError",
    "SummaryLengthError",
    "TooLargeError",
    "TooManyArticlesError",
    "TrainingDataError",
    "UnknownArticleError",
    "UnsafeFileError",
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
    """The text is longer than an article may be, or its file, packed or unpacked, is."""


class SourceNotFoundError(ArticleError):
    """A path was given and no readable file is there."""


class UnsupportedSourceError(ArticleError):
    """The source is of a kind that no reader handles."""


class DamagedFileError(ArticleError):
    """The bytes begin like a kind of file and do not go on like one: cut off, or not made to its rules."""


class EncryptedFileError(ArticleError):
    """The file opens only with a password."""


class ScannedFileError(ArticleError):
    """The pages are pictures: there is no text to read."""


class UnsafeFileError(ArticleError):
    """The file holds what no article needs and attacks use: entity declarations, paths out of its folder."""


class ReaderStoppedError(ArticleError):
    """Reading the file took more time or memory than any article should, or brought the reader down."""


class RowError(ArticleError):
    """A row of a JSON Lines or CSV file does not say what an article needs."""


class LinkRefusedError(ArticleError):
    """The link leads where no article is fetched from. Nothing was sent there."""


class LinkFailedError(ArticleError):
    """The link is a proper one and no article came from it."""


class UnknownArticleError(CopydeskError):
    """An article id was given that the archive does not hold."""


class NoArticlesError(CopydeskError):
    """A question, summary or search was asked of no article at all."""


class TooManyArticlesError(CopydeskError):
    """A summary was asked of more articles than anybody would read one of."""


class FilterError(CopydeskError):
    """A filter or a collection's name is empty, or its days are in the wrong order."""


class ArchiveError(CopydeskError):
    """A library could not be opened, read or written. What was acknowledged stays."""


class LibraryFullError(ArchiveError):
    """The disk has no room. Nothing of this call was stored; what was acknowledged stays."""


class LibraryBusyError(ArchiveError):
    """Another process has been writing to the library for too long."""


class LibraryDamagedError(ArchiveError):
    """What the library holds is not what was stored."""


class LibraryVersionError(ArchiveError):
    """The library was written by a newer version, or is no library."""


class LibraryModelError(ArchiveError):
    """The library's vectors were made by another embedding model."""


class QuestionError(CopydeskError):
    """The question is empty or too long."""


class SummaryLengthError(CopydeskError):
    """A summary of no sentence was asked for."""


class ModelError(CopydeskError):
    """A model's folder is missing, damaged or of the wrong kind."""


class TrainingDataError(CopydeskError):
    """A row of training data does not say what it should."""


class LibraryReadOnlyError(ArchiveError):
    """A change was asked of a library that was opened for reading."""
