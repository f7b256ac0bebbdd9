"""HTML made into the plain text that stems, options and explanations are. What a text cannot say is refused."""

import html
import re

import nh3
from django.utils.translation import gettext as _

from assessments.exchange.drafts import Refused
from kit import texts

MAX_MARKUP = 100_000
LINES = {
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "table",
    "ul",
    "ol",
}
_KEPT = {*LINES, "br", "td", "th", "sup", "sub"}
_SEEN = re.compile(r"<(?:img|image|audio|video|object|embed|iframe|canvas|svg|math|map|applet)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|s|em|strong|a|font|sup|sub|ul|ol|li|table|tbody|thead|tr|td|th|h[1-6]|pre|code|section"
    r"|blockquote|script|style|img|audio|video|object|embed|iframe|svg|math|form|input|button|link|meta|html|body"
    r"|head|details|marquee|center|o:p)(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_BREAK = re.compile(rf"<br[^>]*>|</?(?:{'|'.join(sorted(LINES))})(?:\s[^>]*)?>")
_RAISED = re.compile(r"<(su[pb])>([^<]+)</\1>")
_ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ABOVE_ONLY, _BELOW_ONLY = set("0123456789+-=()n"), set("0123456789+-=()")


def is_marked_up(text: str) -> bool:
    """Whether a text holds tags of HTML; “a < b” and “<信用>” do not."""
    return _TAG.search(text) is not None


def plain(text: str, *, column: str, keep_lines: bool = False) -> str:
    """The words of a piece of HTML, a line for each paragraph; scripts, styles and attributes are gone.

    Args: `keep_lines`, whether a line end of the source is one of the text.
    Raises: Refused, naming `column`, when it holds a picture, sound or set formula: without it the question is none.
    """
    if _SEEN.search(text):
        reason = _(
            "Pictures, sound and set formulas are not carried. Say it in words, or write this question here by hand."
        )
        raise Refused(column, "not-text", reason)
    if len(text) > MAX_MARKUP:
        raise Refused(column, "too-long", _("This is longer than %(size)d characters.") % {"size": MAX_MARKUP})
    if not keep_lines:
        text = re.sub(r"\s+", " ", text)
    clean = nh3.clean(text, tags=_KEPT, attributes={}, link_rel=None)
    clean = _RAISED.sub(_raised, clean)
    clean = _BREAK.sub("\n", clean).replace("<td>", " ").replace("<th>", " ")
    return tidy(html.unescape(re.sub(r"<[^>]*>", "", clean)))


def cleaned(text: str, *, column: str) -> str:
    """A text that is plain by right, cleaned if it is HTML all the same. Raises: Refused, as `plain` does."""
    return plain(text, column=column, keep_lines=True) if is_marked_up(text) else tidy(text)


def cleaned_differs(text: str) -> bool:
    """Whether a text would not come back from a format that cleans texts."""
    try:
        return cleaned(text, column="") != text
    except Refused:
        return True


def tidy(text: str) -> str:
    """No blanks at the ends of lines, no more than one empty line together."""
    lines = [re.sub(r"[ \t\x85\u2028\u2029]+", " ", line).strip() for line in texts.visible(text).split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def markup(text: str) -> str:
    """A plain text as HTML, a paragraph for each line."""
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in text.split("\n"))


def _raised(found: re.Match[str]) -> str:
    """x² and CO₂ keep their sense; what has no such sign is written x^(n+1)."""
    above, text = found.group(1) == "sup", found.group(2)
    if set(text) <= (_ABOVE_ONLY if above else _BELOW_ONLY):
        return text.translate(_ABOVE if above else _BELOW)
    return f"{'^' if above else '_'}({text})"
