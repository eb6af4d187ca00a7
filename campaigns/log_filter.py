"""The last line of defence of a log: whatever looks like a secret leaves it masked.

Nothing of ours writes secrets into a log; libraries sometimes write addresses and headers that hold them.
"""

from __future__ import annotations

import logging
import re

MASK = "•••"
#: What is kept of a match, then what is masked.
SECRETS = (
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),
    re.compile(r"(/login/link/)[\w-]+"),
    re.compile(r"(/kit/)[\w-]{20,}"),
    re.compile(
        r"(?i)((?:authorization|proxy-authorization|set-cookie|cookie|x-csrftoken)['\"]?\s*[:=]\s*['\"]?)[^\r\n'\"]+"
    ),
    re.compile(r"(?i)(\b(?:bearer|basic|deepl-auth-key)\s+)[\w.~+/=-]{8,}"),
    re.compile(
        r"(?i)(\b(?:access_token|refresh_token|id_token|client_secret|password|api_key|code_verifier|code)=)[^&\s'\"]+"
    ),
    re.compile(r"()\bgAAAAA[\w=-]{40,}"),
    re.compile(r"()\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"),
    re.compile(r"(\bbot\d{6,}:)[\w-]{20,}"),
)


def without_secrets(text: str) -> str:
    """The text with everything that looks like a password, token, sealed secret or cookie masked."""
    for pattern in SECRETS:
        text = pattern.sub(rf"\1{MASK}", text)
    return text


class NoSecrets(logging.Filter):
    """Masks secrets in what a handler writes, message and arguments together."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        masked = without_secrets(said)
        if masked != said:
            record.msg, record.args = masked, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True
