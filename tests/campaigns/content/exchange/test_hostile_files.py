"""Files made to hurt or made by mistake are refused with a sentence, and quickly."""

from __future__ import annotations

import io
import zipfile

import pytest

from campaigns.content.exchange.files import LARGEST, read_file
from campaigns.errors import BadInput

HEAD = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="de" trgLang="ar">'
CODE = (
    f'{HEAD}<file id="f1" original="litfass/variant/7/revision/3/source/4"><unit id="body"><segment>'
    '<source>Bis 3 Uhr</source><target>Until <ph id="c1"/></target></segment></unit></file></xliff>'
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"{HEAD}<file>&b;</file></xliff>"
)
LEAK = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    f"{HEAD}<file>&a;</file></xliff>"
)


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB.encode(), "document type"),
        (LEAK.encode(), "document type"),
        (f"<!DOCTYPE xliff>{HEAD}</xliff>".encode(), "document type"),
        (HEAD.encode(), "not well-formed"),
        (f"{HEAD}<note>&unknown;</note></xliff>".encode(), "not well-formed"),
        ((HEAD + "<group>" * 200).encode(), "nested too deep"),
        ((HEAD + "<note/>" * 400_001 + "</xliff>").encode(), "too large"),
        (b"<html><body>Hello</body></html>", "XLIFF"),
        (b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "XLIFF 1.2"),
        (f'{HEAD}<file id="f1" original="a.txt"><unit id="1"/></file></xliff>'.encode(), "exported here"),
        (f'{HEAD}<unit id="1"/></xliff>'.encode(), "outside"),
        (CODE.encode(), "“body” of the XLIFF file holds a code of the translation tool (ph c1)"),
        (b'<?xml version="1.0" encoding="no-such"?><xliff/>', "unknown encoding"),
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"a,b,c\r\n1,2,3\r\n", "lacks the column"),
        ("Käse;Brot".encode("cp1252"), "UTF-8"),
        (b"{}", "not exported here"),
        (b"{", "not JSON"),
        (b"{" + b'"a":[' * 100_000, "not JSON"),
        (b"<" + b" " * LARGEST, "megabytes"),
        (zipped("inner.zip", zipped("a", b"b")), "another archive"),
        (zipped("a.xlf", b"0" * (LARGEST + 1)), "too much"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
    ids=range(24),
)
def test_bad_file_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_file(data)

    assert said in str(refused.value)


def test_numbers_and_texts_of_rows_are_looked_at() -> None:
    head = (
        "campaign,title,post,language,place,segment,state,source,target,variant,revision,source_revision\r\n"
    )
    with pytest.raises(BadInput, match="row 2"):
        read_file((head + "1,a,1,ar,body,first,open,a,b,1,1,1\r\n").encode("utf-8-sig"))
