"""The dialogue: open questions and a console in, answers that are saved one by one out.

It neither reads a key nor prints by itself: the command line hands it the means. Always true: each
answer is saved before the next question is asked, so that nothing is lost however it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from mapbuilder.account import printable
from mapbuilder.counts import counted
from mapbuilder.ledger import Answer, Key
from mapbuilder.pointers import pointer_in
from mapbuilder.questions import Around, Question, answer_to, full_label
from mapbuilder.report import Suggestion
from mapbuilder.sketch import to_sketch
from mapbuilder.written_points import point_in

_WAYS = {
    "n": "north", "ne": "north-east", "e": "east", "se": "south-east",
    "s": "south", "sw": "south-west", "w": "west", "nw": "north-west",
}  # fmt: skip
_SKETCH_WIDTH = 40
_SKETCH_HEIGHT = 12
_SKETCH_LEAST = 5
_LINES_AROUND = 7
"""The question's first line, the keys, the line that is typed, the map's frame and its scale."""
_MOST_DOTS = 2_000
_LONGEST_TITLE = 60
_HELP = """\
  1-5  the place is the one with this number
  o    it is another place: type the place's id
  n    it is none of these, nor any place that is known; it will not be asked again
  a    the last answer again, here and for all that is left to ask about the same name
  t    type a note that goes with the answer
  s    skip: nothing is saved, and the question comes again the next time
  u    undo the last answer
  q    quit; all answers are saved, and the next run goes on with what is open"""


@dataclass(frozen=True, slots=True)
class Console:
    """How the dialogue speaks with a person."""

    tell: Callable[[str], None]
    """Shows a line."""
    strong: Callable[[str], str]
    """The text made to stand out."""
    key: Callable[[str], str]
    """Asks for one key; an empty text when there is nobody left to ask."""
    line: Callable[[str], str]
    """Asks for a line of text."""
    width: int
    """In columns."""
    height: int | None = None
    """In lines; ``None`` where it does not matter, as in a file."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What a run of questions needs."""

    questions: Sequence[Question]
    around: Around
    console: Console
    save: Callable[[Sequence[Answer], Collection[Key]], None]
    """Writes answers, and takes out those with the given keys."""
    restore: Callable[[Sequence[Answer], Collection[Key]], None]
    """The same, to undo."""
    find: Callable[[str], Suggestion | None]
    """The place with an id."""
    before: dict[Key, Answer]
    """What the file holds about questions that are asked again."""
    who: str
    when: str

    def run(self) -> int:
        """How many questions are left open when the last is answered or the person quits."""
        at = 0
        history: list[tuple[int, tuple[Answer, ...]]] = []
        note: str | None = None
        self._ask(at)
        while at < len(self.questions):
            question = self.questions[at]
            pressed = self.console.key("> ")
            key = pressed.strip()
            command, rest = key[:1].lower(), key[1:].strip()
            answers: tuple[Answer, ...] = ()
            if command == "q" or not pressed:
                break
            if not command:
                # Enter behind a key, as other programs want it.
                continue
            if command == "?":
                for line in _HELP.splitlines():
                    self.console.tell(line)
                continue
            if command == "u":
                if not history:
                    self.console.tell("There is nothing to undo.")
                    continue
                at, undone = history.pop()
                self._undo(undone)
                note = None
                self._ask(at)
                continue
            if command == "t":
                note = rest or self.console.line("Note: ").strip() or None
                continue
            if command == "n":
                answers = (self._answer(question, None, note),)
            elif command == "a":
                last = history[-1][1][-1] if history and history[-1][1] else None
                answers = self._again(at, last)
                if not answers:
                    self.console.tell("There was no answer about this name just before.")
                    continue
            elif command == "o":
                place = self._other(question, rest)
                if place is None:
                    continue
                answers = (self._answer(question, place, note),)
            elif command.isdecimal() and 0 < int(command) <= len(question.candidates):
                place = question.candidates[int(command) - 1]
                answers = (self._answer(question, place, note),)
            elif command != "s":
                self.console.tell(f"{shown_key(command)} is none of the keys; ? tells them.")
                continue
            if answers:
                self.save(answers, ())
                said = "none of these" if answers[0].place is None else answers[0].label
                times = f", {len(answers):,} times" if len(answers) > 1 else ""
                self.console.tell(f"{printable(question.toponym)}: {printable(str(said))}{times}")
            history.append((at, answers))
            note = None
            at += len(answers) or 1
            if at < len(self.questions):
                self._ask(at)
        return len(self.questions) - sum(len(answers) for _, answers in history)

    def _answer(self, question: Question, place: Suggestion | None, note: str | None) -> Answer:
        return answer_to(question, place, who=self.who, when=self.when, note=note)

    def _again(self, at: int, last: Answer | None) -> tuple[Answer, ...]:
        """The last answer for this question and all that follow about the same name."""
        if last is None:
            return ()
        following = takewhile(
            lambda question: question.toponym == last.toponym, self.questions[at:]
        )
        return tuple(replace(last, context=question.context) for question in following)

    def _undo(self, answers: Sequence[Answer]) -> None:
        if not answers:
            return
        keys = [answer.key for answer in answers]
        before = [self.before[key] for key in keys if key in self.before]
        self.restore(before, [key for key in keys if key not in self.before])

    def _other(self, question: Question, given: str) -> Suggestion | None:
        """The place whose id a person types; told what to do where there is no such place."""
        typed = given or self.console.line("The place's id, or lat, lon: ").strip()
        if not typed:
            return None
        place = self.find(typed)
        if place is not None:
            return place
        point = point_in(typed, whole=True)
        if point is None:
            told = "the id of no place"
            if (pointer := pointer_in(typed)) is not None and not pointer.ids:
                told = f"{pointer.what} and the id of no place"
                if pointer.guess:
                    told += f"; where GeoNames' is meant, type {pointer.guess}"
            self.console.tell(
                f"{printable(typed)} is {told}. Take one from the column 'id' of the table of "
                "places, or type a coordinate such as 40.38, 49.89."
            )
            return None
        name = printable(question.toponym).replace('"', '""')
        self.console.tell("A place of one's own stands in the table of places. Add this row to it,")
        self.console.tell("with an id that you choose, and run match again; the name then joins:")
        self.console.tell("  id,name,lat,lon")
        self.console.tell(f'  my-place,"{name}",{point.lat:.7g},{point.lon:.7g}')
        return None

    def _ask(self, at: int) -> None:
        question = self.questions[at]
        tell = self.console.tell
        tell("")
        counted = f"{at + 1:,} of {len(self.questions):,}"
        tell(f"{counted}  {self.console.strong(printable(question.toponym))}")
        lines = list(to_lines(question, self.around))
        before = self.before.get(question.key)
        if before is not None:
            now = before.label or before.place or "none of the known places"
            lines.append(f"  Settled by {printable(before.who or 'nobody')}: {printable(now)}")
        for line in (*lines, *self._sketch(question, lines)):
            tell(line)
        count = len(question.candidates)
        choose = "1 choose · " if count == 1 else f"1-{count} choose · " if count else ""
        tell(f"  {choose}o another · n none · t note · s skip · u undo · ? help · q quit")

    def _sketch(self, question: Question, lines: Sequence[str]) -> list[str]:
        """The map, as high as leaves the question itself on the screen; none where it is low."""
        width, height = self.console.width, self.console.height
        if width <= _SKETCH_WIDTH + 4:
            return []
        most = _SKETCH_HEIGHT
        if height is not None:
            wrapped = sum(1 + max(0, len(line) - 1) // width for line in lines)
            most = min(most, height - wrapped - _LINES_AROUND)
        if most < _SKETCH_LEAST:
            return []
        return [f"  {line}" for line in sketch_of(question, self.around, most)]


def to_lines(question: Question, around: Around) -> Iterator[str]:
    """The question without its toponym, as lines: whose it is, why it is asked, the candidates."""
    count = counted(question.records, "record")
    if question.context:
        count += f" of {printable(question.context)}"
    yield f"  {count} in {printable(question.file)}, {_asking(question)}"
    for example in question.examples:
        title = printable(example.title or "")
        if len(title) > _LONGEST_TITLE:
            title = f"{title[: _LONGEST_TITLE - 1]}…"
        date = printable(example.date or "no date")
        yield f"    row {example.row:,}  {date}  {title}".rstrip()
    if question.records > len(question.examples):
        yield f"    and {question.records - len(question.examples):,} more"
    yield ""
    for number, candidate in enumerate(question.candidates, 1):
        facts = [full_label(candidate), candidate.feature, distance_of(candidate, around)]
        score = None if candidate.score is None else f"{candidate.score:g} of 100"
        yield f"  {number}  {' · '.join(printable(fact) for fact in [*facts, score] if fact)}"
        where = "" if candidate.lat is None else f"; {candidate.lat:.2f}, {candidate.lon:.2f}"
        yield f"     {printable(candidate.why)} ({printable(str(candidate.place))}{where})"
    if not question.candidates:
        pointer = pointer_in(question.toponym)
        told = "No place has a name like it." if pointer is None else f"It is {pointer.told}."
        yield f"  {printable(told)}"


def _asking(question: Question) -> str:
    return {
        "place-ambiguous": f"may be {len(question.candidates)} places or more",
        "place-elsewhere": "is a place, but lies elsewhere than is said",
        "place-name-out-of-years": "is a name of another time",
        "place-unsure": "may mean a place, but not surely",
    }.get(question.code, "is in no gazetteer")


def distance_of(candidate: Suggestion, around: Around) -> str | None:
    """Where a candidate lies, told from the exhibit's own places."""
    here = around.events_at(candidate.place)
    if here:
        return f"in the exhibit already, {counted(here, 'event')}"
    near = around.near(candidate)
    if near is None:
        return None
    if near.km < 0.1:
        return f"at {near.label}"
    km = f"{near.km:.1f}" if near.km < 10 else f"{near.km:,.0f}"
    return f"{km} km {_WAYS[near.direction]} of {near.label}"


def sketch_of(question: Question, around: Around, height: int = _SKETCH_HEIGHT) -> list[str]:
    """A small map of the candidates, with dots for the exhibit's own places."""
    marks = [
        (str(number), (one.lon, one.lat))
        for number, one in enumerate(question.candidates, 1)
        if one.lon is not None and one.lat is not None
    ]
    lons, lats = around.lon[:_MOST_DOTS].tolist(), around.lat[:_MOST_DOTS].tolist()
    return to_sketch(marks, list(zip(lons, lats, strict=True)), width=_SKETCH_WIDTH, height=height)


def shown_key(key: str) -> str:
    """A key as it can be named: a control character by its code."""
    return printable(repr(key))
