"""Errors a user can act on: each says what was got, what was expected and what to do.

Abstaining is a reply, not an error: nothing here means "the articles do not say".
"""

from embeddings.errors import CopydeskError

__all__ = [
    "ArchiveError",
    "ArticleError",
    "CopydeskError",
    "DamagedFileError",
    "DraftError",
    "EmptyTextError",
    "EncodingError",
    "EncryptedFileError",
    "EndpointError",
    "EvidenceError",
    "ExportError",
    "FilterError",
    "GeneratorError",
    "GeneratorMemoryError",
    "LibraryBusyError",
    "LibraryDamagedError",
    "LibraryFullError",
    "LibraryModelError",
    "LibraryReadOnlyError",
    "LibraryUnreachableError",
    "LibraryVersionError",
    "LinkFailedError",
    "LinkRefusedError",
    "MissingPackageError",
    "ModelError",
    "NoArticlesError",
    "NoBodyError",
    "NodesError",
    "NotTextError",
    "PartsError",
    "PasswordError",
    "PasswordFileError",
    "PlotError",
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
    "VectorError",
    "WorkersError",
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
    """A summary or a timeline was asked of more articles than anybody would read one of."""


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


class LibraryUnreachableError(ArchiveError):
    """The server of a library does not answer, or does not let this user in."""


class LibraryModelError(ArchiveError):
    """The library's vectors were made by another embedding model."""


class VectorError(ArchiveError):
    """Vectors that were made elsewhere do not fit their article, or are no unit vectors of the model's length."""


class PartsError(CopydeskError):
    """A folder for what workers make holds something else, another model's vectors, or a damaged file."""


class WorkersError(CopydeskError):
    """A cluster is not there or too small, or its workers cannot work. What was done is kept."""


class NodesError(CopydeskError):
    """Servers that are laid out on one machine do not do what was asked of them."""


class LibraryReadOnlyError(ArchiveError):
    """The library is served to be read, and a visitor asked for a change."""


class PasswordError(CopydeskError):
    """A name or a password is not one that can be used."""


class PasswordFileError(CopydeskError):
    """The file of passwords is missing, damaged, or open to others: nobody is let in by it."""


class MissingPackageError(CopydeskError):
    """What was asked for needs a package that is not installed; the message has the line that installs it."""


class QuestionError(CopydeskError):
    """The question is empty or too long."""


class DraftError(CopydeskError):
    """A draft or a quotation to check is empty, too long, or in a script that cannot be checked."""


class SummaryLengthError(CopydeskError):
    """A summary of no sentence was asked for."""


class PlotError(CopydeskError):
    """A drawing was asked for that cannot be made, or nothing is there to draw."""


class ExportError(CopydeskError):
    """A reply cannot be written as evidence, or not to that place. No file was begun."""


class EvidenceError(CopydeskError):
    """A file is no evidence that Copydesk wrote, or too damaged to tell which quotes it holds."""


class ModelError(CopydeskError):
    """A model's folder is missing, damaged or of the wrong kind."""


class TrainingDataError(CopydeskError):
    """A row of training data does not say what it should."""


class GeneratorError(CopydeskError):
    """A generative model did not write an answer. The extractive one is there without it."""


class GeneratorMemoryError(GeneratorError):
    """A generative model, or what it was to read, does not fit into memory."""


class EndpointError(GeneratorError):
    """An endpoint cannot be used, refused, or did not answer as its protocol says."""
