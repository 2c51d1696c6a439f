"""What can be wrong with files that are brought in. Every one leaves the workspace as it was."""

from __future__ import annotations

from queries.errors import WhyrankError


class FileMissing(WhyrankError):
    """The path, or a file wanted in it, does not exist."""


class FileEmpty(WhyrankError):
    """A file holds no bytes, or no rows."""


class FileDamaged(WhyrankError):
    """A file is cut off, or is not of the kind its name says."""


class WrongEncoding(WhyrankError):
    """Text that is not in the encoding it is read with."""


class WrongDelimiter(WhyrankError):
    """A table whose columns are not separated as expected."""


class LineTooLong(WhyrankError):
    """A line longer than any row could be: reading it would fill the memory."""


class ColumnMissing(WhyrankError):
    """A column that the import needs is not in the file."""


class ColumnUnreadable(WhyrankError):
    """A column whose values are not of the kind it must hold, such as a clock that does not parse."""


class MappingInvalid(WhyrankError):
    """A mapping file that says something it cannot, or leaves out what it must say."""
