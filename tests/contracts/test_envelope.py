"""The envelope is a CloudEvent, for us and for the official SDK."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_binary, to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.examples import example
from contracts.envelope import Envelope, EnvelopeInvalid, from_headers, source, to_headers
from contracts.identifiers import SchoolYear, Uai
from contracts.internships.periods import PlacementConfirmedV1

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def envelope(**changes: object) -> Envelope:
    values: dict[str, object] = {
        "id": UUID(int=7),
        "type": PlacementConfirmedV1.ce_type(),
        "source": source("82", Uai("0820032P"), "internships"),
        "subject": "5f0c",
        "time": NOW,
        "sequence": 1,
        "version": 1,
        "correlation_id": UUID(int=8),
        "causation_id": None,
        "school_year": SchoolYear("2026-2027"),
        "traceparent": None,
    }
    return Envelope(**{**values, **changes})  # type: ignore[arg-type] # each test changes one


envelopes = st.builds(
    envelope,
    id=st.uuids(),
    subject=st.text(min_size=1).filter(
        lambda text: text.encode("utf-8", "ignore").decode() == text
    ),
    time=st.datetimes(
        NOW.replace(year=2000, tzinfo=None), timezones=st.just(timezone(timedelta(hours=2)))
    ),
    sequence=st.integers(1, 10**12),
    version=st.integers(1, 10**6),
    causation_id=st.none() | st.uuids(),
    traceparent=st.none() | st.just(TRACE),
)


@given(envelopes)
def test_an_envelope_is_read_as_it_was_written(sent: Envelope) -> None:
    headers = to_headers(sent)
    assert from_headers(headers) == sent
    assert all(text.isascii() and text.isprintable() for text in headers.values())
    assert all(name.isascii() for name in headers)


@given(envelopes)
def test_the_official_sdk_reads_what_we_write(sent: Envelope) -> None:
    body = example(PlacementConfirmedV1).to_json()
    read = from_binary(HTTPMessage(headers=to_headers(sent), body=body), JSONFormat(), CloudEvent)
    attributes = read.get_attributes()

    assert read.get_id() == str(sent.id)
    assert read.get_source() == sent.source
    assert read.get_type() == sent.type
    assert read.get_subject() == sent.subject
    assert read.get_time() == sent.time
    assert read.get_datacontenttype() == "application/json"
    assert attributes["sequence"] == str(sent.sequence)
    assert attributes["version"] == str(sent.version)
    assert attributes["schoolyear"] == sent.school_year
    assert attributes.get("traceparent") == sent.traceparent
    assert read.get_data() == example(PlacementConfirmedV1).model_dump(mode="json")


def test_we_read_what_the_official_sdk_writes() -> None:
    event = CloudEvent(
        attributes={
            "id": str(UUID(int=7)),
            "source": "/82/0820032P/internships",
            "type": PlacementConfirmedV1.ce_type(),
            "subject": "réf “1” 100 %",
            "time": NOW,
            "datacontenttype": "application/json",
            "sequence": "1",
            "version": "1",
            "correlationid": str(UUID(int=8)),
            "schoolyear": "2026-2027",
        },
        data=example(PlacementConfirmedV1).model_dump(mode="json"),
    )
    message = to_binary(event, JSONFormat())
    assert from_headers(message.headers) == envelope(subject="réf “1” 100 %")
    assert PlacementConfirmedV1.from_json(message.body) == example(PlacementConfirmedV1)


def test_a_message_has_one_id_in_the_whole_stream() -> None:
    headers = to_headers(envelope())
    assert headers["Nats-Msg-Id"] == f"/82/0820032P/internships/{UUID(int=7)}"
    assert headers["content-type"] == "application/json"


def test_extension_names_follow_the_specification() -> None:
    names = [name[3:] for name in to_headers(envelope()) if name.startswith("ce-")]
    assert all(name.isalnum() and name == name.lower() and len(name) <= 20 for name in names)


def test_the_case_of_header_names_does_not_matter() -> None:
    headers = {name.title(): text for name, text in to_headers(envelope()).items()}
    assert from_headers(headers) == envelope()


def test_unknown_attributes_are_ignored() -> None:
    assert from_headers({**to_headers(envelope()), "ce-partitionkey": "x"}) == envelope()


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        ("ce-specversion", "2.0"),
        ("ce-id", "7"),
        ("ce-type", "com.example.thing"),
        ("ce-source", "/82/internships"),
        ("ce-source", "/82/0820032A/internships"),
        ("ce-time", "yesterday"),
        ("ce-time", "2026-11-24T09:00:00"),
        ("ce-sequence", "-1"),
        ("ce-sequence", "٣"),
        ("ce-version", "one"),
        ("ce-correlationid", "8"),
        ("ce-causationid", "8"),
        ("ce-schoolyear", "2026"),
        ("ce-traceparent", "00-1-2-3"),
    ],
)
def test_a_malformed_attribute_is_named(header: str, wrong: str) -> None:
    with pytest.raises(EnvelopeInvalid, match=header):
        from_headers({**to_headers(envelope()), header: wrong})


@pytest.mark.parametrize(
    "header",
    ["ce-specversion", "ce-id", "ce-type", "ce-source", "ce-subject", "ce-time", "ce-sequence",
     "ce-version", "ce-correlationid", "ce-schoolyear"],
)  # fmt: skip
def test_a_missing_attribute_is_named(header: str) -> None:
    headers = to_headers(envelope())
    del headers[header]
    with pytest.raises(EnvelopeInvalid, match=header):
        from_headers(headers)


@pytest.mark.parametrize(
    "changes",
    [{"time": NOW.replace(tzinfo=None)}, {"source": "internships"}, {"type": "thing"}],
)
def test_a_malformed_envelope_is_not_sent(changes: dict[str, object]) -> None:
    with pytest.raises(EnvelopeInvalid):
        to_headers(envelope(**changes))


def test_an_envelope_says_who_speaks() -> None:
    said = envelope()
    assert (said.department, said.uai, said.service) == ("82", "0820032P", "internships")
