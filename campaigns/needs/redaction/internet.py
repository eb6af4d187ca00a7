"""Mail addresses, links and account names, also written with "at", "dot" and brackets."""

from __future__ import annotations

import re

from campaigns.needs.redaction.cues import (
    AT_WORDS,
    DOT_WORDS,
    HANDLE_CUES,
    MAIL_PROVIDERS,
    SIGN_WORDS,
    WEAK_AT_WORDS,
    any_of,
)
from campaigns.needs.redaction.view import COVER, View

# Words that are also ordinary words (French "et") count in brackets and before a provider of mail.
_BARE_AT = any_of(tuple(word for word in AT_WORDS if word not in WEAK_AT_WORDS))
_OPEN, _CLOSE = r"[(\[{<*_|/\-]{1,2}", r"[)\]}>*_|/\-]{1,2}"
_AT_SIGN = (
    r" {0,2}(?:@|%40|&#0*64;|&#x40;|&commat;) {0,2}"
    rf"| {{0,2}}{_OPEN} ?(?:@|a|{any_of(AT_WORDS)}) ?{_CLOSE} {{0,2}}"
)
_AT_WORD = rf" {{1,2}}(?:{_BARE_AT}) {{1,2}}"
_PROVIDERS = any_of(MAIL_PROVIDERS)
_DOT = rf" ?\. ?| ?{_OPEN} ?(?:\.|{any_of(DOT_WORDS)}) ?{_CLOSE} ?| (?:{any_of(DOT_WORDS)}) "
_TIGHT_DOT = rf"\.| \. | ?{_OPEN} ?(?:\.|{any_of(DOT_WORDS)}) ?{_CLOSE} ?| (?:{any_of(DOT_WORDS)}) "
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_IN_NAME = any_of((*DOT_WORDS, *SIGN_WORDS))
_DOT_IN_NAME = rf" ?{_OPEN} ?(?:{_IN_NAME}) ?{_CLOSE} ?| (?:{_IN_NAME}) | \. "
_LOCAL = rf"[\w+%'][\w.+%'\-]{{0,63}}(?:(?:{_DOT_IN_NAME})[\w+%'\-]{{1,64}}){{0,4}}"

_MAIL = re.compile(
    rf"(?<![\w.+%'\-])(?:{_LOCAL})(?:(?:{_AT_SIGN})(?:{_LABEL})(?:(?:{_DOT})(?:{_LABEL})){{1,5}}"
    rf"|(?:{_AT_WORD})(?:{_LABEL})(?:(?:{_TIGHT_DOT})(?=[^\W\d_])(?:{_LABEL})){{1,5}})",
    re.IGNORECASE,
)
_PROVIDER_MAIL = re.compile(
    rf"(?<![\w.+%'\-])(?:{_LOCAL})(?:(?:{_AT_WORD})(?:{_PROVIDERS})(?!\w)"
    rf"|(?:{_AT_SIGN}| {{1,2}}(?:{any_of(WEAK_AT_WORDS)}) {{1,2}})(?:{_PROVIDERS})(?:{_TIGHT_DOT})(?:{_LABEL}))",
    re.IGNORECASE,
)
#: Without a domain: a name that ends in digits, at a provider of nothing but mail (ahmad1990 على جيميل).
_ON_PROVIDER = re.compile(
    r"(?<![\w.@])[a-z][a-z._]{2,40}\d{2,8}[a-z._]{0,10} (?:on|auf|bei|sur|su|en|na|на|у|в|على|في|ع|در|روی) "
    r"(?:gmail|googlemail|gmx|yahoo|hotmail|outlook|icloud|جيميل|جیمیل|هوتميل|هاتميل|ياهو|یاهو)(?!\w)",
    re.IGNORECASE,
)
_BROKEN_MAIL = re.compile(rf"(?<![\w.+%'\-])(?:{_LOCAL})@(?:{_LABEL})?", re.IGNORECASE)

