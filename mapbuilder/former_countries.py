"""Former countries: in which countries of today lies what lay in one that is no more.

In goes the normal form of a text, out come codes of ISO 3166-1. Always true: all successors are
named, so that a place of the former country is never taken to lie outside it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

# ref: ISO 3166-3 has the entries SUHH, YUCS, CSHH, DDDE and CSXX; the successors are the member
# states of the United Nations that it names, and Kosovo, which Natural Earth has as XK.
_SOVIET: Final = "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ"
_YUGOSLAV: Final = "BA HR ME MK RS SI XK"
_FORMER: Final = (
    (
        _SOVIET,
        "Soviet Union|the Soviet Union|USSR|U.S.S.R.|Union of Soviet Socialist Republics|UdSSR"
        "|Sowjetunion|URSS|Union soviétique|Unión Soviética|União Soviética|Unione Sovietica|ZSRR"
        "|Związek Radziecki|SSSR|Sovětský svaz|СССР|Советский Союз|СРСР|Радянський Союз|SSRİ"
        "|Sovet İttifaqı|ССРИ|SSCB|Sovyetler Birliği|شوروی|اتحاد جماهیر شوروی|الاتحاد السوفيتي"
        "|საბჭოთა კავშირი|ԽՍՀՄ|苏联|蘇聯|ソビエト連邦|ソ連|소련",
    ),
    (
        _YUGOSLAV,
        "Yugoslavia|Jugoslavia|SFR Yugoslavia|SFRY|SFRJ|Jugoslavija|Југославија|Jugoslawien"
        "|Yougoslavie|Jugosławia|Jugoslávie|Югославия|Югославія|Yuqoslaviya|Yugoslavya"
        "|Socialist Federal Republic of Yugoslavia|Kingdom of Yugoslavia",
    ),
    (
        "CZ SK",
        "Czechoslovakia|Československo|Česko-Slovensko|ČSSR|ČSFR|CSSR|Tschechoslowakei"
        "|Tchécoslovaquie|Checoslovaquia|Cecoslovacchia|Czechosłowacja|Чехословакия"
        "|Чехословаччина|Çexoslovakiya|Çekoslovakya",
    ),
    (
        "DE",
        "East Germany|West Germany|GDR|G.D.R.|German Democratic Republic|DDR|FRG|BRD"
        "|Deutsche Demokratische Republik|Federal Republic of Germany|Ostdeutschland"
        "|Westdeutschland|RDA|NRD|ГДР|ФРГ|Восточная Германия|НДР|ADR|AFR",
    ),
    ("ME RS", "Serbia and Montenegro|Srbija i Crna Gora|Serbien und Montenegro"),
)
ALSO_CALLED: Final = dict.fromkeys(
    ("republic of georgia", "the republic of georgia", "georgian republic"), "GE"
)
"""What countries of today are called that tell them from others, and no gazetteer has."""
# In a column of countries alone: in a text they are codes of divisions. CS was Czechoslovakia, then
# Serbia and Montenegro.
CODES: Final = {
    "SU": "Soviet Union", "SUN": "Soviet Union", "YU": "Yugoslavia", "YUG": "Yugoslavia",
    "CSK": "Czechoslovakia", "DD": "East Germany", "SCG": "Serbia and Montenegro",
}  # fmt: skip


def successors(full: str) -> tuple[str, ...]:
    """The countries of today for the normal form of a name, generic words with it."""
    return _by_form().get(full, ())


@cache
def _by_form() -> dict[str, tuple[str, ...]]:
    from mapbuilder.toponyms import form_of

    also = ((code, name) for name, code in ALSO_CALLED.items())
    return {
        form_of(name).full: tuple(codes.split())
        for codes, names in (*_FORMER, *also)
        for name in names.split("|")
    }
