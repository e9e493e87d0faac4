"""Words that say whose words a text gives: "according to", "what it calls"; by language.

Always true: each is the beginning of a word or phrase in small letters, since most of these
languages change the ends of their words; with a space at its end it is the whole word. An exhibit
may set its own (``[editorial]``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

Side = Literal["after", "before", "both"]

ATTRIBUTION: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "according to", "in the words of", "press release", "announce ", "announced ",
        "announces ", "argue ", "argued ", "argues ", "attribute ", "attributed ", "attributes ",
        "called ", "calls ", "cite ", "cited ", "cites ", "claim ", "claimed ", "claims ",
        "dates ", "declare ", "declared ", "declares ", "describe ", "described ", "describes ",
        "estimate ", "estimated ", "estimates ", "explain ", "explained ", "explains ", "gave ",
        "give ", "gives ", "mention ", "mentioned ", "mentions ", "named ", "names ", "noted ",
        "notes ", "publish ", "published ", "quote ", "quoted ", "quotes ", "recall ",
        "recalled ", "recalls ", "recorded ", "records ", "remember ", "remembered ",
        "remembers ", "report ", "reported ", "reports ", "said ", "say ", "says ", "stated ",
        "states ", "tell ", "tells ", "testified ", "testifies ", "testify ", "told ",
        "witnesses ", "write ", "writes ", "wrote ", "witness ",
    ),
    "az": (
        "adlandır", "bildir", "deyil", "dey", "görə", "göstər", "hesabat", "iddia", "xatırlan",
        "qeyd", "məlumat", "müsahibə", "press-reliz", "sitat", 
        "sözlərinə", "şahid", "təsvir", "verilir", "yaz",
    ),
    "ru": (
        "вспомина", "говор", "датиру", "по данным", "доклад", "заяв", "заявл", "интервью",
        "называ", "назва", "назыв", "описыва", "описа", "оценк", "отмеча", "относит", "отчёт",
        "пис", "пиш", "по словам", "показа", "пресс-релиз", "приводит", "свидетел", "согласно",
        "сообща", "сообщ", "ссыла", "упомина", "утвержд", "цитир",
    ),
    "tr": (
        "adlandır", "anlat", "aktar", "açıkla", "bildir", "belirt", "diyor", "der", "göre",
        "göster", "iddia", "kaynak", "rapor", "söyle", "tanık", "tanım", "yaz", "haber",
    ),
    "de": (
        "laut", "nach angaben", "zufolge", "berichte", "beschreib", "bezeichne", "erklär", "erwähn",
        "gab", "gibt", "heißt", "nenn", "nannt", "quelle", "sag", "schreib", "schrieb", "zeuge",
        "zitier", "angab", "meld",
    ),
    "fr": (
        "selon", "d’après", "d'après", "affirm", "appel", "cit", "compt", "décri", "déclar", "dit",
        "disent", "écri", "estim", "évoqu", "indiqu", "mentionn", "nomm", "rapport", "source",
        "témoi", "donne",
    ),
    "es": (
        "según", "afirm", "cit", "cuent", "da ", "declar", "describ", "dice", "dicen", "escrib",
        "estim", "fuente", "indic", "inform", "llam", "mencion", "nombr", "relat", "testi",
    ),
    "ar": ("وفق", "حسب", "يقول", "تقول", "قال", "يذكر", "تذكر", "ذكر", "يفيد", "تفيد", "أفاد",
           "مصدر", "يصف", "تصف", "كتب", "يكتب", "يسمي", "تسمي", "بيان"),
    "fa": ("به گفته", "بنا بر", "بر پایه", "می‌گوید", "گفت", "نوشت", "می‌نویسد", "گزارش", "منبع",
           "ذکر", "می‌نامد", "آورده", "اعلام", "به نوشته"),
    "he": ("לפי", "על פי", "אומר", "נאמר", "כותב", "כתב", "מדווח", "דיווח", "מקור", "מתאר", "מציין",
           "מכנה", "מסר"),
    "ka": ("მიხედვით", "ცნობით", "თანახმად", "ამბობ", "წერს", "წყარო", "აღწერ", "უწოდებ",
           "იტყობინებ", "აცხადებ", "მოწმ"),
    "hy": ("ըստ", "համաձայն", "ասում", "ասել", "գրում", "գրել", "աղբյուր", "նշում", "նկարագր",
           "անվան", "հայտն", "վկա", "հաղորդ"),
}  # fmt: skip

# What stands beside these verbs in its clause is somebody's word: after the verb, before it, or,
# in languages that put it at either end, both.
_NAMING: Final[dict[str, tuple[str, Side]]] = {
    "en": (r"\bcall(?:s|ed|ing)?\b|\bterm(?:s|ed)\b|\bname[sd]\b|\bso-called\b", "after"),
    "az": (r"\badlandır\w*", "before"),
    "tr": (r"\badlandır\w*|\bdedi\w*|\bdiye\b", "before"),
    "ru": (r"\b(?:называ|назва|имену)\w*", "after"),
    "de": (r"\b(?:nenn|nannt|genannt|bezeichne)\w*", "both"),
    "fr": (r"\b(?:appel|nomm|qualifi)\w*", "after"),
    "es": (r"\b(?:llam|denomin|calific)\w*", "after"),
    "ar": (r"(?:يسمي|تسمي|يسمى|تسمى|سمّ|وصف|يصف|تصف)\w*", "after"),
    "fa": (r"(?:می‌نامد|نامیده|می‌خواند|خوانده)\w*", "before"),
    "he": (r"(?:מכנה|קורא|כינה|מכונה)\w*", "after"),
    "ka": (r"\w*(?:უწოდებ|უწოდა)\w*", "both"),
    "hy": (r"\w*(?:անվանում|անվանել|կոչում|կոչել)\w*", "both"),
}
_CLAUSE = r"[^.;,!?:،؛։]*"


def base(tag: str) -> str:
    """The language of a tag, without script and country."""
    return tag.split("-")[0].lower()


@lru_cache(maxsize=64)
def naming(tag: str) -> re.Pattern[str] | None:
    """What finds a verb of naming with what it names, in a text of the language."""
    known = _NAMING.get(base(tag))
    if known is None:
        return None
    verb, side = known
    before = _CLAUSE if side != "after" else ""
    after = _CLAUSE if side != "before" else ""
    return re.compile(f"{before}(?:{verb}){after}", re.IGNORECASE)
