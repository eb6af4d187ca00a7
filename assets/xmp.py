"""The few words a file may say of itself, as XMP (ISO 16684-1): description, alternative text, licence."""

from html import escape

_HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)
_SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
)


def packet(language: str, alt_text: str, licence: str) -> bytes:
    """The packet. The alternative text stands where IPTC puts it (`AltTextAccessibility`, 2021) and as the plain
    description, which older programs read; nothing for what is empty."""
    fields = (
        ("Iptc4xmpCore:AltTextAccessibility", alt_text),
        ("dc:description", alt_text),
        ("dc:rights", licence),
        ("xmpRights:UsageTerms", licence),
    )
    body = "".join(_in_language(name, text, language) for name, text in fields if text.strip())
    if not body:
        return b""
    whole = f'{_HEAD}<rdf:Description rdf:about="" {_SPACES}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
    return whole.encode()


def _in_language(name: str, text: str, language: str) -> str:
    entry = "".join(
        f'<rdf:li xml:lang="{escape(code)}">{escape(text.strip(), quote=False)}</rdf:li>'
        for code in ("x-default", language)
    )
    return f"<{name}><rdf:Alt>{entry}</rdf:Alt></{name}>"
