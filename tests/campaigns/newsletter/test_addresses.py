"""What can be an address, how it is found, and links that nobody can make up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.errors import BadInput
from campaigns.newsletter.addresses import hash_of, leave_code, read_address, subscriber_of

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Reader@Example.ORG ", "Reader@example.org"),
        ("a.b+news@example.co.uk", "a.b+news@example.co.uk"),
        ("leser@bücher.example", "leser@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_read_as_a_server_takes_it(typed: str, read: str) -> None:
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "", "@", "a@", "@example.org", "a b@example.org", "a@example", "a@-example.org", "a@example..org",
        "a@192.168.0.1", "a@[127.0.0.1]", ".a@example.org", "a.@example.org", "a..b@example.org",
        '"a b"@example.org', "ä@example.org", "a@example.org\r\nBcc: b@example.org", "a\n@example.org",
        "a@example.org, b@example.org", "a" * 65 + "@example.org", "a@" + "b." * 130 + "org", "a\x00@example.org",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_without_being_quoted(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_address(typed)
    assert refusal.value.field == "email"
    assert not refusal.value.values


@given(st.text(max_size=60))
def test_nothing_that_passes_can_leave_its_line(typed: str) -> None:
    try:
        address = read_address(typed)
    except BadInput:
        return
    assert address.isascii()
    assert address.isprintable()
    assert not set(address) & set(' <>,;"\\')


def test_an_address_is_found_in_any_case_and_only_with_the_key() -> None:
    assert hash_of("Reader@example.org", KEY) == hash_of("reader@example.org", KEY)
    assert hash_of("reader@example.org", KEY) != hash_of("reader@example.org", OTHER)
    assert hash_of("reader@example.org", KEY) != hash_of("other@example.org", KEY)


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_a_link_to_leave_is_one_reader_s_own(one: int, other: int) -> None:
    code = leave_code(one, "hash", KEY)
    assert subscriber_of(code) == one
    assert code != leave_code(one, "hash", OTHER)
    assert code != leave_code(one, "another hash", KEY)
    assert (code == leave_code(other, "hash", KEY)) == (one == other)


@given(st.text(max_size=40))
def test_any_code_names_somebody_or_nobody(code: str) -> None:
    number = subscriber_of(code)
    assert number is None or 0 <= number < 10**9
