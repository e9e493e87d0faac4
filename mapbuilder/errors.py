"""Exceptions: what stops the work, each with a one-line message that says what would be right.

MapbuilderError
├── ConfigError      exhibit.toml cannot be used
├── InputError       a table or text cannot be read
├── GazetteerError   a gazetteer cannot be used
├── PageError        the page cannot be made
├── BrowserError     a browser that draws posters is not there, or fails
│   └── SilentBrowserError  it runs, and has not answered in time
├── PosterError      a poster cannot be made as it was asked for
├── ClusterError     a build cannot be done by a cluster
├── ExportError      an exhibit cannot be written in the format that was asked for
├── ProofError       a page, a key or a signature cannot be used as proof
├── OutputError      a file cannot be written
└── ProblemsError    a strict build refuses problems in the user's data
"""


class MapbuilderError(Exception):
    """The root of everything that mapbuilder raises on purpose."""


class ConfigError(MapbuilderError):
    """The settings cannot be used; the message has one line for each fault in them."""


class InputError(MapbuilderError):
    """A file cannot be read at all; what is wrong inside a readable one is a problem."""


class GazetteerError(MapbuilderError):
    """A gazetteer cannot be used."""


class PageError(MapbuilderError):
    """The page cannot be made from the exhibit and the templates."""


class BrowserError(MapbuilderError):
    """There is no browser to draw a poster with, or it fails."""


class SilentBrowserError(BrowserError):
    """The browser runs, and has not answered in time."""


class PosterError(MapbuilderError):
    """A poster cannot be made as it was asked for; the message says what can."""


class ExportError(MapbuilderError):
    """An exhibit cannot be written in the format that was asked for; the message says what can."""


class ClusterError(MapbuilderError):
    """A cluster cannot do a build: it is not there, or not as it must be."""


class ProofError(MapbuilderError):
    """A page, a key or a signature cannot be read, or is not what it must be to prove anything."""


class OutputError(MapbuilderError):
    """A file cannot be written; what stood there before is whole."""


class ProblemsError(MapbuilderError):
    """A strict build refuses an exhibit that has errors or warnings."""