_SCHEME = r"(?:h(?:tt|xx|\*\*)ps?|ftp) ?(?:\[:\]|:) ?/ ?/ ?"
_REST = r"[^\s<>\ue000]{1,2000}+(?: ?[/?=&#] ?[^\s<>\ue000]{1,500}+| \. ?[^\s<>\ue000]{1,200}+){0,40}+"
_SCHEME_LINK = re.compile(rf"{_SCHEME}{_REST}", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:h(?:tt|xx)ps?://)?(?:[\w-]+\.)+[a-z]{2,}[/.,;:!?)]*", re.IGNORECASE)
_HOST = rf"(?:{_LABEL})(?:(?:{_TIGHT_DOT})(?:{_LABEL})){{0,4}}(?:{_TIGHT_DOT})[a-z]{{2,12}}(?::\d{{2,5}})?"
_PLAIN_LINK = re.compile(rf"(?<![\w@.\-/])(?:{_HOST})(?: ?/ ?| slash |\?|#)(?:{_REST})?", re.IGNORECASE)
_QUERY = re.compile(r"(?<!\S)\S{0,200}\?[\w\-\[\]]{1,40}=\S{1,500}")

_HANDLE = re.compile(
    r"(?<![\w@])@ ?[^\W\d]?[\w.]{2,40}|(?<!\w)[(\[]at[)\]] ?\w[\w.]{2,40}|(?<![\w/])u/[\w-]{3,40}",
    re.IGNORECASE,
)
#: Chinese writes no spaces: 加我微信abc_123, 微信号：abc_123.
_SERVICE = rf"(?:(?<!\w)(?:{any_of((*HANDLE_CUES, 'ig', 'tg', 'fb', 'vk'))})|微信|扣扣)"
_ACCOUNT_WORDS = "name|user|username|id|account|konto|profil|profile|nick|nik|ник|нік|nummer|number"
_NAMED_HANDLE = re.compile(
    rf"{_SERVICE}(?:[ -]?(?:{_ACCOUNT_WORDS})|[号號账帐賬][号號]?)?"
    rf"(?: ?[:=是] ?|(?<=[信号號扣]) ?"
    rf"| {{1,2}}(?:ist|is|is called|lautet|heißt|heisst|est|c'est|s'appelle|es|se llama|è|si chiama|to|to je|هو"
    r"|unter|under|als|as|sous|como|jako|під|под|heiße ich|heisse ich|bin ich|i am|i'm|je suis|je m'appelle|me llamo"
    r"|soy|mi chiamo|sono|jestem|nazywam się|nazywam sie|adım|adim)"
    rf" {{1,2}}(?=[a-z_]\S{{0,40}}(?:[\d_]|(?-i:\.[a-z]))))"
    rf"@?(?P<handle>[a-z0-9_][a-z0-9_.\-]{{2,40}})",
    re.IGNORECASE,
)
#: "Facebook: help" names no account; a longer bare word after a service's name usually does.
SHORTEST_PLAIN_HANDLE = 6
#: In Turkish "on" is the end of the word: insta'da.
_HANDLE_SHAPE = re.compile(
    rf"{_SERVICE}(?:['’]?[dt][ae])?(?: (?:{_ACCOUNT_WORDS}))? {{1,2}}"
    rf"(?P<handle>[a-z]+[._][a-z0-9._]{{1,40}}|[a-z._]{{2,30}}\d{{2,8}}|[a-z][a-z0-9]{{1,30}}_[a-z0-9_]{{1,30}}"
    rf"|[\w.]{{2,32}}#\d{{4}}|live:[\w.]{{2,40}})(?!\w)",
    re.IGNORECASE,
)


def take_links(view: View) -> None:
    """Links that carry more than the name of a site: a path, a query, a person's page."""
    for pattern in (_SCHEME_LINK, _PLAIN_LINK, _QUERY):
        for found in list(pattern.finditer(view.text)):
            if COVER not in found.group() and not _BARE_HOST.fullmatch(found.group()):
                view.take(found.start(), _before_punctuation(found), "link")


def take_mails(view: View) -> None:
    """Mail addresses, also cut off or disguised."""
    for pattern in (_MAIL, _PROVIDER_MAIL, _ON_PROVIDER, _BROKEN_MAIL):
        for found in list(pattern.finditer(view.text)):
            view.take(*found.span(), "email")


def take_handles(view: View) -> None:
    """Account names: @name, u/name, "insta: name"."""
    for found in list(_HANDLE.finditer(view.text)):
        view.take(*found.span(), "handle")
    for pattern in (_NAMED_HANDLE, _HANDLE_SHAPE):
        for found in list(pattern.finditer(view.text)):
            if found["handle"].isalpha() and len(found["handle"]) < SHORTEST_PLAIN_HANDLE:
                continue
            view.take(*found.span("handle"), "handle")


def _before_punctuation(found: re.Match[str]) -> int:
    return found.start() + len(found.group().rstrip(" .,;:!?)"))
