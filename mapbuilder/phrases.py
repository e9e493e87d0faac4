"""Phrases: what a cell of places may say besides one plain name.

In goes a toponym as written ("12 km west of Lankaran", "Springfield, Illinois", "между Баку и
Сумгаитом"), out come its readings, likeliest first. Always true: the first reading is the whole
text as one name, unless it has a sign of doubt, since only a gazetteer can tell ``Under the Hill``
and ``Washington, D.C.`` from qualified names; no name is empty; the time is linear in the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, get_args

from mapbuilder import phrase_words as words_of
from mapbuilder.bearings import Said, key_of, longest, said_after, said_before, word_at
from mapbuilder.inflections import uninflected, without_apostrophe
from mapbuilder.one_names import CODE as _CODE
from mapbuilder.one_names import LONGEST as _LONGEST
from mapbuilder.one_names import has_name as _has_name
from mapbuilder.one_names import is_one_word as _is_one_word
from mapbuilder.one_names import may_say_more as _may_say_more
from mapbuilder.phrase_words import Case, Spans, plain, spans
from mapbuilder.pointers import readings_of
from mapbuilder.reading import Named, Phrase, Reading, Rule, as_one_name
from mapbuilder.renamed import has_mark, open_between, other_country, other_name, without_doubt

_MOST_READINGS: Final = 12
_MOST_PLACES: Final = 50
_MOST_PARTS: Final = 6
_RULES: Final[tuple[Rule, ...]] = get_args(Rule)


def readings(toponym: str) -> tuple[Reading, ...]:
    """What a toponym may mean, likeliest first; at most twelve readings, none for an empty text.

    A link, coordinate or id of a catalogue is read as that alone (``pointers``). In this order:
    the whole text, unless a sign of doubt stands beside it; near, between, north of a place; two
    names of one place, or one of two; qualified by commas or brackets;
    one place in or near another; several places (``;``, `` / ``, `` | ``, lines), each as its own
    first narrower reading; qualifiers widest first; two places joined by *and*; then the guesses.
    """
    if _is_one_word(toponym):
        return (as_one_name(toponym),)
    lines = [" ".join(line.split()) for line in toponym.splitlines()]
    whole = " ".join(line for line in lines if line)
    if not _has_name(whole):
        return (as_one_name(whole),) if whole else ()
    as_one = as_one_name(whole)
    if len(whole) > _LONGEST or (len(lines) == 1 and not _may_say_more(whole)):
        return (as_one,)
    if pointed := readings_of(whole):
        return pointed
    parts = _several(lines)
    found = _of_several(parts) if len(parts) > 1 else _of_one(whole)
    if not has_mark(whole):  # The name would be the one without the mark, as if it were sure.
        found = [as_one, *found]
    return tuple(dict.fromkeys(_in_order(found)))[:_MOST_READINGS] or (as_one,)


def _in_order(found: Sequence[Reading]) -> Iterator[Reading]:
    """By rule, and each set of places once, under the rule that comes first."""
    seen = set()
    for reading in sorted(found, key=lambda reading: _RULES.index(reading.rule)):
        if reading.phrases not in seen and all(_is_whole(phrase) for phrase in reading.phrases):
            seen.add(reading.phrases)
            yield reading


def _is_whole(phrase: Phrase) -> bool:
    return all(_has_name(name.name) and all(name.within) for name in phrase.names)


# Several places


_STRONG = re.compile(r"\s*[;；؛|•]\s*|\s+/\s+|\s+\+\s+")


def _several(lines: Iterable[str]) -> list[str]:
    parts = [part for line in lines for part in _STRONG.split(line)]
    return [part for part in map(_trimmed, parts) if _has_name(part)][:_MOST_PLACES]


def _of_several(parts: Sequence[str]) -> list[Reading]:
    """Each part as its own first reading; each narrower; each widest first; each a guess.

    A part that begins with near and the like is never read as a name here: as one, it would leave
    the others unread.
    """
    own = [[one for one in _of_one(part) if len(one.phrases) == 1] for part in parts]
    first, narrow, wide, guess = [], [], [], []
    for part, of_part in zip(parts, own, strict=True):
        by = {rule: [one.phrases[0] for one in of_part if one.rule == rule] for rule in _RULES}
        related = by["relation"]
        whole = related[0] if related else Phrase("at", (Named(part),))
        first.append(whole)
        narrow.append((related[1:] or related or by["qualified"] or by["in"] or [whole])[0])
        wide.append((related or by["widest first"] or [whole])[0])
        guess.append((by["ending"] or [narrow[-1]])[0])
    found = [Reading(tuple(each), "several") for each in (first, narrow, wide)]
    return [*found, Reading(tuple(guess), "ending")]


# One place


def _of_one(text: str) -> list[Reading]:
    if (unsure := without_doubt(text)) is not None:
        bare, words = unsure
        return [_unsure(one, words) for one in (as_one_name(bare), *_of_one(bare))]
    found: list[Reading] = []
    related = [*_between(text), *_related(text)]
    found += related
    if not related:
        if (renamed := _renamed(text)) is not None:
            return renamed
        found += _either(text)
        found += _dashed(text)
        found += _qualified(text)
        found += _nested(text)
        found += _genitive(text)
        found += _listed(text)
        found += _at(text)
        if (short := without_apostrophe(text)) is not None:
            found.append(Reading((Phrase("at", (Named(short),)),), "ending"))
    return found


def _unsure(reading: Reading, words: str) -> Reading:
    phrases = tuple(phrase._replace(doubt=words) for phrase in reading.phrases)
    return Reading(phrases, "relation" if reading.rule == "whole" else reading.rule)


def _trimmed(text: str) -> str:
    """Without commas and quotation marks around it, and without the full stop of a sentence."""
    trimmed = text.strip(' ,;:،、"“”«»')
    last = trimmed.rsplit(" ", 1)[-1]
    # "D.C.", "St.", "обл." keep theirs.
    return (
        trimmed[:-1] if last.endswith(".") and len(last) > 5 and last.count(".") == 1 else trimmed
    )


def _names(text: str) -> list[Named]:
    """A name with its qualifiers: the whole text, then by commas and brackets."""
    text = _trimmed(text)
    found = [Named(text)]
    found += [
        reading.phrases[0].names[0] for reading in _qualified(text) if reading.rule == "qualified"
    ]
    return list(dict.fromkeys(found))


def _related(text: str) -> list[Reading]:
    """Readings of a text that begins, or ends, with words like near and north of."""
    said = said_before(text) or said_after(text)
    if said is None:
        return []
    found = [_relation(said, named) for named in _names(said.rest)]
    inflected = [
        _relation(said, Named(name), "ending")
        for name in uninflected(_trimmed(said.rest), said.meaning.case)
    ]
    return [*found, *inflected]


def _relation(said: Said, named: Named, rule: Rule = "relation") -> Reading:
    meaning = said.meaning
    phrase = Phrase(meaning.relation, (named,), meaning.direction, said.distance_m, said.words)
    return Reading((phrase,), rule)


# Between two places


def _between(text: str) -> list[Reading]:
    places = spans(text)
    meaning, start = longest(text, places, 0, words_of.BETWEEN_BEFORE)
    end = len(places)
    if meaning is None:
        start = 0
        for count in (2, 1):
            if len(places) > count + 2:
                phrase = key_of(text, places, len(places) - count, len(places))
                meaning = words_of.BETWEEN_AFTER.get(phrase)
            if meaning is not None:
                end -= count
                break
    if meaning is None:
        return _between_unspaced(text)
    found: list[Reading] = []
    for number in range(start + 1, end - 1):
        joined = word_at(text, places, number) in words_of.AND
        attached = _arabic_and(text, places, number, start)
        if not joined and not attached:
            continue
        first = text[places[start][0] : places[number - 1][1]]
        begin = places[number + 1 if joined else number][0] + (not joined)
        second = text[begin : places[end - 1][1]]
        words = " … ".join(
            each
            for each in (
                text[: places[start][0]].strip(),
                text[slice(*places[number])] if joined else "و",
                text[places[end - 1][1] :].strip(),
            )
            if each
        )
        found += _pairs(first, second, words, meaning.case)
        if len(found) >= _MOST_READINGS:
            break
    if not found and end - start >= 2 and _arabic_and(text, places, end - 1, start):
        begin = places[end - 1][0]
        first, second = text[places[start][0] : begin], text[begin + 1 : places[end - 1][1]]
        found += _pairs(first, second, f"{text[: places[start][0]].strip()} … و", meaning.case)
    return found


def _arabic_and(text: str, places: Spans, number: int, start: int) -> bool:
    """Arabic writes its "and" (و) together with the name behind it."""
    word = text[slice(*places[number])]
    return number > start and word.startswith("و") and len(word) > 3


def _pairs(first: str, second: str, words: str, case: Case) -> list[Reading]:
    first, second = _trimmed(first), _trimmed(second)
    found = [Reading((Phrase("between", (Named(first), Named(second)), words=words),), "relation")]
    # What stands behind the second name may hold for both: between A and B, Azerbaijan.
    (one, *_), others = _names(first), _names(second)[1:]
    for other in others[:1]:
        shared = one._replace(within=other.within) if not one.within else one
        found.append(Reading((Phrase("between", (shared, other), words=words),), "relation"))
    firsts = [first, *uninflected(first, case)]
    seconds = [second, *uninflected(second, case)]
    ended = [(a, b) for a in firsts for b in seconds if (a, b) != (first, second)]
    # Both without their endings first, then one of them.
    ended.sort(
        key=lambda pair: (
            (pair[0] == first and len(firsts) > 1) + (pair[1] == second and len(seconds) > 1)
        )
    )
    for a, b in ended[:4]:
        found.append(Reading((Phrase("between", (Named(a), Named(b)), words=words),), "ending"))
    return found


_UNSPACED_BETWEEN = re.compile(
    r"(?P<a>[^\s和与與とと]{2,30})(?P<and>和|与|與|と)(?P<b>\S{2,30}?)(?P<words>之间|之間|の間)"
    r"|(?P<c>\S{1,30})(?P<and2>와|과) (?P<d>\S{2,30}) ?(?P<words2>사이)"
)


def _between_unspaced(text: str) -> list[Reading]:
    match = _UNSPACED_BETWEEN.fullmatch(text)
    if match is None:
        return []
    first, second = match["a"] or match["c"], match["b"] or match["d"]
    words = f"{match['and'] or match['and2']} … {match['words'] or match['words2']}"
    return _pairs(first, second, words, "")


# Two names


def _renamed(text: str) -> list[Reading] | None:
    """``Tiflis (now Tbilisi)``, ``Tbilisi, formerly Tiflis``; ``None`` for another text."""
    if (country := other_country(text)) is not None:
        return [_as(Named(country), "qualified")]
    parts = _parts(text)
    bracketed = _bracketed(text) or (_bracketed(parts[0]) if parts else None)
    if bracketed is not None:
        (name, *within), (part, *more) = _parts(bracketed[0]), bracketed[1]
        within += [] if text.endswith(tuple(_OPENING)) else parts[1:]
    elif len(parts) > 1:
        name, part, *more = parts
        within = more
    else:
        return None
    other = other_name(part, in_brackets=bracketed is not None)
    if other is None or not _has_name(other.name):
        return None
    one = Named(name, tuple(within))
    places = spans(other.name)
    meaning, end = longest(other.name, places, 0, words_of.AT)
    if meaning is not None and end < len(places):
        # "formerly in Prussia" says nothing of where it lies.
        area = _trimmed(other.name[places[end][0] :])
        where = (area, *more) if other.is_now else one.within
        return [_as(one._replace(within=where), "qualified")]
    also = Named(other.name, tuple(more or within))
    names = (also, one) if other.is_now else (one, also)
    found = [Reading((Phrase("at", names, words=other.words),), "renamed")]
    if other.is_now and other.words:
        # "Lemberg, now Ukraine"
        found.append(_as(one._replace(within=(other.name, *more)), "qualified", other.words))
    return found


def _either(text: str) -> list[Reading]:
    """``A or B``, ``A/B``."""
    parts = open_between(text)
    names = [name for part in parts[:_MOST_PARTS] for name in _parts(part)]
    either = Reading((Phrase("at", tuple(map(Named, names))),), "either")
    return [either] if len(parts) > 1 and len(names) > 1 else []


_DASH = re.compile(r"(?P<name>.+?) [-–—] (?P<area>[^-–—]+)")


def _dashed(text: str) -> list[Reading]:
    """``Paris - France``, where the last part is a country."""
    match = _DASH.fullmatch(text)
    if match is None or not (_has_name(match["name"]) and _has_name(match["area"])):
        return []
    return [_as(Named(_trimmed(match["name"]), (_trimmed(match["area"]),)), "qualified", "-")]


# Qualified names


_COMMA = re.compile(r"\s*[,،、，]\s*")
_OPENING = {")": "(", "]": "[", "）": "（"}


def _qualified(text: str) -> list[Reading]:
    """By commas, narrowest first and widest first, and by brackets."""
    found: list[Reading] = []
    parts = _parts(text)
    if 1 < len(parts) <= _MOST_PARTS:
        name, inner = _bracketed(parts[0]) or (parts[0], ())
        said = said_before(parts[1]) if len(parts) == 2 else None
        if said is not None:
            # "Haftoni, near Lankaran", "Haftoni, 12 km west of Lankaran"
            return _beside(name, said)
        named = Named(name, (*inner, *parts[1:]))
        found.append(_as(named, "qualified"))
        found.append(_as(Named(parts[-1], tuple(reversed(parts[:-1]))), "widest first"))
        if not inner and _CODE.fullmatch(parts[-1]) is None and not _listed(text):
            found.append(_list(parts, "list"))
    elif len(parts) > _MOST_PARTS:
        found.append(_list(parts[:_MOST_PLACES], "list"))
    elif (bracketed := _bracketed(text)) is not None:
        name, inner = bracketed
        said = said_before(inner[0]) if len(inner) == 1 else None
        if said is not None:
            return _beside(name, said)
        if len(inner) == 1:
            # "Ganja (Kirovabad)" is another name of the same place.
            found.append(Reading((Phrase("at", (Named(name), Named(inner[0]))),), "renamed"))
        found.append(_as(Named(name, inner), "qualified"))
        found += [_as(Named(each), "part") for each in (name, *inner[:1])]
    elif " " in text and _CODE.fullmatch(text.rsplit(" ", 1)[1]) and not text.isupper():
        name, code = text.rsplit(" ", 1)
        found.append(_as(Named(name, (code,)), "qualified"))
    return found


def _as(named: Named, rule: Rule, words: str = "") -> Reading:
    return Reading((Phrase("at", (named,), words=words),), rule)


def _list(names: Sequence[str], rule: Rule) -> Reading:
    return Reading(tuple(Phrase("at", (Named(name),)) for name in names), rule)


def _parts(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    if "(" not in text and "（" not in text and "[" not in text:
        return [part for part in map(_trimmed, _COMMA.split(text)) if _has_name(part)]
    parts, depth, begin = [], 0, 0
    for index, character in enumerate(text):
        depth += (character in "([（") - (character in ")]）")
        if depth <= 0 and character in ",،、，":
            parts.append(text[begin:index])
            begin = index + 1
    parts.append(text[begin:])
    return [part for part in map(_trimmed, parts) if _has_name(part)]


def _bracketed(text: str) -> tuple[str, tuple[str, ...]] | None:
    """A name and what stands in brackets at its end."""
    opening = _OPENING.get(text[-1:])
    if opening is None:
        return None
    begin = text.rfind(opening)
    name, inner = _trimmed(text[:begin]), text[begin + 1 : -1]
    if begin <= 0 or not _has_name(name) or not _has_name(inner):
        return None
    return name, tuple(part for part in map(_trimmed, _COMMA.split(inner)) if _has_name(part))


def _beside(name: str, said: Said) -> list[Reading]:
    """A place and where it lies: its name with the other place, or what is said of that one."""
    (other, *_) = _names(said.rest)
    found = [
        Reading(
            (Phrase("at", (Named(name, (other.name, *other.within)),), words=said.words),), "in"
        )
    ]
    found.append(_relation(said, other, "part"))
    for ended in uninflected(other.name, said.meaning.case):
        found.append(Reading((Phrase("at", (Named(name, (ended,)),), words=said.words),), "ending"))
    return found


def _nested(text: str) -> list[Reading]:
    """``X in Y`` and ``X near Y``, from the first such words in the text."""
    if _bracketed(text) is not None or len(_parts(text)) > 1:
        return []
    places = spans(text)
    for number in range(1, len(places) - 1):
        begin, end = places[number]
        written = text[begin:end]
        if written.isupper():
            continue
        name = _trimmed(text[:begin])
        meaning, _ = longest(text, places, number, words_of.BEFORE)
        if meaning is not None or written[0].isdigit():
            said = said_before(text[begin:])
            if said is not None:
                return _beside(name, said)
        if plain(written) in words_of.INSIDE:
            rest = _trimmed(text[places[number + 1][0] :])
            case: Case = "ru-loc" if plain(written) in ("в", "во") else ""
            found = [_as_in(name, rest, written, "in")]
            return found + [
                _as_in(name, each, written, "ending") for each in uninflected(rest, case)
            ]
    return []


def _as_in(name: str, rest: str, words: str, rule: Rule) -> Reading:
    return _as(Named(name, (rest,)), rule, words)


_GENITIVE = re.compile(
    r"(?P<outer>.{2,80}?(?:rayonu|şəhəri|vilayəti|qəsəbəsi|Respublikası|ili|ilçesi|kəndi))"
    r"n[ıiuü]n (?P<name>.+)",
    re.IGNORECASE,
)
_RUSSIAN = re.compile(
    r"(?P<name>\S.*?) (?P<a>\S+[сц]к)(?:ого (?P<of>района|уезда|округа|края)"
    r"|ой (?P<of_f>области|губернии|республики|волости|ССР|АССР))\b(?: (?P<more>.*))?",
    re.IGNORECASE,
)
_NOMINATIVE = {
    "района": "район", "уезда": "уезд", "округа": "округ", "края": "край", "области": "область",
    "губернии": "губерния", "республики": "республика", "волости": "волость", "сср": "ССР",
    "асср": "АССР",
}  # fmt: skip


def _genitive(text: str) -> list[Reading]:
    """``Lənkəran rayonunun Haftoni kəndi``, ``село Хафтони Ленкоранского района``."""
    if (match := _GENITIVE.fullmatch(text)) is not None and _has_name(match["name"]):
        return [_as(Named(_trimmed(match["name"]), (_trimmed(match["outer"]),)), "qualified")]
    within: list[str] = []
    rest = text
    for _ in range(3):
        match = _RUSSIAN.fullmatch(rest if not within else f"x {rest}")
        if match is None:
            break
        if not within:
            name = match["name"]
        of = (match["of"] or match["of_f"]).lower()
        ending = "ий" if match["of"] else "ая"
        within.append(f"{match['a']}{ending} {_NOMINATIVE[of]}")
        rest = match["more"] or ""
    return [_as(Named(_trimmed(name), tuple(within)), "qualified")] if within else []


def _listed(text: str) -> list[Reading]:
    """``A and B``, ``A, B and C``; an ampersand is one too."""
    places = spans(text)
    for number in range(1, len(places) - 1):
        if (
            word_at(text, places, number) in words_of.LISTS
            and not text[places[number][0]].isupper()
        ):
            names = [*_parts(text[: places[number][0]]), *_parts(text[places[number + 1][0] :])]
            if 1 < len(names) <= _MOST_PLACES:
                return [_list(names, "and")]
    return []


def _at(text: str) -> list[Reading]:
    """``in Baku``, ``в Москве``."""
    places = spans(text)
    meaning, end = longest(text, places, 0, words_of.AT)
    if meaning is None or end >= len(places) or text[places[end - 1][1] - 1] in ",،":
        return []
    said = Said(meaning, text[places[end][0] :], text[: places[end][0]].strip())
    return [
        *(_relation(said, named) for named in _names(said.rest)),
        *(
            _relation(said, Named(name), "ending")
            for name in uninflected(_trimmed(said.rest), meaning.case)
        ),
    ]
