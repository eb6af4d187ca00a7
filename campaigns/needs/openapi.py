"""The endpoint for questions from other programs, described in OpenAPI 3.1 as plain data."""

from __future__ import annotations

from typing import Any

from campaigns.needs.api import LONGEST_SIGN, MOST_PROBLEMS, MOST_QUESTIONS, SHAPE
from campaigns.needs.intake.unknown_words import FIRST_ROWS
from campaigns.needs.tokens.actions import CALLS_A_MINUTE

PATH = "/api/questions"
_DATE = r"^\d{4}-\d{2}-\d{2}$"


def openapi(server: str) -> dict[str, Any]:
    """The description of the endpoint as an OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Litfass: questions",
            "version": "1",
            "description": "Hands over questions that were asked elsewhere. Most identifiers of persons are found and "
            "removed on arrival, names often not. A sentence sent twice of the same day and place, or of the same "
            "case, counts once. What is shorter counts each time, unless the request repeats the Idempotency-Key of "
            f"an earlier one. At most {CALLS_A_MINUTE} requests a minute and {MOST_QUESTIONS} questions a request.",
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {
            PATH: {
                "post": {
                    "operationId": "sendQuestions",
                    "summary": "Hand over questions",
                    "parameters": [
                        {
                            "name": "Idempotency-Key",
                            "in": "header",
                            "description": "Your own sign for this request. Repeat it when you send the same again.",
                            "schema": {"type": "string", "maxLength": LONGEST_SIGN},
                        }
                    ],
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Questions"}}
                        },
                    },
                    "responses": {
                        "200": _answer(
                            "What became of each. Questions that cannot be taken are listed under rejected, the "
                            "others were taken: mend those and send them alone.",
                            "Taken",
                        ),
                        "401": _answer("The token is missing, wrong or revoked.", "Refused"),
                        "413": _answer("The body is larger than 1 MB; nothing was taken.", "Refused"),
                        "415": _answer("The body is not announced as application/json.", "Refused"),
                        "422": _answer(
                            "The body has another shape, or no question in it can be read; nothing was taken.",
                            "Refused",
                        ),
                        "429": {
                            **_answer("Too many requests; wait as long as Retry-After says.", "Refused"),
                            "headers": {
                                "Retry-After": {
                                    "description": "Seconds.",
                                    "schema": {"type": "integer", "minimum": 1},
                                }
                            },
                        },
                    },
                }
            }
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Questions": _questions(), "Taken": _taken(), "Refused": _refused()},
        },
    }


def _answer(description: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _questions() -> dict[str, Any]:
    properties: dict[str, Any] = {
        name: {"type": ["string", "null"], "maxLength": longest, "description": meaning}
        for name, (longest, meaning) in SHAPE.items()
    }
    properties["date"] = {
        "type": "string",
        "format": "date",
        "pattern": _DATE,
        "description": SHAPE["date"][1],
    }
    properties["risk"] = {"enum": [None, "", "1", "2", "3", 1, 2, 3], "description": SHAPE["risk"][1]}
    question = {
        "type": "object",
        "required": ["date"],
        "anyOf": [{"required": ["text"]}, {"required": ["topic"]}],
        "properties": properties,
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "required": ["questions"],
        "additionalProperties": False,
        "properties": {
            "questions": {"type": "array", "minItems": 1, "maxItems": MOST_QUESTIONS, "items": question}
        },
    }


def _taken() -> dict[str, Any]:
    count = {"type": "integer", "minimum": 0}
    counts = {"type": "object", "additionalProperties": count}
    rejected = {
        "type": "object",
        "required": ["row", "at", "column", "value_hint", "reason"],
        "properties": {
            "row": {"type": "integer", "description": "Place in the list, the first is 1."},
            "at": {"type": "string", "description": "The same as a JSON pointer: /questions/0/date."},
            "column": {"type": "string", "description": "The field; empty where it is the whole question."},
            "value_hint": {
                "type": "string",
                "description": "Day and signs of the cell; its words are …, numbers and what was found to identify "
                "somebody are ⟨kind⟩.",
            },
            "reason": {"type": "string"},
        },
    }
    unknown = {
        "type": "object",
        "required": ["rows", "first"],
        "properties": {
            "rows": count,
            "first": {
                "type": "array",
                "maxItems": FIRST_ROWS,
                "items": {"type": "integer"},
                "description": "The first of these rows.",
            },
        },
    }
    return {
        "type": "object",
        "description": "read = imported + duplicates + rejected; imported = topics + unclear.",
        "required": [
            "read",
            "imported",
            "duplicates",
            "unclear",
            "rejected",
            "redacted",
            "languages",
            "topics",
        ],
        "properties": {
            "read": count,
            "imported": count,
            "duplicates": count,
            "unclear": count,
            "rejected": {"type": "array", "items": rejected, "maxItems": MOST_QUESTIONS},
            "redacted": counts,
            "languages": counts,
            "topics": counts,
            "unknown": {
                "type": "object",
                "description": "By field, rows that name something Litfass has no code for; taken in without it.",
                "additionalProperties": unknown,
            },
            "otherwise_told": {
                **count,
                "description": "Questions in letters of another language than they name: their words decided.",
            },
        },
    }


def _refused() -> dict[str, Any]:
    properties = {
        "at": {"type": "string", "description": "A JSON pointer: /questions/0/date."},
        "row": {"type": "integer", "description": "Place in the list, the first is 1, as in rejected."},
        "what": {"type": "string"},
    }
    problem = {"type": "object", "properties": properties}
    return {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {"type": "string"},
            "problems": {"type": "array", "maxItems": MOST_PROBLEMS, "items": problem},
        },
    }
